using System.Globalization;
using System.Text;

namespace Comity.Ledger;

/// <summary>What a log sends to a witness: the size it last cosigned, the proof from there, the new checkpoint. C2SP tlog-witness, <c>add-checkpoint</c>.</summary>
/// <param name="OldSize">Leaves in the tree that the witness last cosigned; 0 if it never did.</param>
/// <param name="Proof">Consistency proof from there; empty from 0.</param>
/// <param name="Note">The new checkpoint, signed.</param>
public sealed record AddCheckpoint(long OldSize, IReadOnlyList<Digest> Proof, SignedNote Note)
{
    /// <summary>Most proof lines that C2SP allows.</summary>
    public const int LongestProof = 63;

    private const string What = "The add-checkpoint request";

    /// <summary>The request body.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"old {OldSize}\n");
        foreach (var hash in Proof) text.Append(CultureInfo.InvariantCulture, $"{NoteText.Base64(hash)}\n");
        return NoteText.Encode(text.Append('\n').Append(Note).ToString());
    }

    /// <summary>Reads a request body.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: to be answered 400.</exception>
    public static AddCheckpoint Parse(ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf("\n\n"u8);
        if (end < 0 || utf8.Length > SignedNote.Longest) throw NoteText.Malformed(What, "is not a header, an empty line and a checkpoint");
        var lines = NoteText.Decode(utf8[..end], (LongestProof + 1) * 48, What).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !NoteText.TryNumber(lines[0][4..], out var size))
            throw NoteText.Malformed(What, "does not start with the old size");
        if (lines.Length > LongestProof + 1) throw NoteText.Malformed(What, $"has more than {LongestProof} proof lines");
        return new(size, [.. lines.Skip(1).Select(Hash)], SignedNote.Parse(utf8[(end + 2)..]));
    }

    private static Digest Hash(string line) =>
        NoteText.TryHash(line, out var hash) ? hash : throw NoteText.Malformed(What, "has a proof line that is not 32 bytes of base64");
}
