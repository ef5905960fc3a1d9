using BenchmarkDotNet.Attributes;
using Comity.Matching;

namespace Comity.Benchmarks;

/// <summary>What does an exact search cost beside comparing all entries, on an even list and on one whose entries share a word, and does it allocate?</summary>
[MemoryDiagnoser]
public class MatchingSearchBenchmarks
{
    private readonly HitBuffer _hits = new();
    private HashIndex _index = new();
    private PdqHash[] _entries = [], _queries = [];
    private int _next;

    [Params(1_000_000)]
    public int Entries { get; set; }

    [Params(false, true)]
    public bool OneWord { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        _entries = Draw(random, Entries);
        _queries = Draw(random, 1024);
        _index = new();
        _index.Add(_index.AddList(), _entries);
    }

    [GlobalCleanup]
    public void Free() => _index.Dispose();

    [Benchmark(Baseline = true)]
    public int PlainLoop()
    {
        var query = _queries[_next++ & 1023];
        var found = 0;
        foreach (ref readonly var entry in _entries.AsSpan())
            if (entry.Distance(query) <= 31) found++;
        return found;
    }

    [Benchmark]
    public void VectorScan()
    {
        _hits.Clear();
        FlatScan.Search(_entries, _queries[_next++ & 1023], 31, _hits);
    }

    [Benchmark]
    public void Index() => _index.Search(_queries[_next++ & 1023], 31, _hits);

    private PdqHash[] Draw(Random random, int count)
    {
        var hashes = new PdqHash[count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()));
        return OneWord ? Array.ConvertAll(hashes, h => h with { A = (h.A & ~0xffffUL) | 0x1234 }) : hashes;
    }
}

/// <summary>How long does the hash stage take at 512 x 512, and the reduction of a large picture to it?</summary>
[MemoryDiagnoser]
public class MatchingHashBenchmarks
{
    private readonly float[] _plane = new float[512 * 512];
    private readonly byte[] _pixels = new byte[1600 * 1004 * 3];

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        for (var i = 0; i < _plane.Length; i++) _plane[i] = random.Next(256);
        random.NextBytes(_pixels);
    }

    [Benchmark(Baseline = true)]
    public PdqResult HashStage() => Pdq.Hash(_plane, 512, 512);

    [Benchmark]
    public LumaPlane AreaAverage() => LumaPlane.FromPixels(_pixels, 1600, 1004, 3);
}
