using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>The log of everything that was done with lists: one canonical JSON line per record, each bound to all before it.</summary>
/// <remarks>e_0 = 32 zero bytes; e_n = SHA-256("comity-match-log/v1\0" ‖ e_(n-1) ‖ SHA-256(record)). A line is <c>{"head":e_n,"record":{…}}</c>.</remarks>
public sealed class MatchLog : IDisposable
{
    /// <summary>Longest line read, in bytes: 1 MiB.</summary>
    public const int LongestLine = 1 << 20;

    private readonly FileStream _file;

    private MatchLog(FileStream file, LogVerification read) => (_file, State, Head) = (file, read.State, read.Head);

    /// <summary>What the records amount to.</summary>
    public ReviewState State { get; }

    /// <summary>The last head, in hexadecimal digits: whoever knows it can tell whether the log was cut or rewritten.</summary>
    public string Head { get; private set; }

    /// <summary>Opens a log for writing, alone, or makes it; verifies all of it first.</summary>
    /// <exception cref="RefusedInputException">The log is broken.</exception>
    /// <exception cref="IOException">Somebody else writes it.</exception>
    public static MatchLog Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new(file, Verify(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a record and flushes it to disk. Returns its number.</summary>
    /// <exception cref="RefusedInputException">A rule forbids it; nothing was written.</exception>
    public long Append(LogRecord record)
    {
        var whole = record with { At = DateTimeOffset.FromUnixTimeSeconds(record.At.ToUnixTimeSeconds()) };
        var number = State.Count;
        var (line, head) = Line(Head, whole.ToJson(number));
        if (line.Length > LongestLine) throw new RefusedInputException("The record is longer than a line of the log.");
        State.Apply(whole);
        _file.Seek(0, SeekOrigin.End);
        _file.Write(line);
        _file.Flush(flushToDisk: true);
        Head = head;
        return number;
    }

    /// <summary>Verifies a log from its bytes alone: chain, order of times, and every rule of <see cref="ReviewState"/>.</summary>
    /// <exception cref="RefusedInputException">The first line that does not hold, and why.</exception>
    public static LogVerification Verify(Stream log)
    {
        var state = new ReviewState();
        var head = new string('0', 2 * SHA256.HashSizeInBytes);
        foreach (var line in Lines(log))
        {
            try
            {
                head = Read(line, head, state);
            }
            catch (RefusedInputException e)
            {
                throw new RefusedInputException($"Line {state.Count + 1} of the log does not hold: {e.Message}");
            }
        }

        return new(state, head);
    }

    /// <summary>Closes the log.</summary>
    public void Dispose() => _file.Dispose();

    private static string Read(byte[] line, string head, ReviewState state)
    {
        var json = CanonicalJson.Read(line, LongestLine, "The line");
        if (json["record"] is not JsonObject record || json.Count != 2) throw new RefusedInputException("It has other members than head and record.");
        var next = Next(head, CanonicalJson.Bytes(record));
        if (CanonicalJson.Text(json, "head", "The line") != next) throw new RefusedInputException("It is not bound to the lines before it.");
        if (CanonicalJson.Number(record, "n", "The record") != state.Count) throw new RefusedInputException("It bears another number than its place.");
        state.Apply(LogRecord.FromJson(record));
        return next;
    }

    /// <summary>The line that binds a record to the head before it, and the head after it.</summary>
    internal static (byte[] Line, string Head) Line(string head, JsonObject record)
    {
        var next = Next(head, CanonicalJson.Bytes(record));
        return ([.. CanonicalJson.Bytes(new JsonObject { ["head"] = next, ["record"] = record }), (byte)'\n'], next);
    }

    private static string Next(string head, byte[] record) =>
        Convert.ToHexStringLower(SHA256.HashData([.. "comity-match-log/v1\0"u8, .. Convert.FromHexString(head), .. SHA256.HashData(record)]));

    private static IEnumerable<byte[]> Lines(Stream log)
    {
        var line = new List<byte>();
        var block = new byte[1 << 14];
        for (int got; (got = log.Read(block)) > 0;)
        {
            var rest = block.AsMemory(0, got);
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.AddRange(rest.Span[..end]);
                yield return [.. line];
                line.Clear();
            }

            line.AddRange(rest.Span);
            if (line.Count > LongestLine) throw new RefusedInputException("A line of the log is too long.");
        }

        if (line.Count > 0) throw new RefusedInputException("The last line of the log is cut off.");
    }
}

/// <summary>A log that holds.</summary>
/// <param name="State">What its records amount to.</param>
/// <param name="Head">Its last head.</param>
public sealed record LogVerification(ReviewState State, string Head)
{
    /// <summary>Whether an opened commitment was among those asked, and in which query: what the defence can check with key and hash.</summary>
    public long? FindQuery(Commitment opened)
    {
        var value = opened.Value;
        for (var n = 0; n < State.Records.Count; n++)
            if (State.Records[n] is LogRecord.Query query && query.Commitments.Contains(value)) return n;
        return null;
    }
}
