using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>Bytes sealed in chunks: AES-256-GCM by STREAM, with a commitment to the key and padding that hides the exact length.</summary>
/// <remarks>The object format of the project's evidence (rule R44), with the digest of an outer header bound to every chunk.</remarks>
internal static class SealedChunks
{
    private const int ChunkSize = 1 << 20, SaltSize = 32, PrefixSize = 7, CommitmentSize = 32, TagSize = 16;
    private static readonly byte[] Magic = [.. "comity-sealed/v1\n"u8];
    private static readonly int HeaderSize = Magic.Length + 4 + SaltSize + PrefixSize + CommitmentSize;

    internal static byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> key, ReadOnlySpan<byte> outer, RandomFill random)
    {
        var salt = new byte[SaltSize + PrefixSize];
        random(salt);
        var header = new byte[HeaderSize];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(Magic.Length), ChunkSize);
        salt.CopyTo(header, Magic.Length + 4);
        Derive(key, salt.AsSpan(0, SaltSize), "comity-sealed/v1 commit"u8).CopyTo(header, HeaderSize - CommitmentSize);

        var padded = Pad(plain);
        using var aes = new AesGcm(Derive(key, salt.AsSpan(0, SaltSize), "comity-sealed/v1 key"u8), TagSize);
        var bound = SHA256.HashData([.. outer, .. header]);
        var chunks = Math.Max(1, (padded.Length + ChunkSize - 1) / ChunkSize);
        var result = new byte[HeaderSize + padded.Length + (chunks * TagSize)];
        header.CopyTo(result, 0);
        for (int i = 0, to = HeaderSize; i < chunks; i++)
        {
            var part = padded.AsSpan(i * ChunkSize, Math.Min(ChunkSize, padded.Length - (i * ChunkSize)));
            aes.Encrypt(Nonce(header, i, i == chunks - 1), part, result.AsSpan(to, part.Length), result.AsSpan(to + part.Length, TagSize), bound);
            to += part.Length + TagSize;
        }

        CryptographicOperations.ZeroMemory(padded);
        return result;
    }

    /// <summary>The plain bytes.</summary>
    /// <exception cref="RefusedInputException">Another key, or bytes were changed, cut off or exchanged.</exception>
    internal static byte[] Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> key, ReadOnlySpan<byte> outer)
    {
        if (sealedBytes.Length < HeaderSize + TagSize || !sealedBytes.StartsWith(Magic)) throw new RefusedInputException("This is no sealed object.");
        var header = sealedBytes[..HeaderSize].ToArray();
        var salt = header.AsSpan(Magic.Length + 4, SaltSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(Magic.Length)) != ChunkSize) throw new RefusedInputException("Another chunk size than 1 MiB.");
        if (!CryptographicOperations.FixedTimeEquals(Derive(key, salt, "comity-sealed/v1 commit"u8), header.AsSpan(HeaderSize - CommitmentSize)))
            throw new RefusedInputException("The shares give another key than the one that sealed this.");
        using var aes = new AesGcm(Derive(key, salt, "comity-sealed/v1 key"u8), TagSize);
        var bound = SHA256.HashData([.. outer, .. header]);
        var body = sealedBytes[HeaderSize..];
        var chunks = (body.Length + ChunkSize + TagSize - 1) / (ChunkSize + TagSize);
        if (body.Length - ((chunks - 1) * (ChunkSize + TagSize)) < TagSize) throw new RefusedInputException("The sealed object is cut off.");
        var padded = new byte[body.Length - (chunks * TagSize)];
        try
        {
            for (var i = 0; i < chunks; i++)
            {
                var part = padded.AsSpan(i * ChunkSize, Math.Min(ChunkSize, padded.Length - (i * ChunkSize)));
                var chunk = body.Slice(i * (ChunkSize + TagSize), part.Length + TagSize);
                aes.Decrypt(Nonce(header, i, i == chunks - 1), chunk[..part.Length], chunk[part.Length..], part, bound);
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new RefusedInputException("The sealed object was changed, cut off, or belongs to another header.");
        }

        return Unpad(padded);
    }

    // Padmé: the length keeps only its leading bits, so that at most 12 % is added.
    private static byte[] Pad(ReadOnlySpan<byte> plain)
    {
        var length = (long)plain.Length + 1;
        var exponent = BitOperations.Log2((ulong)length);
        var mask = (1L << Math.Max(0, exponent - (exponent == 0 ? 0 : BitOperations.Log2((uint)exponent) + 1))) - 1;
        var padded = new byte[(length + mask) & ~mask];
        plain.CopyTo(padded);
        padded[plain.Length] = 0x80;
        return padded;
    }

    private static byte[] Unpad(byte[] padded)
    {
        var end = padded.AsSpan().LastIndexOfAnyExcept((byte)0);
        if (end < 0 || padded[end] != 0x80) throw new RefusedInputException("The padding is wrong.");
        var plain = padded[..end];
        CryptographicOperations.ZeroMemory(padded);
        return plain;
    }

    private static byte[] Nonce(byte[] header, int counter, bool last)
    {
        var nonce = new byte[12];
        header.AsSpan(Magic.Length + 4 + SaltSize, PrefixSize).CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(PrefixSize), (uint)counter);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> purpose)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, purpose);
        return derived;
    }
}
