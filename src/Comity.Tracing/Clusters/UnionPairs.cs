namespace Comity.Tracing;

/// <summary>How the pairs of a union benchmark lie.</summary>
public enum UnionSpread
{
    /// <summary>A random id and one at most 1,023 before it.</summary>
    Near,

    /// <summary>Two random ids: the worst case, every access a wait for memory.</summary>
    Uniform,

    /// <summary>As inputs of a chain: the place moves through the ids, both lie 1 to 2^27 before it, every power of two equally often.</summary>
    Chain,
}

/// <summary>Pseudo-random pairs for the benchmark of unions, one stream per worker of two.</summary>
internal sealed class UnionPairs(long ids, long pairs, UnionSpread spread, int worker)
{
    private readonly (uint A, uint B)[] _pairs = new (uint, uint)[4096];
    private readonly long _end = (worker + 1) * pairs / 2;
    private long _at = worker * pairs / 2;
    private ulong _random = 0x9e3779b97f4a7c15UL ^ (ulong)(worker * 7919);

    /// <summary>The next pairs; empty at the end.</summary>
    internal ReadOnlySpan<(uint A, uint B)> Next()
    {
        var count = (int)Math.Min(_pairs.Length, _end - _at);
        unchecked
        {
            for (var k = 0; k < count; k++, _at++)
            {
                _random ^= _random << 13;
                _random ^= _random >> 7;
                _random ^= _random << 17;
                _pairs[k] = Pair(_random);
            }
        }

        return _pairs.AsSpan(0, count);
    }

    private (uint A, uint B) Pair(ulong random)
    {
        unchecked
        {
            if (spread == UnionSpread.Chain)
            {
                var place = (ulong)((double)_at / pairs * ids);
                return (Before(place, random), Before(place, random >> 32));
            }

            var a = (uint)((random >> 32) * (ulong)ids >> 32);
            return (a, spread == UnionSpread.Near ? a - (uint)Math.Min(a, random & 1023) : (uint)((random & uint.MaxValue) * (ulong)ids >> 32));
        }
    }

    private static uint Before(ulong place, ulong random)
    {
        unchecked
        {
            var distance = (random >> 5 & 0x7ff_ffff) >> (int)((random & 31) * 27 / 32);
            return (uint)(place - Math.Min(place, distance));
        }
    }
}
