using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Comity.Matching;

/// <summary>Rows of brightness in whole numbers, and their weighted sums: exact, so the SIMD way cannot differ from the plain one.</summary>
internal static class LumaRows
{
    /// <summary>299 R + 587 G + 114 B of each pixel, 1,000 times a grey byte: 0 to 255,000.</summary>
    /// <param name="row">Pixels of <paramref name="bands"/> bytes, 1 or 3.</param>
    /// <param name="bands">1 (grey) or 3 (sRGB).</param>
    /// <param name="luma">A value per pixel.</param>
    internal static void Weigh(ReadOnlySpan<byte> row, int bands, Span<int> luma)
    {
        if (bands == 1)
        {
            for (var i = 0; i < luma.Length; i++) luma[i] = 1000 * row[i];
            return;
        }

        for (int i = Avx2.IsSupported ? Eights(row, luma) : 0, p = 3 * i; i < luma.Length; i++, p += 3)
            luma[i] = (299 * row[p]) + (587 * row[p + 1]) + (114 * row[p + 2]);
    }

    /// <summary>Adds a row times a weight. Whole numbers below 2^53 throughout, so binary64 holds each sum exactly.</summary>
    internal static void AddScaled(Span<double> sums, ReadOnlySpan<int> luma, int weight)
    {
        var i = 0;
        if (Avx.IsSupported)
        {
            ref var source = ref MemoryMarshal.GetReference(luma);
            ref var target = ref MemoryMarshal.GetReference(sums);
            var factor = Vector256.Create((double)weight);
            for (; i + 4 <= sums.Length; i += 4)
                (Vector256.LoadUnsafe(ref target, (nuint)i) + (Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref source, (nuint)i)) * factor)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < sums.Length; i++) sums[i] += (double)luma[i] * weight;
    }

    // Eight pixels at a time: three bytes each spread to four 16-bit places, weighed in pairs, the pairs added.
    private static int Eights(ReadOnlySpan<byte> row, Span<int> luma)
    {
        const int BytesRead = 12 + 16; // the second load reaches four bytes past its pixels
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(luma);
        var spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
        var weights = Vector256.Create((short)299, 587, 114, 0, 299, 587, 114, 0, 299, 587, 114, 0, 299, 587, 114, 0);
        var i = 0;
        for (; (3 * i) + BytesRead <= row.Length; i += 8)
        {
            var a = Avx2.ConvertToVector256Int16(Ssse3.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(3 * i)), spread));
            var b = Avx2.ConvertToVector256Int16(Ssse3.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)((3 * i) + 12)), spread));
            var sums = Avx2.HorizontalAdd(Avx2.MultiplyAddAdjacent(a, weights), Avx2.MultiplyAddAdjacent(b, weights)).AsUInt64();
            Avx2.Permute4x64(sums, 0b11_01_10_00).AsInt32().StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }
}
