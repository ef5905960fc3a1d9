namespace Comity.Matching;

/// <summary>A hit as it was logged, with the opening of its commitment, to be kept with the case.</summary>
/// <param name="Number">Number of the hit in the log.</param>
/// <param name="File">The file asked.</param>
/// <param name="Match">What was found; possible, no more.</param>
/// <param name="Opening">Shows, to whoever may see it, that this file was asked.</param>
public sealed record LoggedHit(long Number, string File, PossibleMatch Match, Commitment Opening);

/// <summary>Asks opened lists about files, and writes down every query and hit before anybody sees an answer.</summary>
public sealed class GovernedSearch : IDisposable
{
    private readonly MatchLog _log;
    private readonly IReadOnlyList<OpenedList> _lists;
    private readonly Matcher _matcher;
    private readonly RandomFill _random;
    private readonly TimeProvider _clock;

    /// <summary>A search over lists; their opening is logged here.</summary>
    /// <param name="log">The log.</param>
    /// <param name="lists">Lists that custodians opened.</param>
    /// <param name="officer">Who asks.</param>
    /// <param name="random">Randomness of the commitments.</param>
    /// <param name="clock">The time.</param>
    public GovernedSearch(MatchLog log, IReadOnlyList<OpenedList> lists, string officer, RandomFill random, TimeProvider clock)
    {
        (_log, _lists, Officer, _random, _clock) = (log, lists, officer, random, clock);
        _matcher = new([.. lists.Select(l => l.ToMatchList())]);
        foreach (var list in lists)
            log.Append(new LogRecord.Open(clock.GetUtcNow(), officer, list.Header.Terms.Id, list.Header.Terms.Version, [.. list.OpenedBy], list.Until));
    }

    /// <summary>Who asks.</summary>
    public string Officer { get; }

    /// <summary>Asks about files; one that was refused as a picture is asked by its exact hashes alone. Keys and hashes of files without a hit are destroyed before this returns.</summary>
    /// <param name="purpose">Why, as the log will say.</param>
    /// <param name="files">Hashed or refused files, at most <see cref="LogRecord.MostCommitments"/>.</param>
    /// <param name="distance">Largest distance; each list's threshold holds as well.</param>
    /// <param name="tool">Version and settings of the hasher.</param>
    /// <param name="loader">Version of the decoder.</param>
    /// <exception cref="RefusedInputException">A list's time is over, or there are too many files.</exception>
    public IReadOnlyList<LoggedHit> Ask(string purpose, IReadOnlyList<FileOutcome> files, int distance, string tool, string loader)
    {
        var now = _clock.GetUtcNow();
        if (_lists.FirstOrDefault(l => l.Until < now) is { } closed) throw new RefusedInputException($"The list {closed.Header.Terms.Id} was open until {closed.Until:yyyy-MM-dd HH:mm}; custodians must open it again.");
        var asked = files.Where(f => f.Exact.Length > 0).Select(f => (File: f, Opening: Commitment.To(f.Exact[0], _random))).ToArray();
        var query = _log.Append(new LogRecord.Query(
            now, Officer, purpose, [.. _matcher.Lists.Select(l => l.Name)], distance, tool, loader, files.OfType<FileOutcome.Refused>().Count(),
            files.OfType<FileOutcome.Hashed>().Count(f => f.Picture.Quality <= Pdq.LowQuality), [.. asked.Select(a => a.Opening.Value)]));
        var hits = new List<LoggedHit>();
        foreach (var (file, opening) in asked) AskOne(query, file, opening, distance, hits);
        return hits;
    }

    /// <summary>What stands beside every answer.</summary>
    public ChanceStatement Chance(long queries, int turns, int distance, MeasuredRate? measured) => new(
        Matching.Chance.Expected(_matcher.Perceptual, queries, turns, distance), measured,
        _lists.Select(l => _log.State.History(l.Header.Terms.Id)).Aggregate(new ReviewedHistory(0, 0), (a, b) => new(a.False + b.False, a.Reviewed + b.Reviewed)));

    /// <summary>Frees the index.</summary>
    public void Dispose() => _matcher.Dispose();

    private void AskOne(long query, FileOutcome file, Commitment opening, int distance, List<LoggedHit> hits)
    {
        var matches = _matcher.Ask(file, distance);
        foreach (var match in matches)
        {
            var terms = _lists[match.List].Header.Terms;
            var number = _log.Append(new LogRecord.Hit(
                _clock.GetUtcNow(), Officer, query, terms.Id, terms.Version, match.Entry, match.Distance, match.QueryQuality, match.Turn.Word(),
                Word(match.Agreement), match.Collidable, opening.Value));
            hits.Add(new(number, file.File, match, opening));
        }

        if (matches.Count == 0) opening.Destroy();
    }

    private static string Word(Agreement agreement) => agreement switch
    {
        Agreement.Exact => "exact", Agreement.ExactAndPerceptual => "exact+perceptual", _ => "perceptual only",
    };
}
