using System.Collections.Immutable;

namespace Comity.Law.Checking;

/// <summary>Something wrong in the law data: where, what, and what to do about it.</summary>
/// <param name="File">Path inside the folder of the law data.</param>
/// <param name="Line">Line, from 1; 0 where the whole file is meant.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Remedy">What to change.</param>
public sealed record LawFault(string File, int Line, string Wrong, string Remedy)
{
    /// <summary>The part of the check that found it; none for reading.</summary>
    public CheckParts Part { get; init; }

    /// <summary>As an editor's list shows it: file, line, fault, remedy.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Wrong} {Remedy}" : $"{File}: {Wrong} {Remedy}";
}

/// <summary>What a check found.</summary>
public sealed record LawCheckReport
{
    /// <summary>The release; null where its files could not be read.</summary>
    public LawRelease? Release { get; init; }

    /// <summary>Everything wrong, by file and line.</summary>
    public required ImmutableArray<LawFault> Faults { get; init; }

    /// <summary>How many cases were run.</summary>
    public int Cases { get; init; }

    /// <summary>How many rows of the tables of answers were compared.</summary>
    public int Answers { get; init; }

    /// <summary>Every provision that the data cite.</summary>
    public ImmutableArray<Provision> Provisions { get; init; } = [];

    /// <summary>The provisions that cases name.</summary>
    public ImmutableArray<Provision> Covered { get; init; } = [];

    /// <summary>True if nothing is wrong.</summary>
    public bool IsSound => Faults.IsEmpty;

    /// <summary>The provisions of the data that neither a case nor <paramref name="tagged"/> names, itself or a part of it.</summary>
    public ImmutableArray<Provision> Uncovered(IEnumerable<Provision> tagged)
    {
        var named = Covered.Concat(tagged).Select(provision => provision.ToString()).ToHashSet(StringComparer.Ordinal);
        return [.. Provisions.Where(provision => !named.Contains(provision.ToString()) && !named.Any(name => name.StartsWith(provision + "/", StringComparison.Ordinal)))];
    }
}
