namespace Comity.Trust;

/// <summary>The two kinds of SD-JWT that we use, and in what they differ.</summary>
/// <param name="Type">The header's <c>typ</c>.</param>
/// <param name="NamesHolderKey">Whether the permanent claim <c>cnf</c> may stand: for a statement never (rule R7), for an officer always (rule R13).</param>
public sealed record SdJwtProfile(string Type, bool NamesHolderKey)
{
    /// <summary>A statement in a dossier.</summary>
    public static SdJwtProfile Statement { get; } = new("comity-statement+sd-jwt", NamesHolderKey: false);

    /// <summary>An authority's word about one of its officers.</summary>
    public static SdJwtProfile Officer { get; } = new("comity-officer+sd-jwt", NamesHolderKey: true);
}
