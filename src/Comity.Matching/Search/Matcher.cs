namespace Comity.Matching;

/// <summary>How the exact and the perceptual hash of a hit agree.</summary>
public enum Agreement
{
    /// <summary>The file's bytes are listed; the perceptual hashes were not comparable or differ.</summary>
    Exact,

    /// <summary>Both agree.</summary>
    ExactAndPerceptual,

    /// <summary>Only the perceptual hashes are near: another file that looks alike, or a chance match.</summary>
    PerceptualOnly,
}

/// <summary>A list as the matcher uses it.</summary>
/// <param name="Name">List id or file name.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Threshold">Largest distance, 0-63.</param>
/// <param name="UnknownQualityIsLow">Whether entries without quality are never matched perceptually.</param>
public sealed record MatchList(string Name, IReadOnlyList<HashEntry> Entries, int Threshold = HashIndex.DefaultDistance, bool UnknownQualityIsLow = false);

/// <summary>A hit: possible, never more, until two reviewers have confirmed it.</summary>
/// <param name="List">Number of the list.</param>
/// <param name="Entry">Position of the entry in the list.</param>
/// <param name="Distance">Differing bits, or null if only exact hashes could be compared.</param>
/// <param name="Turn">Which turn of the asked picture is near.</param>
/// <param name="Agreement">How the hashes agree.</param>
/// <param name="Collidable">Whether the agreement of bytes rests on SHA-1 or MD5 alone.</param>
/// <param name="QueryQuality">PDQ quality of the asked picture, if known.</param>
/// <param name="EntryQuality">PDQ quality of the entry, if known.</param>
public sealed record PossibleMatch(
    int List, int Entry, int? Distance, Turn Turn, Agreement Agreement, bool Collidable, int? QueryQuality, int? EntryQuality);

/// <summary>Asks several lists at once by exact and perceptual hashes.</summary>
public sealed class Matcher : IDisposable
{
    private readonly HashIndex _index = new();
    private readonly List<int[]> _perceptual = []; // per list: position of each indexed entry
    private readonly Dictionary<ExactHash, List<(int List, int Entry)>> _exact = [];

    /// <summary>A matcher over lists.</summary>
    public Matcher(IReadOnlyList<MatchList> lists)
    {
        Lists = lists;
        for (var number = 0; number < lists.Count; number++) Add(lists[number], number);
    }

    /// <summary>The lists, by number.</summary>
    public IReadOnlyList<MatchList> Lists { get; }

    /// <summary>Entries that are compared perceptually.</summary>
    public int Perceptual => _index.Count;

    /// <summary>Finds all possible matches of a query, best first: exact before perceptual, then by distance.</summary>
    /// <param name="turns">Hashes of the query's turns in the order of <see cref="Turn"/>; one if it is not turned, none if it has no perceptual hash.</param>
    /// <param name="quality">PDQ quality of the query; at most <see cref="Pdq.LowQuality"/> means that only exact hashes are compared.</param>
    /// <param name="exact">Exact hashes of the query.</param>
    /// <param name="distance">Largest distance; each list's own threshold holds as well.</param>
    public IReadOnlyList<PossibleMatch> Ask(ReadOnlySpan<PdqHash> turns, int? quality, ReadOnlySpan<ExactHash> exact, int distance = HashIndex.DefaultDistance)
    {
        var found = new Dictionary<(int List, int Entry), PossibleMatch>();
        if (quality is null or > Pdq.LowQuality)
            for (var turn = 0; turn < turns.Length; turn++) AddNear(found, turns[turn], (Turn)turn, quality, distance);
        foreach (var hash in exact)
            foreach (var at in _exact.GetValueOrDefault(hash, [])) AddEqual(found, at, hash, quality);
        return [.. found.Values.OrderBy(m => m.Agreement == Agreement.PerceptualOnly).ThenBy(m => m.Distance ?? 0).ThenBy(m => m.List).ThenBy(m => m.Entry)];
    }

    /// <summary>Finds all possible matches of a file: one that was refused as a picture is asked by its exact hashes alone.</summary>
    /// <param name="file">The file.</param>
    /// <param name="distance">Largest distance; each list's own threshold holds as well.</param>
    public IReadOnlyList<PossibleMatch> Ask(FileOutcome file, int distance = HashIndex.DefaultDistance) =>
        file is FileOutcome.Hashed h ? Ask(h.Picture.Hashes, h.Picture.Quality, h.Exact, distance) : Ask([], null, file.Exact, distance);

    /// <summary>Frees the index.</summary>
    public void Dispose() => _index.Dispose();

    private void Add(MatchList list, int number)
    {
        _index.AddList(list.Threshold);
        var positions = Enumerable.Range(0, list.Entries.Count).Where(i => list.Entries[i].IsPerceptual(list.UnknownQualityIsLow)).ToArray();
        _index.Add(number, Array.ConvertAll(positions, i => list.Entries[i].Pdq!.Value));
        _perceptual.Add(positions);
        for (var i = 0; i < list.Entries.Count; i++)
            foreach (var hash in list.Entries[i].Exact)
            {
                if (!_exact.TryGetValue(hash, out var places)) _exact[hash] = places = [];
                places.Add((number, i));
            }
    }

    private void AddNear(Dictionary<(int List, int Entry), PossibleMatch> found, PdqHash hash, Turn turn, int? quality, int distance)
    {
        foreach (var match in _index.Search(hash, distance))
        {
            var at = (match.List, Entry: _perceptual[match.List][match.Entry]);
            if (found.TryGetValue(at, out var known) && known.Distance <= match.Distance) continue;
            found[at] = new(at.List, at.Entry, match.Distance, turn, Agreement.PerceptualOnly, false, quality, Lists[at.List].Entries[at.Entry].Quality);
        }
    }

    private void AddEqual(Dictionary<(int List, int Entry), PossibleMatch> found, (int List, int Entry) at, ExactHash hash, int? quality)
    {
        var near = found.GetValueOrDefault(at);
        found[at] = near switch
        {
            null => new(at.List, at.Entry, null, Turn.None, Agreement.Exact, hash.IsCollidable, quality, Lists[at.List].Entries[at.Entry].Quality),
            { Agreement: Agreement.PerceptualOnly } => near with { Agreement = Agreement.ExactAndPerceptual, Collidable = hash.IsCollidable },
            _ => near with { Collidable = near.Collidable && hash.IsCollidable },
        };
    }
}
