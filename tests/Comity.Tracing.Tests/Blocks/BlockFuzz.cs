namespace Comity.Tracing.Tests;

/// <summary>Entry points for fuzzing: any bytes are a value or a clear refusal, never another exception.</summary>
public static class BlockFuzz
{
    [ThreadStatic] private static Block? _block;

    /// <summary>Bytes as a block of each family, and as a lone transaction.</summary>
    public static void Fuzz(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        _block ??= new();
        foreach (var network in (ReadOnlySpan<Network>)[Network.Bitcoin, Network.BitcoinCash, Network.Litecoin])
        {
            try
            {
                BlockParser.Structure(bytes, network, _block);
                foreach (ref readonly var output in _block.Outputs.AsSpan(0, _block.OutputCount)) _ = Address.Encode(Script.Identify(_block.ScriptOf(in output), network.Coin), network);
                _block.Hash();
            }
            catch (MalformedException)
            {
                continue;
            }
        }

        try
        {
            BlockParser.LoneTransaction(bytes, Network.Bitcoin, _block);
        }
        catch (MalformedException)
        {
            return;
        }
    }
}

/// <summary>Random and mutated input, bounded; COMITY_FUZZ sets the number of executions, COMITY_FUZZ_SEED others than the usual ones.</summary>
internal static class FuzzLoop
{
    internal static int Executions(int usual) => int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var n) ? n : usual;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ_SEED"), out var seed) ? seed : 1;

    internal static void Run(int executions, byte[][] samples, Action<byte[]> fuzz)
    {
        Parallel.For(0, 2, worker =>
        {
            var random = new Random((2 * Seed) + worker);
            for (var i = worker; i < executions; i += 2) fuzz(Mutate(samples[random.Next(samples.Length)], random));
        });
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        if (random.Next(50) == 0)
        {
            var noise = new byte[random.Next(400)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = (byte[])sample.Clone();
        for (var n = 1 + random.Next(4); n > 0 && bytes.Length > 0; n--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => 0xfd, _ => 0 }; break;
                case 3: bytes = bytes[..at]; break;
                case 4: bytes = [.. bytes[..at], .. bytes[random.Next(at + 1)..]]; break;
                default: bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill(0xff); break;
            }
        }

        return bytes;
    }
}

[Trait("Spec", "tracing/1")]
public sealed class BlockFuzzTests
{
    private static byte[][] Samples()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("a", 1000), ("b", 2000));
        chain.Add([f[0]], [(ChainBuilder.PayTo("c"), 900), ([0x6a, 2, 1, 1], 0), ([0x51, 0x20, .. new byte[32]], 5)], witness: true);
        chain.Pay([f[1]], ("d", 1500));
        chain.Mine(("m", 1));
        chain.MineScripts([([0xef, .. new byte[32], 0x10, 0xfd, 0x00, 0x01, .. ChainBuilder.PayTo("token")], 1), ([0x51, 33, 2, .. new byte[32], 0x51, 0xae], 2), ([0x52, 2, 1, 2], 3)]);
        return [.. chain.Blocks, .. chain.Blocks.Select(b => b[81..]), ExtensionBlock(chain.Blocks[0])];
    }

    /// <summary>A block of Litecoin whose last transaction carries the mark of an extension block, and the extension block behind it.</summary>
    private static byte[] ExtensionBlock(byte[] block)
    {
        byte[] last = [2, 0, 0, 0, 0, 8, 1, .. new byte[36], 0, 0xff, 0xff, 0xff, 0xff, 1, 9, 0, 0, 0, 0, 0, 0, 0, 34, 0x58, 0x20, .. new byte[32], 0, 0, 0, 0, 0];
        return [.. block[..80], 2, .. block[81..], .. last, 1, 2, 3, 4, 5, 6, 7];
    }

    [Fact]
    public void Any_bytes_are_a_block_or_a_clear_refusal() => FuzzLoop.Run(FuzzLoop.Executions(60_000), Samples(), b => BlockFuzz.Fuzz(b));

    [Fact]
    public void A_count_that_lies_allocates_nothing()
    {
        byte[] lie = [.. new byte[80], 0xfe, 0xff, 0xff, 0xff, 0x01, .. new byte[200]];
        var block = new Block();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MalformedException>(() => BlockParser.Structure(lie, Network.Bitcoin, block));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Two_equal_neighbours_are_no_block()
    {
        byte[] ids = [.. Enumerable.Repeat((byte)1, 32), .. Enumerable.Repeat((byte)2, 32), .. Enumerable.Repeat((byte)2, 32)];
        Assert.Null(MerkleTree.Root([.. ids[..32], .. ids[32..64], .. ids[..32], .. ids[32..64]], 4));
    }

    [Fact]
    public void Every_leaf_of_every_small_tree_is_proven_and_nothing_else_is()
    {
        for (var count = 1; count < 20; count++)
        {
            var ids = Enumerable.Range(0, 32 * count).Select(i => (byte)(((i * 7) + (i / 32)) % 251)).ToArray();
            var root = MerkleTree.Root([.. ids], count)!.Value;
            for (var position = 0; position < count; position++)
            {
                var id = new Hash256(ids.AsSpan(32 * position, 32));
                var proof = MerkleTree.Proof([.. ids], count, position);
                Assert.True(MerkleTree.Verify(id, position, count, proof, root));
                Assert.False(MerkleTree.Verify(id, position, count, [.. proof, id], root));
                if (count > 1) Assert.False(MerkleTree.Verify(id, (position + 1) % count, count, proof, root));
            }
        }
    }

    [Fact]
    public void The_fast_hash_equals_the_plain_one() => Prop.ForAll<byte[], byte[], byte[]>((a, b, c) =>
    {
        byte[] whole = [.. a ?? [], .. b ?? [], .. c ?? []];
        Span<byte> fast = stackalloc byte[32], plain = stackalloc byte[32];
        Sha256.Twice(a ?? [], b ?? [], c ?? [], fast);
        Sha256.PlainTwice(whole, plain);
        return fast.SequenceEqual(plain);
    }).QuickCheckThrowOnFailure();
}
