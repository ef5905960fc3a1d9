namespace Comity.Dossiers;

/// <summary>Which members the <c>terms</c> of an act may have, and how long their lists may be. The lengths are our own limits; no instrument sets them.</summary>
public static class TermsShape
{
    /// <summary>Members that every act may have.</summary>
    public static IReadOnlyList<string> OfEveryAct { get; } = ["against", "encl", "solo"];

    /// <summary>Longest list of ids, words or digests.</summary>
    public const int LongestList = 256;

    /// <summary>Most items in one delivery, or named by one act.</summary>
    public const int MostItems = 4096;

    /// <summary>Most conditions in one act.</summary>
    public const int MostConditions = 32;

    /// <summary>All members that the act may have.</summary>
    public static IReadOnlySet<string> Members(ActType type) => ByType[(int)type];

    private static readonly HashSet<string>[] ByType =
        [.. Acts.All.Select(a => a.Required.Concat(a.Optional).Concat(OfEveryAct).ToHashSet(StringComparer.Ordinal))];
}
