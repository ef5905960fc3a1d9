using System.Buffers.Binary;

namespace Comity.Matching;

/// <summary>Arithmetic modulo the order of P-256 on secrets: fixed width, no branch or look-up on a value.</summary>
internal static class ScalarArithmetic
{
    private static readonly ulong[] Order = [0xf3b9cac2fc632551, 0xbce6faada7179e84, 0xffffffffffffffff, 0xffffffff00000000];

    /// <summary>(r - c · k) mod n, all 32 bytes big-endian and less than n.</summary>
    internal static byte[] MultiplySubtract(ReadOnlySpan<byte> r, ReadOnlySpan<byte> c, ReadOnlySpan<byte> k)
    {
        Span<ulong> product = stackalloc ulong[8], remainder = stackalloc ulong[4], result = stackalloc ulong[4];
        Multiply(Limbs(c), Limbs(k), product);
        Reduce(product, remainder);
        Limbs(r).CopyTo(result);
        var borrow = Subtract(result, remainder);
        AddMasked(result, Order, unchecked(0 - borrow));
        return Bytes(result);
    }

    /// <summary>k + 1 for k less than n - 1.</summary>
    internal static byte[] PlusOne(ReadOnlySpan<byte> k)
    {
        Span<ulong> result = Limbs(k);
        AddMasked(result, [1, 0, 0, 0], ulong.MaxValue);
        return Bytes(result);
    }

    private static void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> product)
    {
        product.Clear();
        for (var i = 0; i < 4; i++)
        {
            var carry = 0UL;
            for (var j = 0; j < 4; j++)
            {
                var t = ((UInt128)a[i] * b[j]) + product[i + j] + carry;
                product[i + j] = unchecked((ulong)t);
                carry = (ulong)(t >> 64);
            }

            product[i + 4] = carry;
        }
    }

    // Bit by bit from the top: shift in, subtract the order where it fits, by mask.
    private static void Reduce(ReadOnlySpan<ulong> value, Span<ulong> remainder)
    {
        Span<ulong> reduced = stackalloc ulong[4];
        remainder.Clear();
        for (var bit = 511; bit >= 0; bit--)
        {
            var carry = ShiftIn(remainder, value[bit >> 6] >> (bit & 63) & 1);
            remainder.CopyTo(reduced);
            var borrow = Subtract(reduced, Order);
            var take = unchecked(0 - (carry | (borrow ^ 1))); // all ones if the order was subtracted without debt
            for (var i = 0; i < 4; i++) remainder[i] = (reduced[i] & take) | (remainder[i] & ~take);
        }
    }

    private static ulong ShiftIn(Span<ulong> value, ulong bit)
    {
        for (var i = 0; i < 4; i++)
        {
            var top = value[i] >> 63;
            value[i] = (value[i] << 1) | bit;
            bit = top;
        }

        return bit;
    }

    private static ulong Subtract(Span<ulong> value, ReadOnlySpan<ulong> by)
    {
        var borrow = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var t = unchecked((UInt128)value[i] - by[i] - borrow);
            value[i] = unchecked((ulong)t);
            borrow = unchecked((ulong)(t >> 64)) & 1;
        }

        return borrow;
    }

    private static void AddMasked(Span<ulong> value, ReadOnlySpan<ulong> add, ulong mask)
    {
        var carry = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var t = (UInt128)value[i] + (add[i] & mask) + carry;
            value[i] = unchecked((ulong)t);
            carry = (ulong)(t >> 64);
        }
    }

    private static ulong[] Limbs(ReadOnlySpan<byte> bytes) =>
    [
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes),
    ];

    private static byte[] Bytes(ReadOnlySpan<ulong> limbs)
    {
        var bytes = new byte[32];
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24 - (8 * i)), limbs[i]);
        return bytes;
    }
}
