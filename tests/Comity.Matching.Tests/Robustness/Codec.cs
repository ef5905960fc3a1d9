using System.Runtime.InteropServices;

namespace Comity.Matching.Robustness;

/// <summary>Sends drawn pictures through lossy formats and back, by libvips.</summary>
internal static partial class Codec
{
    private const string Library = "libvips.so.42";

    /// <summary>A JPEG file of a picture.</summary>
    internal static byte[] JpegFile(Picture picture, int quality)
    {
        var image = Image(picture);
        Check(SaveJpeg(image, out var buffer, out var length, "Q", quality, 0));
        Vips.Unref(image);
        return Taken(buffer, length);
    }

    /// <summary>The picture after JPEG compression of a quality from 1 to 100.</summary>
    internal static unsafe Picture Jpeg(Picture picture, int quality)
    {
        var bytes = JpegFile(picture, quality);
        fixed (byte* file = bytes)
        {
            Check(Vips.Load(PictureFormat.Jpeg, file, (nuint)bytes.Length, out var image, Vips.RandomAccess));
            return Pixels(image, picture);
        }
    }

    /// <summary>The picture after WebP compression of a quality from 1 to 100.</summary>
    internal static unsafe Picture WebP(Picture picture, int quality)
    {
        var image = Image(picture);
        Check(SaveWebP(image, out var buffer, out var length, "Q", quality, 0));
        Vips.Unref(image);
        var bytes = Taken(buffer, length);
        fixed (byte* file = bytes)
        {
            Check(Vips.Load(PictureFormat.WebP, file, (nuint)bytes.Length, out var loaded, Vips.RandomAccess));
            return Pixels(loaded, picture);
        }
    }

    private static nint Image(Picture picture)
    {
        Vips.Init("comity");
        var image = FromMemory(picture.Pixels, (nuint)picture.Pixels.Length, picture.Width, picture.Height, 3, Vips.UnsignedChar);
        Check(Copy(image, out var coloured, "interpretation", Vips.Srgb, 0));
        Vips.Unref(image);
        return coloured;
    }

    private static unsafe Picture Pixels(nint image, Picture like)
    {
        var memory = WriteToMemory(image, out var size);
        if (memory == 0 || Vips.Bands(image) != 3) throw new InvalidOperationException("libvips gave no pixels.");
        var pixels = new ReadOnlySpan<byte>((void*)memory, (int)size).ToArray();
        Vips.Free(memory);
        Vips.Unref(image);
        return like with { Pixels = pixels };
    }

    private static byte[] Taken(nint buffer, nuint length)
    {
        var bytes = new byte[length];
        Marshal.Copy(buffer, bytes, 0, bytes.Length);
        Vips.Free(buffer);
        return bytes;
    }

    private static void Check(int failed)
    {
        if (failed != 0) throw new InvalidOperationException("libvips failed: " + Marshal.PtrToStringUTF8(Vips.ErrorBuffer()));
    }

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory_copy")]
    private static partial nint FromMemory(byte[] data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_copy", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Copy(nint image, out nint result, string interpretation, int value, nint end);

    [LibraryImport(Library, EntryPoint = "vips_jpegsave_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SaveJpeg(nint image, out nint buffer, out nuint length, string q, int quality, nint end);

    [LibraryImport(Library, EntryPoint = "vips_webpsave_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SaveWebP(nint image, out nint buffer, out nuint length, string q, int quality, nint end);

    [LibraryImport(Library, EntryPoint = "vips_image_write_to_memory")]
    private static partial nint WriteToMemory(nint image, out nuint size);
}
