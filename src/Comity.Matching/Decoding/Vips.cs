using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>The C entry points of libvips that the worker uses. Variadic functions have one declaration per call shape.</summary>
/// <remarks>Linux on x86-64 and arm64 pass fixed and variadic arguments alike, which this relies on.</remarks>
internal static partial class Vips
{
    private const string Library = "libvips.so.42";
    private const string GLib = "libglib-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";

    internal const int SequentialAccess = 1, RandomAccess = 0, FailOnError = 2;
    internal const int UnsignedChar = 0;
    internal const int Multiband = 0, Grey = 1, Cmyk = 15, Rgb = 17, Srgb = 22;

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Init(string program);

    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    internal static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    internal static partial void SetConcurrency(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    internal static partial void SetCacheMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    internal static partial void BlockUntrusted(int blocked);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void BlockOperation(string name, int blocked);

    /// <summary>Opens a file by the loader of its format, and no other. Not zero if that fails.</summary>
    /// <param name="format">The format, by first bytes.</param>
    /// <param name="file">The bytes; they must outlive the image.</param>
    /// <param name="length">How many.</param>
    /// <param name="image">The image; no pixel is decoded yet.</param>
    /// <param name="access"><see cref="SequentialAccess"/> or <see cref="RandomAccess"/>.</param>
    /// <param name="shrink">1, 2, 4 or 8, for JPEG only.</param>
    internal static unsafe int Load(PictureFormat format, byte* file, nuint length, out nint image, int access, int shrink = 1)
    {
        var loader = (delegate* unmanaged<byte*, nuint, nint*, byte*, int, byte*, int, byte*, int, nint, int>)Loaders.Value[(int)format];
        nint loaded = 0;
        // Names end in a zero byte; the list of options ends where a name is null.
        fixed (byte* accessName = "access"u8, failOnName = "fail_on"u8, shrinkName = "shrink"u8)
        {
            var failed = loader(file, length, &loaded, accessName, access, failOnName, FailOnError, format == PictureFormat.Jpeg ? shrinkName : null, shrink, 0);
            image = loaded;
            return failed;
        }
    }

    // By number of the format; all six have one call shape.
    private static readonly Lazy<nint[]> Loaders = new(() =>
    {
        var library = NativeLibrary.Load(Library);
        return [0, .. ((string[])["jpeg", "png", "gif", "webp", "tiff", "heif"]).Select(name => NativeLibrary.GetExport(library, $"vips_{name}load_buffer"))];
    });

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    internal static partial int Width(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    internal static partial int Height(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    internal static partial int Bands(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    internal static partial int Format(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    internal static partial int Interpretation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_n_pages")]
    internal static partial int Pages(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    internal static partial int Orientation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_autorot")]
    internal static partial int Upright(nint image, out nint result, nint end);

    [LibraryImport(Library, EntryPoint = "vips_extract_band", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ExtractBands(nint image, out nint result, int first, string n, int count, nint end);

    [LibraryImport(Library, EntryPoint = "vips_colourspace")]
    internal static partial int ToColourSpace(nint image, out nint result, int space, nint end);

    [LibraryImport(Library, EntryPoint = "vips_cast_uchar")]
    internal static partial int ToBytes(nint image, out nint result, nint end);

    [LibraryImport(Library, EntryPoint = "vips_region_new")]
    internal static partial nint NewRegion(nint image);

    /// <summary>Makes the pixels of a rectangle; the caller frees them.</summary>
    [LibraryImport(Library, EntryPoint = "vips_region_fetch")]
    internal static partial nint FetchRegion(nint region, int left, int top, int width, int height, out nuint size);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer")]
    internal static partial nint ErrorBuffer();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    internal static partial void ClearErrors();

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint image);

    [LibraryImport(GLib, EntryPoint = "g_free")]
    internal static partial void Free(nint memory);
}
