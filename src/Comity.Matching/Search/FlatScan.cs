using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Comity.Matching;

/// <summary>Compares a query with every entry: the fallback where an index would touch too many, and the yardstick of the tests.</summary>
internal static class FlatScan
{
    /// <summary>Appends the numbers of the entries within <paramref name="distance"/>, in order.</summary>
    internal static void Search(ReadOnlySpan<PdqHash> entries, in PdqHash query, int distance, HitBuffer hits)
    {
        var done = Avx2.IsSupported ? Fours(entries, query, distance, hits) : 0;
        for (var i = done; i < entries.Length; i++)
            if (entries[i].Distance(query) is var d && d <= distance) hits.Add(i, d);
    }

    // Four entries at a time: counts per byte by nibble look-up, sums per 64 bits, then one vector of four distances.
    private static int Fours(ReadOnlySpan<PdqHash> entries, in PdqHash query, int distance, HitBuffer hits)
    {
        ref var first = ref Unsafe.As<PdqHash, ulong>(ref MemoryMarshal.GetReference(entries));
        var asked = Vector256.Create(query.A, query.B, query.C, query.D);
        var limit = Vector256.Create((long)distance);
        var i = 0;
        for (; i + 4 <= entries.Length; i += 4)
        {
            ref var four = ref Unsafe.Add(ref first, (nint)i * 4);
            var a = Sums(Vector256.LoadUnsafe(ref four) ^ asked);
            var b = Sums(Vector256.LoadUnsafe(ref four, 4) ^ asked);
            var c = Sums(Vector256.LoadUnsafe(ref four, 8) ^ asked);
            var d = Sums(Vector256.LoadUnsafe(ref four, 12) ^ asked);
            var ab = Avx2.UnpackLow(a, b) + Avx2.UnpackHigh(a, b);
            var cd = Avx2.UnpackLow(c, d) + Avx2.UnpackHigh(c, d);
            var distances = Avx2.Permute2x128(ab, cd, 0x20) + Avx2.Permute2x128(ab, cd, 0x31);
            var far = Vector256.GreaterThan(distances, limit).ExtractMostSignificantBits();
            if (far == 0b1111) continue;
            for (var k = 0; k < 4; k++)
                if ((far >> k & 1) == 0) hits.Add(i + k, (int)distances[k]);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Sums(Vector256<ulong> bits)
    {
        var nibbles = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var low = Vector256.Create((byte)15);
        var bytes = bits.AsByte();
        var counts = Avx2.Shuffle(nibbles, bytes & low) + Avx2.Shuffle(nibbles, (bits >> 4).AsByte() & low);
        return Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsInt64();
    }
}
