namespace Comity.Node.Look;

/// <summary>What a colour means; see the tokens. Each tone has one meaning, so a page names the meaning and never a colour.</summary>
public enum Tone
{
    /// <summary>No meaning beyond the words.</summary>
    Plain,

    /// <summary>A state that is only framed, for instance "no answer".</summary>
    Line,

    /// <summary>Something to do.</summary>
    Act,

    /// <summary>Something that was computed and holds.</summary>
    Proof,

    /// <summary>Something that the law or a condition attaches.</summary>
    Law,

    /// <summary>A limit that is near or missed.</summary>
    Time,

    /// <summary>Harm to a person, or broken proof.</summary>
    Life,
}

/// <summary>A state in words, with an optional icon and an optional link.</summary>
public sealed record Mark(Tone Tone, string Text, string? Icon = null, string? Href = null);

/// <summary>A piece of text and, where the law stands behind it, the provision it cites (<c>ets-185/29/2/a</c>).</summary>
public sealed record Phrase(string Text, string? Provision = null);

/// <summary>A side of a dossier as shown: a Party by its ISO code, or a provider by its name.</summary>
/// <param name="Code">ISO 3166 code of the Party; for a provider that of its State.</param>
/// <param name="Name">The full name, for instance "Serbia" or "ExampleCloud K.K.".</param>
/// <param name="Own">True for our own side.</param>
/// <param name="Provider">True for a provider; then the name is shown instead of the code.</param>
public sealed record Side(string Code, string Name, bool Own = false, bool Provider = false);

/// <summary>Who signed, as far as it was computed.</summary>
public enum SealState
{
    /// <summary>Every signature and the chain to the anchor were verified.</summary>
    Verified,

    /// <summary>A signature or a verdict is still missing.</summary>
    Waiting,

    /// <summary>A check failed, or the sender's keys were revoked in time.</summary>
    Bad,

    /// <summary>The act came from outside, and a person says how it was checked; nothing was computed.</summary>
    Outside,
}

/// <summary>The state of the signatures in words, with the log index or the reason under it.</summary>
public sealed record Signatures(SealState State, string Text, string? Note = null);

/// <summary>A time limit as shown. A limit of the law cites its provision; our own is called a target.</summary>
/// <param name="Label">What must have happened by then, for instance "Preservation lapses".</param>
/// <param name="At">The instant, or null when the law sets no number.</param>
/// <param name="Source">How it is counted, for instance "60 days from 22 Sep 12:40", "target", "no fixed limit".</param>
/// <param name="Provision">The provision that sets it, or null for a target.</param>
/// <param name="Met">When it was met, or null.</param>
public sealed record TimeLimit(string Label, DateTimeOffset? At, string Source, string? Provision = null, DateTimeOffset? Met = null);

/// <summary>A choice in a form.</summary>
public sealed record Choice(string Value, string Text, string? Note = null, string? Provision = null);
