using System.Collections.Immutable;
using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>What kind of thing changed between two releases.</summary>
public enum LawChangeKind
{
    /// <summary>Who is bound by what from when.</summary>
    Party,

    /// <summary>A declaration, reservation, designation or territorial statement.</summary>
    Declaration,

    /// <summary>A treaty or Union law of a pair.</summary>
    Pair,

    /// <summary>What follows between States: a way that opens or closes, a ground, element or time limit that comes or goes.</summary>
    Effect,

    /// <summary>A rule that holds for all.</summary>
    Rule,

    /// <summary>What a State tells of itself.</summary>
    Sheet,

    /// <summary>Words only: nothing is decided otherwise.</summary>
    Wording,
}

/// <summary>One change between two releases, in words.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Who">The State concerned, its code; null where it concerns all.</param>
/// <param name="From">The day from which it makes a difference; null where it always did.</param>
/// <param name="Text">What changes, a sentence.</param>
public sealed record LawChange(LawChangeKind Kind, string? Who, DateOnly? From, string Text);

/// <summary>What changes for whom between two releases: not which lines differ, but what the engine answers otherwise.</summary>
public static class LawDiff
{
    /// <summary>The changes: of States first, then what follows between them, then rules, then words.</summary>
    public static ImmutableArray<LawChange> Between(LawRelease before, LawRelease after)
    {
        var changes = new List<LawChange>();
        changes.AddRange(StateDiff.Parties(before, after));
        changes.AddRange(StateDiff.Declarations(before, after));
        changes.AddRange(StateDiff.Pairs(before, after));
        changes.AddRange(EffectDiff.Between(before, after));
        var rules = RuleDiff.Between(before, after).ToList();
        changes.AddRange(rules.Select(rule => rule.Change));
        changes.AddRange(Wording(before, after, [.. rules.Select(rule => rule.Item)]));
        return [.. changes.DistinctBy(change => (change.Kind, change.Who, change.From, change.Text)).OrderBy(change => change.Kind)];
    }

    /// <summary>Items of the rules whose values differ though no answer does.</summary>
    private static IEnumerable<LawChange> Wording(LawRelease before, LawRelease after, HashSet<string> told)
    {
        var (old, now) = (Items(before), Items(after));
        foreach (var (item, digest) in now)
            if (old.TryGetValue(item, out var former) && former != digest && !told.Contains(item.Name))
                yield return new(LawChangeKind.Wording, null, null, $"{RuleDiff.Named(after, item.Name)}: wording, note or source changed ({item.File}).");
    }

    private static Dictionary<(string File, string Name), string> Items(LawRelease release)
    {
        var files = LawArchive.Unpack(release.Pack());
        return Reviews.Items(files, new ParsedFiles()).Where(item => item.File.EndsWith(".yaml", StringComparison.Ordinal)).ToDictionary(item => (item.File, item.Name), item => item.Digest);
    }
}
