namespace Comity.Dossiers;

/// <summary>Which selectively disclosable claims an act may have (R6, R8). Everything that is not a closed word, a date or a digest goes here, so that it can be erased.</summary>
public static class Disclosures
{
    /// <summary>Free text, in the language of <c>lang</c>.</summary>
    public const string Text = "words";

    /// <summary>Language of the free text, BCP 47.</summary>
    public const string Language = "lang";

    /// <summary>The author's own file reference.</summary>
    public const string Reference = "reference";

    /// <summary>The other side's file reference.</summary>
    public const string TheirReference = "their-reference";

    /// <summary>A short title for desks.</summary>
    public const string Title = "title";

    /// <summary>Id of a linked dossier (R9).</summary>
    public const string Link = "link";

    /// <summary>Why the act goes against findings (R17a).</summary>
    public const string AgainstReason = "against-reason";

    /// <summary>Names and titles of the approving officers, where the law asks for them (R13).</summary>
    public const string Officers = "officers";

    /// <summary>Of a delivered item, followed by its object root: name, media type, true size, SHA-256 and SHA-512 of the plaintext (R46).</summary>
    public const string FilePrefix = "file.";

    /// <summary>Of an element of the law data: <c>el.29.offence</c>.</summary>
    public const string ElementPrefix = "el.";

    /// <summary>Longest name, in characters.</summary>
    public const int LongestName = 96;

    private static readonly HashSet<string> OfEveryAct =
        [Text, Language, Reference, TheirReference, Title, Link, AgainstReason, Officers];

    /// <summary>True if the act may have a disclosure of that name.</summary>
    public static bool Allows(ActType type, string name)
    {
        if (name.Length > LongestName) return false;
        if (OfEveryAct.Contains(name)) return true;
        if (name.StartsWith(ElementPrefix, StringComparison.Ordinal)) return (type.Opens() || type == ActType.Supplement) && TermsReader.Plain().IsMatch(name);
        return type == ActType.Delivery && name.StartsWith(FilePrefix, StringComparison.Ordinal) && Digest.TryParse(name.AsSpan(FilePrefix.Length), null, out _);
    }

    /// <summary>Checks the names of all disclosures of an act.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: one is not in the table.</exception>
    public static void Check(ActType type, IEnumerable<string> names)
    {
        foreach (var name in names)
            if (!Allows(type, name)) throw ClaimReader.Malformed($"{type.Word()} has no disclosure \"{(name.Length > LongestName ? name[..LongestName] : name)}\"");
    }

    /// <summary>The name under which a delivery discloses a file's particulars.</summary>
    public static string File(Digest root) => FilePrefix + root;
}
