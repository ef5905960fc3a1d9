using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Comity.Law.Routing;

/// <summary>Answers <see cref="RouteQuery"/>: everything that does not depend on the query is made once, when the release is loaded.</summary>
internal sealed class RouteTable
{
    private readonly LawRelease _release;
    private readonly FrozenDictionary<CountryCode, int> _countries;
    private readonly FrozenDictionary<string, int> _channels;
    private readonly FrozenDictionary<string, int> _categories;
    private readonly ChannelTable[] _tables;
    private readonly Standings[] _standings;
    private readonly FrozenDictionary<string, Standings> _byInstrument;
    private readonly SwitchTable _switches;
    private readonly PairTable _pairs;
    private readonly Extension[] _extensions;
    private readonly (string Instrument, ImmutableArray<Safeguard> Safeguards)[] _overlays;

    internal RouteTable(LawRelease release)
    {
        _release = release;
        _countries = release.Countries.Index().ToFrozenDictionary(item => item.Item.Code, item => item.Index);
        _channels = release.Channels.Index().ToFrozenDictionary(item => item.Item.Id, item => item.Index);
        _categories = release.DataCategories.Index().ToFrozenDictionary(item => item.Item.Id, item => item.Index);
        var instruments = release.Instruments.ToDictionary(instrument => instrument.Id);
        var treatyOf = release.Treaties.Where(treaty => treaty.Instrument is not null).ToDictionary(treaty => treaty.Instrument!);
        foreach (var instrument in release.Instruments)
            if (!treatyOf.ContainsKey(instrument.Id) && (instrument.Channels.Length > 0 || instrument.Extends is not null || !instrument.Overlays.IsEmpty))
                throw new LawDataException("treaties.yaml", 0, $"{instrument.Id} has no treaty.", "Add its rule of entry into force.");
        _tables = [.. release.Channels.Select(channel => new ChannelTable(release, channel, instruments[channel.Instrument]))];
        _byInstrument = treatyOf.ToFrozenDictionary(pair => pair.Key, pair => new Standings(release, pair.Value, instruments[pair.Key]));
        _standings = [.. release.Channels.Select(channel => _byInstrument[channel.Instrument])];
        _switches = new(release, code => _countries[code], treatyOf);
        _pairs = new(release);
        _extensions = [.. release.Instruments.Where(instrument => instrument.Extends is not null).Select(instrument => new Extension(instrument))];
        _overlays = [.. release.Instruments.Where(instrument => !instrument.Overlays.IsEmpty).Select(instrument =>
            (instrument.Id, release.Safeguards.Where(safeguard => instrument.Overlays.Contains(safeguard.Id)).ToImmutableArray()))];
    }

    internal PairKnowledge Between(CountryCode a, CountryCode b, DateOnly on)
    {
        if (a == b) throw new ArgumentException($"Both States are {a}; a pair needs two.", nameof(b));
        _ = (Country(a), Country(b));
        var decides = _pairs.Find(a, b, on) is { Confidence.Mark: not "low" } firm ? firm : null;
        var (one, other) = (a.ToString(), b.ToString());
        var beside = _release.PairFacts.Where(fact => !fact.IsBasis && ((fact.BetweenA == one && fact.BetweenB == other) || (fact.BetweenA == other && fact.BetweenB == one)));
        return new(decides is null ? PairTreaty.Unknown : PairTreaty.Exists, decides, [.. _pairs.All(a, b), .. beside]);
    }

    internal ImmutableArray<LawRoute> All(RouteQuery query)
    {
        var asked = Read(query);
        var reasons = new Reasons();
        var routes = new LawRoute[_tables.Length];
        for (var i = 0; i < routes.Length; i++) routes[i] = Build(i, asked, reasons);
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(routes);
    }

    internal LawRoute One(RouteQuery query, string channel) => Build(Index(channel), Read(query), new());

    internal ImmutableArray<RefusalGround> Grounds(string channel, RouteQuery query, IReadOnlyCollection<string> offences)
    {
        var onlyCore = offences.Count > 0;
        foreach (var id in offences) onlyCore &= Offence(id).IsCore;
        var question = Read(query);
        return Grounds(_tables[Index(channel)], question, onlyCore);
    }

    internal PairFact? TreatyFact(CountryCode a, CountryCode b, DateOnly on) => _pairs.Find(a, b, on);

    internal bool IsTurned(string switchId, CountryCode from, CountryCode to, DateOnly on)
    {
        var turned = _release.Switches.FirstOrDefault(one => one.Id == switchId) ?? throw new ArgumentException($"There is no switch '{switchId}' in the law data.", nameof(switchId));
        return IsTurned(turned, Country(from), Country(to), on);
    }

    /// <summary>A query with its words looked up.</summary>
    private sealed record Question(int From, int To, DateOnly On, int Data, string? DataId, Offence? Offence, bool Emergency, bool TreatyExists, bool TreatyIsKnown, string TreatyText, Confidence TreatyMark, PairFact? Fact);

    private Question Read(RouteQuery query)
    {
        if (query.From == query.To) throw new ArgumentException($"The asking and the asked State are both {query.From}; a route needs two.", nameof(query));
        var (exists, known, text, mark, fact) = TreatyOfPair(query);
        return new(
            Country(query.From), Country(query.To), query.On, query.Data is { } data ? Category(data) : -1, query.Data, query.Offence is { } offence ? Offence(offence) : null,
            query.Emergency, exists, known, text, mark, fact);
    }

    private (bool Exists, bool Known, string Text, Confidence Mark, PairFact? Fact) TreatyOfPair(RouteQuery query)
    {
        var fact = _pairs.Find(query.From, query.To, query.On);
        var firm = fact is { Confidence.Mark: not "low" };
        return query.TreatyOfPair switch
        {
            PairTreaty.Exists => (true, true, "A mutual assistance treaty binds the pair, as the officer answered: its own procedure, grounds and use rules count.", A, fact),
            PairTreaty.None => (false, true, firm
                ? $"No mutual assistance treaty binds the pair, as the officer answered; the register has one: {fact!.Instrument}."
                : "No mutual assistance treaty binds the pair, as the officer answered: articles 27 and 28 are the procedure.", A, fact),
            _ when firm => (true, true, $"{fact!.Instrument} binds the pair: its own procedure, grounds and use rules count.", fact.Confidence, fact),
            _ when fact is not null => (false, false, $"Whether a mutual assistance treaty binds the pair is not known; a lead to check: {fact.Instrument}.", fact.Confidence, fact),
            _ => (false, false, Unknown, A, null),
        };
    }

    private LawRoute Build(int channel, Question asked, Reasons reasons)
    {
        var table = _tables[channel];
        reasons.Clear();
        reasons.Add(table.Basis);
        SayBound(channel, table, asked, reasons);
        SayRequest(table, asked, reasons);
        SaySwitches(channel, table, asked, reasons);
        return new()
        {
            Channel = table.Channel,
            Open = reasons.Open,
            Reasons = reasons.ToArray(),
            Requires = Requires(table, asked),
            Grounds = Grounds(table, asked, asked.Offence is { IsCore: true }),
            Limits = table.Limits(asked.Data, asked.Emergency),
            Safeguards = Safeguards(table, asked),
        };
    }

    private void SayBound(int channel, ChannelTable table, Question asked, Reasons reasons)
    {
        var standings = _standings[channel];
        standings.SayPending(asked.On, reasons);
        standings.Say(asked.From, asked.On, reasons);
        if (!table.Channel.BindsAskingOnly) standings.Say(asked.To, asked.On, reasons);
        foreach (var extension in _extensions)
            if (asked.Offence?.Instrument == extension.Instrument.Id && table.Channel.Instrument == extension.Instrument.Extends)
                reasons.Add(Binds(extension.Instrument.Id, asked) ? extension.Both : extension.NotBoth);
    }

    private static void SayRequest(ChannelTable table, Question asked, Reasons reasons)
    {
        if (asked.Data >= 0 && table.WrongData[asked.Data] is { } wrong) reasons.Add(wrong);
        if (!asked.Emergency && table.NoEmergency is { } calm) reasons.Add(calm);
        if (table.WrongOffence is { } other && asked.Offence is { } offence && offence.Instrument != table.Channel.OffencesOf) reasons.Add(other);
        if (table.HangsOnTreaty) reasons.Add(TreatyReason(table, asked));
        foreach (var question in table.Undecided) reasons.Add(question);
    }

    private static Reason TreatyReason(ChannelTable table, Question asked)
    {
        var weight = !asked.TreatyIsKnown ? ReasonWeight.Asks : !asked.TreatyExists ? ReasonWeight.Opens : table.Channel.NeedsNoTreaty is null ? ReasonWeight.Asks : ReasonWeight.Closes;
        return new(weight, table.TreatyRule, asked.TreatyText, asked.TreatyMark, asked.Fact?.From, asked.Fact?.Source);
    }

    private void SaySwitches(int channel, ChannelTable table, Question asked, Reasons reasons)
    {
        foreach (var turned in _switches.OnChannel(asked.From, channel))
            if (turned.Switch is null or { Side: SwitchSide.Asking or SwitchSide.Both or SwitchSide.AnyParticipant }) SaySwitch(turned, asked, reasons);
        foreach (var turned in _switches.OnChannel(asked.To, channel))
            if (turned.Switch is not { Side: SwitchSide.Asking }) SaySwitch(turned, asked, reasons);
        if (!table.Channel.DualCriminalityAllowed || asked.Offence is not { } offence) return;
        foreach (var turned in _switches.OnOffence(asked.To, offence.Id))
            if (turned.Holds(asked.On)) reasons.Add(turned.Noting);
    }

    private void SaySwitch(TurnedSwitch turned, Question asked, Reasons reasons)
    {
        if (!turned.Holds(asked.On)) return;
        switch (turned.Switch?.Operation)
        {
            case "disable-channel":
                reasons.Add(turned.Closing);
                break;
            case "restrict-data" or "restrict-request" when !turned.Switch.Categories.IsEmpty && asked.DataId is { } data:
                if (turned.Switch.Categories.Contains(data)) reasons.Add(turned.Closing);
                break;
            case "add-refusal-ground" when asked.Offence is { IsCore: true } && _release.FindGround(turned.Switch.Ground!)!.NotForCoreOffences:
                break;
            default:
                reasons.Add(turned.Noting);
                break;
        }
    }

    private ImmutableArray<string> Requires(ChannelTable table, Question asked)
    {
        var always = table.Requires(asked.Emergency, asked.DataId == "identification");
        if (!table.HasSwitchedElements) return always;
        foreach (var element in table.Channel.Elements)
            if (element.RequiredIf is { } word && word.StartsWith("sw.", StringComparison.Ordinal) && IsTurned(Switch(word), asked.From, asked.To, asked.On))
                always = always.Add(element.Id);
        return always;
    }

    private ImmutableArray<RefusalGround> Grounds(ChannelTable table, Question asked, bool onlyCoreOffences)
    {
        var mask = 0;
        for (var i = 0; i < table.Channel.Grounds.Length; i++)
        {
            var ground = table.Channel.Grounds[i];
            if (ground.NotForCoreOffences && onlyCoreOffences) continue;
            if (ground.RequiresSwitch is { } needed && !IsTurned(Switch(needed), asked.From, asked.To, asked.On)) continue;
            if (asked.TreatyExists && table.Channel.FallbackGrounds.Contains(ground.Id)) continue;
            mask |= 1 << i;
        }

        return table.Grounds(mask);
    }

    private ImmutableArray<Safeguard> Safeguards(ChannelTable table, Question asked)
    {
        var safeguards = asked.TreatyExists ? table.SafeguardsUnderTreaty : table.Safeguards;
        if (asked.Offence is not { IsChildProtection: true }) return safeguards;
        foreach (var (instrument, overlay) in _overlays)
            if (Binds(instrument, asked)) safeguards = [.. safeguards.Union(overlay)];
        return safeguards;
    }

    private bool Binds(string instrument, Question asked) => _byInstrument[instrument] is var standings && standings.IsBound(asked.From, asked.On) && standings.IsBound(asked.To, asked.On);

    private bool IsTurned(Switch turned, int from, int to, DateOnly on) =>
        (turned.Side is not SwitchSide.Asking && _switches.IsTurned(to, turned.Id, on)) ||
        (turned.Side is SwitchSide.Asking or SwitchSide.Both or SwitchSide.AnyParticipant && _switches.IsTurned(from, turned.Id, on));

    private Switch Switch(string id)
    {
        foreach (var turned in _release.Switches)
            if (turned.Id == id) return turned;
        throw new ArgumentException($"There is no switch '{id}' in the law data.", nameof(id));
    }

    private int Index(string channel) => _channels.TryGetValue(channel, out var index) ? index : throw new ArgumentException($"There is no channel '{channel}' between States in the law data.", nameof(channel));

    private int Country(CountryCode code) => _countries.TryGetValue(code, out var index) ? index : throw new ArgumentException($"There is no country '{code}' in the law data.", nameof(code));

    private int Category(string id) => _categories.TryGetValue(id, out var index) ? index : throw new ArgumentException($"There is no data category '{id}' in the law data.", nameof(id));

    private Offence Offence(string id) => _release.FindOffence(id) ?? throw new ArgumentException($"There is no offence '{id}' in the law data.", nameof(id));

    private static readonly Confidence A = new("A");

    private const string Unknown = "Whether a mutual assistance treaty binds the pair is not known here: ask, and record the answer. Without one, articles 27 and 28 are the procedure.";

    /// <summary>An instrument that carries another's channels over to its own offences (ETS 189 art. 8.2).</summary>
    private sealed class Extension(Instrument instrument)
    {
        internal Instrument Instrument => instrument;

        internal Reason Both { get; } = new(
            ReasonWeight.Opens, instrument.ExtendsSource!.First!, $"{instrument.Reference} binds both: its offences are pursued by this channel, as no core offences.", instrument.Confidence);

        internal Reason NotBoth { get; } = new(
            ReasonWeight.Asks, instrument.ExtendsSource!.First!, $"{instrument.Reference} does not bind both: asked for as electronic evidence of an offence of the asking State's law.", instrument.Confidence);
    }
}
