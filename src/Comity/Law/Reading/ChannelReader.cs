using System.Collections.Immutable;

namespace Comity.Law.Reading;

/// <summary>Reads channels: elements, limits, grounds, paths, and what decides whether they are open.</summary>
internal static class ChannelReader
{
    internal static Channel Channel(LawReader reader, Fields item, string instrument, Confidence inherited)
    {
        var (emergency, noTreaty) = Needs(item, instrument);
        var confidence = PartReader.ConfidenceOf(item, inherited);
        var basis = Basis(item);
        var duals = item.Child("dualCriminality");
        var channel = new Channel
        {
            Id = item.Text("id"),
            Instrument = instrument,
            Article = item.Text("article"),
            Title = item.Text("title"),
            Kind = Vocabulary.OneOf(reader.Words.Kinds, item, "kind", item.Text("kind")),
            Direction = Vocabulary.OneOf(reader.Words.Directions, item, "direction", item.Text("direction")),
            Basis = Citation.Read(basis.Text("source"), instrument),
            BasisText = basis.Text("text"),
            AppliesWhen = item.Text("appliesWhen"),
            IssuedBy = Actors(reader, item, "issuedBy"),
            Addressee = Actors(reader, item, "addressee"),
            AlsoTo = Actors(reader, item, "alsoTo"),
            DataCategories = Categories(reader, item, "dataCategories"),
            Elements = reader.Each(item.Items("requires"), element => Element(reader, element, instrument, confidence, "treaty")),
            Limits = reader.Each(item.Items("deadlines"), limit => Limit(reader, limit, instrument, confidence)),
            Grounds = LawReader.Resolve(reader.Grounds, item, "refusalGrounds", "refusal ground"),
            GroundsClosed = item.Flag("refusalListClosed"),
            GroundsNote = item.TextOrNull("refusalNote"),
            Safeguards = LawReader.Resolve(reader.Safeguards, item, "safeguards", "safeguard"),
            FollowUps = reader.Each(item.Items("followUps"), duty => FollowUp(reader, duty, instrument, confidence)),
            IssuerRules = reader.Each(item.Items("issuerRules"), rule => IssuerRule(reader, rule, instrument, confidence)),
            Switches = LawReader.Resolve(reader.Switches, item, "switches", "switch"),
            Paths = reader.Each(item.Items("routes"), path => Path(reader, path, instrument)),
            ProcedureFrom = item.TextOrNull("procedureFrom"),
            Postponement = Rule(item, "postponement", "ground", instrument),
            BeforeRefusal = Rule(item, "beforeRefusal", "rule", instrument),
            DualCriminalityAllowed = duals?.Flag("allowedAsCondition") ?? false,
            DualCriminalitySource = duals is null ? null : Citation.Read(duals.Text("source"), instrument),
            IsDuty = item.Flag("duty"),
            IsDomestic = false,
            Confidence = confidence,
            BindsAskingOnly = Bound(item),
            NeedsEmergency = emergency,
            NeedsNoTreaty = noTreaty,
            OffencesOf = item.TextOrNull("offencesOf"),
            FallbackGrounds = Subset(item, "fallbackGrounds", "refusalGrounds"),
            FallbackSafeguards = Subset(item, "fallbackSafeguards", "safeguards"),
            Undecided = [.. item.Items("undecided").Select(question => Question(reader, question, instrument, confidence, "text")),
                .. item.Items("preconditions").Select(question => Question(reader, question, instrument, confidence, "rule"))],
            Remarks = item.Remarks(Beside),
        };
        _ = duals?.Remarks("test", "exception");
        duals?.Close();
        basis.Close();
        item.Close();
        if (channel.Grounds.Length > 10) throw item.Error("refusalGrounds", "More than ten grounds.", "Group them.");
        if (channel.OffencesOf is { } of) reader.Later(() => LawReader.Resolve(reader.Instruments, item, "offencesOf", of, "instrument"));
        LawReader.Add(reader.Channels, channel.Id, channel, item);
        return channel;
    }

    internal static Channel Order(LawReader reader, Fields item, string article, ImmutableArray<string> categories, ImmutableArray<TimeLimit> limits)
    {
        const string Home = "ets-185";
        var confidence = PartReader.ConfidenceOf(item, new("A"));
        var basis = Basis(item);
        var ours = item.Text("elementsBasis");
        if (!item.Words("powerLimits").SequenceEqual(limits.Select(limit => limit.Id))) throw item.Error("powerLimits", "These are not the limits of the power.", "Name the limits that the power has.");
        var order = new Channel
        {
            Id = item.Text("id"),
            Instrument = Home,
            Article = article,
            Title = item.Text("title"),
            Kind = Vocabulary.OneOf(reader.Words.Kinds, item, "id", "domestic-order"),
            Direction = Vocabulary.OneOf(reader.Words.Directions, item, "direction", item.Text("direction")),
            Basis = Citation.Read(basis.Text("source"), Home),
            BasisText = basis.Text("text"),
            AppliesWhen = "within the State whose law decides",
            IssuedBy = Actors(reader, item, "issuedBy"),
            Addressee = Actors(reader, item, "addressee"),
            AlsoTo = [],
            DataCategories = categories,
            Elements = reader.Each(item.Items("requires"), element => Element(reader, element, Home, confidence, ours)),
            Limits = [.. item.Items("deadlines").Select(limit => Limit(reader, limit, Home, confidence)), .. limits],
            Grounds = [],
            GroundsClosed = false,
            Safeguards = LawReader.Resolve(reader.Safeguards, item, "safeguards", "safeguard"),
            FollowUps = [],
            Switches = [],
            Paths = [],
            DualCriminalityAllowed = false,
            IsDuty = false,
            IsDomestic = true,
            Confidence = confidence,
            Remarks = item.Remarks("issuedByNote"),
        };
        basis.Close();
        item.Close();
        return order;
    }

    internal static TimeLimit Limit(LawReader reader, Fields item, string instrument, Confidence inherited)
    {
        var word = item.Text("semantics");
        var semantics = Array.IndexOf(TimeLimit.Words, word);
        if (semantics < 0) throw item.Error("semantics", $"'{word}' is not known.", $"Write one of: {string.Join(", ", TimeLimit.Words)}.");
        var limit = new TimeLimit
        {
            Id = item.Text("id"),
            From = item.Text("from"),
            To = item.Text("to"),
            Duration = item.Term("duration"),
            Semantics = (LimitSemantics)semantics,
            Source = Citation.Read(item.Text("source"), instrument),
            AppliesTo = Categories(reader, item, "appliesTo"),
            OnlyIf = reader.Words.CircumstanceOrNull(reader, item, "onlyIf"),
            Unless = reader.Words.CircumstanceOrNull(reader, item, "unless"),
            Condition = item.TextOrNull("condition"),
            Qualifier = item.TextOrNull("qualifier"),
            OtherTerm = item.TextOrNull("otherTerm"),
            Extends = item.TextOrNull("extends"),
            ReleasedBy = item.TextOrNull("releasedBy"),
            PausedBy = item.TextOrNull("pausedBy") is { } pausing ? Citation.Read(pausing, instrument) : null,
            Renewable = item.Flag("renewable"),
            WorkingDays = item.TextOrNull("calendar") is { } calendar && (calendar == "working-days" ? true : throw item.Error("calendar", $"'{calendar}' is not known.", "Write working-days.")),
            CalendarOf = item.TextOrNull("calendarOf"),
            Confidence = PartReader.ConfidenceOf(item, inherited),
            Note = item.TextOrNull("note"),
            Remarks = item.Remarks("effort", "calendarSource", "form", "onMiss", "basis"),
        };
        item.Close();
        LawReader.Add(reader.Limits, limit.Id, limit, item);
        if (limit.Extends is { } former) reader.Later(() => LawReader.Resolve(reader.Limits, item, "extends", former, "time limit"));
        return limit;
    }

    private static Element Element(LawReader reader, Fields item, string instrument, Confidence inherited, string usually)
    {
        var basis = item.TextOrNull("basis") ?? usually;
        var element = new Element
        {
            Id = item.Text("id"),
            Label = item.Text("label"),
            Source = Citation.Read(item.TextOrNull("source") ?? basis, instrument),
            Basis = Vocabulary.OneOf(Bases, item, "basis", basis),
            Mandatory = item.Flag("mandatory"),
            Condition = item.TextOrNull("condition"),
            RequiredIf = reader.Words.CircumstanceOrNull(reader, item, "requiredIf"),
            Unless = reader.Words.CircumstanceOrNull(reader, item, "unless"),
            VisibleTo = Actors(reader, item, "visibleTo"),
            ReleaseRule = item.TextOrNull("releaseRule"),
            Input = Vocabulary.OneOf(reader.Words.Inputs, item, "input", item.TextOrNull("input") ?? "paragraph"),
            Help = item.TextOrNull("help") ?? "",
            Example = item.TextOrNull("example") ?? "",
            Choices = item.Words("choices"),
            Confidence = PartReader.ConfidenceOf(item, inherited),
            Note = item.TextOrNull("note"),
        };
        if (element.Input == "choice" == element.Choices.IsEmpty) throw item.Error("choices", "A choice needs choices, and nothing else has them.", "Add or remove `choices`.");
        item.Close();
        LawReader.Add(reader.Elements, element.Id, element, item);
        return element;
    }

    private static FollowUp FollowUp(LawReader reader, Fields item, string instrument, Confidence inherited)
    {
        var duty = new FollowUp(
            item.Text("id"), item.Text("trigger"), item.Text("actor"), item.Text("action"), item.TextOrNull("target"), Citation.Read(item.Text("source"), instrument),
            PartReader.ConfidenceOf(item, inherited));
        _ = item.Remarks("basis");
        item.Close();
        LawReader.Add(reader.FollowUps, duty.Id, duty, item);
        if (duty.Target is { } target) reader.Later(() => LawReader.Resolve(reader.Channels, item, "target", target, "channel"));
        return duty;
    }

    private static TransmissionPath Path(LawReader reader, Fields item, string instrument)
    {
        var path = new TransmissionPath(
            item.Text("id"), item.Text("label"), Citation.Read(item.Text("source"), instrument), item.Flag("default"), item.TextOrNull("condition"),
            item.TextOrNull("blockedBy"), item.TextOrNull("allowedBy"));
        _ = item.Remarks("note");
        item.Close();
        if (path.BlockedBy is { } blocking) _ = LawReader.Resolve(reader.Switches, item, "blockedBy", blocking, "switch");
        if (path.AllowedBy is { } allowing) _ = LawReader.Resolve(reader.Switches, item, "allowedBy", allowing, "switch");
        return path;
    }

    private static ChannelRule? Rule(Fields item, string key, string text, string instrument)
    {
        if (item.Child(key) is not { } rule) return null;
        var read = new ChannelRule(rule.Text(text), Citation.Read(rule.Text("source"), instrument));
        _ = rule.Flag("allowed");
        rule.Close();
        return read;
    }

    private static IssuerRule IssuerRule(LawReader reader, Fields item, string instrument, Confidence inherited)
    {
        var rule = new IssuerRule(item.Text("id"), Categories(reader, item, "data"), item.Text("may"), Citation.Read(item.Text("source"), instrument), PartReader.ConfidenceOf(item, inherited));
        item.Close();
        return rule;
    }

    private static OpenQuestion Question(LawReader reader, Fields item, string instrument, Confidence inherited, string text)
    {
        var question = new OpenQuestion(
            item.Text("id"), item.Text(text), Citation.Read(item.Text("source"), instrument), Categories(reader, item, "appliesTo"), PartReader.ConfidenceOf(item, inherited));
        item.Close();
        return question;
    }

    private static Fields Basis(Fields item)
    {
        var basis = item.Child("basis") ?? throw item.Error("'basis' is missing.", "Say which provision opens the channel: basis: {source: …, text: …}.");
        return Citation.Read(basis.Text("source"), "here").First is not null ? basis : throw item.Error("basis", "Its source names no provision.", "Cite it as 29.1.");
    }

    private static (Citation? Emergency, Citation? NoTreaty) Needs(Fields item, string instrument)
    {
        Citation? emergency = null, noTreaty = null;
        foreach (var need in item.Items("needs"))
        {
            var source = Citation.Read(need.Text("source"), instrument);
            if (need.Text("is") == "emergency") emergency = source;
            else if (need.Text("is") == "no-treaty") noTreaty = source;
            else throw need.Error("is", $"'{need.Text("is")}' is not known.", "Write emergency or no-treaty.");
            need.Close();
        }

        return (emergency, noTreaty);
    }

    private static bool Bound(Fields item) => item.TextOrNull("bound") switch
    {
        null => false,
        "asking" => true,
        var other => throw item.Error("bound", $"'{other}' is not known.", "Write asking or leave it out."),
    };

    private static ImmutableArray<string> Subset(Fields item, string key, string of)
    {
        var all = item.Words(of);
        foreach (var id in item.Words(key))
            if (!all.Contains(id)) throw item.Error(key, $"'{id}' is not among {of}.", $"Add it to {of} or remove it here.");
        return item.Words(key);
    }

    private static ImmutableArray<string> Actors(LawReader reader, Fields item, string key) =>
        [.. item.Words(key).Select(actor => Vocabulary.OneOf(reader.Words.Actors, item, key, actor))];

    private static ImmutableArray<string> Categories(LawReader reader, Fields item, string key) =>
        [.. item.Words(key).Select(category => reader.Words.Category(item, key, category))];

    private static readonly HashSet<string> Bases = ["treaty", "template", "derived", "practice", "consultation", "ours"];

    private static readonly string[] Beside =
    [
        "trigger", "initiatedBy", "dataLimit", "postponement", "beforeRefusal", "pocDuties", "binding", "enforcement", "alsoToWhen", "electronicForm", "useLimitation",
        "withoutMlaRequest", "standingDuty", "memberMeasures", "useRules", "mayBeRequestedBy", "costs", "penalty", "thresholds", "addresseeNote",
    ];
}
