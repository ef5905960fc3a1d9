namespace Comity.Tracing;

/// <summary>Disjoint sets in 4 bytes per member, joined from any number of threads: the smaller id is the root, whoever comes first.</summary>
/// <remarks>parent[i] is never above i, a root is changed by compare-and-swap only, and paths are halved on the way, so the sets are the same
/// for every order of threads.</remarks>
public sealed unsafe class UnionFind : IDisposable
{
    private uint* _parent;

    /// <summary>Makes sets of one member each.</summary>
    /// <param name="count">Number of members, up to 2^32.</param>
    public UnionFind(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1L << 32);
        Count = count;
        _parent = (uint*)System.Runtime.InteropServices.NativeMemory.Alloc(checked((nuint)count), sizeof(uint));
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
        return Root(member);
    }

    private uint Root(uint x)
    {
        var parents = _parent;
        while (true)
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
        while (true)
        {
            a = Root(a);
            b = Root(b);
            if (a == b) return false;
            if (a > b) (a, b) = (b, a);
            if (Interlocked.CompareExchange(ref _parent[b], a, b) == b) return true;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        System.Runtime.InteropServices.NativeMemory.Free(_parent);
        _parent = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory.</summary>
    ~UnionFind() => Dispose();
}
