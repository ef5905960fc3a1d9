using System.Collections.Frozen;
using System.Collections.Immutable;
using Comity.Law.Calendars;
using Comity.Law.Reading;
using Comity.Law.Routing;

namespace Comity.Law;

/// <summary>One release of the law data: instruments, channels, registers, checked as a whole and never changed.</summary>
/// <remarks>A release is named by <see cref="Digest"/>; a statement names the release it was checked against, and is judged by it for ever.</remarks>
public sealed class LawRelease
{
    private byte[]? _packed;
    private readonly Digest _digest;
    private readonly FrozenDictionary<string, Channel> _channels;
    private readonly FrozenDictionary<string, Element> _elements;
    private readonly FrozenDictionary<string, TimeLimit> _limits;
    private readonly FrozenDictionary<CountryCode, Country> _countries;
    private FrozenDictionary<(string Treaty, CountryCode Country), TreatyStatus> _statuses;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _countsAs;
    private readonly FrozenDictionary<string, Offence> _offences;
    private readonly FrozenDictionary<string, RefusalGround> _grounds;
    private readonly FrozenDictionary<string, GroundCode> _groundCodes;
    private readonly FrozenDictionary<CountryCode, CountrySheet> _sheets;
    private RouteTable _routes;

    internal LawRelease(LawReader read, byte[] packed)
    {
        _packed = packed;
        _digest = Digest.Of(packed);
        Treaties = [.. read.Treaties.Values];
        Instruments = [.. read.Instruments.Values.OrderBy(instrument => Rank(instrument.Id))];
        Channels = [.. Instruments.SelectMany(instrument => instrument.Channels)];
        DomesticOrders = [.. read.DomesticOrders];
        DomesticPowers = [.. read.Powers.Values];
        Offences = [.. read.Offences.Values];
        Grounds = [.. read.Grounds.Values];
        GroundCodes = [.. read.GroundCodes.Values];
        Safeguards = [.. read.Safeguards.Values];
        Switches = [.. read.Switches.Values];
        Countries = [.. read.Status.Countries.Values];
        Statuses = [.. read.Status.Statuses];
        Declarations = [.. read.Status.Declarations];
        PairFacts = [.. read.Status.PairFacts];
        Calendars = read.Calendars;
        DataCategories = read.Words.Categories;
        Circumstances = read.Words.Circumstances;
        _channels = Channels.Concat(DomesticOrders).ToFrozenDictionary(channel => channel.Id);
        _elements = read.Elements.ToFrozenDictionary();
        _limits = read.Limits.ToFrozenDictionary();
        _countries = Countries.ToFrozenDictionary(country => country.Code);
        _statuses = Statuses.ToFrozenDictionary(status => (status.Treaty, status.Country));
        _countsAs = read.Words.CountsAs.ToFrozenDictionary();
        _offences = read.Offences.ToFrozenDictionary();
        _grounds = read.Grounds.ToFrozenDictionary();
        _groundCodes = read.GroundCodes.ToFrozenDictionary();
        _sheets = read.Sheets.ToFrozenDictionary();
        _routes = new(this);
    }

    /// <summary>Reads and checks a release.</summary>
    /// <param name="files">Path inside the release (<c>ets-185.yaml</c>, <c>status/declarations.csv</c>) to bytes.</param>
    /// <exception cref="LawDataException">Something in a file is wrong; names file, line and remedy.</exception>
    /// <exception cref="ArgumentException">A path or a size is outside what <see cref="LawArchive"/> allows.</exception>
    public static LawRelease Load(IReadOnlyDictionary<string, byte[]> files)
    {
        var packed = LawArchive.Pack(files);
        return new(new LawReader(files), packed);
    }

    /// <summary>Reads a packed release.</summary>
    /// <exception cref="RefusedException">The bytes are no archive.</exception>
    /// <exception cref="LawDataException">Something in a file is wrong.</exception>
    public static LawRelease Unpack(ReadOnlySpan<byte> archive)
    {
        var files = LawArchive.Unpack(archive);
        return new(new LawReader(files), archive.ToArray());
    }

    /// <summary>The law as it would be if these deposits were made: entry into force is computed anew by each treaty's own rule.</summary>
    /// <remarks>For looking ahead only. A hypothetical release has no <see cref="Digest"/> and no bytes, so no statement can name it and no node can keep it.
    /// Suppositions on a hypothetical release add up.</remarks>
    /// <exception cref="SuppositionException">A treaty or country is unknown, or the treaty would not allow the deposit.</exception>
    public LawRelease Suppose(IReadOnlyList<Supposition> suppositions) => Suppose(suppositions, []);

    /// <summary>The law as it would be if these deposits were made and these declarations made or withdrawn.</summary>
    /// <remarks>As <see cref="Suppose(IReadOnlyList{Supposition})"/>.</remarks>
    /// <exception cref="SuppositionException">A treaty, country or article is unknown, or the treaty would not allow the act.</exception>
    public LawRelease Suppose(IReadOnlyList<Supposition> suppositions, IReadOnlyList<SupposedDeclaration> declarations)
    {
        if (suppositions.Count + declarations.Count == 0) return this;
        var copy = (LawRelease)MemberwiseClone(); // every other member is the same; nobody has the copy before it is complete
        copy._packed = null;
        copy.Suppositions = [.. Suppositions, .. suppositions];
        copy.SupposedDeclarations = [.. SupposedDeclarations, .. declarations];
        copy.Statuses = Supposing.Statuses(this, suppositions);
        copy._statuses = copy.Statuses.ToFrozenDictionary(status => (status.Treaty, status.Country));
        copy.Declarations = Supposing.Declarations(copy, declarations);
        copy._routes = new(copy);
        return copy;
    }

    /// <summary>True where something is supposed: nothing real may be decided or recorded by it.</summary>
    public bool IsHypothetical => !Suppositions.IsEmpty || !SupposedDeclarations.IsEmpty;

    /// <summary>The deposits that are supposed; empty for the law as it is.</summary>
    public ImmutableArray<Supposition> Suppositions { get; private set; } = [];

    /// <summary>The declarations that are supposed to be made or withdrawn; empty for the law as it is.</summary>
    public ImmutableArray<SupposedDeclaration> SupposedDeclarations { get; private set; } = [];

    /// <summary>All files as one sequence of bytes, the same on every machine.</summary>
    /// <exception cref="InvalidOperationException">The release is hypothetical.</exception>
    public byte[] Pack() => (byte[])(_packed ?? throw Hypothetical()).Clone();

    /// <summary>SHA-256 of the packed bytes: the name of the release.</summary>
    /// <exception cref="InvalidOperationException">The release is hypothetical: only <see cref="BasedOn"/> has a name.</exception>
    public Digest Digest => IsHypothetical ? throw Hypothetical() : _digest;

    /// <summary>The name of the real release: its own, or of the one that the suppositions were added to.</summary>
    public Digest BasedOn => _digest;

    /// <summary>The instruments.</summary>
    public ImmutableArray<Instrument> Instruments { get; }

    /// <summary>Every channel of every instrument, without the domestic orders.</summary>
    public ImmutableArray<Channel> Channels { get; }

    /// <summary>The two domestic orders; their elements are ours.</summary>
    public ImmutableArray<Channel> DomesticOrders { get; }

    /// <summary>The powers that each Party must have at home.</summary>
    public ImmutableArray<DomesticPower> DomesticPowers { get; }

    /// <summary>The offences.</summary>
    public ImmutableArray<Offence> Offences { get; }

    /// <summary>The grounds of refusal.</summary>
    public ImmutableArray<RefusalGround> Grounds { get; }

    /// <summary>The codes that divide grounds, each under each of its grounds.</summary>
    public ImmutableArray<GroundCode> GroundCodes { get; }

    /// <summary>The safeguards.</summary>
    public ImmutableArray<Safeguard> Safeguards { get; }

    /// <summary>What a Party can change.</summary>
    public ImmutableArray<Switch> Switches { get; }

    /// <summary>The treaties of the registers, with their rules of entry into force.</summary>
    public ImmutableArray<Treaty> Treaties { get; }

    /// <summary>States, territories and organisations.</summary>
    public ImmutableArray<Country> Countries { get; }

    /// <summary>Who stands where towards which treaty.</summary>
    public ImmutableArray<TreatyStatus> Statuses { get; private set; }

    /// <summary>Declarations, reservations, designations.</summary>
    public ImmutableArray<Declaration> Declarations { get; private set; }

    /// <summary>Treaties and Union law that bind pairs.</summary>
    public ImmutableArray<PairFact> PairFacts { get; }

    /// <summary>Weekends and holidays of the States that have a file.</summary>
    public ImmutableArray<StateCalendar> Calendars { get; }

    /// <summary>Categories of data.</summary>
    public ImmutableArray<DataCategory> DataCategories { get; }

    /// <summary>Circumstances that make conditional elements due.</summary>
    public ImmutableArray<Circumstance> Circumstances { get; }

    /// <summary>The channel or domestic order of this id, or null.</summary>
    public Channel? FindChannel(string id) => _channels.GetValueOrDefault(id);

    /// <summary>The element of this id, or null.</summary>
    public Element? FindElement(string id) => _elements.GetValueOrDefault(id);

    /// <summary>The time limit of this id, or null.</summary>
    public TimeLimit? FindLimit(string id) => _limits.GetValueOrDefault(id);

    /// <summary>The offence of this id, or null.</summary>
    public Offence? FindOffence(string id) => _offences.GetValueOrDefault(id);

    /// <summary>The refusal ground of this id, or null.</summary>
    public RefusalGround? FindGround(string id) => _grounds.GetValueOrDefault(id);

    /// <summary>The code of this id (<c>rg.requested-law.human-rights</c>), or null.</summary>
    public GroundCode? FindGroundCode(string id) => _groundCodes.GetValueOrDefault(id);

    /// <summary>The codes that divide a ground, in the order of the data; empty where it has none.</summary>
    public ImmutableArray<GroundCode> CodesOf(string ground) => [.. GroundCodes.Where(code => code.Ground == ground)];

    /// <summary>The ground that a refusal recorded, with or without code; null if the data know neither.</summary>
    public RefusalGround? GroundOf(string recorded) => FindGround(FindGroundCode(recorded)?.Ground ?? recorded);

    /// <summary>What a State told of itself and holds on a day; null if the data have no sheet of it, or none of its entries holds.</summary>
    public CountrySheet? SheetOf(CountryCode country, DateOnly on) =>
        _sheets.TryGetValue(country, out var sheet) && sheet with { Entries = [.. sheet.Entries.Where(entry => entry.Holds(on))] } is { Entries.IsEmpty: false } holding ? holding : null;

    /// <summary>All country sheets, with entries of every date.</summary>
    internal IEnumerable<CountrySheet> Sheets => _sheets.Values.OrderBy(sheet => sheet.Country.ToString(), StringComparer.Ordinal);

    /// <summary>Roles that count as others, by <see cref="CountsAs"/>.</summary>
    internal IEnumerable<KeyValuePair<string, ImmutableArray<string>>> RolesThatCount => _countsAs.OrderBy(role => role.Key, StringComparer.Ordinal);

    /// <summary>The country of this code, or null.</summary>
    public Country? FindCountry(CountryCode code) => _countries.GetValueOrDefault(code);

    /// <summary>The calendar of a State, or null: then nothing is known of its holidays.</summary>
    public StateCalendar? FindCalendar(CountryCode state)
    {
        foreach (var calendar in Calendars)
            if (calendar.State == state) return calendar;
        return null;
    }

    /// <summary>When a time limit ends, step by step.</summary>
    /// <param name="limit">A time limit of this release.</param>
    /// <param name="run">When and where it began, and what happened to it.</param>
    /// <exception cref="ArgumentException">It was prolonged or released, and nothing in the data does that; or a pause ends before it begins.</exception>
    public TermEnd EndOf(TimeLimit limit, TermRun run)
    {
        var prolongation = ProlongationOf(limit);
        if (run.ProlongedAt is not null && prolongation is null && !limit.Renewable) throw new ArgumentException($"Nothing in the data prolongs {limit.Id}.", nameof(run));
        if (run.ReleasedAt is not null && limit.ReleasedBy is null) throw new ArgumentException($"Nothing in the data releases {limit.Id}.", nameof(run));
        return TermCount.Of(limit, run, CountingOf(limit), prolongation);
    }

    /// <summary>The limit that prolongs another, or null.</summary>
    public TimeLimit? ProlongationOf(TimeLimit limit)
    {
        foreach (var other in _limits.Values)
            if (other.Extends == limit.Id) return other;
        return null;
    }

    /// <summary>Where a State stands towards a treaty, or null if the register has no row.</summary>
    /// <param name="treaty">As in the registers: <c>ETS185</c>.</param>
    /// <param name="country">The State.</param>
    public TreatyStatus? StatusOf(string treaty, CountryCode country) => _statuses.GetValueOrDefault((treaty, country));

    /// <summary>Whether an office with the role <paramref name="role"/> counts as <paramref name="actor"/> of an instrument.</summary>
    public bool CountsAs(string role, string actor) => role == actor || (_countsAs.TryGetValue(role, out var others) && others.Contains(actor));

    /// <summary>Every channel of the data between two States on a day, open or closed, each with its reasons.</summary>
    /// <exception cref="ArgumentException">A country, category or offence is not in the data, or both States are one.</exception>
    public ImmutableArray<LawRoute> Routes(RouteQuery query) => _routes.All(query);

    /// <summary>One channel between two States on a day.</summary>
    /// <exception cref="ArgumentException">The channel is none of the data, or as for <see cref="Routes"/>.</exception>
    public LawRoute Route(RouteQuery query, string channel) => _routes.One(query, channel);

    /// <summary>What the register shows about a mutual assistance treaty between two States; "unknown" is a full answer, to be asked and recorded.</summary>
    /// <exception cref="ArgumentException">A country is not in the data, or both are one.</exception>
    public PairKnowledge TreatyBetween(CountryCode one, CountryCode other, DateOnly on) => _routes.Between(one, other, on);

    /// <summary>What goes with a route of this release: paths, approvals, what could go wrong.</summary>
    /// <param name="query">The question that the route answers.</param>
    /// <param name="route">The route.</param>
    public RouteAdvice Advise(RouteQuery query, LawRoute route) => Adviser.Advise(this, query, route);

    /// <summary>The grounds on which a request may be refused.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="from">The asking State.</param>
    /// <param name="to">The asked State.</param>
    /// <param name="on">The day.</param>
    /// <param name="offences">The offences of the request; none means not yet known, and grounds that hang on the offence stay.</param>
    /// <param name="treatyOfPair">The officer's answer about a treaty of the pair.</param>
    /// <exception cref="ArgumentException">Something named is not in the data.</exception>
    public ImmutableArray<RefusalGround> GroundsThatApply(
        string channel, CountryCode from, CountryCode to, DateOnly on, IReadOnlyCollection<string> offences, PairTreaty treatyOfPair = PairTreaty.Unknown) =>
        Channel(channel).IsDomestic ? [] : _routes.Grounds(channel, new(from, to, on, TreatyOfPair: treatyOfPair), offences);

    /// <summary>What the register shows about a mutual assistance treaty between two States on a day, the firmest fact; null where it is silent. One of confidence low is a lead to check and decides nothing.</summary>
    public PairFact? TreatyFactOf(CountryCode a, CountryCode b, DateOnly on) => _routes.TreatyFact(a, b, on);

    /// <summary>The elements of a request, in the order of the form.</summary>
    /// <exception cref="ArgumentException">The channel is none of the data.</exception>
    public ImmutableArray<Element> Form(string channel) => Channel(channel).Elements;

    /// <summary>The elements that a request lacks, as far as <paramref name="recipientRole"/> may see them.</summary>
    /// <param name="channel">The channel or domestic order.</param>
    /// <param name="present">Ids of the elements that the recipient got.</param>
    /// <param name="recipientRole">The recipient's role, or null for whoever sees everything.</param>
    /// <param name="situation">What decides about conditional elements.</param>
    /// <exception cref="ArgumentException">The channel is none of the data.</exception>
    public ImmutableArray<Element> MissingElements(string channel, IReadOnlySet<string> present, string? recipientRole, Situation situation)
    {
        var missing = ImmutableArray.CreateBuilder<Element>();
        foreach (var element in Channel(channel).Elements)
            if (!present.Contains(element.Id) && IsDemanded(element, situation) && (recipientRole is null || element.IsVisibleTo(recipientRole, this)))
                missing.Add(element);
        return missing.DrainToImmutable();
    }

    /// <summary>Whether an element is demanded in a situation.</summary>
    public bool IsDemanded(Element element, Situation situation) =>
        element.Unless is { } not && Holds(not, situation) ? false : element.Mandatory || (element.RequiredIf is { } word && Holds(word, situation));

    /// <summary>Whether an element may be shown to an office with this role.</summary>
    public bool MaySee(Element element, string role) => element.IsVisibleTo(role, this);

    /// <summary>Whether an office with these roles may issue a request through a channel.</summary>
    /// <exception cref="ArgumentException">The channel is none of the data.</exception>
    public bool IssuerAllowed(string channel, IReadOnlyCollection<string> roles)
    {
        foreach (var actor in Channel(channel).IssuedBy)
            foreach (var role in roles)
                if (CountsAs(role, actor)) return true;
        return false;
    }

    /// <summary>Whether a switch is turned by the State whose switch is read.</summary>
    /// <exception cref="ArgumentException">The switch or a country is none of the data.</exception>
    public bool IsTurned(string switchId, CountryCode from, CountryCode to, DateOnly on) => _routes.IsTurned(switchId, from, to, on);

    /// <summary>The day from which Union law binds a member; null for others, and for members that it leaves out.</summary>
    internal DateOnly? MemberBoundFrom(Treaty treaty, CountryCode country) =>
        FindCountry(country) is { IsEuMember: true, Kind: "state" } && Instruments.FirstOrDefault(one => one.Id == treaty.Instrument) is { } instrument && !instrument.NotBound.Contains(country)
            ? instrument.AppliesSince : null;

    /// <summary>Instruments stand in the order of the treaties' rules; those without come last.</summary>
    private int Rank(string instrument) => Treaties.Select(treaty => treaty.Instrument).ToList().IndexOf(instrument) is >= 0 and var rank ? rank : int.MaxValue;

    private TimeCounting? CountingOf(TimeLimit limit)
    {
        foreach (var instrument in Instruments)
            if (instrument.Id == limit.Source.First?.Instrument) return instrument.Counting;
        return null;
    }

    private InvalidOperationException Hypothetical() =>
        new($"A hypothetical release ({string.Join(", ", Suppositions.Select(one => one.ToString()).Concat(SupposedDeclarations.Select(one => one.ToString())))}) has no name and no bytes: it cannot be packed, kept or named by a statement.");

    private bool Holds(string circumstance, Situation situation) => circumstance switch
    {
        "identification" => situation.Data == "identification" || situation.Circumstances.Contains(circumstance),
        _ when circumstance.StartsWith("sw.", StringComparison.Ordinal) => situation is { From: { } from, To: { } to } && IsTurned(circumstance, from, to, situation.On),
        _ => situation.Circumstances.Contains(circumstance),
    };

    private Channel Channel(string id) => FindChannel(id) ?? throw new ArgumentException($"There is no channel '{id}' in the law data.", nameof(id));
}

/// <summary>What decides whether conditional elements of a request are due.</summary>
/// <param name="On">The day of the request.</param>
/// <param name="From">The asking State; null inside one State.</param>
/// <param name="To">The asked State; null inside one State.</param>
/// <param name="Data">The data category, or null.</param>
public sealed record Situation(DateOnly On, CountryCode? From = null, CountryCode? To = null, string? Data = null)
{
    /// <summary>The circumstances that hold, by their words: <c>urgent</c>, <c>data-preserved</c>, <c>emergency</c>, ….</summary>
    public IReadOnlySet<string> Circumstances { get; init; } = ImmutableHashSet<string>.Empty;
}
