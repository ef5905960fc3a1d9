namespace Comity.Matching;

/// <summary>What reviewers made of a hit so far.</summary>
public enum HitStatus
{
    /// <summary>Not decided: the state of every hit at first.</summary>
    Possible,

    /// <summary>Two different reviewers, neither of them the asker, confirmed it and nobody denied it.</summary>
    Confirmed,

    /// <summary>Two different reviewers found it false.</summary>
    False,

    /// <summary>Reviewers disagree; nothing may follow from it until two find it false or the list's owner answers.</summary>
    Disputed,
}

/// <summary>A hit with its reviews.</summary>
/// <param name="Number">Number of its record.</param>
/// <param name="Record">The hit.</param>
/// <param name="Asker">Who asked the query.</param>
/// <param name="Reviews">Decisions so far, one per reviewer.</param>
public sealed record ReviewedHit(long Number, LogRecord.Hit Record, string Asker, IReadOnlyList<LogRecord.Review> Reviews)
{
    /// <summary>What follows from the reviews.</summary>
    public HitStatus Status => (Count(Decision.Confirm), Count(Decision.False)) switch
    {
        ( >= 2, 0) => HitStatus.Confirmed,
        (_, >= 2) => HitStatus.False,
        ( >= 1, 1) => HitStatus.Disputed,
        _ => HitStatus.Possible,
    };

    private int Count(Decision decision) => Reviews.Count(r => r.Decision == decision);
}

/// <summary>The rules of the log: a pure fold over its records. What breaks a rule cannot be written, and is found by whoever verifies.</summary>
/// <remarks>There is no way from a hit to a report but through two reviewers.</remarks>
public sealed class ReviewState
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly List<LogRecord> _records = [];
    private readonly Dictionary<long, ReviewedHit> _hits = [];
    private readonly Dictionary<(string Client, string List), List<LogRecord.Answer>> _answers = [];

    /// <summary>Records folded.</summary>
    public long Count => _records.Count;

    /// <summary>All records by number.</summary>
    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>All hits.</summary>
    public IReadOnlyCollection<ReviewedHit> Hits => _hits.Values;

    /// <summary>The hit of a number.</summary>
    /// <exception cref="RefusedInputException">There is none.</exception>
    public ReviewedHit Hit(long number) => _hits.GetValueOrDefault(number) ?? throw new RefusedInputException($"There is no hit {number} in the log.");

    /// <summary>False and decided hits of a list: the measured history shown with each later hit.</summary>
    public ReviewedHistory History(string list)
    {
        var decided = _hits.Values.Where(h => h.Record.List == list && h.Status is HitStatus.Confirmed or HitStatus.False).ToArray();
        return new(decided.Count(h => h.Status == HitStatus.False), decided.Length);
    }

    /// <summary>How many hits a reviewer has dealt with in the days before an instant.</summary>
    public int Exposure(string reviewer, DateTimeOffset now, TimeSpan window) =>
        _records.OfType<LogRecord.Review>().Count(r => r.Officer == reviewer && r.At > now - window && r.At <= now);

    /// <summary>Adds a record if the rules allow it.</summary>
    /// <exception cref="RefusedInputException">They do not; the message says which.</exception>
    public void Apply(LogRecord record)
    {
        if (_records.Count > 0 && record.At < _records[^1].At) throw Broken(record, "is earlier than the one before it");
        switch (record)
        {
            case LogRecord.Query q: CheckQuery(q); break;
            case LogRecord.Hit h: AddHit(h); break;
            case LogRecord.Review r: AddReview(r); break;
            case LogRecord.Report r: CheckReport(r); break;
            case LogRecord.Answer a: CheckAnswer(a); break;
        }

        _records.Add(record);
    }

    private static void CheckQuery(LogRecord.Query query)
    {
        if (query.Commitments.Length > LogRecord.MostCommitments) throw Broken(query, $"holds more than {LogRecord.MostCommitments} commitments");
        if (query.Distance > HashIndex.LargestDistance) throw Broken(query, "asks a greater distance than 63");
    }

    private void AddHit(LogRecord.Hit hit)
    {
        if (hit.QueryNumber >= _records.Count || _records[(int)hit.QueryNumber] is not LogRecord.Query query) throw Broken(hit, "belongs to no query");
        if (!query.Commitments.Contains(hit.Commitment)) throw Broken(hit, "names a commitment that its query does not hold");
        if (hit.Distance > query.Distance) throw Broken(hit, "lies farther than was asked");
        if (!query.Lists.Contains($"{hit.List}/{hit.Version}")) throw Broken(hit, "names a list that was not asked");
        _hits[_records.Count] = new(_records.Count, hit, query.Officer, []);
    }

    private void AddReview(LogRecord.Review review)
    {
        var hit = _hits.GetValueOrDefault(review.HitNumber) ?? throw Broken(review, "belongs to no hit");
        if (review.Officer == hit.Asker) throw Broken(review, "is by the officer who asked");
        if (hit.Reviews.Any(r => r.Officer == review.Officer)) throw Broken(review, "is the second one by the same officer");
        _hits[review.HitNumber] = hit with { Reviews = [.. hit.Reviews, review] };
    }

    private void CheckReport(LogRecord.Report report)
    {
        var hit = _hits.GetValueOrDefault(report.HitNumber) ?? throw Broken(report, "belongs to no hit");
        var allowed = report.Kind switch
        {
            LogRecord.DraftKind => hit.Status == HitStatus.Confirmed,
            LogRecord.FalseMatchKind => hit.Reviews.Any(r => r.Decision == Decision.False),
            _ => false,
        };
        if (!allowed) throw Broken(report, $"does not follow from a hit that is {hit.Status.ToString().ToLowerInvariant()}");
        if (report.Environment is not ("test" or "production")) throw Broken(report, "names no environment");
    }

    // The quota stands in the record, so that whoever verifies the log can tell that it was kept.
    private void CheckAnswer(LogRecord.Answer answer)
    {
        if (answer.Count is 0 or > Voprf.MostInputs) throw Broken(answer, $"is for none or more than {Voprf.MostInputs} inputs");
        var asked = _answers.GetValueOrDefault((answer.Client, answer.List), []);
        var recent = asked.Where(a => a.At > answer.At - Day).Sum(a => (long)a.Count);
        if (recent + answer.Count > answer.PerDay) throw Broken(answer, $"is beyond the quota of {answer.PerDay} a day: {answer.Client} asked {recent} already");
        var all = asked.Sum(a => (long)a.Count);
        if (all + answer.Count > answer.PerVersion) throw Broken(answer, $"is beyond the quota of {answer.PerVersion} for this version: {answer.Client} asked {all} already");
        _answers[(answer.Client, answer.List)] = asked;
        asked.Add(answer);
    }

    private static RefusedInputException Broken(LogRecord record, string why) => new($"The {record.GetType().Name.ToLowerInvariant()} of {record.At:yyyy-MM-dd HH:mm:ss} {why}.");
}
