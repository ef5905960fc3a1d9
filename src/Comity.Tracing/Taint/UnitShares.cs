namespace Comity.Tracing;

/// <summary>Divides units among the parts of a transaction: floors first, then one unit each to the largest remainders, ties to the lower part, the fee last.</summary>
/// <remarks>Quotients are estimated in doubles and corrected in wrapping 64-bit integers. The result is exact; no 128-bit division is needed.</remarks>
internal static class UnitShares
{
    private const ulong ExactInDouble = 1UL << 53;
    private const int Few = 16;

    /// <summary>Divides.</summary>
    /// <param name="units">What there is; at most 2^24 for each satoshi of <paramref name="whole"/>.</param>
    /// <param name="whole">Sum of the parts, not 0.</param>
    /// <param name="parts">Values of the outputs.</param>
    /// <param name="last">The fee.</param>
    /// <param name="to">What each output gets.</param>
    /// <param name="reached">Whether that is anything.</param>
    /// <param name="rests">Room for one number per part, the fee's included.</param>
    /// <param name="order">As much room again.</param>
    /// <returns>What the fee gets.</returns>
    internal static UInt128 Divide(
        UInt128 units, ulong whole, ReadOnlySpan<long> parts, ulong last, Span<HaircutSweep.Units> to, Span<bool> reached, Span<ulong> rests, Span<ulong> order)
    {
        var each = DivRem(units, whole, out var over);
        var fee = Quota(each, over, whole, last, out rests[parts.Length]);
        unchecked
        {
            var owed = (ulong)units - (ulong)fee; // fewer than there are parts, so the lower half tells
            for (var j = 0; j < parts.Length; j++)
            {
                var quota = Quota(each, over, whole, (ulong)parts[j], out rests[j]);
                owed -= (ulong)quota;
                to[j] = new(quota);
            }

            if (owed > 0) fee += HandOut((int)owed, rests[..(parts.Length + 1)], order, to);
        }

        for (var j = 0; j < parts.Length; j++) reached[j] = (to[j].Low | to[j].High) != 0;
        return fee;
    }

    /// <summary>Units of each satoshi, and what is left over.</summary>
    private static ulong DivRem(UInt128 units, ulong whole, out ulong over)
    {
        unchecked
        {
            if (whole >= ExactInDouble)
            {
                var (each, left) = UInt128.DivRem(units, whole);
                over = (ulong)left;
                return (ulong)each;
            }

            var estimate = (ulong)((((ulong)(units >> 64) * 18446744073709551616.0) + (ulong)units) / whole);
            over = Corrected((ulong)units, whole, ref estimate);
            return estimate;
        }
    }

    /// <summary>floor((each·whole + over)·part / whole) and its remainder.</summary>
    private static UInt128 Quota(ulong each, ulong over, ulong whole, ulong part, out ulong rest)
    {
        unchecked
        {
            var high = Math.BigMul(each, part, out var low);
            var even = new UInt128(high, low);
            if (over == 0)
            {
                rest = 0;
                return even;
            }

            if (whole >= ExactInDouble)
            {
                var (wide, left) = UInt128.DivRem((UInt128)over * part, whole);
                rest = (ulong)left;
                return even + wide;
            }

            var quotient = (ulong)((double)over * part / whole);
            rest = Corrected(over * part, whole, ref quotient);
            return even + quotient;
        }
    }

    /// <summary>Mends a quotient that is off by a few; the remainder comes out right although only the lower 64 bits of the dividend are known.</summary>
    private static ulong Corrected(ulong dividend, ulong whole, ref ulong quotient)
    {
        unchecked
        {
            var rest = (long)(dividend - (quotient * whole));
            for (; rest < 0; rest += (long)whole) quotient--;
            for (; rest >= (long)whole; rest -= (long)whole) quotient++;
            return (ulong)rest;
        }
    }

    /// <summary>Gives one unit each to the largest remainders; returns what of it the last part, the fee, gets.</summary>
    private static uint HandOut(int owed, Span<ulong> rests, Span<ulong> order, Span<HaircutSweep.Units> to) =>
        rests.Length <= Few ? HandOutOneByOne(owed, rests, to) : HandOutSorted(owed, rests, order[..rests.Length], to);

    private static uint HandOutOneByOne(int owed, Span<ulong> rests, Span<HaircutSweep.Units> to)
    {
        uint fee = 0;
        for (; owed > 0; owed--)
        {
            var best = 0;
            for (var j = 1; j < rests.Length; j++)
                if (rests[j] > rests[best]) best = j;
            rests[best] = 0; // more parts have a remainder than units are owed, so nothing is taken twice
            if (best == rests.Length - 1) fee = 1;
            else to[best] = new(to[best].Value + 1);
        }

        return fee;
    }

    private static uint HandOutSorted(int owed, Span<ulong> rests, Span<ulong> order, Span<HaircutSweep.Units> to)
    {
        rests.CopyTo(order);
        order.Sort();
        var least = order[^owed];
        var ties = owed;
        foreach (var r in rests) ties -= r > least ? 1 : 0;
        for (var j = 0; j < rests.Length; j++)
        {
            if (rests[j] < least || (rests[j] == least && ties-- <= 0)) continue;
            if (j == rests.Length - 1) return 1;
            to[j] = new(to[j].Value + 1);
        }

        return 0;
    }
}
