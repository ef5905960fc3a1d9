using Comity.Evidence;

namespace Comity.Node.Evidence;

/// <summary>An object on its way onto the disk, piece by piece: no piece is written that is not the object's, so whatever lies there is good.</summary>
internal sealed class ObjectArrival(FileStream file, OfferedObject wanted, ChunkList leaves)
{
    private readonly byte[] _piece = new byte[Math.Max(SealedHeader.Size, wanted.Layout.ChunkSize + ObjectLayout.TagSize)];
    private int _next;

    /// <summary>Where the next piece starts in the object.</summary>
    internal long Position => _next == 0 ? 0 : _next == leaves.Leaves ? wanted.Layout.SealedSize : wanted.Layout.Offset(_next - 1);

    internal bool IsWhole => _next == leaves.Leaves;

    /// <summary>Checks what an earlier attempt left, and cuts off what is not whole or not the object's.</summary>
    internal async Task ResumeAsync(CancellationToken stop)
    {
        file.Position = 0;
        while (!IsWhole && file.Length >= Position + Length && await IsGoodAsync(stop)) _next++;
        file.SetLength(Position);
        file.Position = Position;
    }

    /// <summary>Takes one piece.</summary>
    /// <exception cref="RefusedException">It is not the object's; it is named.</exception>
    /// <exception cref="EndOfStreamException">The line broke.</exception>
    internal async Task TakeAsync(Stream source, CancellationToken stop)
    {
        var piece = _piece.AsMemory(0, Length);
        await source.ReadExactlyAsync(piece, stop);
        Check(piece.Span);
        await file.WriteAsync(piece, stop);
        _next++;
    }

    private int Length => _next == 0 ? SealedHeader.Size : wanted.Layout.SealedLength(_next - 1);

    private void Check(ReadOnlySpan<byte> piece)
    {
        leaves.Check(_next, piece);
        if (_next == 0 && SealedHeader.Parse(piece).ChunkSize != wanted.Layout.ChunkSize)
            throw new RefusedException(RefusalCode.Malformed, $"Object {wanted.Root} has another chunk size than its sender stated.");
    }

    private async Task<bool> IsGoodAsync(CancellationToken stop)
    {
        var piece = _piece.AsMemory(0, Length);
        await file.ReadExactlyAsync(piece, stop);
        try
        {
            Check(piece.Span);
            return true;
        }
        catch (RefusedException)
        {
            return false; // a power cut may leave a hole in what was written last
        }
    }
}
