namespace Comity.Law;

/// <summary>A ground on which the asked State may refuse, or may tell its provider not to disclose.</summary>
public sealed record RefusalGround
{
    /// <summary>Id in the data: <c>rg.political</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The ground, in words.</summary>
    public required string Label { get; init; }

    /// <summary>Where the instruments allow it.</summary>
    public required Citation Source { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The switch that the asked State must have made, or null.</summary>
    public string? RequiresSwitch { get; init; }

    /// <summary>True where it can apply only to an offence outside ETS 185 arts 2-11.</summary>
    public required bool NotForCoreOffences { get; init; }

    /// <summary>The form it takes where it is no refusal to the asking side (CETS 224 art. 7.5.c), or null.</summary>
    public string? Form { get; init; }

    /// <summary>The stage at which it can be raised, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>A note of the data, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>An offence of an instrument, or any offence with electronic evidence (<c>off.any</c>).</summary>
/// <param name="Id">Id in the data: <c>off.185.2</c>.</param>
/// <param name="Instrument">The instrument; <c>ets-185</c> for <c>off.any</c>.</param>
/// <param name="Source">The article.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsCore">True for ETS 185 arts 2-11: matters for 24.1, 25.4 and 29.4.</param>
/// <param name="IsChildProtection">True where the safeguards for children apply.</param>
/// <param name="Confidence">How sure the data are.</param>
public sealed record Offence(string Id, string Instrument, Citation Source, string Title, bool IsCore, bool IsChildProtection, Confidence Confidence);

/// <summary>A safeguard, and what the system must do for it.</summary>
/// <param name="Id">Id in the data: <c>sg.use-limit</c>.</param>
/// <param name="Label">The safeguard, in words.</param>
/// <param name="Source">Where the instruments set it.</param>
/// <param name="SystemMust">What follows for this program.</param>
/// <param name="Confidence">How sure the data are.</param>
/// <param name="Note">A note of the data, or null.</param>
public sealed record Safeguard(string Id, string Label, Citation Source, string SystemMust, Confidence Confidence, string? Note);

/// <summary>A duty that follows from an event.</summary>
/// <param name="Id">Id in the data: <c>fu.29.6</c>.</param>
/// <param name="Trigger">The event.</param>
/// <param name="Actor">Who owes it.</param>
/// <param name="Action">What is owed.</param>
/// <param name="Target">The channel it leads to, or null.</param>
/// <param name="Source">Where the instrument sets it.</param>
/// <param name="Confidence">How sure the data are.</param>
public sealed record FollowUp(string Id, string Trigger, string Actor, string Action, string? Target, Citation Source, Confidence Confidence);

/// <summary>A category of data as the instruments divide them.</summary>
/// <param name="Id">Id in the data: <c>traffic</c>.</param>
/// <param name="Label">Its name.</param>
/// <param name="Source">Where it is defined.</param>
/// <param name="Note">A note of the data, or null.</param>
public sealed record DataCategory(string Id, string Label, Citation Source, string? Note);

/// <summary>A circumstance of a request that makes a conditional element due or a limit run.</summary>
/// <param name="Id">Word of the vocabulary: <c>urgent</c>.</param>
/// <param name="Label">The circumstance, in words.</param>
public sealed record Circumstance(string Id, string Label);
