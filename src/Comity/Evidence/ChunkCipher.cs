using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comity.Evidence;

/// <summary>Seals and opens single chunks: AES-256-GCM by STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), nonce = prefix ‖ counter ‖ last flag,
/// bound to the header's hash. Place and end are part of the nonce, so a swap or a cut does not open.</summary>
internal sealed class ChunkCipher : IDisposable
{
    private const int NonceSize = 12;

    private readonly AesGcm _cipher;
    private readonly byte[] _bound;
    private readonly byte[] _prefix;

    private ChunkCipher(SealedHeader header, ContentKey key)
    {
        var secret = key.Derive(header.Salt, "comity-sealed/v1 key");
        _cipher = new(secret, ObjectLayout.TagSize);
        CryptographicOperations.ZeroMemory(secret);
        _bound = header.Digest.ToArray();
        _prefix = header.NoncePrefix.ToArray();
    }

    /// <summary>The cipher of an object.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>: the object was sealed with another key.</exception>
    internal static ChunkCipher Of(SealedHeader header, ContentKey key) => header.CommitsTo(key)
        ? new(header, key)
        : throw new RefusedException(RefusalCode.Seal, "The key is not the one that sealed this object.");

    internal void Seal(uint counter, bool last, ReadOnlySpan<byte> plain, Span<byte> chunk)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Nonce(counter, last, nonce);
        _cipher.Encrypt(nonce, plain, chunk[..plain.Length], chunk[plain.Length..], _bound);
    }

    internal bool TryOpen(uint counter, bool last, ReadOnlySpan<byte> chunk, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Nonce(counter, last, nonce);
        try
        {
            _cipher.Decrypt(nonce, chunk[..^ObjectLayout.TagSize], chunk[^ObjectLayout.TagSize..], plain[..(chunk.Length - ObjectLayout.TagSize)], _bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Opens a chunk, or says what is wrong with it.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>, naming the chunk.</exception>
    internal void Open(long chunk, bool last, ReadOnlySpan<byte> bytes, Span<byte> plain)
    {
        if (bytes.Length > ObjectLayout.TagSize && chunk < ObjectLayout.MostChunks)
        {
            if (TryOpen((uint)chunk, last, bytes, plain)) return;
            if (TryOpen((uint)chunk, !last, bytes, plain))
                throw Damaged(chunk, last ? "is not the last one: the object was cut here" : "is the last one, but bytes follow");
        }

        throw Damaged(chunk, "does not open: it was changed, moved or cut");
    }

    private static RefusedException Damaged(long chunk, string how) => new(RefusalCode.Seal, $"Chunk {chunk} of the sealed object {how}.");

    private void Nonce(uint counter, bool last, Span<byte> nonce)
    {
        _prefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[SealedHeader.PrefixSize..], counter);
        nonce[^1] = last ? (byte)1 : (byte)0;
    }

    public void Dispose() => _cipher.Dispose();
}
