using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>Decodes one picture by libvips and hashes it; pixels never leave this process. Runs in the worker only.</summary>
public static class VipsDecoder
{
    /// <summary>How to install the library when it is missing.</summary>
    public const string HowToInstall = "Pictures are decoded by libvips, which is not installed here. On Debian or Ubuntu: apt install libvips42";

    private const int StripRows = 16; // the library's own strips

    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif", "VipsForeignLoadWebp", "VipsForeignLoadTiff", "VipsForeignLoadHeif"];

    /// <summary>Whether the library can be loaded on this machine.</summary>
    public static bool IsInstalled => NativeLibrary.TryLoad("libvips.so.42", out _);

    /// <summary>Starts the library with all loaders blocked but ours. Returns its version.</summary>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public static string Start()
    {
        if (Vips.Init("comity") != 0) throw new InvalidOperationException("libvips does not start: " + Error());
        Vips.SetConcurrency(1);
        Vips.SetCacheMax(0);
        Vips.BlockUntrusted(1);
        Vips.BlockOperation("VipsForeignLoad", 1);
        foreach (var loader in Loaders) Vips.BlockOperation(loader, 0);
        return Marshal.PtrToStringUTF8(Vips.VersionString()) ?? "unknown";
    }

    /// <summary>Decodes and hashes a file.</summary>
    /// <exception cref="RefusedPictureException">Not one of the formats, damaged, or beyond <see cref="PictureLimits"/>.</exception>
    public static unsafe DecodedPicture Decode(ReadOnlySpan<byte> file, HashScope flags)
    {
        var format = PictureFormats.Recognise(file);
        if (format == PictureFormat.Unknown) throw new RefusedPictureException(FileRefusal.Format, "not JPEG, PNG, GIF, WebP, TIFF or HEIF");
        fixed (byte* bytes = file)
        {
            using var owned = new Images();
            var image = Open(bytes, file.Length, format, 1, owned);
            var orientation = Vips.Orientation(image);
            if (orientation is < 1 or > 8) orientation = 1;
            if (PictureLimits.Judge(Vips.Width(image), Vips.Height(image), file.Length) is var (code, reason)) throw new RefusedPictureException(code, reason);
            var shrink = Shrink(image, format, flags);
            // Beyond a left-right mirror the rows come in another order, so they must be at hand out of sequence.
            if (orientation > 2 || shrink > 1) image = Open(bytes, file.Length, format, shrink, owned, orientation > 2 ? Vips.RandomAccess : Vips.SequentialAccess);
            var pages = Math.Max(1, Vips.Pages(image));
            return Hash(Normalise(image, owned), flags, format, pages, orientation, shrink, owned);
        }
    }

    private static int Shrink(nint image, PictureFormat format, HashScope flags)
    {
        if (format != PictureFormat.Jpeg || !flags.HasFlag(HashScope.FastJpeg) || flags.HasFlag(HashScope.Full)) return 1;
        var longest = Math.Max(Vips.Width(image), Vips.Height(image));
        return longest >= 6400 ? 8 : longest >= 3200 ? 4 : longest >= 1600 ? 2 : 1;
    }

    private static unsafe nint Open(byte* file, int length, PictureFormat format, int shrink, Images owned, int access = Vips.SequentialAccess)
    {
        var failed = Vips.Load(format, file, (nuint)length, out var image, access, shrink);
        return owned.Add(failed, image);
    }

    // Upright, 8 bits, and one, three or (CMYK) four bands; embedded profiles are ignored, alpha dropped, as the published tools do.
    private static nint Normalise(nint image, Images owned)
    {
        image = owned.Add(Vips.Upright(image, out var upright, 0), upright);
        var space = Vips.Interpretation(image);
        var plain = space is Vips.Multiband or Vips.Grey or Vips.Cmyk or Vips.Rgb or Vips.Srgb;
        if (!plain || Vips.Format(image) != Vips.UnsignedChar)
        {
            var target = Vips.Bands(image) < 3 ? Vips.Grey : Vips.Srgb;
            image = owned.Add(Vips.ToColourSpace(image, out var converted, target, 0), converted);
            image = owned.Add(Vips.ToBytes(image, out var bytes, 0), bytes);
            space = target;
        }

        var bands = Vips.Bands(image);
        var wanted = space == Vips.Cmyk && bands >= 4 ? 4 : bands < 3 ? 1 : 3;
        return bands == wanted ? image : owned.Add(Vips.ExtractBands(image, out var extracted, 0, "n", wanted, 0), extracted);
    }

    private static DecodedPicture Hash(nint image, HashScope flags, PictureFormat format, int pages, int orientation, int shrink, Images owned)
    {
        var plane = Plane(image, flags.HasFlag(HashScope.Full), owned);
        var hashes = new PdqHash[flags.HasFlag(HashScope.Turns) ? Turns.Count : 1];
        var result = hashes.Length > 1 ? Pdq.HashTurns(plane.Values, plane.Rows, plane.Columns, hashes) : plane.Hash();
        hashes[0] = result.Hash;
        return new(Vips.Width(image) * shrink, Vips.Height(image) * shrink, format, pages, orientation, result.Quality, hashes);
    }

    // Strip by strip as the decoder makes them: a strip stays in the processor's cache, and the whole picture is never in memory.
    private static unsafe LumaPlane Plane(nint image, bool full, Images owned)
    {
        int width = Vips.Width(image), height = Vips.Height(image), bands = Vips.Bands(image);
        var plane = new PlaneBuilder(width, height, bands == 4 ? 3 : bands, full);
        var region = owned.Add(0, Vips.NewRegion(image));
        for (var top = 0; top < height; top += StripRows)
        {
            var rows = Math.Min(StripRows, height - top);
            var strip = Vips.FetchRegion(region, 0, top, width, rows, out var size);
            if (strip == 0) throw Damaged();
            try
            {
                if (size != (nuint)((long)width * rows * bands)) throw new RefusedPictureException(FileRefusal.Damaged, "pixels missing");
                var pixels = new Span<byte>((void*)strip, checked((int)size));
                plane.Add(bands == 4 ? FromCmyk(pixels) : pixels);
            }
            finally
            {
                Vips.Free(strip);
            }
        }

        return plane.Finish();
    }

    // In place: R = floor(((255 - C)(255 - K) + 127) / 255), on what the loader gives.
    private static Span<byte> FromCmyk(Span<byte> pixels)
    {
        var to = 0;
        for (var from = 0; from + 4 <= pixels.Length; from += 4)
        {
            var light = 255 - pixels[from + 3];
            for (var ink = 0; ink < 3; ink++) pixels[to++] = (byte)((((255 - pixels[from + ink]) * light) + 127) / 255);
        }

        return pixels[..to];
    }

    private static RefusedPictureException Damaged() => new(FileRefusal.Damaged, Error());

    // The library's text may quote file content; only plain words of it pass.
    private static string Error()
    {
        var text = Marshal.PtrToStringUTF8(Vips.ErrorBuffer()) ?? "";
        Vips.ClearErrors();
        var plain = new string([.. text.Select(c => char.IsAsciiLetter(c) || c is ' ' or ',' or ':' ? c : ' ')]);
        var words = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? "the decoder gave no reason" : words[..Math.Min(words.Length, 120)];
    }

    /// <summary>The library's objects of one picture, released together.</summary>
    private sealed class Images : IDisposable
    {
        private readonly List<nint> _images = [];

        internal nint Add(int failed, nint image)
        {
            if (image != 0) _images.Add(image);
            return failed == 0 && image != 0 ? image : throw Damaged();
        }

        public void Dispose()
        {
            for (var i = _images.Count - 1; i >= 0; i--) Vips.Unref(_images[i]);
        }
    }
}
