using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Comity.Tracing.Tests;

/// <summary>An output as a test names it.</summary>
internal readonly record struct TestCoin(Hash256 Id, uint Index, long Value)
{
    internal Outpoint Point => new(Id, Index);
}

/// <summary>Serialises transactions and mines regtest blocks of valid proof of work; nothing here is taken from the code under test but hashing.</summary>
internal sealed class ChainBuilder
{
    internal static readonly uint RegtestMagic = 0xdab5bffa;
    private readonly List<byte[]> _pending = [];
    private readonly List<Hash256> _ids = [];
    private int _extra;

    internal ChainBuilder(int seed = 0) => _extra = seed << 16;

    internal List<byte[]> Blocks { get; } = [];

    internal Hash256 Tip { get; private set; }

    internal int Height => Blocks.Count - 1;

    /// <summary>The hash that must meet the target: of the header twice, but scrypt on Litecoin.</summary>
    internal Func<byte[], byte[]> Work { get; init; } = header => Hash256.Of(header).ToArray();

    /// <summary>Bytes behind the last transaction of each block: Litecoin's extension block.</summary>
    internal byte[] Extension { get; set; } = [];

    /// <summary>Puts a whole transaction into the block being made as it is, under an id of its own.</summary>
    internal void AddRaw(byte[] raw, Hash256 id)
    {
        _pending.Add(raw);
        _ids.Add(id);
    }

    internal uint Time { get; set; } = 1_600_000_000;

    /// <summary>A P2PKH script of a name.</summary>
    internal static byte[] PayTo(string owner) => [0x76, 0xa9, 0x14, .. SHA256.HashData(Encoding.UTF8.GetBytes(owner)).AsSpan(0, 20), 0x88, 0xac];

    /// <summary>Adds a transaction to the block being made; returns its outputs.</summary>
    internal TestCoin[] Pay(TestCoin[] inputs, params (string Owner, long Value)[] outputs) => Add(inputs, [.. outputs.Select(o => (PayTo(o.Owner), o.Value))]);

    internal TestCoin[] Add(TestCoin[] inputs, (byte[] Script, long Value)[] outputs, bool witness = false, int version = 2, uint locktime = 0, uint sequence = 0xffffffff)
    {
        var body = Body(inputs, outputs, sequence);
        byte[] stripped = [.. Little(version), .. body, .. Little((int)locktime)];
        _pending.Add(witness ? [.. Little(version), 0, 1, .. body, .. inputs.SelectMany(_ => new byte[] { 1, 2, 7, 7 }), .. Little((int)locktime)] : stripped);
        return Register(stripped, outputs);
    }

    private TestCoin[] Register(byte[] stripped, (byte[] Script, long Value)[] outputs)
    {
        var id = Hash256.Of(stripped);
        _ids.Add(id);
        return [.. outputs.Select((o, i) => new TestCoin(id, (uint)i, o.Value))];
    }

    private static byte[] Body(TestCoin[] inputs, (byte[] Script, long Value)[] outputs, uint sequence)
    {
        var body = new List<byte>(Compact(inputs.Length));
        foreach (var input in inputs) body.AddRange([.. input.Id.ToArray(), .. Little((int)input.Index), 1, 0x51, .. Little(unchecked((int)sequence))]);
        body.AddRange(Outputs(outputs));
        return [.. body];
    }

    private static byte[] Outputs((byte[] Script, long Value)[] outputs) =>
        [.. Compact(outputs.Length), .. outputs.SelectMany(o => (byte[])[.. Little(o.Value), .. Compact(o.Script.Length), .. o.Script])];

    internal static byte[] Compact(int n) => n < 0xfd ? [(byte)n] : n <= 0xffff ? [0xfd, (byte)(n & 0xff), (byte)(n >> 8)] : [0xfe, .. Little(n)];

    internal static byte[] Little(int value)
    {
        var b = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(b, value);
        return b;
    }

    internal static byte[] Little(long value)
    {
        var b = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(b, value);
        return b;
    }

    /// <summary>Closes the block with a coinbase that pays these outputs; returns the coinbase's outputs.</summary>
    internal TestCoin[] Mine(params (string Owner, long Value)[] coinbase) => MineScripts([.. coinbase.Select(o => (PayTo(o.Owner), o.Value))]);

    internal TestCoin[] MineScripts((byte[] Script, long Value)[] coinbase, byte[]? coinbaseScript = null, bool sort = false)
    {
        var height = Blocks.Count;
        coinbaseScript ??= [3, .. Little(height).AsSpan(0, 3), 4, .. Little(_extra)];
        byte[] first = [.. Little(2), 1, .. new byte[32], 0xff, 0xff, 0xff, 0xff, (byte)coinbaseScript.Length, .. coinbaseScript, 0xff, 0xff, 0xff, 0xff, .. Outputs(coinbase), .. Little(0)];
        var coins = Register(first, coinbase);
        var all = _pending.Zip(_ids, (raw, id) => (raw, id)).ToList();
        if (sort) all = [.. all.OrderBy(x => x.id)];
        all.Insert(0, (first, coins[0].Id));
        var root = Root([.. all.Select(x => x.id.ToArray())]);
        var header = Header(root);
        Blocks.Add([.. header, .. Compact(all.Count), .. all.SelectMany(x => x.raw), .. Extension]);
        Tip = Hash256.Of(header);
        Time += 600;
        _pending.Clear();
        _ids.Clear();
        return coins;
    }

    private byte[] Header(byte[] root)
    {
        byte[] header = [.. Little(4), .. Tip.ToArray(), .. root, .. Little((int)Time), .. Little(0x207fffff), .. Little(0)];
        for (var nonce = 0; (Work(header)[31] & 0x80) != 0; nonce++) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(76), nonce);
        return header;
    }

    private static byte[] Root(List<byte[]> level)
    {
        while (level.Count > 1)
        {
            if (level.Count % 2 == 1) level.Add(level[^1]);
            level = [.. level.Chunk(2).Select(p => SHA256.HashData(SHA256.HashData([.. p[0], .. p[1]])))];
        }

        return level[0];
    }

    /// <summary>A second builder that continues from a block of this one.</summary>
    internal ChainBuilder Fork(int height, int seed)
    {
        var fork = new ChainBuilder(seed) { Tip = Hash256.Of(Blocks[height].AsSpan(0, 80)), Time = Time + 7 };
        fork.Blocks.AddRange(Blocks.Take(height + 1));
        return fork;
    }

    internal static byte[] Record(byte[] block) => [.. Little(unchecked((int)RegtestMagic)), .. Little(block.Length), .. block];

    internal void WriteTo(string folder) => Write(folder, Blocks);

    internal static void Write(string folder, IEnumerable<byte[]> blocks, int file = 0)
    {
        Directory.CreateDirectory(folder);
        using var stream = File.Create(Path.Combine(folder, $"blk{file:00000}.dat"));
        foreach (var block in blocks) stream.Write(Record(block));
    }
}
