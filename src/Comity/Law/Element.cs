using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>Something a request has to say, or may say.</summary>
public sealed record Element
{
    /// <summary>Id in the data, and the name of the claim that holds it: <c>el.29.offence</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Label { get; init; }

    /// <summary>Where the instrument or form asks for it; for elements of ours, the words "ours".</summary>
    public required Citation Source { get; init; }

    /// <summary>treaty, template (a T-CY form), derived, practice, consultation, or ours.</summary>
    public required string Basis { get; init; }

    /// <summary>True where it is always demanded.</summary>
    public required bool Mandatory { get; init; }

    /// <summary>When it is demanded, or how far, in words; null where nothing is said.</summary>
    public string? Condition { get; init; }

    /// <summary>The circumstance that makes it demanded: a word of the vocabulary or the id of a switch; null if none.</summary>
    public string? RequiredIf { get; init; }

    /// <summary>The circumstance in which it is not demanded, or null.</summary>
    public string? Unless { get; init; }

    /// <summary>Who may see it; empty for every recipient of the request.</summary>
    public required ImmutableArray<string> VisibleTo { get; init; }

    /// <summary>Whose consent releases it to others, or null.</summary>
    public string? ReleaseRule { get; init; }

    /// <summary>Kind of input on the form: text, paragraph, contact, authority, offence, categories, choice, check, date, days, reference.</summary>
    public required string Input { get; init; }

    /// <summary>Help for whoever fills the form; empty where the data have none.</summary>
    public required string Help { get; init; }

    /// <summary>An example sentence; empty where the data have none.</summary>
    public required string Example { get; init; }

    /// <summary>What can be chosen, for a choice.</summary>
    public required ImmutableArray<string> Choices { get; init; }

    /// <summary>How sure the data are.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>A note of the data, or null.</summary>
    public string? Note { get; init; }

    /// <summary>True where <paramref name="role"/> may see it. A role counts also as what <see cref="LawRelease.CountsAs"/> says.</summary>
    internal bool IsVisibleTo(string role, LawRelease release)
    {
        if (VisibleTo.IsEmpty) return true;
        foreach (var allowed in VisibleTo)
            if (release.CountsAs(role, allowed)) return true;
        return false;
    }
}
