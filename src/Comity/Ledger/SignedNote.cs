using System.Buffers.Binary;

namespace Comity.Ledger;

/// <summary>One signature line of a note: who, with which key, and the signature bytes as that key's type defines them.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature)
{
    /// <summary>The line as it stands in a note, newline included.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[4 + Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            Signature.CopyTo(bytes, 4);
            return $"{SignedNote.Dash}{Name} {Convert.ToBase64String(bytes)}\n";
        }
    }
}

/// <summary>A text and signatures over it. C2SP signed-note. The text means nothing before one signature of a known key has been verified.</summary>
public sealed class SignedNote
{
    /// <summary>Longest note read, in bytes. Our own limit; room for 16 post-quantum signatures, as C2SP asks.</summary>
    public const int Longest = 128 * 1024;

    /// <summary>Most signatures read. Our own limit.</summary>
    public const int MostSignatures = 64;

    internal const string Dash = "— ";
    private const string What = "The signed note";

    /// <summary>Joins a text and its signatures.</summary>
    /// <exception cref="ArgumentException">The text does not end in a newline.</exception>
    public SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        if (!text.EndsWith('\n')) throw new ArgumentException("The text of a note ends in a newline.", nameof(text));
        (Text, Signatures) = (text, signatures);
    }

    /// <summary>What is signed: ends in a newline.</summary>
    public string Text { get; }

    /// <summary>The signatures in their order, known and unknown.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>The signed bytes.</summary>
    public byte[] TextBytes => NoteText.Encode(Text);

    /// <summary>The whole note.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s.Line))}";

    /// <summary>The whole note in UTF-8.</summary>
    public byte[] ToBytes() => NoteText.Encode(ToString());

    /// <summary>The same note with further signatures; one that it already has is not added again.</summary>
    public SignedNote With(IEnumerable<NoteSignature> more) =>
        new(Text, [.. Signatures.Concat(more).DistinctBy(s => s.Line)]);

    /// <summary>Reads a note.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a signed note, or beyond our limits.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> utf8)
    {
        var whole = NoteText.Decode(utf8, Longest, What);
        var end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) throw NoteText.Malformed(What, "has no empty line before its signatures");
        return new(whole[..(end + 1)], Lines(whole[(end + 2)..]));
    }

    /// <summary>Reads signature lines alone, as a witness answers them.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not one or more signature lines.</exception>
    public static IReadOnlyList<NoteSignature> ParseSignatures(ReadOnlySpan<byte> utf8) => Lines(NoteText.Decode(utf8, Longest, What));

    private static List<NoteSignature> Lines(string text)
    {
        if (!text.EndsWith('\n')) throw NoteText.Malformed(What, "does not end in a signature line");
        var lines = text[..^1].Split('\n', MostSignatures + 1);
        if (lines.Length > MostSignatures) throw NoteText.Malformed(What, $"has more than {MostSignatures} signatures");
        return [.. lines.Select(Line)];
    }

    private static NoteSignature Line(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != Dash.Trim() || !NoteText.IsName(parts[1]) || !NoteText.TryBase64(parts[2], out var bytes) || bytes.Length < 5)
            throw NoteText.Malformed(What, "has a line that is not a signature");
        return new(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
    }
}
