using System.Runtime.Intrinsics.X86;

namespace Comity.Tracing;

/// <summary>Disjoint sets in 4 bytes per member, joined from any number of threads: the smaller id is the root, whoever comes first.</summary>
/// <remarks>parent[i] is never above i, a root is changed by compare-and-swap only, and paths are halved on the way, so the sets are the same
/// for every order of threads. Two walks go up in step and end where they meet (Rem's algorithm), so that most pairs that are joined already
/// never see their root.</remarks>
public sealed unsafe class UnionFind : IDisposable
{
    private const int FarAhead = 32, Ahead = 16;
    private readonly LargeMemory _memory;
    private uint* _parent;

    /// <summary>Makes sets of one member each.</summary>
    /// <param name="count">Number of members, up to 2^32.</param>
    public UnionFind(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1L << 32);
        Count = count;
        _memory = new(count * sizeof(uint));
        _parent = (uint*)_memory.Pointer;
        unchecked
        {
            for (long i = 0; i < count; i++) _parent[i] = (uint)i;
        }
    }

    /// <summary>Number of members.</summary>
    public long Count { get; }

    /// <summary>The smallest member of the set of a member.</summary>
    public uint Find(uint member)
    {
        if (member >= Count) throw new ArgumentOutOfRangeException(nameof(member));
        var parents = _parent;
        for (var x = member; ;)
        {
            var p = Volatile.Read(ref parents[x]);
            if (p == x) return x;
            var g = Volatile.Read(ref parents[p]);
            if (g == p) return p;
            parents[x] = g; // halving: a lost race only leaves a longer path
            x = g;
        }
    }

    /// <summary>Joins two sets; false if they were one.</summary>
    public bool Union(uint a, uint b)
    {
        if (a >= Count || b >= Count) throw new ArgumentOutOfRangeException(nameof(a));
        return Join(_parent, a, b);
    }

    /// <summary>Joins the sets of many pairs; faster than one by one, because the memory of later pairs is fetched meanwhile.</summary>
    /// <returns>How many pairs were not one set before.</returns>
    public long UnionAll(ReadOnlySpan<(uint A, uint B)> pairs)
    {
        var parents = _parent;
        long joined = 0;
        fixed ((uint A, uint B)* p = pairs)
        {
            unchecked
            {
                for (long i = 0, end = pairs.Length + FarAhead; i < end; i++)
                {
                    if (i < pairs.Length)
                    {
                        if (p[i].A >= Count || p[i].B >= Count) throw new ArgumentOutOfRangeException(nameof(pairs));
                        Fetch(parents, p[i].A);
                        Fetch(parents, p[i].B);
                    }

                    if (i >= FarAhead - Ahead && i - (FarAhead - Ahead) < pairs.Length)
                    {
                        var near = p[i - (FarAhead - Ahead)];
                        Fetch(parents, parents[near.A]);
                        Fetch(parents, parents[near.B]);
                    }

                    if (i >= FarAhead && Join(parents, p[i - FarAhead].A, p[i - FarAhead].B)) joined++;
                }
            }
        }

        return joined;
    }

    private static void Fetch(uint* parents, uint member)
    {
        if (Sse.IsSupported) Sse.Prefetch0(parents + member);
    }

    private static bool Join(uint* parents, uint a, uint b)
    {
        while (true)
        {
            var (pa, pb) = (Volatile.Read(ref parents[a]), Volatile.Read(ref parents[b]));
            if (pa == pb) return false;
            if (pa < pb) (a, b, pa, pb) = (b, a, pb, pa);
            if (a == pa)
            {
                if (Interlocked.CompareExchange(ref parents[a], pb, a) == a) return true;
                continue;
            }

            var above = Volatile.Read(ref parents[pa]);
            if (above != pa) parents[a] = above; // halving, as in Find
            a = above;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _parent = null;
    }
}
