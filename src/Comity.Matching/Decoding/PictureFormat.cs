namespace Comity.Matching;

/// <summary>The picture formats that are read; everything else is refused before a decoder sees it.</summary>
public enum PictureFormat : byte
{
    /// <summary>None of ours.</summary>
    Unknown,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>GIF; the first frame is hashed.</summary>
    Gif,

    /// <summary>WebP; the first frame is hashed.</summary>
    WebP,

    /// <summary>TIFF; the first page is hashed.</summary>
    Tiff,

    /// <summary>HEIF, HEIC or AVIF; the primary picture is hashed.</summary>
    Heif,
}

/// <summary>Recognises formats by their first bytes, never by name.</summary>
public static class PictureFormats
{
    /// <summary>The format that the first bytes of a file announce.</summary>
    public static PictureFormat Recognise(ReadOnlySpan<byte> file) => file switch
    {
        [0xff, 0xd8, 0xff, ..] => PictureFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => PictureFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.WebP,
        [(byte)'I', (byte)'I', 0x2a or 0x2b, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2a or 0x2b, ..] => PictureFormat.Tiff,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', var a, var b, var c, var d, ..] when IsHeif([a, b, c, d]) => PictureFormat.Heif,
        _ => PictureFormat.Unknown,
    };

    private static bool IsHeif(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8)
        || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) || brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8);
}
