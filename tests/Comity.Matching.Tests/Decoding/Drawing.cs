using System.Runtime.InteropServices;

namespace Comity.Matching.Tests;

/// <summary>Encodes pictures that tests draw, by libvips.</summary>
internal static partial class Drawing
{
    private const string Library = "libvips.so.42";

    /// <summary>A colourful harmless drawing, row by row, three bytes a pixel.</summary>
    internal static byte[] Waves(int width, int height, int seed = 1)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var band = 0; band < 3; band++)
                    pixels[(((y * width) + x) * 3) + band] = (byte)(127 + (60 * Math.Sin((x * (seed + band) / 40.0) + (y / 23.0))) + (60 * Math.Cos((y * (seed + 1) / 31.0) - (x / 57.0))));
        return pixels;
    }

    internal static byte[] Encode(string format, byte[] pixels, int width, int height, int bands = 3)
    {
        Start();
        var image = FromMemory(pixels, (nuint)pixels.Length, width, height, bands, 0);
        if (bands >= 3 && Copy(image, out var coloured, "interpretation", bands == 4 && format == "cmyk" ? 15 : 22, 0) == 0) image = coloured;
        return Save(format, image);
    }

    /// <summary>A black picture: few bytes, many pixels.</summary>
    internal static byte[] Black(string format, int width, int height)
    {
        Start();
        Assert.Equal(0, BlackImage(out var image, width, height, 0));
        return Save(format, image);
    }

    private static byte[] Save(string format, nint image)
    {
        nint buffer = 0;
        nuint length = 0;
        var failed = format switch
        {
            "jpeg" or "cmyk" => SaveJpeg(image, out buffer, out length, "Q", 90, 0),
            "png" => SavePng(image, out buffer, out length, 0),
            "gif" => SaveGif(image, out buffer, out length, 0),
            "webp" => SaveWebP(image, out buffer, out length, "lossless", 1, 0),
            "tiff" => SaveTiff(image, out buffer, out length, 0),
            "heif" => SaveHeif(image, out buffer, out length, "compression", 4, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        if (failed != 0) Assert.Skip($"libvips here cannot write {format}");
        var bytes = new byte[length];
        Marshal.Copy(buffer, bytes, 0, bytes.Length);
        return bytes;
    }

    private static void Start()
    {
        if (!VipsDecoder.IsInstalled) Assert.Skip(VipsDecoder.HowToInstall);
        Vips.Init("tests");
    }

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory_copy")]
    private static partial nint FromMemory(byte[] data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_copy", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Copy(nint image, out nint result, string interpretation, int value, nint end);

    [LibraryImport(Library, EntryPoint = "vips_black")]
    private static partial int BlackImage(out nint image, int width, int height, nint end);

    [LibraryImport(Library, EntryPoint = "vips_jpegsave_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SaveJpeg(nint image, out nint buffer, out nuint length, string q, int quality, nint end);

    [LibraryImport(Library, EntryPoint = "vips_pngsave_buffer")]
    private static partial int SavePng(nint image, out nint buffer, out nuint length, nint end);

    [LibraryImport(Library, EntryPoint = "vips_gifsave_buffer")]
    private static partial int SaveGif(nint image, out nint buffer, out nuint length, nint end);

    [LibraryImport(Library, EntryPoint = "vips_webpsave_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SaveWebP(nint image, out nint buffer, out nuint length, string lossless, int value, nint end);

    [LibraryImport(Library, EntryPoint = "vips_tiffsave_buffer")]
    private static partial int SaveTiff(nint image, out nint buffer, out nuint length, nint end);

    [LibraryImport(Library, EntryPoint = "vips_heifsave_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SaveHeif(nint image, out nint buffer, out nuint length, string compression, int value, nint end);
}
