using BenchmarkDotNet.Attributes;
using Comity.Law;
using Comity.Node.Law;

namespace Comity.Benchmarks;

/// <summary>What do the lawful ways cost: the release read and checked, one channel, all channels of a pair, all pairs of Parties on one day?</summary>
[MemoryDiagnoser]
public class LawBenchmarks
{
    private readonly Dictionary<string, byte[]> _files = LawFolder.Read(LawFolder.Beside);
    private LawRelease _release = null!;
    private RouteQuery[] _pairs = [];
    private RouteQuery _query = null!;

    [GlobalSetup]
    public void Load()
    {
        _release = LawRelease.Load(_files);
        var on = new DateOnly(2026, 11, 21);
        var parties = _release.Statuses.Where(row => row.Treaty == "ETS185" && row.IsBound(on)).Select(row => row.Country).ToArray();
        _pairs = [.. parties.SelectMany(from => parties.Where(to => to != from).Select(to => new RouteQuery(from, to, on, "traffic")))];
        _query = new(CountryCode.Parse("RS"), CountryCode.Parse("JP"), on, "traffic", "off.185.2");
    }

    [Benchmark]
    public LawRelease LoadAndCheck() => LawRelease.Load(_files);

    [Benchmark]
    public LawRoute OneChannel() => _release.Route(_query, "ch.185.29");

    [Benchmark(Baseline = true)]
    public int OnePairAllChannels() => _release.Routes(_query).Length;

    [Benchmark]
    public int AllPairsAllChannels()
    {
        var open = 0;
        foreach (var query in _pairs)
            foreach (var route in _release.Routes(query))
                if (route.Open) open++;
        return open;
    }
}
