namespace Comity.Evidence;

/// <summary>Where the chunks of a sealed object lie. Chunks count from 0; the object's leaves are the header and then the chunks.</summary>
/// <param name="ChunkSize">Plaintext bytes in every chunk but the last.</param>
/// <param name="PaddedSize">Bytes of the padded plaintext, at least 1.</param>
public readonly record struct ObjectLayout(int ChunkSize, long PaddedSize)
{
    /// <summary>Bytes that sealing adds to a chunk.</summary>
    public const int TagSize = 16;

    /// <summary>Most chunks in an object: their counter has 32 bits.</summary>
    public const long MostChunks = 1L << 32;

    /// <summary>Number of chunks.</summary>
    public long Chunks => ((PaddedSize - 1) / ChunkSize) + 1;

    /// <summary>Leaves of the object's tree: the header and each chunk.</summary>
    public long Leaves => Chunks + 1;

    /// <summary>Bytes of the whole sealed object.</summary>
    public long SealedSize => SealedHeader.Size + PaddedSize + (Chunks * TagSize);

    private int Stride => ChunkSize + TagSize;

    /// <summary>The layout of a sealed object of this many bytes.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: no object has this size; it was cut.</exception>
    public static ObjectLayout OfSealed(SealedHeader header, long sealedSize)
    {
        var body = sealedSize - SealedHeader.Size;
        var stride = header.ChunkSize + TagSize;
        var chunks = body <= 0 ? 0 : ((body - 1) / stride) + 1;
        var last = body - ((chunks - 1) * stride);
        if (chunks is 0 or > MostChunks || last <= TagSize)
            throw new RefusedException(RefusalCode.Malformed, $"No sealed object with chunks of {header.ChunkSize} bytes is {sealedSize} bytes long: it was cut within chunk {Math.Max(0, chunks - 1)}.");
        return new(header.ChunkSize, body - (chunks * TagSize));
    }

    /// <summary>Where a sealed chunk starts in the object.</summary>
    public long Offset(long chunk) => SealedHeader.Size + (chunk * Stride);

    /// <summary>Bytes of a sealed chunk, tag included.</summary>
    public int SealedLength(long chunk) => chunk == Chunks - 1 ? (int)(PaddedSize - (chunk * ChunkSize)) + TagSize : Stride;
}
