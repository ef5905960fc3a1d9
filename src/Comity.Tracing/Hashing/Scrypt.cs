using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Tracing;

/// <summary>scrypt with N = 1024, r = 1, p = 1 over a block header: Litecoin's proof of work.</summary>
/// <remarks>RFC 7914.</remarks>
internal static class Scrypt
{
    private const int Cost = 1024, Words = 32;

    /// <summary>32 bytes of scrypt(header, header).</summary>
    internal static byte[] Hash(ReadOnlySpan<byte> header)
    {
        var bytes = Rfc2898DeriveBytes.Pbkdf2(header, header, 1, HashAlgorithmName.SHA256, 128);
        Span<uint> x = stackalloc uint[Words];
        for (var i = 0; i < Words; i++) x[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
        Mix(x);
        for (var i = 0; i < Words; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), x[i]);
        return Rfc2898DeriveBytes.Pbkdf2(header, bytes, 1, HashAlgorithmName.SHA256, 32);
    }

    private static void Mix(Span<uint> x)
    {
        var table = new uint[Cost * Words];
        for (var i = 0; i < Cost; i++)
        {
            x.CopyTo(table.AsSpan(i * Words));
            BlockMix(x);
        }

        for (var i = 0; i < Cost; i++)
        {
            var row = table.AsSpan((int)(x[16] & (Cost - 1)) * Words, Words);
            for (var k = 0; k < Words; k++) x[k] ^= row[k];
            BlockMix(x);
        }
    }

    private static void BlockMix(Span<uint> x)
    {
        Salsa(x[..16], x[16..]);
        Salsa(x[16..], x[..16]);
    }

    private static void Salsa(Span<uint> block, ReadOnlySpan<uint> other)
    {
        Span<uint> s = stackalloc uint[16];
        for (var i = 0; i < 16; i++) s[i] = block[i] ^= other[i];
        for (var i = 0; i < 4; i++)
        {
            Quarter(s, 0, 4, 8, 12); Quarter(s, 5, 9, 13, 1); Quarter(s, 10, 14, 2, 6); Quarter(s, 15, 3, 7, 11);
            Quarter(s, 0, 1, 2, 3); Quarter(s, 5, 6, 7, 4); Quarter(s, 10, 11, 8, 9); Quarter(s, 15, 12, 13, 14);
        }

        unchecked
        {
            for (var i = 0; i < 16; i++) block[i] += s[i];
        }
    }

    private static void Quarter(Span<uint> s, int a, int b, int c, int d)
    {
        unchecked
        {
            s[b] ^= BitOperations.RotateLeft(s[a] + s[d], 7);
            s[c] ^= BitOperations.RotateLeft(s[b] + s[a], 9);
            s[d] ^= BitOperations.RotateLeft(s[c] + s[b], 13);
            s[a] ^= BitOperations.RotateLeft(s[d] + s[c], 18);
        }
    }
}
