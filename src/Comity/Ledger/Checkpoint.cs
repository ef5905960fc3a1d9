using System.Globalization;

namespace Comity.Ledger;

/// <summary>The head of a log: its origin, how many leaves it has and their root. C2SP tlog-checkpoint, without extension lines (rule R38).</summary>
/// <param name="Origin">The log's name, <c>HOST/ledger</c>.</param>
/// <param name="Size">Leaves in the tree.</param>
/// <param name="Root">RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    private const string What = "The checkpoint";

    /// <summary>The text to be signed: three lines.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{NoteText.Base64(Root)}\n");

    /// <summary>The origin of the log of a node: its host, its port if it has one of its own, and <c>/ledger</c>.</summary>
    public static string OriginOf(Uri node) => $"{node.Authority}/ledger";

    /// <summary>True if this may be signed after <paramref name="last"/>: a log never shrinks, and one size never has two roots (rule R38).
    /// Whether a larger tree extends the smaller is the tree's matter, or a <see cref="ConsistencyProof"/>'s.</summary>
    public bool MayFollow(Checkpoint? last) =>
        last is null || (Origin == last.Origin && (Size > last.Size || (Size == last.Size && Root == last.Root)));

    /// <summary>Reads the text of a note as a checkpoint.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not exactly origin, size and root.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n', 5);
        if (lines.Length != 4 || lines[3].Length != 0) throw NoteText.Malformed(What, "does not have exactly three lines");
        if (!NoteText.IsName(lines[0])) throw NoteText.Malformed(What, "has no origin that can name a log");
        if (!NoteText.TryNumber(lines[1], out var size)) throw NoteText.Malformed(What, "has a size that is not a plain number");
        if (!NoteText.TryHash(lines[2], out var root)) throw NoteText.Malformed(What, "has a root that is not 32 bytes of base64");
        return new(lines[0], size, root);
    }
}
