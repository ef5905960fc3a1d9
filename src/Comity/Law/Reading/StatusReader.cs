using System.Collections.Immutable;

namespace Comity.Law.Reading;

/// <summary>Reads the registers under <c>status/</c>: countries, treaty status, declarations, pair facts.</summary>
internal sealed class StatusReader
{
    private const string Folder = "status/";

    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly LawReader _reader;

    internal Dictionary<string, Country> Countries { get; } = [];

    internal List<TreatyStatus> Statuses { get; } = [];

    internal List<Declaration> Declarations { get; } = [];

    internal List<PairFact> PairFacts { get; } = [];

    internal StatusReader(LawReader reader, IReadOnlyDictionary<string, byte[]> files)
    {
        (_reader, _files) = (reader, files);
        foreach (var (file, columns) in RegisterColumns.All)
            reader.Guard(null, () =>
            {
                foreach (var row in Rows(file, columns)) reader.Guard(null, () => Add(file, row));
            });
        EntryIntoForce.Compute(reader, this);
    }

    private void Add(string file, CsvRow row)
    {
        if (file == RegisterColumns.Countries) AddCountry(row);
        else if (file == RegisterColumns.Declarations) AddDeclaration(row);
        else if (file == RegisterColumns.PairFacts) AddPairFact(row);
        else AddStatus(row);
    }

    private List<CsvRow> Rows(string name, string[] columns) => _files.TryGetValue(Folder + name, out var bytes)
        ? _reader.Parsed.Rows(Folder + name, bytes, columns)
        : throw new LawDataException(Folder + name, 0, "The file is missing.", "Add it to the release.");

    private void AddCountry(CsvRow row)
    {
        var country = new Country(
            row.Country("alpha2"), row["alpha3"], row["name"], row["un_region"], row.Word("eu_member", "y", "n") == "y", row.Word("coe_member", "y", "n") == "y",
            row.Word("kind", "state", "territory", "organisation"));
        if (row["alpha3"].Length != 3 || row["name"].Length == 0) throw row.Error("A country needs three letters and a name.", "Fill alpha3 and name.");
        _ = row.Word("un_status", "member", "observer", "none");
        if (!Countries.TryAdd(row["alpha2"], country)) throw row.Error($"The country '{row["alpha2"]}' stands twice.", "Remove one of the two rows.");
    }

    private void AddStatus(CsvRow row)
    {
        var treaty = row["treaty"];
        if (!_reader.Treaties.ContainsKey(treaty)) throw row.Missing(treaty, $"There is no treaty '{treaty}'.", "Correct it or add its rule to treaties.yaml.");
        var status = new TreatyStatus
        {
            Treaty = treaty,
            Country = Known(row, "country"),
            Status = row.Word("status", "party", "consented", "signatory", "invited"),
            SignedOn = row.Date("signed"),
            DepositedOn = row.Date("ratified"),
            DepositKind = row.OrNull("instrument"),
            Printed = row.Date("entry_into_force"),
            Source = row["source"],
            Confidence = row.Confidence("confidence"),
            Note = row.OrNull("note"),
            Row = (row.File, row.Line),
        };
        _ = row.Word("instrument", "", "ratification", "acceptance", "approval", "accession", "succession", "definitive signature");
        _ = row.Word("eif_basis", "", "source", "computed", "recall");
        CheckStatus(row, status);
        Statuses.Add(status);
    }

    private void CheckStatus(CsvRow row, TreatyStatus status)
    {
        if (Statuses.Any(other => other.Treaty == status.Treaty && other.Country == status.Country))
            throw row.Error($"{status.Treaty} {status.Country} stands twice.", "Remove one of the two rows.");
        if (status.Source.Length == 0) throw row.Error("The source is missing.", "Name where it was read.");
        if (status.SignedOn > status.DepositedOn) throw row.Error("Deposited before it was signed.", "Correct one of the two dates.");
        if (status.DepositedOn is not null && status.DepositKind is null) throw row.Error("A deposit without its kind.", "Write ratification, acceptance, approval, accession, succession or definitive signature.");
        if (status.Status is "signatory" or "invited" && (status.DepositedOn ?? status.Printed) is not null) throw row.Error("A deposit by a mere signatory.", "Write party or consented as status.");
        if (status.Status == "consented" && status.DepositedOn is null) throw row.Error("Consented without a deposit.", "Add the date of the deposit.");
    }

    private void AddDeclaration(CsvRow row)
    {
        var treaty = row["treaty"];
        if (!_reader.Treaties.ContainsKey(treaty)) throw row.Missing(treaty, $"There is no treaty '{treaty}'.", "Correct it or add its rule to treaties.yaml.");
        var declaration = new Declaration
        {
            Country = Known(row, "country"),
            Treaty = treaty,
            Article = row["article"],
            Kind = row.Word("kind", "declaration", "reservation", "authority", "territorial"),
            AuthorityType = row.OrNull("authority_type"),
            Value = row["value"],
            ValidFrom = row.Date("valid_from"),
            ValidTo = row.Date("valid_to"),
            AsOf = row.Date("as_of"),
            Source = row["source"],
            Confidence = row.Confidence("confidence"),
            Switches = Switches(treaty, row["article"]),
        };
        if (declaration.Source.Length == 0 || declaration.Value.Length == 0) throw row.Error("The source or the value is missing.", "Fill it.");
        if (declaration.ValidFrom > declaration.ValidTo) throw row.Error("It ends before it begins.", "Correct one of the two dates.");
        if (Declarations.Any(other => other == declaration with { Switches = other.Switches })) throw row.Error("The row stands twice.", "Remove one of the two.");
        Declarations.Add(declaration);
    }

    private ImmutableArray<Switch> Switches(string treaty, string articles)
    {
        var number = treaty.AsSpan().TrimStart("CETS").ToString();
        return [.. articles.Split('/').SelectMany(article => _reader.Switches.Values.Where(turned => turned.Id == $"sw.{number}.{article}"
            || (turned.AlsoDeclaredAs.Contains(article) && turned.Id.StartsWith($"sw.{number}.", StringComparison.Ordinal))))];
    }

    private void AddPairFact(CsvRow row)
    {
        var fact = new PairFact
        {
            BetweenA = row["between_a"],
            BetweenB = row["between_b"],
            Fact = row.Word("fact", "mla-treaty", "eu-law", "uniform-legislation", "mla-transmission"),
            Instrument = row["instrument"],
            From = row.Date("in_force_from"),
            To = row.Date("in_force_to"),
            Source = row["source"],
            Confidence = row.Confidence("confidence"),
            Note = row.OrNull("note"),
        };
        if (fact.Source.Length == 0 || fact.Instrument.Length == 0) throw row.Error("The source or the instrument is missing.", "Fill it.");
        if (fact.From > fact.To) throw row.Error("It ends before it begins.", "Correct one of the two dates.");
        if (fact.Confidence.IsFirm && fact.Source == "RECALL") throw row.Error("Recall alone is not high.", "Write medium or low, or name the source.");
        if (fact.BetweenA != fact.BetweenB)
        {
            _ = Known(row, "between_a");
            if (fact.BetweenB != "EU" && !Routing.PairTable.Groups.Contains(fact.BetweenB)) _ = Known(row, "between_b");
        }

        if (PairFacts.Any(other => other.Instrument == fact.Instrument && ((other.BetweenA, other.BetweenB) == (fact.BetweenA, fact.BetweenB) || (other.BetweenA, other.BetweenB) == (fact.BetweenB, fact.BetweenA))))
            throw row.Error("The row stands twice.", "Remove one of the two.");
        PairFacts.Add(fact);
    }

    private CountryCode Known(CsvRow row, string column) => Countries.TryGetValue(row[column], out var country) ? country.Code
        : throw row.Missing(row[column], $"There is no country '{row[column]}'.", "Use a code of countries.csv.");
}
