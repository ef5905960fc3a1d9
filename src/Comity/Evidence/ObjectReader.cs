using Comity.Ledger;

namespace Comity.Evidence;

/// <summary>Opens a sealed object: as a whole in one pass, or any range of it. Nothing is given out before its chunk was verified. Not for use by two threads at a time.</summary>
public sealed class ObjectReader : IDisposable
{
    private readonly Stream _input;
    private readonly ChunkCipher _cipher;

    private ObjectReader(Stream input, SealedHeader header, ChunkCipher cipher) => (_input, Header, _cipher) = (input, header, cipher);

    /// <summary>The header as read.</summary>
    public SealedHeader Header { get; }

    /// <summary>Reads the header and checks that the key is the object's.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a sealed object. <see cref="RefusalCode.Seal"/>: sealed with another key.</exception>
    public static async Task<ObjectReader> OpenAsync(Stream input, ContentKey key, CancellationToken stop = default)
    {
        var header = await ReadHeaderAsync(input, stop).ConfigureAwait(false);
        return new(input, header, ChunkCipher.Of(header, key));
    }

    /// <summary>Writes the plaintext from the first chunk on, right after <see cref="OpenAsync"/>, and describes the object.</summary>
    /// <remarks>What was written is whole only when this returns; on an exception discard it.</remarks>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>: a chunk was changed, moved, cut or repeated; it is named.
    /// <see cref="RefusalCode.Malformed"/>: the padding is wrong.</exception>
    public async Task<SealedObject> CopyToAsync(Stream plaintext, CancellationToken stop = default)
    {
        using var output = new Unpadding(plaintext);
        var tree = new CompactRange();
        tree.Append(MerkleHash.Leaf(Header.ToBytes()));
        var (chunk, next, plain) = (new byte[Header.ChunkSize + ObjectLayout.TagSize], new byte[Header.ChunkSize + ObjectLayout.TagSize], new byte[Header.ChunkSize]);
        var length = await FillAsync(chunk, stop).ConfigureAwait(false);
        for (var index = 0L; ; index++)
        {
            var following = length < chunk.Length ? 0 : await FillAsync(next, stop).ConfigureAwait(false);
            _cipher.Open(index, last: following == 0, chunk.AsSpan(0, length), plain);
            await output.WriteAsync(plain.AsMemory(0, length - ObjectLayout.TagSize), () => tree.Append(MerkleHash.Leaf(chunk.AsSpan(0, length))), stop).ConfigureAwait(false);
            if (following == 0) break;
            (chunk, next, length) = (next, chunk, following);
        }

        var (file, padded) = output.Finish();
        return new(tree.Root, new(Header.ChunkSize, padded), file);
    }

    /// <summary>Reads part of the padded plaintext from a seekable object; fewer bytes only at its end. The true size is known from elsewhere (rule R46).</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/> or <see cref="RefusalCode.Malformed"/>: a chunk of the range is damaged, or the object is cut.</exception>
    public async Task<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var layout = ObjectLayout.OfSealed(Header, _input.Length);
        var (sealedChunk, plain) = (new byte[layout.ChunkSize + ObjectLayout.TagSize], new byte[layout.ChunkSize]);
        var done = 0;
        while (done < buffer.Length && offset < layout.PaddedSize)
        {
            var (index, within) = Math.DivRem(offset, layout.ChunkSize);
            var length = layout.SealedLength(index);
            _input.Position = layout.Offset(index);
            await _input.ReadExactlyAsync(sealedChunk.AsMemory(0, length), stop).ConfigureAwait(false);
            _cipher.Open(index, index == layout.Chunks - 1, sealedChunk.AsSpan(0, length), plain);
            var taken = (int)Math.Min(length - ObjectLayout.TagSize - within, buffer.Length - done);
            plain.AsMemory((int)within, taken).CopyTo(buffer[done..]);
            (done, offset) = (done + taken, offset + taken);
        }

        return done;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _cipher.Dispose();

    internal static async Task<SealedHeader> ReadHeaderAsync(Stream input, CancellationToken stop)
    {
        var bytes = new byte[SealedHeader.Size];
        var read = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        return SealedHeader.Parse(bytes.AsSpan(0, read));
    }

    private ValueTask<int> FillAsync(byte[] chunk, CancellationToken stop) =>
        _input.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, stop);
}
