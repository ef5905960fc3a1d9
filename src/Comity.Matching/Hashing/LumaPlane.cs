namespace Comity.Matching;

/// <summary>Brightness of each pixel, 0-255, row by row: what PDQ reads.</summary>
/// <param name="Values">At least rows × columns values.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
public readonly record struct LumaPlane(float[] Values, int Rows, int Columns)
{
    /// <summary>The longest side that is hashed without reduction, in pixels: 512.</summary>
    public const int LongestSide = 512;

    /// <summary>The plane of upright 8-bit pixels; above 512 pixels reduced by exact area average unless <paramref name="full"/>.</summary>
    /// <remarks>spec/matching.md, section 1: the published C++, Java and Python tools disagree here; this choice equals the Python values.</remarks>
    /// <param name="pixels">Row by row, <paramref name="bands"/> bytes each.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bands">1 (grey) or 3 (sRGB).</param>
    /// <param name="full">Leave the reduction out.</param>
    public static LumaPlane FromPixels(ReadOnlySpan<byte> pixels, int width, int height, int bands, bool full = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)pixels.Length, (long)width * height * bands);
        var plane = new PlaneBuilder(width, height, bands, full);
        plane.Add(pixels);
        return plane.Finish();
    }

    /// <summary>Hashes the plane.</summary>
    public PdqResult Hash() => Pdq.Hash(Values, Rows, Columns);
}
