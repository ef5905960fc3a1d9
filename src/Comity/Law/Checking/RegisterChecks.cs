using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>What must agree between the rows of the registers, and between them and the rules.</summary>
internal sealed class RegisterChecks(LawRelease release, RawIndex raw, IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed)
{
    private readonly List<LawFault> _faults = [];

    internal List<LawFault> Run()
    {
        var asOf = DateOnly.TryParseExact(Meta("asOf"), "yyyy-MM-dd", out var day) ? day : DateOnly.MaxValue;
        Countries();
        foreach (var (row, status) in Zip("treaty_status.csv", release.Statuses).Concat(Zip("ets30_status.csv", release.Statuses))) Of(row, status, asOf);
        foreach (var (row, made) in Zip(RegisterColumns.Declarations, release.Declarations)) Of(row, made, asOf);
        Overlaps();
        foreach (var (row, fact) in Zip(RegisterColumns.PairFacts, release.PairFacts)) Of(row, fact, asOf);
        Flags();
        return _faults;
    }

    private string? Meta(string key) => parsed.Tree("common.yaml", files["common.yaml"]).Entries.GetValueOrDefault("meta") is YamlMap meta && meta.Entries.GetValueOrDefault(key) is YamlText text ? text.Text : null;

    private List<CsvRow> Rows(string file) => parsed.Rows("status/" + file, files["status/" + file], RegisterColumns.All.First(register => register.File == file).Columns);

    /// <summary>Rows and values stand in one order; of the two files of treaty status each has its own treaties.</summary>
    private IEnumerable<(CsvRow Row, T Value)> Zip<T>(string file, IEnumerable<T> values)
    {
        var rows = Rows(file);
        return file.EndsWith("_status.csv", StringComparison.Ordinal)
            ? rows.Select(row => (row, values.First(value => value is TreatyStatus status && status.Row == (row.File, row.Line))))
            : rows.Zip(values);
    }

    private void Countries()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, country) in Zip(RegisterColumns.Countries, release.Countries))
        {
            foreach (var column in (ReadOnlySpan<string>)["alpha3", "numeric", "name"])
                if (row[column].Length > 0 && !seen.Add($"{column} {row[column]}")) Fault(row, $"{column} {row[column]} stands twice.", "Correct one of the two rows.");
            if (row["numeric"] is { Length: > 0 } number && (number.Length != 3 || number.AsSpan().ContainsAnyExceptInRange('0', '9'))) Fault(row, $"'{number}' is not a numeric code.", "Write three digits.");
            if (country.Alpha3.AsSpan().ContainsAnyExceptInRange('A', 'Z')) Fault(row, $"'{country.Alpha3}' is not a code of three letters.", "Write three capital letters.");
            if (!Regions.Contains(country.Region)) Fault(row, $"The region '{country.Region}' is not known.", $"Write one of: {string.Join(", ", Regions)}.");
            if (country is { Kind: "state", IsEuMember: true, IsCouncilMember: false }) Fault(row, "A member State of the Union that is none of the Council of Europe.", "Correct eu_member or coe_member.");
            if (country.Kind == "territory" && (country.IsCouncilMember || row["un_status"] != "none")) Fault(row, "A territory is member of nothing by itself.", "Correct kind, coe_member or un_status.");
        }
    }

    private void Of(CsvRow row, TreatyStatus status, DateOnly asOf)
    {
        foreach (var (column, date) in new[] { ("signed", status.SignedOn), ("ratified", status.DepositedOn) })
            if (date > asOf) Fault(row, $"{column} on {date:yyyy-MM-dd} is after the data's own day {asOf:yyyy-MM-dd}.", "Correct the date, or the asOf of common.yaml.");
        if (OpenedOn(status.Treaty) is { } opened && (status.SignedOn ?? status.DepositedOn) < opened) Fault(row, $"{status.Treaty} was opened on {opened:yyyy-MM-dd}.", "Correct the date.");
        if (status.Status == "party" && status.BoundFrom is null && status.Printed is null && status.DepositedOn is not null) Fault(row, "A Party that nothing binds.", "Correct status or dates.");
        if (status.BoundFrom > asOf.AddMonths(12)) Fault(row, $"It would bind only from {status.BoundFrom:yyyy-MM-dd}.", "Correct the deposit.");
        if (status.DepositKind is "accession" && status.SignedOn is not null) Fault(row, "Who has signed ratifies, accepts or approves; who accedes has not signed.", "Correct `instrument` or `signed`.");
        if (status.DepositKind is "ratification" or "acceptance" or "approval" && status.SignedOn is null && row["note"].Length == 0 && status.Confidence.IsFirm && row["eif_basis"] == "source" && status.Treaty is not ("ETS30" or "ETS99" or "ETS182"))
            Fault(row, "Ratified without signature.", "Add the day of signature, or write accession.");
        if (status.Status == "signatory" && status.SignedOn is null && status.Confidence.IsFirm) Fault(row, "A signatory without day of signature.", "Add it.");
        if (row["eif_basis"].Length == 0 != (status.Printed is null)) Fault(row, "A day of entry into force and how it is known go together.", "Fill eif_basis or entry_into_force.");
        if (status.DepositedOn is null && status.DepositKind is not null && status.Printed is null) Fault(row, "The kind of a deposit without its day.", "Add the day or remove the kind.");
    }

    private DateOnly? OpenedOn(string treaty) =>
        release.Treaties.First(one => one.Id == treaty).Instrument is { } instrument && release.Instruments.First(one => one.Id == instrument).Remarks.FirstOrDefault(remark => remark.Name == "opened") is { } remark
        && DateOnly.TryParseExact(remark.Text, "yyyy-MM-dd", out var day) ? day : null;

    private void Of(CsvRow row, Declaration made, DateOnly asOf)
    {
        if (made.AsOf > asOf || made.ValidFrom > asOf.AddMonths(12)) Fault(row, "It lies after the data's own day.", "Correct the date, or the asOf of common.yaml.");
        if (made.AsOf < made.ValidFrom) Fault(row, "It was read before it took effect.", "Correct as_of or valid_from.");
        var status = release.StatusOf(made.Treaty, made.Country);
        if (status is null && release.FindCountry(made.Country)!.Kind == "state") Fault(row, $"{made.Country} has no row for {made.Treaty}.", "Add its status, or correct the declaration.");
        var first = status?.DepositedOn ?? status?.BoundFrom ?? status?.SignedOn;
        if (made.ValidFrom < (status?.BoundFrom ?? first)) Fault(row, $"It would hold from {made.ValidFrom:yyyy-MM-dd}, before {made.Treaty} binds its maker ({(status?.BoundFrom ?? first):yyyy-MM-dd}).", "Correct valid_from.");
        if (made.Kind == "authority" && !made.Switches.IsEmpty && made.Switches.Any(turned => turned.Nature != "designation")) Fault(row, $"An authority under art. {made.Article}, which designates none.", "Correct kind or article.");
        if (made.Kind != "authority" && made.Switches.Any(turned => turned.Nature == "designation") && made.Kind != "declaration") Fault(row, $"A {made.Kind} under art. {made.Article}, which designates.", "Correct kind or article.");
        if (made.Kind == "territorial" && made.Switches.Any(turned => turned.Operation is not ("territory" or "exclude-territory"))) Fault(row, $"A territorial statement under art. {made.Article}.", "Correct kind or article.");
        if (made.Kind == "reservation" && made.Switches.Any(turned => turned.Nature != "reservation") && !made.Value.Contains("filed", StringComparison.Ordinal)) Fault(row, $"Art. {made.Article} allows no reservation.", "Correct kind or article; if it was filed so, say “filed as a reservation” in the value.");
        if (made.Kind == "declaration" && made.Switches.Any(turned => turned.Nature == "reservation") && !made.Value.Contains("filed", StringComparison.Ordinal)) Fault(row, $"Art. {made.Article} asks for a reservation.", "Correct kind or article; if it was filed so, say “filed as a declaration” in the value.");
        if (made.Kind != "authority" && made.AuthorityType is not null) Fault(row, "A kind of authority where none is designated.", "Empty authority_type.");
        foreach (var word in (made.AuthorityType ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (word is not ("ministry" or "police" or "prosecution" or "court")) Fault(row, $"The kind of authority '{word}' is not known.", "Write ministry, police, prosecution or court.");
    }

    /// <summary>A State makes one reservation under an article at a time.</summary>
    private void Overlaps()
    {
        foreach (var group in Zip(RegisterColumns.Declarations, release.Declarations)
            .Where(item => item.Value.Switches.Any(turned => turned.Operation is "disable-channel" or "add-refusal-ground" or "force-route" or "drop-offence"))
            .GroupBy(item => (item.Value.Country, item.Value.Treaty, item.Value.Article)))
        {
            var rows = group.OrderBy(item => item.Value.ValidFrom).ToList();
            for (var i = 1; i < rows.Count; i++)
                if (rows[i - 1].Value.ValidTo is not { } end || end > rows[i].Value.ValidFrom)
                    Fault(rows[i].Row, $"It collides with line {rows[i - 1].Row.Line}: both hold for {group.Key.Country} art. {group.Key.Article}.", "End the older one with valid_to.");
        }
    }

    private void Of(CsvRow row, PairFact fact, DateOnly asOf)
    {
        if (fact.From > asOf) Fault(row, "It lies after the data's own day.", "Correct the date, or the asOf of common.yaml.");
        if (fact.BetweenB is "EIO" or "EUMLA2000" && row["note"].Length == 0 && release.FindCountry(CountryCode.Parse(fact.BetweenA)) is { IsEuMember: false } && fact.To is null) Fault(row, $"{fact.BetweenA} is no member of the Union.", "Correct the country.");
        if (fact.BetweenB == "EIO" != (fact.Fact == "eu-law")) Fault(row, $"{fact.Fact} of {fact.BetweenB}.", "Union law is eu-law, and a treaty is none.");
        if (fact.BetweenB == "EIO" && release.Instruments.First(one => one.Id == "eu-2023-1543") is { AppliesSince: { } since } && fact.From >= since) Fault(row, "Later than the regulation that followed.", "Correct the date.");
        if (fact.BetweenB == "EU" && release.FindCountry(CountryCode.Parse(fact.BetweenA)) is { IsEuMember: true }) Fault(row, "A treaty of the Union with its own member.", "Correct the country.");
        if (fact.From is null && fact.Confidence.Mark == "medium" && row["note"].Length == 0) Fault(row, "Neither a date nor a note.", "Add one of the two.");
    }

    /// <summary>Words that repeat what the deposits compute: the status of an instrument, the consents that its file names, settings given as examples.</summary>
    private void Flags()
    {
        foreach (var treaty in release.Treaties.Where(treaty => treaty.Instrument is not null && !treaty.BindsEuMembers))
        {
            var instrument = release.Instruments.First(one => one.Id == treaty.Instrument);
            var first = release.Statuses.Where(row => row.Treaty == treaty.Id).Min(row => row.BoundFrom);
            if (instrument.Status == "in-force" != first is not null) _faults.Add(raw.Fault(instrument.Id, $"{instrument.Id} says {instrument.Status}; by its deposits it is {(first is null ? "not in force" : $"in force since {first:yyyy-MM-dd}")}.", "Correct `status`."));
            if (instrument.InForceSince is { } since && since != first) _faults.Add(raw.Fault(instrument.Id, $"{instrument.Id} says in force since {since:yyyy-MM-dd}; by its deposits {first:yyyy-MM-dd}.", "Correct `inForceSince`."));
        }

        foreach (var setting in parsed.Tree("common.yaml", files["common.yaml"]).Entries.GetValueOrDefault("knownPartySettings") is YamlList list ? list.Items.OfType<YamlMap>() : [])
            if (setting.Entries["party"] is YamlText party && setting.Entries["switch"] is YamlText turned && setting.Entries["since"] is YamlText since
                && !release.Declarations.Any(made => made.Country.ToString() == party.Text && made.Switches.Any(one => one.Id == turned.Text) && (made.ValidFrom is null || made.ValidFrom.Value.ToString("yyyy-MM-dd", null) == since.Text)))
                _faults.Add(new(setting.File, setting.Line, $"{party.Text} has not made {turned.Text} since {since.Text} by the register.", "Correct the example or the register."));
    }

    private static readonly string[] Regions = ["Africa", "Americas", "Asia", "Europe", "Oceania"];

    private void Fault(CsvRow row, string wrong, string remedy) => _faults.Add(new(row.File, row.Line, wrong, remedy));
}
