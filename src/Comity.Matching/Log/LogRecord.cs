using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>What a reviewer decided.</summary>
public enum Decision
{
    /// <summary>The hit is what the list says.</summary>
    Confirm,

    /// <summary>A false match.</summary>
    False,

    /// <summary>Cannot be decided from what is known.</summary>
    Unsure,
}

/// <summary>An entry of the log. It holds no hash of any file: only salted commitments.</summary>
/// <param name="At">When, in whole seconds (UTC).</param>
/// <param name="Officer">Who, as role and number known to the office.</param>
public abstract record LogRecord(DateTimeOffset At, string Officer)
{
    /// <summary>Most commitments in one query record: 10,000; a longer run makes several.</summary>
    public const int MostCommitments = 10_000;

    private const string What = "A log record";

    /// <summary>Custodians opened a list.</summary>
    public sealed record Open(DateTimeOffset At, string Officer, string List, int Version, int[] Custodians, DateTimeOffset Until) : LogRecord(At, Officer);

    /// <summary>A list was sealed, replaced or withdrawn.</summary>
    public sealed record ListChange(DateTimeOffset At, string Officer, string List, int Version, string Change, string HeaderDigest) : LogRecord(At, Officer);

    /// <summary>Files or hashes were asked.</summary>
    public sealed record Query(
        DateTimeOffset At, string Officer, string Purpose, string[] Lists, int Distance, string Tool, string Loader, int Refused, int LowQuality, string[] Commitments)
        : LogRecord(At, Officer);

    /// <summary>An entry was near or equal: possible, no more.</summary>
    public sealed record Hit(
        DateTimeOffset At, string Officer, long QueryNumber, string List, int Version, int Entry, int? Distance, int? Quality, string Turn, string Agreement, bool Collidable, string Commitment)
        : LogRecord(At, Officer);

    /// <summary>A holder answered a private query; it never learns of what.</summary>
    public sealed record Answer(DateTimeOffset At, string Officer, string Client, string List, int Count, int PerDay, int PerVersion) : LogRecord(At, Officer);

    /// <summary>A reviewer decided on a hit.</summary>
    public sealed record Review(DateTimeOffset At, string Officer, long HitNumber, Decision Decision, string Reason, int Exposure) : LogRecord(At, Officer);

    /// <summary>A draft was made from a confirmed hit, or a false match was reported back to the list's owner.</summary>
    public sealed record Report(DateTimeOffset At, string Officer, long HitNumber, string Addressee, string Kind, string Environment, string Digest) : LogRecord(At, Officer);

    /// <summary>The kinds of <see cref="Report"/>.</summary>
    public const string DraftKind = "draft", FalseMatchKind = "false-match";

    /// <summary>The record as canonical JSON, with its number.</summary>
    internal JsonObject ToJson(long number)
    {
        var json = new JsonObject { ["n"] = number, ["at"] = At.ToUnixTimeSeconds(), ["officer"] = Officer };
        switch (this)
        {
            case Open r: Fill(json, "open", ("list", r.List), ("version", r.Version), ("custodians", Numbers(r.Custodians)), ("until", r.Until.ToUnixTimeSeconds())); break;
            case ListChange r: Fill(json, "list", ("list", r.List), ("version", r.Version), ("change", r.Change), ("header", r.HeaderDigest)); break;
            case Query r:
                Fill(json, "query", ("purpose", r.Purpose), ("lists", Texts(r.Lists)), ("distance", r.Distance), ("tool", r.Tool), ("loader", r.Loader),
                    ("refused", r.Refused), ("lowQuality", r.LowQuality), ("commitments", Texts(r.Commitments)));
                break;
            case Hit r:
                Fill(json, "hit", ("query", r.QueryNumber), ("list", r.List), ("version", r.Version), ("entry", r.Entry), ("distance", r.Distance), ("quality", r.Quality),
                    ("turn", r.Turn), ("agreement", r.Agreement), ("collidable", r.Collidable), ("commitment", r.Commitment));
                break;
            case Answer r: Fill(json, "answer", ("client", r.Client), ("list", r.List), ("count", r.Count), ("perDay", r.PerDay), ("perVersion", r.PerVersion)); break;
            case Review r: Fill(json, "review", ("hit", r.HitNumber), ("decision", r.Decision.ToString()), ("reason", r.Reason), ("exposure", r.Exposure)); break;
            case Report r: Fill(json, "report", ("hit", r.HitNumber), ("to", r.Addressee), ("report", r.Kind), ("environment", r.Environment), ("digest", r.Digest)); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return json;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="RefusedInputException">Not one.</exception>
    internal static LogRecord FromJson(JsonObject json)
    {
        string Text(string name) => CanonicalJson.Text(json, name, What);
        long Number(string name) => CanonicalJson.Number(json, name, What) is >= 0 and < 1L << 53 and var n ? n : throw new RefusedInputException($"{What} has a \"{name}\" out of range.");
        int Small(string name) => Number(name) is <= int.MaxValue and var n ? (int)n : throw new RefusedInputException($"{What} has a \"{name}\" out of range.");
        DateTimeOffset Time(string name) => Number(name) is <= 253402300799 and var s ? DateTimeOffset.FromUnixTimeSeconds(s) : throw new RefusedInputException($"{What} has a \"{name}\" that is no time.");
        var (at, officer) = (Time("at"), Text("officer"));
        LogRecord record = Text("kind") switch
        {
            "open" => new Open(at, officer, Text("list"), Small("version"), ReadCustodians(json), Time("until")),
            "list" => new ListChange(at, officer, Text("list"), Small("version"), Text("change"), Text("header")),
            "query" => new Query(at, officer, Text("purpose"), CanonicalJson.Texts(json, "lists", What), Small("distance"), Text("tool"), Text("loader"),
                Small("refused"), Small("lowQuality"), CanonicalJson.Texts(json, "commitments", What)),
            "hit" => new Hit(at, officer, Number("query"), Text("list"), Small("version"), Small("entry"), Optional(json, "distance"), Optional(json, "quality"),
                Text("turn"), Text("agreement"), json["collidable"] is JsonValue v && v.TryGetValue<bool>(out var c) && c, Text("commitment")),
            "answer" => new Answer(at, officer, Text("client"), Text("list"), Small("count"), Small("perDay"), Small("perVersion")),
            "review" => new Review(at, officer, Number("hit"), Enum.TryParse<Decision>(Text("decision"), out var d) && Enum.IsDefined(d) ? d
                : throw new RefusedInputException("A review has no known decision."), Text("reason"), Small("exposure")),
            "report" => new Report(at, officer, Number("hit"), Text("to"), Text("report"), Text("environment"), Text("digest")),
            _ => throw new RefusedInputException("A log record is of no known kind."),
        };
        return CanonicalJson.Bytes(record.ToJson(CanonicalJson.Number(json, "n", What))).AsSpan().SequenceEqual(CanonicalJson.Bytes(json))
            ? record : throw new RefusedInputException("A log record has other members than its kind.");
    }

    private static void Fill(JsonObject json, string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        json["kind"] = kind;
        foreach (var (name, value) in members) json[name] = value;
    }

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonArray Numbers(int[] numbers) => new([.. numbers.Select(n => (JsonNode)n)]);

    private static int? Optional(JsonObject json, string name) => CanonicalJson.OptionalNumber(json, name) is >= 0 and <= 256 and var n ? (int)n : null;

    private static int[] ReadCustodians(JsonObject json) =>
        [.. CanonicalJson.Array(json, "custodians", What).Select(v => CanonicalJson.Number(new() { ["x"] = v?.DeepClone() }, "x", What) is >= 1 and <= Shamir.MostShares and var x
            ? (int)x : throw new RefusedInputException("A custodian's number is wrong."))];
}
