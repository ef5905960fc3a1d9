using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Comity.Tracing;

namespace Comity.Benchmarks;

/// <summary>How near is parse + txid to plain SHA-256 of the same bytes? (SHA-256 is the limit.)</summary>
[MemoryDiagnoser]
public class TracingParseBenchmarks
{
    private const int Transactions = 2_000;
    private readonly Comity.Tracing.Block _block = new();
    private readonly byte[] _hash = new byte[32];
    private byte[] _bytes = [];

    [GlobalSetup] public void Setup() => _bytes = SyntheticBlock.Make(Transactions);

    /// <summary>The same bytes hashed in one call, and once more 32 bytes per transaction.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Transactions)]
    public int PlainSha256()
    {
        SHA256.HashData(_bytes, _hash);
        for (var i = 0; i < Transactions; i++) SHA256.HashData(_hash, _hash);
        return _hash[0];
    }

    [Benchmark(OperationsPerInvoke = Transactions)]
    public int ParseAndTxid()
    {
        BlockParser.Structure(_bytes, Network.Regtest, _block);
        _block.Hash();
        return _block.Count;
    }
}

/// <summary>How near are unions to the plain passing of as many random places of the same memory? (Random access to memory is the limit.)</summary>
public class TracingUnionBenchmarks : IDisposable
{
    private const int Ids = 20_000_000, Unions = 25_000_000;
    private UnionFind _sets = new(1);

    [IterationSetup] public void Setup() => _sets = new(Ids);

    [IterationCleanup] public void Cleanup() => _sets.Dispose();

    public void Dispose()
    {
        _sets.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The roots of both members of each pair looked up, while every member is its own root: two accesses a pair.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Unions)]
    public long Accesses()
    {
        long sum = 0;
        Parallel.For(0, 2, worker =>
        {
            var (source, own) = (new UnionPairs(Ids, Unions, UnionSpread.Uniform, worker), 0L);
            while (source.Next() is { IsEmpty: false } pairs)
                foreach (var (a, b) in pairs) own += _sets.Find(a) ^ _sets.Find(b);
            Interlocked.Add(ref sum, own);
        });
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Unions)]
    public void OneByOne() => Parallel.For(0, 2, worker =>
    {
        var source = new UnionPairs(Ids, Unions, UnionSpread.Uniform, worker);
        while (source.Next() is { IsEmpty: false } pairs)
            foreach (var (a, b) in pairs) _sets.Union(a, b);
    });

    [Benchmark(OperationsPerInvoke = Unions)]
    public void TogetherFetchedAhead() => Parallel.For(0, 2, worker =>
    {
        var source = new UnionPairs(Ids, Unions, UnionSpread.Uniform, worker);
        while (source.Next() is { IsEmpty: false } pairs) _sets.UnionAll(pairs);
    });
}

/// <summary>A block of usual payments, P2WPKH and P2PKH in equal parts.</summary>
internal static class SyntheticBlock
{
    internal static byte[] Make(int transactions)
    {
        var block = new List<byte>(new byte[80]) { 0xfd, (byte)(transactions & 0xff), (byte)(transactions >> 8) };
        for (var i = 0; i < transactions; i++)
        {
            var witness = i % 2 == 1;
            block.AddRange([2, 0, 0, 0]);
            if (witness) block.AddRange([0, 1]);
            block.Add(1);
            block.AddRange(i == 0 ? new byte[32] : SHA256.HashData([(byte)i, (byte)(i >> 8)]));
            block.AddRange(i == 0 ? [0xff, 0xff, 0xff, 0xff] : [0, 0, 0, 0]);
            var script = witness ? 0 : i == 0 ? 20 : 107;
            block.Add((byte)script);
            block.AddRange(new byte[script]);
            block.AddRange([0xff, 0xff, 0xff, 0xff, 2]);
            for (var o = 0; o < 2; o++)
            {
                block.AddRange([0xe8, 3, 0, 0, 0, 0, 0, 0, 22, 0, 20]);
                block.AddRange(SHA256.HashData([(byte)i, (byte)(i >> 8), (byte)o]).AsSpan(0, 20));
            }

            if (witness) block.AddRange([2, 72, .. new byte[72], 33, .. new byte[33]]);
            block.AddRange([0, 0, 0, 0]);
        }

        return [.. block];
    }
}
