using System.Buffers.Binary;
using System.Text;

namespace Comity.Matching;

/// <summary>Why a file has no hash.</summary>
public enum FileRefusal : byte
{
    /// <summary>It cannot be opened or is not a regular file.</summary>
    Unreadable = 1,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Its first bytes are none of the formats read.</summary>
    Format,

    /// <summary>Truncated, corrupt, or of a kind within its format that is not read.</summary>
    Damaged,

    /// <summary>More bytes or pixels than are read.</summary>
    TooLarge,

    /// <summary>Far more pixels than its bytes can hold: a decompression bomb.</summary>
    Bomb,

    /// <summary>The decoder crashed, hung, or answered against the protocol, twice.</summary>
    Decoder,
}

/// <summary>What to compute besides the hash.</summary>
[Flags]
public enum HashScope : byte
{
    /// <summary>The hash alone.</summary>
    None = 0,

    /// <summary>Hash without reduction to 512 pixels.</summary>
    Full = 1,

    /// <summary>All eight turns.</summary>
    Turns = 2,

    /// <summary>Let the JPEG decoder halve the picture while its longest side stays at 800 pixels or more: faster, at most a few bits off.</summary>
    FastJpeg = 4,
}

/// <summary>What a worker says of a picture that it could decode.</summary>
/// <param name="Width">Columns of the upright picture.</param>
/// <param name="Height">Rows of the upright picture.</param>
/// <param name="Format">Format by first bytes.</param>
/// <param name="Pages">Pages or frames in the file; only the first is hashed.</param>
/// <param name="Orientation">EXIF orientation, 1-8.</param>
/// <param name="Quality">PDQ quality, 0-100.</param>
/// <param name="Hashes">One hash, or eight in the order of <see cref="Turn"/>.</param>
public sealed record DecodedPicture(int Width, int Height, PictureFormat Format, int Pages, int Orientation, int Quality, PdqHash[] Hashes);

/// <summary>A message between the program and a decoding worker: <c>u32 LE length ‖ u8 kind ‖ body</c>, the length counting kind and body.</summary>
public abstract record WorkerMessage
{
    private WorkerMessage() { }

    /// <summary>The version both sides speak: 1.</summary>
    public const byte Protocol = 1;

    /// <summary>Longest request, in bytes: 256 MiB.</summary>
    public const int LongestRequest = 256 << 20;

    /// <summary>Longest answer, in bytes: 8 KiB.</summary>
    public const int LongestAnswer = 8 << 10;

    /// <summary>Longest reason in a refusal, in ASCII characters: 200.</summary>
    public const int LongestReason = 200;

    /// <summary>The worker is ready.</summary>
    /// <param name="Library">Version of the decoding library.</param>
    /// <param name="Confinement">How the worker confined itself, in words.</param>
    public sealed record Hello(string Library, string Confinement) : WorkerMessage;

    /// <summary>The worker hashed the picture.</summary>
    public sealed record Done(ulong Id, DecodedPicture Picture) : WorkerMessage;

    /// <summary>The worker refused the picture.</summary>
    public sealed record Refused(ulong Id, FileRefusal Code, string Reason) : WorkerMessage;

    /// <summary>Writes kind and body, without the length.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        switch (this)
        {
            case Hello m: WriteTexts(writer, 1, [Protocol], m.Library, m.Confinement); break;
            case Refused m: WriteTexts(writer, 4, [.. BitConverter.GetBytes(m.Id), (byte)m.Code], m.Reason); break;
            case Done m: WriteDone(writer, m); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads kind and body of a worker's message: a worker may have been taken over, so nothing is believed.</summary>
    /// <exception cref="RefusedInputException">Not a message of the protocol.</exception>
    public static WorkerMessage Parse(ReadOnlySpan<byte> message) => message switch
    {
        [1, Protocol, .. var rest] => ParseHello(rest),
        [3, .. var rest] => ParseDone(rest),
        [4, .. var rest] when rest.Length is > 9 and <= 10 + LongestReason => ParseRefused(rest),
        _ => throw Broken("an unknown kind or length"),
    };

    private static void WriteTexts(BinaryWriter writer, byte kind, ReadOnlySpan<byte> head, params ReadOnlySpan<string> texts)
    {
        writer.Write(kind);
        writer.Write(head);
        foreach (var text in texts)
        {
            var ascii = Encoding.ASCII.GetBytes(text.Length <= LongestReason ? text : text[..LongestReason]);
            writer.Write((byte)ascii.Length);
            writer.Write(ascii);
        }
    }

    private static void WriteDone(BinaryWriter writer, Done done)
    {
        var p = done.Picture;
        writer.Write((byte)3);
        writer.Write(done.Id);
        writer.Write(p.Width);
        writer.Write(p.Height);
        writer.Write((byte)p.Format);
        writer.Write(p.Pages);
        writer.Write((byte)p.Orientation);
        writer.Write((byte)p.Quality);
        writer.Write((byte)p.Hashes.Length);
        foreach (var hash in p.Hashes) writer.Write(hash.ToBytes());
    }

    private static Hello ParseHello(ReadOnlySpan<byte> rest)
    {
        var library = Text(ref rest);
        var confinement = Text(ref rest);
        return rest.IsEmpty ? new(library, confinement) : throw Broken("a greeting with more than its fields");
    }

    private static Refused ParseRefused(ReadOnlySpan<byte> rest)
    {
        var id = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        var code = (FileRefusal)rest[8];
        rest = rest[9..];
        var reason = Text(ref rest);
        return rest.IsEmpty && Enum.IsDefined(code) ? new(id, code, reason) : throw Broken("a refusal without a known code");
    }

    private static Done ParseDone(ReadOnlySpan<byte> rest)
    {
        const int Head = 8 + 4 + 4 + 1 + 4 + 1 + 1 + 1;
        if (rest.Length < Head || rest[Head - 1] is not (1 or Turns.Count) || rest.Length != Head + (rest[Head - 1] * PdqHash.Size)) throw Broken("an answer of the wrong length");
        var hashes = new PdqHash[rest[Head - 1]];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = PdqHash.FromBytes(rest.Slice(Head + (i * PdqHash.Size), PdqHash.Size));
        var picture = new DecodedPicture(
            BinaryPrimitives.ReadInt32LittleEndian(rest[8..]), BinaryPrimitives.ReadInt32LittleEndian(rest[12..]), (PictureFormat)rest[16],
            BinaryPrimitives.ReadInt32LittleEndian(rest[17..]), rest[21], rest[22], hashes);
        return IsPossible(picture) ? new(BinaryPrimitives.ReadUInt64LittleEndian(rest), picture) : throw Broken("an answer that cannot be");
    }

    private static bool IsPossible(DecodedPicture p) =>
        p is { Width: > 0 and <= PictureLimits.LongestSide, Height: > 0 and <= PictureLimits.LongestSide, Pages: > 0, Orientation: >= 1 and <= 8, Quality: <= 100 }
        && p.Format != PictureFormat.Unknown && Enum.IsDefined(p.Format);

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] > LongestReason || rest.Length < 1 + rest[0]) throw Broken("a text without its length");
        var text = rest.Slice(1, rest[0]);
        if (text.ContainsAnyExceptInRange((byte)' ', (byte)'~')) throw Broken("a text that is not printable ASCII");
        rest = rest[(1 + text.Length)..];
        return Encoding.ASCII.GetString(text);
    }

    private static RefusedInputException Broken(string what) => new($"The decoding worker sent {what}.");
}

/// <summary>Limits on what is decoded; ours, not of any format.</summary>
public static class PictureLimits
{
    /// <summary>Largest area, in pixels: 100 million.</summary>
    public const long LargestArea = 100_000_000;

    /// <summary>Longest side, in pixels: 30,000.</summary>
    public const int LongestSide = 30_000;

    /// <summary>Most pixels per byte of file, for areas from <see cref="SmallArea"/> up: 10,000.</summary>
    public const long MostPixelsPerByte = 10_000;

    /// <summary>Area below which the ratio is not asked, in pixels: 4 million.</summary>
    public const long SmallArea = 4_000_000;

    /// <summary>Why a picture of this size is refused, or null.</summary>
    public static (FileRefusal Code, string Reason)? Judge(long width, long height, long fileBytes) => (width * height) switch
    {
        <= 0 => (FileRefusal.Damaged, "no pixels"),
        var area when area > LargestArea || Math.Max(width, height) > LongestSide => (FileRefusal.TooLarge, $"{width} x {height} pixels"),
        var area when area >= SmallArea && area / Math.Max(1, fileBytes) > MostPixelsPerByte => (FileRefusal.Bomb, $"{width} x {height} pixels from {fileBytes} bytes"),
        _ => null,
    };
}
