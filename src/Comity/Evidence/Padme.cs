using System.Numerics;

namespace Comity.Evidence;

/// <summary>Padmé lengths: at most 12 % more, and the length tells only its logarithm and a few leading bits (rule R44).</summary>
/// <remarks>Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, section 4.</remarks>
public static class Padme
{
    /// <summary>The smallest Padmé length that is not below <paramref name="length"/> (0 or more).</summary>
    public static long Length(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length < 2) return length;
        var exponent = BitOperations.Log2((ulong)length);
        var kept = BitOperations.Log2((uint)exponent) + 1;
        var slack = (1L << Math.Max(0, exponent - kept)) - 1;
        return checked(length + slack) & ~slack;
    }

    /// <summary>Length of the padded form of a plaintext: room for the byte 0x80, then up to the next Padmé length.</summary>
    public static long Padded(long plaintext) => Length(checked(plaintext + 1));
}
