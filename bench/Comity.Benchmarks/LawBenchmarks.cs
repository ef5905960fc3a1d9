using BenchmarkDotNet.Attributes;
using Comity.Law;
using Comity.Law.Calendars;
using Comity.Node.Law;
using YamlDotNet.Core;

namespace Comity.Benchmarks;

/// <summary>What do the lawful ways cost: all ordered pairs of Parties by all channels on one day, one pair, one channel; what if; one deadline?</summary>
/// <remarks>Baseline: for the same pairs and channels, the two look-ups in a table that say whether both are bound, and nothing else.</remarks>
[MemoryDiagnoser]
public class LawBenchmarks
{
    private LawRelease _release = null!;
    private RouteQuery[] _pairs = [];
    private string[] _treaties = [];
    private Dictionary<(string, CountryCode), DateOnly> _bound = [];
    private RouteQuery _query = null!;
    private TimeLimit _limit = null!;
    private TermRun _run = null!;

    [GlobalSetup]
    public void Load()
    {
        _release = LawRelease.Load(LawFolder.Read(LawFolder.Beside));
        var on = new DateOnly(2026, 11, 21);
        var parties = _release.Statuses.Where(row => row.Treaty == "ETS185" && row.IsBound(on)).Select(row => row.Country).ToArray();
        _pairs = [.. parties.SelectMany(from => parties.Where(to => to != from).Select(to => new RouteQuery(from, to, on, "traffic")))];
        var treatyOf = _release.Treaties.Where(treaty => treaty.Instrument is not null).ToDictionary(treaty => treaty.Instrument!, treaty => treaty.Id);
        _treaties = [.. _release.Channels.Select(channel => treatyOf[channel.Instrument])];
        _bound = _release.Statuses.Where(row => row.BoundFrom is not null).ToDictionary(row => (row.Treaty, row.Country), row => row.BoundFrom!.Value);
        _query = new(CountryCode.Parse("RS"), CountryCode.Parse("JP"), on, "traffic", "off.185.2");
        _limit = _release.FindLimit("dl.eu.10.3")!;
        var calendar = _release.FindCalendar(CountryCode.Parse("PT"))!;
        _run = new(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar);
    }

    [Benchmark(Baseline = true)]
    public int TwoLookUpsForEachPairAndChannel()
    {
        var open = 0;
        foreach (var query in _pairs)
            foreach (var treaty in _treaties)
                if (_bound.TryGetValue((treaty, query.From), out var from) && from <= query.On && _bound.TryGetValue((treaty, query.To), out var to) && to <= query.On) open++;
        return open;
    }

    [Benchmark]
    public int AllPairsAllChannels()
    {
        var open = 0;
        foreach (var query in _pairs)
            foreach (var route in _release.Routes(query))
                if (route.Open) open++;
        return open;
    }

    [Benchmark]
    public int OnePairAllChannels() => _release.Routes(_query).Length;

    [Benchmark]
    public LawRoute OneChannel() => _release.Route(_query, "ch.185.29");

    [Benchmark]
    public RouteAdvice OneChannelWithAdvice() => _release.Advise(_query, _release.Route(_query, "ch.185.25"));

    [Benchmark]
    public LawRelease SupposeOneDeposit() => _release.Suppose([new("ETS185", CountryCode.Parse("IE"), new(2026, 12, 1))]);

    [Benchmark]
    public TermEnd OneDeadline() => _release.EndOf(_limit, _run);
}

/// <summary>What does it cost to load and check all law data?</summary>
/// <remarks>Baseline: the YAML library reads the events of the same files and forgets them; what no reader on top of it can avoid.</remarks>
[MemoryDiagnoser]
public class LawLoadBenchmarks
{
    private readonly Dictionary<string, byte[]> _files = LawFolder.Read(LawFolder.Beside);

    [Benchmark(Baseline = true)]
    public int YamlEventsOnly()
    {
        var events = 0;
        foreach (var (path, bytes) in _files)
        {
            if (!path.EndsWith(".yaml", StringComparison.Ordinal)) continue;
            var parser = new Parser(new StringReader(System.Text.Encoding.UTF8.GetString(bytes)));
            while (parser.MoveNext()) events++;
        }

        return events;
    }

    [Benchmark]
    public LawRelease LoadAndCheck() => LawRelease.Load(_files);
}
