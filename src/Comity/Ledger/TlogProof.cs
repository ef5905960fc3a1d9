using System.Globalization;
using System.Text;

namespace Comity.Ledger;

/// <summary>A proof that can be checked offline: an entry's index, the path to the root, the signed checkpoint. C2SP tlog-proof; rule R25.</summary>
/// <param name="Extra">Salt ‖ record of the entry; null in a proof that does not show it. Not authenticated by itself: it must hash to the leaf.</param>
/// <param name="Index">The entry's index.</param>
/// <param name="Path">Inclusion proof in the checkpoint's tree.</param>
/// <param name="Note">The signed checkpoint, with the cosignatures it had.</param>
public sealed record TlogProof(byte[]? Extra, long Index, IReadOnlyList<Digest> Path, SignedNote Note)
{
    /// <summary>Longest proof read, in bytes. Our own limit.</summary>
    public const int Longest = 256 * 1024;

    private const string Magic = "c2sp.org/tlog-proof@v1", What = "The ledger proof";
    private const int LongestPath = 63;

    /// <summary>The proof of an entry.</summary>
    public static TlogProof Of(LedgerEntry entry, long index, IReadOnlyList<Digest> path, SignedNote checkpoint) => new(entry.Extra, index, path, checkpoint);

    /// <summary>The text, as kept in a <c>.tlog-proof</c> file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Magic).Append('\n');
        if (Extra is not null) text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path) text.Append(NoteText.Base64(hash)).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    /// <summary>The text in UTF-8.</summary>
    public byte[] ToBytes() => NoteText.Encode(ToString());

    /// <summary>Reads a proof. Nothing of it is verified yet.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a proof.</exception>
    public static TlogProof Parse(ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf("\n\n"u8);
        if (end < 0 || utf8.Length > Longest) throw NoteText.Malformed(What, "is not a header, an empty line and a checkpoint");
        var lines = new Queue<string>(NoteText.Decode(utf8[..end], Longest, What).Split('\n'));
        if (lines.Dequeue() != Magic) throw NoteText.Malformed(What, $"does not start with {Magic}");
        var extra = Labelled(lines, "extra ") is { } text ? Decoded(text) : null;
        if (Labelled(lines, "index ") is not { } number || !NoteText.TryNumber(number, out var index)) throw NoteText.Malformed(What, "has no index");
        if (lines.Count > LongestPath) throw NoteText.Malformed(What, $"has more than {LongestPath} path lines");
        return new(extra, index, [.. lines.Select(Hash)], SignedNote.Parse(utf8[(end + 2)..]));
    }

    /// <summary>Verifies that the log holds the entry shown in <see cref="Extra"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: no entry shown. <see cref="RefusalCode.Seal"/>: the checkpoint is not the
    /// log's, or the path does not lead to its root.</exception>
    public ProvenEntry Verify(LogKey log)
    {
        var entry = LedgerEntry.FromExtra(Extra ?? throw NoteText.Malformed(What, "does not show its entry"));
        return new(entry, Index, Verify(entry.LeafHash, log));
    }

    /// <summary>Verifies that the log holds the leaf.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>: the checkpoint is not the log's, or the path does not lead to its root.</exception>
    public Checkpoint Verify(Digest leafHash, LogKey log)
    {
        var checkpoint = log.Open(Note);
        return InclusionProof.Holds(leafHash, Index, checkpoint.Size, Path, checkpoint.Root)
            ? checkpoint
            : throw new RefusedException(RefusalCode.Seal, $"The path does not lead from the entry at index {Index} to the checkpoint of {log.Origin}.");
    }

    private static string? Labelled(Queue<string> lines, string label) =>
        lines.TryPeek(out var line) && line.StartsWith(label, StringComparison.Ordinal) ? lines.Dequeue()[label.Length..] : null;

    private static byte[] Decoded(string base64) =>
        NoteText.TryBase64(base64, out var bytes) ? bytes : throw NoteText.Malformed(What, "has an extra line that is not base64");

    private static Digest Hash(string line) =>
        NoteText.TryHash(line, out var hash) ? hash : throw NoteText.Malformed(What, "has a path line that is not 32 bytes of base64");
}

/// <summary>An entry that a log was shown to hold.</summary>
public sealed record ProvenEntry(LedgerEntry Entry, long Index, Checkpoint Checkpoint);
