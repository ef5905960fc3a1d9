namespace Comity.Tracing;

/// <summary>The common-input clusters of a store: a union-find whose root is the smallest address, a ring through the members, and totals at the root.</summary>
/// <remarks>4 bytes per address answer "which cluster"; the ring gives members page by page at any size, the totals the balance at once.</remarks>
internal sealed class ClusterColumns(StoreColumns columns)
{
    private readonly Column _parent = columns.ClusterParent, _next = columns.ClusterNext, _size = columns.ClusterSize;
    private readonly Column _received = columns.ClusterReceived, _balance = columns.ClusterBalance;

    /// <summary>Enters a new address as a cluster of its own.</summary>
    internal void Add()
    {
        _parent.Add();
        _next.Add();
        _size.Add();
        _received.Add();
        Reset((uint)_balance.Add());
    }

    /// <summary>Makes an address a cluster of its own without totals.</summary>
    internal void Reset(uint address)
    {
        _parent.Set(address, address);
        _next.Set(address, address);
        _size.Set(address, 1u);
        _received.Set(address, 0L);
        _balance.Set(address, 0L);
    }

    internal void RemoveLast()
    {
        foreach (var c in new[] { _parent, _next, _size, _received, _balance }) c.Resize(c.Rows - 1);
    }

    /// <summary>The cluster of an address, with path halving; writes, so only in a store open for writing.</summary>
    internal uint FindAndShorten(uint address)
    {
        for (var parent = _parent.U32(address); parent != address; parent = _parent.U32(address))
        {
            var above = _parent.U32(parent);
            if (above != parent) _parent.Set(address, above);
            address = above;
        }

        return address;
    }

    /// <summary>The cluster of an address.</summary>
    internal uint Find(uint address)
    {
        for (var parent = _parent.U32(address); parent != address; parent = _parent.U32(address)) address = parent;
        return address;
    }

    /// <summary>Joins two clusters; false if they were one already.</summary>
    internal bool Union(uint a, uint b)
    {
        var (low, high) = (FindAndShorten(a), FindAndShorten(b));
        if (low == high) return false;
        if (low > high) (low, high) = (high, low);
        _parent.Set(high, low);
        _size.Set(low, _size.U32(low) + _size.U32(high));
        _received.Set(low, _received.I64(low) + _received.I64(high));
        _balance.Set(low, _balance.I64(low) + _balance.I64(high));
        var next = _next.U32(low);
        _next.Set(low, _next.U32(high));
        _next.Set(high, next);
        return true;
    }

    internal void Receive(uint address, long value)
    {
        var root = FindAndShorten(address);
        _received.Set(root, _received.I64(root) + value);
        _balance.Set(root, _balance.I64(root) + value);
    }

    internal void Unreceive(uint address, long value)
    {
        var root = FindAndShorten(address);
        _received.Set(root, _received.I64(root) - value);
        _balance.Set(root, _balance.I64(root) - value);
    }

    /// <summary>Changes the balance when an output is spent (negative) or its spending taken back.</summary>
    internal void Adjust(uint address, long value)
    {
        var root = FindAndShorten(address);
        _balance.Set(root, _balance.I64(root) + value);
    }

    internal long SizeOf(uint root) => _size.U32(root);

    internal long ReceivedOf(uint root) => _received.I64(root);

    internal long BalanceOf(uint root) => _balance.I64(root);

    internal uint NextOf(uint address) => _next.U32(address);

    /// <summary>Members of a cluster, beginning with the address given.</summary>
    internal IEnumerable<uint> Members(uint address)
    {
        var at = address;
        do
        {
            yield return at;
            at = _next.U32(at);
        }
        while (at != address);
    }

    /// <summary>Number of clusters: addresses that are their own root.</summary>
    internal unsafe long Count()
    {
        var parents = (uint*)_parent.Pointer;
        long count = 0;
        unchecked
        {
            for (long row = 0, id = _parent.First; row < _parent.Rows; row++, id++)
                if (parents[row] == (uint)id) count++;
        }

        return count;
    }
}
