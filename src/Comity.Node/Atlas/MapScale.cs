using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>What a map shows: one treaty, or a treaty and the protocol to it, as steps from most to least bound.</summary>
internal sealed record MapScale(Treaty Treaty, Treaty? Protocol, string Title, IReadOnlyList<(string Class, string Label, string Pattern)> Steps)
{
    /// <summary>As addresses name it: <c>ETS185</c>, or <c>ETS185,CETS224</c>.</summary>
    internal string Key => Protocol is null ? Treaty.Id : $"{Treaty.Id},{Protocol.Id}";

    internal IReadOnlyList<Treaty> Treaties => Protocol is null ? [Treaty] : [Treaty, Protocol];

    /// <summary>Every map of a release: those of treaty and protocol first, the protocol that most States turned to at the head; then each treaty alone.</summary>
    internal static IReadOnlyList<MapScale> All(LawRelease law) =>
    [
        .. from protocol in law.Treaties
           where protocol.Presupposes is not null && protocol.Instrument is not null
           orderby law.Statuses.Count(row => row.Treaty == protocol.Id) descending
           select Both(law, law.Treaties.First(treaty => treaty.Id == protocol.Presupposes), protocol),
        .. law.Treaties.Select(treaty => Alone(law, treaty)),
    ];

    /// <summary>The step of a country: an index of <see cref="Steps"/>.</summary>
    internal int StepOf(LawRelease law, Country country, DateOnly on)
    {
        var step = TreatyStanding.Of(law, Treaty, country, on).Step;
        if (step != TreatyStep.Bound || Protocol is null) return Steps.Count - 1 - Math.Min(Rank(step), Steps.Count - 1);
        return TreatyStanding.Of(law, Protocol, country, on).Step switch { TreatyStep.Bound or TreatyStep.Consented => 0, TreatyStep.Signatory => 1, _ => 2 };
    }

    private int Rank(TreatyStep step) => step switch
    {
        TreatyStep.Bound => Steps.Count - 1,
        TreatyStep.Consented when Protocol is null => 2,
        TreatyStep.None => 0,
        _ => 1, // with a protocol also who has deposited and is not yet bound: so far it has signed
    };

    private static MapScale Alone(LawRelease law, Treaty treaty)
    {
        var name = AtlasWords.Reference(law, treaty);
        return new(treaty, null, $"{name}, {treaty.Title}", treaty.BindsEuMembers
            ? [("m4", $"{name} applies", "solid"), ("m0", "Does not apply", "plain")]
            : [("m4", $"Party to {name}", "solid"), ("m3", "Consented, not yet in force", "lines"), ("m1", "Signed or invited", "hatched"), ("m0", "Not a Party", "plain")]);
    }

    private static MapScale Both(LawRelease law, Treaty treaty, Treaty protocol)
    {
        var (first, second) = (AtlasWords.Reference(law, treaty), AtlasWords.Reference(law, protocol));
        return new(treaty, protocol, $"{first} with {second}",
        [
            ("m4", $"Party to {first}, consented to {second}", "solid"), ("m3", $"Party, signed {second}", "lines"), ("m2", $"Party to {first}", "dots"),
            ("m1", "Signed, invited or not yet in force", "hatched"), ("m0", "Not a Party", "plain"),
        ]);
    }

    internal Choice Choice => new(Key, Title);
}
