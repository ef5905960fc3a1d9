using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>The form of an act that opens a request, made from the law data: whom, what data, in which circumstances, then the elements in the order of the instrument.</summary>
internal static class RequestForm
{
    internal const string Categories = "categories", Offence = "need.offence", Urgent = "need.urgency", Treaty = "need.treaty", Path = "path", Place = "need.to", CasePrefix = "case.", Condition = "condition";

    internal static List<FieldGroup> Groups(DraftContext c)
    {
        var channel = c.Channel!;
        var groups = new List<FieldGroup> { new(null, channel.IsDomestic ? "The elements of this order are ours: no instrument lists them." : null, null, Head(c, channel)) };
        if (!channel.IsDomestic) groups.Add(new("What decides about it", "What is ticked or chosen here decides which elements are asked for below; save to see them.", null, Facts(c, channel)));
        groups.Add(new(null, null, null, [.. channel.Elements.Select(e => DraftForm.Element(c, e, ""))]));
        if (Borrowed(c, channel) is { Count: > 0 } borrowed)
            groups.Add(new("Of the procedure that this way follows", null, DraftForm.Provision(ReleaseView.Lender(c.Release, channel)!.Basis), [.. borrowed.Select(e => DraftForm.Element(c, e, ""))]));
        return groups;
    }

    /// <summary>Elements that a treaty asks of the procedure whose rules the channel follows: a special procedure, the reason for urgency.</summary>
    internal static IReadOnlyList<Element> Borrowed(DraftContext c, Channel channel) =>
        ReleaseView.Lender(c.Release, channel) is { } lender ? [.. lender.Elements.Where(e => e.Basis == "treaty" && channel.FindElement(e.Id) is null)] : [];

    /// <summary>The circumstances that hold for the draft, so that the form asks for what the other side will look for.</summary>
    internal static HashSet<string> CircumstancesOf(DraftContext c)
    {
        var holding = c.Draft.Fields.Where(f => f.Key.StartsWith(CasePrefix, StringComparison.Ordinal) && f.Value == "yes").Select(f => f.Key[CasePrefix.Length..]).ToHashSet(StringComparer.Ordinal);
        holding.UnionWith(LawCircumstances.Of(new()
        {
            Urgency = UrgencyOf(c.Draft), Confidential = c.Draft.Ticked(DraftForm.Confidential),
            Conditions = c.Draft[Condition].Length > 0 ? [new("c1", ConditionKind.UseLimit, "")] : [],
        }));
        if (c.Request is { } former && c.Release.FindChannel(former.Channel) is { } channel)
            holding.Add(ReleaseView.KindOf(channel) == ChannelKind.Preservation ? LawCircumstances.DataPreserved : LawCircumstances.FollowUp);
        return holding;
    }

    internal static Urgency UrgencyOf(Draft draft) => draft[Urgent] switch { "life" => Urgency.Emergency, "volatile" => Urgency.Urgent, _ => Urgency.None };

    internal static TreatyOfPair TreatyOf(Draft draft) => draft[Treaty] switch { "none" => TreatyOfPair.None, "yes" => TreatyOfPair.Exists, _ => TreatyOfPair.Unknown };

    /// <summary>The path chosen; null for the default one, which needs no reason.</summary>
    internal static string? PathOf(DraftContext c, Channel channel) => c.Draft[Path] is { Length: > 0 } path && PathsOf(c.Release, channel).Any(p => p.Id == path && !p.IsDefault) ? path : null;

    /// <summary>The categories asked for; in a draft from before the question was asked here, the one of the first step.</summary>
    internal static IReadOnlyList<string> CategoriesOf(DraftContext c) =>
        c.Draft.Fields.ContainsKey(Categories) ? DraftActs.Lines(c.Draft[Categories]) : c.Draft["need.data"] is { Length: > 0 } data ? [data] : c.Request?.Terms.Categories ?? [];

    private static List<FormField> Head(DraftContext c, Channel channel)
    {
        var receivers = Receivers.Of(c.Node, c.Release, channel, c.Draft[Place], c.File is { } file && c.OurSide is { } side ? file.Sides[side.Other()] : null, PathOf(c, channel) is not null);
        var fields = new List<FormField>
        {
            new(DraftForm.Title, "Title on the desks", FieldKind.Line, c.Draft[DraftForm.Title], Help: "A few words by which both desks find it. No names of persons.", Missing: "Give it a short title.", Most: 120, Half: true),
            new(DraftForm.To, "Addressed to", FieldKind.Select, c.Draft[DraftForm.To], Help: "Offices of the directory that hold a role to which this way leads.", Missing: "Choose the office.",
                Choices: [.. receivers.Select(o => new Choice(o.Entity, o.Name))], Half: true),
        };
        if (!channel.IsDomestic && Receivers.AreProviders(channel))
            fields.Add(new(Place, "State where the provider is", FieldKind.Select, c.Draft[Place], Help: "Where it is established or represented. The law between the two States decides, and nobody in the directory vouches for it: your answer is recorded.",
                Missing: "Name the State.", Choices: [.. c.Release.Countries.Where(s => s.Kind == "state").OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new Choice(s.Code.ToString(), s.Name))], Half: true));
        return fields;
    }

    private static List<FormField> Facts(DraftContext c, Channel channel)
    {
        var fields = new List<FormField>();
        if (!channel.DataCategories.IsEmpty) fields.Add(Data(c, channel));
        fields.Add(new(Offence, "Offence", FieldKind.Select, c.Draft[Offence], "ets-185/14", Choices: [.. c.Release.Offences.Select(o => new Choice(o.Id, $"{o.Title}, {o.Source.ForPeople}"))], Half: true));
        fields.Add(new(Urgent, "Urgency", FieldKind.One, c.Draft[Urgent] is { Length: > 0 } urgency ? urgency : "none", Choices:
        [
            new("none", "Ordinary"), new("volatile", "An expedited answer is wanted", "Data may be lost or altered."),
            new("life", "Risk to life or safety of a person", "The facts must show it. Two persons approve.", "cets-224/3/2/c"),
        ]));
        if (channel.HangsOnTreaty) fields.Add(TreatyField(c, channel));
        if (PathsOf(c.Release, channel) is { Length: > 1 } paths) fields.Add(PathField(c, paths));
        if (OpeningActs.Of(channel) == ActType.Offer) fields.Add(ConditionField(c, channel));
        else fields.Add(new(DraftForm.Confidential, "Ask that the request be kept confidential", FieldKind.Yes, c.Draft[DraftForm.Confidential], "ets-185/27/8", Help: "If the other side cannot, it says so first, and you decide."));
        fields.AddRange(Circumstances(c, channel));
        return fields;
    }

    private static FormField Data(DraftContext c, Channel channel)
    {
        var known = channel.DataCategories.ToList();
        if (c.Draft["need.data"] is { Length: > 0 } wanted && !known.Contains(wanted)) known.Add(wanted); // asked for against the data: the doubt says so
        return new(Categories, "Data", FieldKind.Many, string.Join('\n', CategoriesOf(c)), DraftForm.Provision(channel.Basis), Missing: "Choose the data asked for.",
            Choices: [.. c.Release.DataCategories.Where(d => known.Contains(d.Id)).Select(d => new Choice(d.Id, d.Label, d.Note, DraftForm.Provision(d.Source)))]);
    }

    /// <summary>Unknown is a full answer: it is asked, recorded, and closes nothing.</summary>
    private static FormField TreatyField(DraftContext c, Channel channel)
    {
        var fact = Between(c) is { } pair ? c.Release.TreatyFactOf(pair.From, pair.To, c.Today) : null;
        var register = fact switch
        {
            null => "The register is silent.",
            { Confidence.Mark: "low" } => $"The register has a lead only, to be checked: {fact.Instrument}.",
            _ => $"The register: {fact.Instrument} binds the two{(fact.From is { } from ? $" since {from:yyyy-MM-dd}" : "")} (confidence {fact.Confidence}).",
        };
        return new(Treaty, "Does a mutual assistance treaty bind the two States?", FieldKind.One, c.Draft[Treaty] is { Length: > 0 } said ? said : "unknown", channel.NeedsNoTreatyRule?.ToString() ?? "ets-185/27/1",
            Help: $"{register} Your answer goes with the request, and both sides see it. Where none binds, the fallback rules are the procedure; where one does, its own.", Choices:
            [
                new("unknown", fact is { Confidence.Mark: not "low" } ? "As the register says" : "Not known", fact is { Confidence.Mark: not "low" } ? null : "A full answer: it closes nothing."),
                new("none", "None binds them"), new("yes", "One binds them"),
            ]);
    }

    private static FormField PathField(DraftContext c, TransmissionPath[] paths)
    {
        var open = DraftActs.ViewOf(c)?.Paths.ToDictionary(p => p.Id, p => p.Open) ?? [];
        return new(Path, "How it travels", FieldKind.One, PathOf(c, c.Channel!) ?? Array.Find(paths, p => p.IsDefault)?.Id ?? "", Help: "Where a treaty binds the two States, its own ways count.",
            Choices: [.. paths.Select(p => new Choice(p.Id, ActNames.Capital(p.Label), Note(p), DraftForm.Provision(p.Source)))]);

        string? Note(TransmissionPath path) => (path, open.GetValueOrDefault(path.Id, path.IsDefault)) switch
        {
            ({ IsDefault: true }, _) => "The usual way; it needs no reason.",
            ({ Condition: { } condition }, true) => $"Open. Only if: {condition}.",
            (_, true) => "Open.",
            ({ BlockedBy: { } blocks }, false) when IsTurned(c, blocks) => "Closed: the asked State declared that requests go through its central authority.",
            ({ AllowedBy: not null }, false) => "Closed: the asked State has not declared that it takes requests this way.",
            ({ Condition: { } condition }, false) => $"Only if: {condition}.",
            _ => "Closed.",
        };
    }

    private static FormField ConditionField(DraftContext c, Channel channel) => new(Condition, "Condition before the information is given", FieldKind.One, c.Draft[Condition],
        DraftActs.ViewOf(c) is { } view ? ConditionBasis.ProvisionOf(ConditionBasis.Of(view), c.Release, channel) : null, Help: "The other side accepts it first, and is then bound. If it cannot comply, it says so, and you decide.", Choices:
        [
            new("", "None"), new("confidentiality", "Kept confidential"), new("use-limit", "Used for the stated case only"), new("no-onward-transfer", "Not passed on without consent"),
        ]);

    /// <summary>What no term of the request says and the form must therefore ask: each makes an element due.</summary>
    private static IEnumerable<FormField> Circumstances(DraftContext c, Channel channel) =>
        from circumstance in c.Release.Circumstances
        where !Derived.Contains(circumstance.Id) && channel.Elements.Concat(Borrowed(c, channel)).Any(e => e.RequiredIf == circumstance.Id)
        let element = channel.Elements.Concat(Borrowed(c, channel)).First(e => e.RequiredIf == circumstance.Id)
        select new FormField(CasePrefix + circumstance.Id, ActNames.Capital(circumstance.Label), FieldKind.Yes, c.Draft[CasePrefix + circumstance.Id], DraftForm.Provision(element.Source), Help: $"Then asked for: {element.Label}.");

    private static readonly HashSet<string> Derived =
    [
        LawCircumstances.Emergency, LawCircumstances.Urgent, LawCircumstances.Confidentiality, LawCircumstances.Conditions, LawCircumstances.DataPreserved, LawCircumstances.FollowUp, "identification",
    ];

    private static TransmissionPath[] PathsOf(LawRelease release, Channel channel) => [.. channel.Paths.IsEmpty && ReleaseView.Lender(release, channel) is { } lender ? lender.Paths : channel.Paths];

    private static bool IsTurned(DraftContext c, string id) => Between(c) is { } pair && c.Release.IsTurned(id, pair.From, pair.To, c.Today);

    private static (CountryCode From, CountryCode To)? Between(DraftContext c) => DraftForm.SituationOf(c) is { From: { } from, To: { } to } && from != to && c.Release.FindCountry(to) is not null ? (from, to) : null;
}
