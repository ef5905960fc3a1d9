using System.Runtime.Intrinsics;

namespace Comity.Tracing;

/// <summary>Adds up pairs of counts of inputs and outputs, a byte each.</summary>
internal static class CountSums
{
    /// <summary>Sums over up to 64 pairs; false if one of the counts is an escape.</summary>
    internal static bool TryAdd(ReadOnlySpan<byte> pairs, out int inputs, out int outputs)
    {
        var (evens, odds, escapes) = (Vector128<ushort>.Zero, Vector128<ushort>.Zero, Vector128<byte>.Zero);
        var low = Vector128.Create((ushort)0xff);
        var at = 0;
        for (; at + 16 <= pairs.Length; at += 16)
        {
            var bytes = Vector128.Create(pairs.Slice(at, 16));
            escapes |= Vector128.Equals(bytes, Vector128<byte>.AllBitsSet);
            evens += bytes.AsUInt16() & low;
            odds += bytes.AsUInt16() >>> 8;
        }

        (inputs, outputs) = (Vector128.Sum(evens), Vector128.Sum(odds));
        var escaped = escapes != Vector128<byte>.Zero;
        for (; at < pairs.Length; at += 2)
        {
            escaped |= pairs[at] == ChainStore.Escape || pairs[at + 1] == ChainStore.Escape;
            inputs += pairs[at];
            outputs += pairs[at + 1];
        }

        return !escaped;
    }
}
