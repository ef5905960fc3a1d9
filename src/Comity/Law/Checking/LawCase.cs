using System.Collections.Immutable;
using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>A situation and the answer that the law gives to it, written by a lawyer beside the rules.</summary>
internal sealed record LawCase
{
    /// <summary>The rule as a sentence.</summary>
    internal required string Name { get; init; }

    internal required string File { get; init; }

    internal required int Line { get; init; }

    /// <summary>The provisions it is about.</summary>
    internal required ImmutableArray<Provision> Covers { get; init; }

    /// <summary>The channel or domestic order, or null where the question is of a treaty, a switch or an offence.</summary>
    internal string? Channel { get; init; }

    internal CountryCode? From { get; init; }

    internal CountryCode? To { get; init; }

    internal required DateOnly On { get; init; }

    internal string? Data { get; init; }

    internal required ImmutableArray<string> Offences { get; init; }

    internal bool Emergency { get; init; }

    internal PairTreaty Treaty { get; init; }

    /// <summary>Circumstances that hold.</summary>
    internal required ImmutableArray<string> Circumstances { get; init; }

    /// <summary>The role that looks or acts, or null.</summary>
    internal string? As { get; init; }

    /// <summary>Elements that are present.</summary>
    internal required ImmutableArray<string> Has { get; init; }

    /// <summary>Deposits that are supposed.</summary>
    internal required ImmutableArray<Supposition> Suppose { get; init; }

    /// <summary>What must be answered, by the word of the answer.</summary>
    internal required ImmutableArray<(string Word, Expected Value)> Then { get; init; }

    /// <summary>True where the answer is no: a closed way, or a request that lacks something.</summary>
    internal bool Refuses => Then.Any(answer => (answer.Word == "way" && answer.Value.Words is ["closed"]) || (answer.Word == "lacks" && !answer.Value.Words.IsEmpty));

    internal LawFault Fault(string wrong, string remedy) => new(File, Line, $"Case “{Name}”: {wrong}", remedy);
}

/// <summary>The right-hand side of an answer: one text, a list of words, or words with a text each.</summary>
internal sealed record Expected(ImmutableArray<string> Words, ImmutableArray<(string Key, string Text)> Pairs);

/// <summary>Reads files of cases.</summary>
internal static class CaseReader
{
    internal static bool IsCases(string path) => path.StartsWith(LawFiles.Cases, StringComparison.Ordinal) && path.EndsWith(".yaml", StringComparison.Ordinal);

    /// <exception cref="LawDataException">A case is not well formed, and <paramref name="faults"/> is null.</exception>
    internal static ImmutableArray<LawCase> Read(YamlMap tree, string path, FaultList? faults)
    {
        var root = new Fields(tree);
        var cases = ImmutableArray.CreateBuilder<LawCase>();
        try
        {
            var on = root.Date("on");
            foreach (var item in root.Items("cases"))
                try
                {
                    cases.Add(Case(item, path, on));
                }
                catch (LawDataException wrong) when (faults is not null)
                {
                    faults.Add(wrong, null);
                }

            root.Close();
        }
        catch (LawDataException wrong) when (faults is not null)
        {
            faults.Add(wrong, null);
        }

        return cases.DrainToImmutable();
    }

    private static LawCase Case(Fields item, string path, DateOnly? on)
    {
        var when = item.Child("when") ?? throw item.Error("'when' is missing.", "Describe the situation: when: {by: ch.185.29, from: RS, to: JP}.");
        var then = item.Child("then") ?? throw item.Error("'then' is missing.", "Write the answer: then: {way: open}.");
        var read = new LawCase
        {
            Name = item.Text("case"),
            File = path,
            Line = item.Line,
            Covers = [.. item.Words("covers").Select(word => Provision.TryParse(word, null, out var provision) ? provision : throw item.Error("covers", $"'{word}' is not a provision.", "Write ets-185/29/2/c."))],
            Channel = when.TextOrNull("by"),
            From = Country(when, "from"),
            To = Country(when, "to"),
            On = when.Date("on") ?? on ?? throw when.Error("The day is missing.", "Add `on:` to the situation or at the head of the file."),
            Data = when.TextOrNull("data"),
            Offences = when.Words("offence"),
            Emergency = when.Flag("emergency"),
            Treaty = Treaty(when),
            Circumstances = when.Words("holds"),
            As = when.TextOrNull("as"),
            Has = when.Words("has"),
            Suppose = [.. when.Words("suppose").Select(word => Supposition.TryParse(word, null, out var deposit) ? deposit : throw when.Error("suppose", $"'{word}' is not a deposit.", "Write FR:CETS224:2026-09-10."))],
            Then = [.. then.Keys.Select(key => (key, Expected(then, key)))],
        };
        if (read.Covers.IsEmpty) throw item.Error("It names no provision.", "Add `covers:` with the provisions it is about.");
        if (read.Then.IsEmpty) throw item.Error("It expects nothing.", "Add an answer.");
        foreach (var (word, _) in read.Then)
            if (!CaseRun.Words.Contains(word)) throw then.Error(word, $"'{word}' is not an answer that can be asked.", $"Use one of: {string.Join(", ", CaseRun.Words)}.");
        when.Close();
        item.Close();
        return read;
    }

    private static Expected Expected(Fields then, string key) => then.Shape(key) is YamlMap
        ? new([], [.. then.Child(key)!.Pairs()])
        : new(then.Words(key), []);

    private static CountryCode? Country(Fields when, string key) => when.TextOrNull(key) is not { } text ? null
        : CountryCode.TryParse(text, null, out var code) ? code : throw when.Error(key, $"'{text}' is not a country.", "Write two capital letters.");

    private static PairTreaty Treaty(Fields when) => when.TextOrNull("treaty") switch
    {
        null or "unknown" => PairTreaty.Unknown,
        "none" => PairTreaty.None,
        "exists" => PairTreaty.Exists,
        var other => throw when.Error("treaty", $"'{other}' is no answer on the treaty of the pair.", "Write none, exists or unknown."),
    };
}
