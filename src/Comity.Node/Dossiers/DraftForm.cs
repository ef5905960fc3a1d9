using System.Globalization;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;

namespace Comity.Node.Dossiers;

/// <summary>What a form is made for: the draft, its dossier with the state in which the act would be judged, and the law release.</summary>
internal sealed record DraftContext(NodeCore Node, LawDesk Law, Draft Draft, DossierFile? File, LawRelease Release)
{
    /// <summary>The request that the act belongs to; null for one that opens a dossier.</summary>
    internal RequestState? Request => File is null || Draft.Re is not { } re ? null
        : File.State.Request(re) ?? File.State.Requests.LastOrDefault(r => File.Fold.Find(re) is { } act && (act.Re.Contains(r.Id) || r.Conditions.Any(c => c.Key.Offer == re) || r.Questions.Any(q => q.Id == re)));

    internal Channel? Channel => Draft.Channel is { } channel ? Release.FindChannel(channel) : null;

    internal Comity.Dossiers.Side? OurSide => File?.SideOf(Node.Settings.Url);

    /// <summary>The day by which the law is read, UTC.</summary>
    internal DateOnly Today => DateOnly.FromDateTime(Node.Now.UtcDateTime);

    internal string OfficeId => Node.Settings.OfficeId(Draft.Office);
}

/// <summary>Makes the fields of every act's form: the elements of a request from the law data, the terms of other acts from the table of acts.</summary>
internal static class DraftForm
{
    internal const string Title = "title", Words = "words", To = "to", Confidential = "confidential", Until = "until", WithOrder = "order";

    private const int LongestText = 8000, LongestLine = 400;

    internal static IReadOnlyList<FieldGroup> Groups(DraftContext c) => c.Draft.Type.Opens() ? RequestForm.Groups(c) : OfAct(c);

    /// <summary>One element of the law data as a field. <paramref name="prefix"/> sets the elements of a second act apart.</summary>
    internal static FormField Element(DraftContext c, Element element, string prefix)
    {
        var demanded = c.Release.IsDemanded(element, SituationOf(c));
        var name = prefix + element.Id;
        var (kind, choices) = Input(c, element);
        return new(name, element.Label, kind, c.Draft[name], Provision(element.Source), element.Id, HelpOf(element), demanded ? $"Missing: {Citation(element)} asks for it." : null,
            choices, kind == FieldKind.Text ? LongestText : LongestLine, kind is FieldKind.Line or FieldKind.Day or FieldKind.Number or FieldKind.Select);
    }

    internal static Situation SituationOf(DraftContext c)
    {
        var to = c.Draft["need.to"].Length > 0 && CountryCode.TryParse(c.Draft["need.to"], null, out var code) ? code : (CountryCode?)null;
        var from = c.Node.Settings.Kind == NodeKind.Authority ? CountryCode.Parse(c.Node.Settings.Party) : (CountryCode?)null;
        var known = to is { } there && from != to && c.Release.FindCountry(there) is not null;
        return new(c.Today, known ? from : null, known ? to : null, RequestForm.CategoriesOf(c) is [var data] ? data : null) { Circumstances = RequestForm.CircumstancesOf(c) };
    }

    internal static string? Provision(Citation source) => source.First?.ToString() ?? source.Text;

    private static string Citation(Element element) => element.Basis == "ours" ? "our list for this order" : element.Source.ForPeople;

    private static string? HelpOf(Element element) => element switch
    {
        { Help: "" } => null,
        { Example: "" } => element.Help,
        _ => $"{element.Help} Example: {element.Example}",
    };

    private static (FieldKind Kind, IReadOnlyList<Choice>? Choices) Input(DraftContext c, Element element) => element.Input switch
    {
        "paragraph" or "contact" or "authority" => (FieldKind.Text, null),
        "check" => (FieldKind.Yes, null),
        "date" => (FieldKind.Day, null),
        "days" => (FieldKind.Number, null),
        "choice" => (FieldKind.Select, [.. element.Choices.Select(choice => new Choice(choice, choice))]),
        "categories" => (FieldKind.Many, [.. c.Release.DataCategories.Select(d => new Choice(d.Id, d.Label))]),
        "offence" => (FieldKind.Text, null),
        _ => (FieldKind.Line, null),
    };

    /// <summary>The form of any other act: its terms, then words.</summary>
    private static List<FieldGroup> OfAct(DraftContext c)
    {
        var fields = new List<FormField>();
        var rule = Acts.Of(c.Draft.Type);
        foreach (var term in rule.Required.Concat(rule.Optional))
            if (term == "grounds") fields.AddRange(GroundFields.Of(c));
            else if (Term(c, term) is { } field) fields.Add(field);
        fields.Add(new(Words, WordsLabel(c.Draft.Type), FieldKind.Text, c.Draft[Words], Help: WordsHelp(c.Draft.Type), Missing: NeedsWords(c.Draft.Type) ? "Say it in a sentence or two." : null, Most: LongestText));
        var groups = new List<FieldGroup> { new(null, null, null, fields) };
        if (OrderForm.Group(c) is { } order) groups.Add(order);
        return groups;
    }

    private static FormField? Term(DraftContext c, string term) => term switch
    {
        "outcome" => new("outcome", "How it ended", FieldKind.One, c.Draft["outcome"], Missing: "Choose how it ended.", Choices: [.. Enum.GetValues<OutcomeWord>().Select(w => new Choice(w.Word(), StatusWords.OutcomeText(w)))]),
        "asks" => new("asks", "What you ask", FieldKind.One, c.Draft["asks"], Missing: "Choose what it is about.", Choices:
        [
            new("question", "A question"), new("supplement-needed", "Something is missing before it can be executed", null, "ets-185/27/6"),
            new("preservation-not-enough", "Preservation will not do", "It would not secure the data, or would harm confidentiality or the investigation; the other side decides", "ets-185/29/6"),
        ]),
        "conditions" => ConditionField(c),
        "until" => new(Until, UntilLabel(c.Draft.Type), FieldKind.Day, c.Draft[Until], Missing: Acts.Of(c.Draft.Type).Required.Contains("until") ? "Name the day." : null, Half: true),
        "office" => new("office", "Office that carries on", FieldKind.Select, c.Draft["office"], Missing: "Choose the office.", Choices: [.. c.Node.Settings.Offices.Select(o => new Choice(c.Node.Settings.OfficeId(o.Name), o.Title))]),
        "incident" => new("incident", "What happened", FieldKind.One, c.Draft["incident"], Missing: "Choose what happened.", Choices: [.. Enum.GetValues<IncidentWord>().Select(w => new Choice(w.Word(), w.ToString()))]),
        "held" => new("held", "The data are still there", FieldKind.Yes, c.Draft["held"], "ets-185/29/7"),
        _ => null,
    };

    private static FormField ConditionField(DraftContext c)
    {
        var view = c.Request is { } request ? c.Law.View(ChannelQuestion.Of(request, c.File!.Sides)) : null;
        var basis = ConditionBasis.Of(view);
        var provision = ConditionBasis.ProvisionOf(basis, c.Release, c.Request is { } asked ? c.Release.FindChannel(asked.Channel) : null);
        return new("condition", "Condition", FieldKind.One, c.Draft["condition"], Missing: "Choose the condition.", Choices:
        [
            new("use-limit", "No use outside the stated investigation", null, ActSays.ConditionProvision(ConditionKind.UseLimit, basis, provision)),
            new("confidentiality", "Kept confidential", null, ActSays.ConditionProvision(ConditionKind.Confidentiality, basis, provision)),
            new("no-onward-transfer", "Not passed on without consent", null, provision), new("assurance", "An assurance, said below", null, provision),
        ]);
    }

    private static string UntilLabel(ActType type) => type switch
    {
        ActType.PreservationEffected or ActType.PreservationExtended => "Preserved until (end of that day, UTC)",
        ActType.Postponed => "Put off until",
        _ => "Until",
    };

    private static string WordsLabel(ActType type) => type switch
    {
        ActType.Refused or ActType.Postponed => "Reasons",
        ActType.ClarificationAsked => "Your question",
        ActType.ClarificationGiven => "Your answer",
        ActType.GrantedOnCondition or ActType.ConditionOffered => "The condition in words",
        _ => "Words to the other side",
    };

    private static string? WordsHelp(ActType type) => type switch
    {
        ActType.Refused or ActType.Postponed => "Reasons are owed (ETS 185 art. 27(7)). Before refusing, consider doing a part, or asking first (27(6)).",
        ActType.Outcome => "What was found, so that the other side can look elsewhere.",
        _ => null,
    };

    private static bool NeedsWords(ActType type) =>
        type is ActType.Refused or ActType.Postponed or ActType.ClarificationAsked or ActType.ClarificationGiven or ActType.Supplement or ActType.Correction or ActType.Incident or ActType.AccountOfUse or ActType.GrantedOnCondition or ActType.ConditionOffered;

    /// <summary>A day as typed, as the last second of that day in UTC; null if it is none.</summary>
    internal static long? EndOfDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero).ToUnixTimeSeconds()
        : null;
}
