namespace Comity.Evidence;

/// <summary>Passes plaintext on without its padding (0x80, zeros), of which only the end of the stream tells where it began: what may be padding is
/// counted and held back.</summary>
internal sealed class Unpadding(Stream output) : IDisposable
{
    private static readonly byte[] Zeros = new byte[4096];

    private readonly PlaintextHashes _hashes = new();
    private bool _mark;
    private long _zeros;

    /// <summary>Takes a chunk's plaintext; <paramref name="meanwhile"/> runs while it is hashed.</summary>
    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> plain, Action meanwhile, CancellationToken stop)
    {
        var end = plain.Span.LastIndexOfAnyExcept((byte)0);
        if (end < 0 && _mark)
        {
            _zeros += plain.Length;
            meanwhile();
            return;
        }

        await ReleaseAsync(stop).ConfigureAwait(false);
        _mark = end >= 0 && plain.Span[end] == 0x80;
        if (_mark) _zeros = plain.Length - end - 1;
        await PassAsync(_mark ? plain[..end] : plain, meanwhile, stop).ConfigureAwait(false);
    }

    /// <summary>The file, and its size with padding.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not padded to a Padmé length by 0x80 and zeros.</exception>
    internal (FileIdentity File, long Padded) Finish()
    {
        var file = _hashes.Finish();
        var padded = file.Size + 1 + _zeros;
        return _mark && Padme.Padded(file.Size) == padded
            ? (file, padded)
            : throw new RefusedException(RefusalCode.Malformed, "The sealed object is not padded as the format asks.");
    }

    public void Dispose() => _hashes.Dispose();

    /// <summary>More came: what was held back was content after all.</summary>
    private async ValueTask ReleaseAsync(CancellationToken stop)
    {
        if (!_mark) return;
        await PassAsync(new byte[] { 0x80 }, static () => { }, stop).ConfigureAwait(false);
        for (; _zeros > 0; _zeros -= Math.Min(_zeros, Zeros.Length))
            await PassAsync(Zeros.AsMemory(0, (int)Math.Min(_zeros, Zeros.Length)), static () => { }, stop).ConfigureAwait(false);
        _mark = false;
    }

    private ValueTask PassAsync(ReadOnlyMemory<byte> bytes, Action meanwhile, CancellationToken stop)
    {
        _hashes.Append(bytes, meanwhile);
        return output.WriteAsync(bytes, stop);
    }
}
