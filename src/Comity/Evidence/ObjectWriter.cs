using Comity.Ledger;

namespace Comity.Evidence;

/// <summary>Seals a file in one pass: two buffers of a chunk each, whatever its size (rule R44). Not for use by two threads at a time.</summary>
/// <remarks>The hash states of the platform can not be stored. So an interrupted writer is resumed from the chunks that it left: they are opened and hashed
/// again, which also proves that they are whole. No chunk may leave the machine before it is stored.</remarks>
public sealed class ObjectWriter : IDisposable
{
    private readonly Stream _output;
    private readonly SealedHeader _header;
    private readonly ChunkCipher _cipher;
    private readonly PlaintextHashes _hashes = new();
    private readonly CompactRange _tree = new();
    private readonly byte[] _plain, _chunk;
    private int _filled, _data;
    private uint _counter;
    private byte[] _torn = [];

    private ObjectWriter(Stream output, SealedHeader header, ContentKey key)
    {
        (_output, _header, _cipher) = (output, header, ChunkCipher.Of(header, key));
        _plain = new byte[header.ChunkSize];
        _chunk = new byte[header.ChunkSize + ObjectLayout.TagSize];
        _tree.Append(MerkleHash.Leaf(header.ToBytes()));
    }

    /// <summary>Plaintext bytes taken so far: where a resumed upload goes on.</summary>
    public long Position => _hashes.Size + _data;

    /// <summary>Starts an object and writes its header.</summary>
    /// <exception cref="InvalidOperationException">The key has sealed an object already.</exception>
    public static async Task<ObjectWriter> StartAsync(
        Stream output, ContentKey key, RandomFill random, int chunkSize = SealedHeader.DefaultChunkSize, CancellationToken stop = default)
    {
        var header = SealedHeader.Create(key, chunkSize, random);
        key.Use();
        await output.WriteAsync(header.ToBytes(), stop).ConfigureAwait(false);
        return new(output, header, key);
    }

    /// <summary>Goes on with an object that was broken off: opens and hashes the whole chunks, and stands behind them. Null if the object is complete;
    /// then <see cref="ObjectReader"/> describes it.</summary>
    /// <remarks>A chunk that was stored in part is sealed again only if that gives the very bytes stored, because one counter must never seal two plaintexts.</remarks>
    /// <param name="stored">The stored part, readable, seekable and writable; its position is moved.</param>
    /// <param name="key">The key of this object.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="RefusedException">The header is cut (start anew, with a new key), the key is another object's, or a chunk is damaged.</exception>
    public static async Task<ObjectWriter?> ResumeAsync(Stream stored, ContentKey key, CancellationToken stop = default)
    {
        stored.Position = 0;
        var header = await ObjectReader.ReadHeaderAsync(stored, stop).ConfigureAwait(false);
        var writer = new ObjectWriter(stored, header, key);
        try
        {
            if (await writer.ReplayAsync(stop).ConfigureAwait(false)) return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        writer.Dispose();
        return null;
    }

    /// <summary>Seals a whole file.</summary>
    public static async Task<SealedObject> SealAsync(
        Stream plaintext, Stream output, ContentKey key, RandomFill random, int chunkSize = SealedHeader.DefaultChunkSize, CancellationToken stop = default)
    {
        using var writer = await StartAsync(output, key, random, chunkSize, stop).ConfigureAwait(false);
        return await writer.FinishAsync(plaintext, stop).ConfigureAwait(false);
    }

    /// <summary>Takes further plaintext.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> plaintext, CancellationToken stop = default)
    {
        while (plaintext.Length > 0)
        {
            var room = await RoomAsync(stop).ConfigureAwait(false);
            var taken = Math.Min(room.Length, plaintext.Length);
            plaintext[..taken].CopyTo(room);
            Fill(taken, isData: true);
            plaintext = plaintext[taken..];
        }
    }

    /// <summary>Takes the rest of a file from a stream and finishes the object.</summary>
    public async Task<SealedObject> FinishAsync(Stream plaintext, CancellationToken stop = default)
    {
        while (true)
        {
            var room = await RoomAsync(stop).ConfigureAwait(false);
            var read = await plaintext.ReadAsync(room, stop).ConfigureAwait(false);
            if (read == 0) return await FinishAsync(stop).ConfigureAwait(false);
            Fill(read, isData: true);
        }
    }

    /// <summary>Pads, seals the last chunk and describes the object. Flushing the output is the caller's.</summary>
    public async Task<SealedObject> FinishAsync(CancellationToken stop = default)
    {
        var padded = Padme.Padded(Position);
        var left = padded - Position;
        for (var mark = (byte)0x80; left > 0; mark = 0)
        {
            var room = await RoomAsync(stop).ConfigureAwait(false);
            var taken = (int)Math.Min(room.Length, left);
            room.Span[..taken].Clear();
            room.Span[0] = mark;
            Fill(taken, isData: false);
            left -= taken;
        }

        await FlushAsync(last: true, stop).ConfigureAwait(false);
        return new(_tree.Root, new(_header.ChunkSize, padded), _hashes.Finish());
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        _hashes.Dispose();
    }

    /// <summary>The free part of the plaintext buffer, never empty: a full buffer is sealed first, since more is to come.</summary>
    private async ValueTask<Memory<byte>> RoomAsync(CancellationToken stop)
    {
        if (_filled == _plain.Length) await FlushAsync(last: false, stop).ConfigureAwait(false);
        return _plain.AsMemory(_filled);
    }

    private void Fill(int taken, bool isData)
    {
        _filled += taken;
        if (isData) _data += taken;
    }

    private async Task FlushAsync(bool last, CancellationToken stop)
    {
        var length = _filled + ObjectLayout.TagSize;
        _hashes.Append(_plain.AsMemory(0, _data), () =>
        {
            _cipher.Seal(_counter, last, _plain.AsSpan(0, _filled), _chunk.AsSpan(0, length));
            _tree.Append(MerkleHash.Leaf(_chunk.AsSpan(0, length)));
        });
        if (!_chunk.AsSpan(0, length).StartsWith(_torn))
            throw new RefusedException(RefusalCode.Seal, $"Chunk {_counter} was sealed before with other content. Upload the same file, or start anew.");
        await _output.WriteAsync(_chunk.AsMemory(0, length), stop).ConfigureAwait(false);
        (_filled, _data, _torn) = (0, 0, []);
        _counter = checked(_counter + 1); // 2^32 chunks: far above any file; never wrap a counter
    }

    /// <summary>Reads the chunks that are there; false if the last of them ends the object.</summary>
    private async Task<bool> ReplayAsync(CancellationToken stop)
    {
        while (true)
        {
            var start = _output.Position;
            var read = await _output.ReadAtLeastAsync(_chunk, _chunk.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
            if (read > ObjectLayout.TagSize && _output.Position == _output.Length && _cipher.TryOpen(_counter, last: true, _chunk.AsSpan(0, read), _plain)) return false;
            if (read < _chunk.Length)
            {
                (_torn, _output.Position) = (_chunk[..read], start);
                return true;
            }

            _cipher.Open(_counter, last: false, _chunk, _plain);
            _hashes.Append(_plain, () => _tree.Append(MerkleHash.Leaf(_chunk)));
            _counter++;
        }
    }
}
