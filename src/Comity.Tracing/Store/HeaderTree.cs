using System.Buffers.Binary;
using System.Numerics;

namespace Comity.Tracing;

/// <summary>Every block header seen, as a tree; the best chain is the one of most work.</summary>
/// <remarks>Ties go to the smaller block id, so that the order of arrival never shows. A node keeps the first it saw.</remarks>
internal sealed class HeaderTree
{
    private readonly Column _rows;
    private readonly Network _network;
    private readonly Dictionary<Hash256, Node> _nodes = [];
    private readonly Dictionary<Hash256, List<Node>> _waiting = [];
    private readonly Dictionary<uint, BigInteger> _workOfBits = [];
    private readonly HashSet<BlockLocation> _places = [];

    internal HeaderTree(Column rows, Network network)
    {
        (_rows, _network) = (rows, network);
        for (long row = 0; row < rows.Rows; row++)
        {
            var bytes = rows.Bytes(row);
            Enter(BlockHeader.Parse(bytes), Place(bytes));
        }
    }

    /// <summary>A block of the tree.</summary>
    internal sealed class Node(BlockHeader header)
    {
        internal BlockHeader Header { get; } = header;
        internal List<BlockLocation> Copies { get; } = [];
        internal List<Node> Children { get; } = [];
        internal Node? Parent { get; set; }
        internal Node Root { get; set; } = null!;
        internal BigInteger Work { get; set; }
        internal long Depth { get; set; }
        internal Hash256 Id => Header.Id;
    }

    /// <summary>The end of the best chain, or null when there is no block.</summary>
    internal Node? Tip { get; private set; }

    internal int Count => _nodes.Count;

    internal Node? Find(Hash256 id) => _nodes.GetValueOrDefault(id);

    private static BlockLocation Place(ReadOnlySpan<byte> row) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(row[92..]), BinaryPrimitives.ReadInt64LittleEndian(row[80..]), BinaryPrimitives.ReadInt32LittleEndian(row[88..]));

    /// <summary>Takes a header that stands before a block; false when that place is known.</summary>
    /// <exception cref="MalformedException">The proof of work is wrong.</exception>
    internal bool Add(ReadOnlySpan<byte> header, BlockLocation place)
    {
        if (_places.Contains(place)) return false;
        var parsed = BlockHeader.Parse(header);
        parsed.CheckWork(header, _network);
        Span<byte> row = stackalloc byte[96];
        header[..BlockHeader.Size].CopyTo(row);
        BinaryPrimitives.WriteInt64LittleEndian(row[80..], place.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(row[88..], place.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(row[92..], checked((ushort)place.File));
        _rows.Set(_rows.Add(), row);
        Enter(parsed, place);
        return true;
    }

    private void Enter(BlockHeader header, BlockLocation place)
    {
        _places.Add(place);
        if (_nodes.TryGetValue(header.Id, out var known))
        {
            known.Copies.Add(place);
            return;
        }

        var node = new Node(header);
        node.Copies.Add(place);
        _nodes.Add(node.Id, node);
        Link(node, _nodes.GetValueOrDefault(header.Previous));
        if (node.Parent is null && !header.Previous.IsZero) Wait(node);
        Adopt(node);
    }

    private void Wait(Node node)
    {
        if (!_waiting.TryGetValue(node.Header.Previous, out var list)) _waiting.Add(node.Header.Previous, list = []);
        list.Add(node);
    }

    private void Link(Node node, Node? parent)
    {
        if (node.Parent is null) parent?.Children.Add(node);
        node.Parent = parent;
        node.Root = parent?.Root ?? node;
        node.Work = (parent?.Work ?? BigInteger.Zero) + WorkOf(node.Header);
        node.Depth = parent is null ? 0 : parent.Depth + 1;
        if (IsBetter(node, Tip)) Tip = node;
    }

    /// <summary>Links the descendants that waited for this block, parents first.</summary>
    private void Adopt(Node node)
    {
        if (!_waiting.Remove(node.Id, out var waiting)) return;
        var stack = new Stack<(Node Child, Node Parent)>(waiting.Select(w => (w, node)));
        while (stack.TryPop(out var next))
        {
            Link(next.Child, next.Parent);
            foreach (var child in next.Child.Children) stack.Push((child, next.Child));
        }

        // A tip under the old roots may have been judged as the chain of another root: judge all again, which is rare.
        foreach (var n in _nodes.Values)
            if (IsBetter(n, Tip)) Tip = n;
    }

    private BigInteger WorkOf(BlockHeader header)
    {
        if (!_workOfBits.TryGetValue(header.Bits, out var work)) _workOfBits.Add(header.Bits, work = header.Work());
        return work;
    }

    /// <summary>A chain from the genesis block goes before one that starts inside; then more work; then the smaller id.</summary>
    private static bool IsBetter(Node node, Node? than)
    {
        if (than is null) return true;
        var (whole, other) = (node.Root.Header.Previous.IsZero, than.Root.Header.Previous.IsZero);
        if (whole != other) return whole;
        var c = node.Work.CompareTo(than.Work);
        return c > 0 || (c == 0 && node.Id < than.Id);
    }

    /// <summary>Blocks off the best chain: with a path to its root, and without.</summary>
    internal (long Side, long Detached) OffChain()
    {
        if (Tip is null) return (0, 0);
        var connected = _nodes.Values.LongCount(n => n.Root == Tip.Root);
        return (connected - Tip.Depth - 1, _nodes.Count - connected);
    }
}
