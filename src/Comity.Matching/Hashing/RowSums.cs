using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Comity.Matching;

/// <summary>Weighted sums of byte rows in 32-bit integers: exact, so the SIMD way cannot differ from the plain one.</summary>
internal static class RowSums
{
    internal static void AddScaled(Span<int> sums, ReadOnlySpan<byte> row, int weight)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var source = ref MemoryMarshal.GetReference(row);
            ref var target = ref MemoryMarshal.GetReference(sums);
            for (; i + 16 <= sums.Length; i += 16)
            {
                var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)i).ToVector256Unsafe()));
                (Vector256.LoadUnsafe(ref target, (nuint)i) + (low.AsInt32() * weight)).StoreUnsafe(ref target, (nuint)i);
                (Vector256.LoadUnsafe(ref target, (nuint)i + 8) + (high.AsInt32() * weight)).StoreUnsafe(ref target, (nuint)i + 8);
            }
        }

        for (; i < sums.Length; i++) sums[i] += row[i] * weight;
    }
}
