using System.Globalization;
using System.Text;
using Comity.Ledger;

namespace Comity.Proof;

/// <summary>Joins two checkpoints of one log: the smaller tree begins the larger (RFC 6962 section 2.1.2). Kept as text in <c>consistency/</c>.</summary>
/// <param name="Origin">The log.</param>
/// <param name="From">Size of the smaller tree.</param>
/// <param name="To">Size of the larger tree.</param>
/// <param name="Path">The hashes.</param>
public sealed record LogJoint(string Origin, long From, long To, IReadOnlyList<Digest> Path)
{
    /// <summary>Longest text read, in characters. Our own limit.</summary>
    public const int Longest = 8192;

    private const string Magic = "comity-consistency/v1", What = "The consistency proof";
    private const int LongestPath = 126;

    /// <summary>The text: format, origin, the two sizes, then one hash a line in base64.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Magic).Append('\n').Append(Origin).Append('\n').Append(CultureInfo.InvariantCulture, $"{From}\n{To}\n");
        foreach (var hash in Path) text.Append(NoteText.Base64(hash)).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads the text.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static LogJoint Parse(ReadOnlySpan<byte> utf8)
    {
        var lines = NoteText.Decode(utf8, Longest, What).Split('\n');
        if (lines.Length is < 5 or > 5 + LongestPath || lines[0] != Magic || lines[^1].Length > 0 || !NoteText.IsName(lines[1])) throw NoteText.Malformed(What, "does not have the form of one");
        if (lines[2].Length == 0 || lines[3].Length == 0 || !NoteText.TryNumber(lines[2], out var from) || !NoteText.TryNumber(lines[3], out var to) || from < 1 || from >= to)
            throw NoteText.Malformed(What, "does not name two sizes, the smaller first");
        return new(lines[1], from, to, [.. lines[4..^1].Select(l => NoteText.TryHash(l, out var hash) ? hash : throw NoteText.Malformed(What, "has a line that is no hash"))]);
    }

    /// <summary>True if the path leads from the one root to the other.</summary>
    public bool Holds(Checkpoint from, Checkpoint to) =>
        from.Origin == Origin && to.Origin == Origin && from.Size == From && to.Size == To && ConsistencyProof.Holds(From, from.Root, To, to.Root, Path);
}
