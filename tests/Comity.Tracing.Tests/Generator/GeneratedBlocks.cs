using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comity.Tracing.Tests;

/// <summary>The bytes of a generated chain: transactions, mined regtest blocks, block files, and the ids of all.</summary>
internal sealed class GeneratedBlocks(string folder, Random random) : IDisposable
{
    private const int FileBytes = 128 << 20;
    private static readonly byte[] WitnessNone = [0], WitnessTap = [1, 64, .. new byte[64]], WitnessKey = [2, 72, .. new byte[72], 33, .. new byte[33]];
    private readonly List<byte> _body = [], _kinds = [];
    private readonly MemoryStream _block = new();
    private byte[] _tip = new byte[32];
    private uint _time = 1_600_000_000;
    private FileStream? _file;
    private int _files;

    /// <summary>Ids by number, 32 bytes each.</summary>
    internal byte[] Ids { get; private set; } = new byte[32 * 1024];

    /// <summary>Transactions so far. A coinbase takes the number after its block's others, though it stands first in the chain.</summary>
    internal int Count { get; private set; }

    /// <summary>Number of the first transaction of the block being made.</summary>
    internal int BlockFirst { get; private set; }

    internal int Height { get; private set; }

    public void Dispose()
    {
        _file?.Dispose();
        _block.Dispose();
    }

    /// <summary>Writes one transaction into the block being made; tells the owner of each address that it pays.</summary>
    internal void Add(GeneratedWallet from, List<Coin> inputs, List<Payment> outputs, bool data, Action<ulong, int> owned)
    {
        _body.Clear();
        _body.AddRange(ChainBuilder.Compact(inputs.Count));
        foreach (var i in inputs)
        {
            _body.AddRange(Ids.AsSpan(32 * i.Transaction, 32));
            _body.AddRange(ChainBuilder.Little(i.Index));
            AddSignature(i);
            _body.AddRange(ChainBuilder.Little(from.Replaceable ? unchecked((int)0xfffffffd) : unchecked((int)0xfffffffe)));
        }

        _body.AddRange(ChainBuilder.Compact(outputs.Count + (data ? 1 : 0)));
        foreach (var output in outputs) AddOutput(output, owned);
        if (data) _body.AddRange([.. ChainBuilder.Little(0L), 10, 0x6a, 8, .. ChainBuilder.Little((long)Count)]);
        Finish(from, inputs);
    }

    private void AddSignature(Coin input)
    {
        // A bare input script for old kinds; witness kinds have an empty one. Signatures are noise: nobody here checks them.
        var length = _kinds.Count > input.Address && _kinds[input.Address] is 0 or 3 ? 107 : 0;
        _body.Add((byte)length);
        for (var i = 0; i < length; i++) _body.Add((byte)(i * 37 % 251));
    }

    private void AddOutput(Payment output, Action<ulong, int> owned)
    {
        var (to, address, value) = output;
        while (_kinds.Count <= address) _kinds.Add(255);
        if (_kinds[address] == 255) _kinds[address] = (byte)(random.Next(100) < 6 ? random.Next(4) : to.Kind); // wallets move to newer kinds
        Span<byte> key = stackalloc byte[32], seed = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(seed, address);
        SHA256.HashData(seed, key);
        owned(BinaryPrimitives.ReadUInt64LittleEndian(key), to.Owner);
        _body.AddRange(ChainBuilder.Little(value));
        switch (_kinds[address])
        {
            case 0: _body.AddRange([25, 0x76, 0xa9, 0x14]); _body.AddRange(key[..20]); _body.AddRange([0x88, 0xac]); break;
            case 1: _body.AddRange([22, 0, 20]); _body.AddRange(key[..20]); break;
            case 2: _body.AddRange([34, 0x51, 32]); _body.AddRange(key); break;
            default: _body.AddRange([23, 0xa9, 20]); _body.AddRange(key[..20]); _body.Add(0x87); break;
        }
    }

    private void Finish(GeneratedWallet from, List<Coin> inputs)
    {
        var witness = inputs.Any(i => _kinds[i.Address] is 1 or 2);
        var lockTime = ChainBuilder.Little(from.LocksHeight ? Height : 0);
        byte[] stripped = [.. ChainBuilder.Little(from.Version), .. _body, .. lockTime];
        AddId(SHA256.HashData(SHA256.HashData(stripped)));
        if (witness)
        {
            _block.Write([.. ChainBuilder.Little(from.Version), 0, 1]);
            _block.Write([.. _body]);
            foreach (var i in inputs) _block.Write(_kinds[i.Address] switch { 1 => WitnessKey, 2 => WitnessTap, _ => WitnessNone });
            _block.Write(lockTime);
        }
        else
        {
            _block.Write(stripped);
        }
    }

    private void AddId(byte[] id)
    {
        if (Ids.Length < 32 * (Count + 1))
        {
            var more = new byte[checked(Ids.Length * 2)];
            Ids.CopyTo(more, 0);
            Ids = more;
        }

        id.CopyTo(Ids, 32 * Count++);
    }

    /// <summary>Closes the block with a coinbase that pays the miner.</summary>
    internal void Mine(Payment reward, Action<ulong, int> owned)
    {
        _body.Clear();
        byte[] script = [3, .. ChainBuilder.Little(Height).AsSpan(0, 3), 4, .. ChainBuilder.Little(7)];
        byte[] head = [.. ChainBuilder.Little(1), 1, .. new byte[32], 0xff, 0xff, 0xff, 0xff, (byte)script.Length, .. script, 0xff, 0xff, 0xff, 0xff, 1];
        AddOutput(reward, owned);
        byte[] coinbase = [.. head, .. _body, .. ChainBuilder.Little(0)];
        AddId(SHA256.HashData(SHA256.HashData(coinbase)));
        WriteBlock(coinbase);
        (BlockFirst, Height) = (Count, Height + 1);
        _time += 600;
        _block.SetLength(0);
    }

    private void WriteBlock(byte[] coinbase)
    {
        var last = Count - 1;
        var ids = new byte[32 * (Count - BlockFirst)];
        Ids.AsSpan(32 * last, 32).CopyTo(ids);
        Ids.AsSpan(32 * BlockFirst, 32 * (last - BlockFirst)).CopyTo(ids.AsSpan(32));
        byte[] header = [.. ChainBuilder.Little(4), .. _tip, .. Root(ids), .. ChainBuilder.Little((int)_time), .. ChainBuilder.Little(0x207fffff), .. ChainBuilder.Little(0)];
        for (var nonce = 0; ((_tip = SHA256.HashData(SHA256.HashData(header)))[31] & 0x80) != 0; nonce++) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(76), nonce);
        byte[] lead = [.. header, .. ChainBuilder.Compact(Count - BlockFirst), .. coinbase];
        if (_file is null || _file.Length > FileBytes)
        {
            _file?.Dispose();
            _file = File.Create(Path.Combine(folder, $"blk{_files++:00000}.dat"));
        }

        _file.Write([.. ChainBuilder.Little(unchecked((int)ChainBuilder.RegtestMagic)), .. ChainBuilder.Little(lead.Length + (int)_block.Length)]);
        _file.Write(lead);
        _block.WriteTo(_file);
    }

    private static byte[] Root(byte[] ids)
    {
        for (var n = ids.Length / 32; n > 1; n = (n + 1) / 2)
        {
            for (var i = 0; i < n; i += 2)
            {
                var right = Math.Min(i + 1, n - 1);
                byte[] pair = [.. ids.AsSpan(32 * i, 32), .. ids.AsSpan(32 * right, 32)];
                SHA256.HashData(SHA256.HashData(pair)).CopyTo(ids, 16 * i);
            }
        }

        return ids[..32];
    }
}
