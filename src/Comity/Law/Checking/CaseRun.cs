using System.Collections.Immutable;

namespace Comity.Law.Checking;

/// <summary>Asks a release the question of one case and compares the answer.</summary>
/// <param name="release">The release, with the case's suppositions added.</param>
/// <param name="raw">The rules as they stand in the files.</param>
/// <param name="asked">The case.</param>
internal sealed class CaseRun(LawRelease release, RawIndex raw, LawCase asked)
{
    private LawRoute? _route;

    /// <summary>The words of an answer.</summary>
    internal static ImmutableArray<string> Words => [.. Answers.Keys];

    /// <summary>What differs, in sentences; empty if the case holds.</summary>
    internal IEnumerable<string> Differences()
    {
        foreach (var (word, expected) in asked.Then)
            if (Difference(word, expected) is { } difference) yield return $"{word}: {difference}";
    }

    private string? Difference(string word, Expected expected)
    {
        try
        {
            return Answers[word](this, expected);
        }
        catch (ArgumentException unknown)
        {
            return unknown.Message.Split('(')[0].Trim();
        }
    }

    private static readonly SortedDictionary<string, Func<CaseRun, Expected, string?>> Answers = new(StringComparer.Ordinal)
    {
        ["way"] = (run, e) => Exactly(e.Words, [run.Route.Open ? "open" : "closed"]),
        ["because"] = (run, e) => With(e.Words, run.Says(ReasonWeight.Opens)),
        ["closed-by"] = (run, e) => Exactly(e.Words, run.Says(ReasonWeight.Closes)),
        ["asks"] = (run, e) => With(e.Words, run.Says(ReasonWeight.Asks)),
        ["silent-on"] = (run, e) => Without(e.Words, run.Route.Reasons.Select(reason => reason.Provision.ToString())),
        ["reason"] = (run, e) => e.Words.FirstOrDefault(text => !run.Route.Reasons.Any(reason => reason.Text.Contains(text, StringComparison.Ordinal))) is { } missing
            ? $"no reason says “{missing}”; they say: {string.Join(" ", run.Route.Reasons.Select(reason => reason.Text))}" : null,
        ["requires"] = (run, e) => Exactly(e.Words, run.Route.Requires),
        ["due"] = (run, e) => With(e.Words, run.Due),
        ["not-due"] = (run, e) => Without(e.Words, run.Due),
        ["form"] = (run, e) => Exactly(e.Words, run.Form.Elements.Select(element => element.Id)),
        ["grounds"] = (run, e) => Exactly(e.Words, run.Grounds),
        ["grounds-with"] = (run, e) => With(e.Words, run.Grounds),
        ["grounds-without"] = (run, e) => Without(e.Words, run.Grounds),
        ["grounds-list"] = (run, e) => Exactly(e.Words, [run.Form.GroundsClosed ? "closed" : "open"]),
        ["codes"] = (run, e) => Table(e.Pairs, ground => Join(run.Release.CodesOf(ground).Select(code => code.Word))),
        ["limits"] = (run, e) => Exactly([.. e.Pairs.Select(pair => $"{pair.Key} {pair.Text}")], run.Limits.Select(limit => $"{limit.Id} {CaseWords.Of(limit)}")),
        ["limits-with"] = (run, e) => Table(e.Pairs, id => run.Limits.FirstOrDefault(limit => limit.Id == id) is { } limit ? CaseWords.Of(limit) : null),
        ["limits-without"] = (run, e) => Without(e.Words, run.Limits.Select(limit => limit.Id)),
        ["safeguards"] = (run, e) => Exactly(e.Words, run.Route.Safeguards.Select(safeguard => safeguard.Id)),
        ["safeguards-with"] = (run, e) => With(e.Words, run.Route.Safeguards.Select(safeguard => safeguard.Id)),
        ["safeguards-without"] = (run, e) => Without(e.Words, run.Route.Safeguards.Select(safeguard => safeguard.Id)),
        ["duties"] = (run, e) => Exactly(e.Words, run.Form.FollowUps.Select(duty => duty.Id)),
        ["duty-of"] = (run, e) => Table(e.Pairs, id => run.Form.FollowUps.FirstOrDefault(duty => duty.Id == id)?.Actor),
        ["duty-leads-to"] = (run, e) => Table(e.Pairs, id => run.Form.FollowUps.FirstOrDefault(duty => duty.Id == id)?.Target),
        ["paths"] = (run, e) => Exactly(e.Words, run.Paths),
        ["issued-by"] = (run, e) => Exactly(e.Words, run.Form.IssuedBy),
        ["may-issue"] = (run, e) => With(e.Words, e.Words.Where(role => run.Release.IssuerAllowed(run.Form.Id, [role]))),
        ["may-not-issue"] = (run, e) => Without(e.Words, e.Words.Where(role => run.Release.IssuerAllowed(run.Form.Id, [role]))),
        ["addressed-to"] = (run, e) => Exactly(e.Words, run.Form.Addressee),
        ["also-to"] = (run, e) => Exactly(e.Words, run.Form.AlsoTo),
        ["data"] = (run, e) => Exactly(e.Words, run.Form.DataCategories),
        ["sees"] = (run, e) => With(e.Words, run.Seen),
        ["hidden"] = (run, e) => Without(e.Words, run.Seen),
        ["lacks"] = (run, e) => Exactly(e.Words, run.Release.MissingElements(run.Form.Id, run.Case.Has.ToHashSet(), run.Case.As, run.Situation).Select(element => element.Id)),
        ["dual-criminality"] = (run, e) => Exactly(e.Words, [run.Form.DualCriminalityAllowed ? "allowed" : "not allowed"]),
        ["asked-for-by-itself"] = (run, e) => Exactly(e.Words, [run.Form.IsDuty ? "no" : "yes"]),
        ["procedure-of"] = (run, e) => Exactly(e.Words, [run.Form.ProcedureFrom ?? "none"]),
        ["turned"] = (run, e) => With(e.Words, run.Release.Switches.Where(run.IsTurned).Select(turned => turned.Id)),
        ["not-turned"] = (run, e) => Without(e.Words, run.Release.Switches.Where(run.IsTurned).Select(turned => turned.Id)),
        ["switches"] = (run, e) => Table(e.Pairs, id => run.Release.Switches.FirstOrDefault(turned => turned.Id == id) is { } turned ? CaseWords.Of(turned) : null),
        ["offences"] = (run, e) => Table(e.Pairs, id => run.Release.FindOffence(id) is { } offence ? CaseWords.Of(offence) : null),
        ["powers"] = (run, e) => Table(e.Pairs, id => run.Release.DomesticPowers.FirstOrDefault(power => power.Id == id) is { } power ? Join(power.Categories) : null),
        ["bound"] = (run, e) => Exactly(e.Words, e.Words.Select(run.Bound)),
        ["says"] = (run, e) => e.Pairs.Select(run.Says).FirstOrDefault(difference => difference is not null),
    };

    private LawRelease Release => release;

    private LawCase Case => asked;

    private Channel Form => release.FindChannel(asked.Channel ?? throw new ArgumentException("the situation names no channel (by: …)")) ?? throw new ArgumentException($"there is no channel '{asked.Channel}'");

    private RouteQuery Query => new(
        asked.From ?? throw new ArgumentException("the situation names no asking State (from: …)"), asked.To ?? throw new ArgumentException("the situation names no asked State (to: …)"),
        asked.On, asked.Data, asked.Offences is [var one, ..] ? one : null, asked.Emergency, asked.Treaty);

    private LawRoute Route => _route ??= release.Route(Query, Form.Id);

    private Situation Situation => new(asked.On, asked.From, asked.To, asked.Data)
    {
        Circumstances = asked.Emergency ? asked.Circumstances.Append("emergency").ToHashSet() : asked.Circumstances.ToHashSet(),
    };

    private IEnumerable<string> Due => Form.Elements.Where(element => release.IsDemanded(element, Situation)).Select(element => element.Id);

    private IEnumerable<string> Seen => Form.Elements.Where(element => release.MaySee(element, asked.As ?? throw new ArgumentException("the situation names no role (as: …)"))).Select(element => element.Id);

    private IEnumerable<string> Grounds => Form.IsDomestic || asked.From is null ? Form.Grounds.Select(ground => ground.Id)
        : asked.Offences.Length > 1 ? release.GroundsThatApply(Form.Id, Query.From, Query.To, asked.On, asked.Offences, asked.Treaty).Select(ground => ground.Id)
        : Route.Grounds.Select(ground => ground.Id);

    private IEnumerable<TimeLimit> Limits => asked.From is null ? Form.Limits : Route.Limits;

    /// <summary>Paths of the channel, or of the one whose procedure it borrows, that no switch closes and every needed switch opens.</summary>
    private IEnumerable<string> Paths => Form.Paths.Where(path =>
        !(path.BlockedBy is { } blocking && release.IsTurned(blocking, Query.From, Query.To, asked.On)) && (path.AllowedBy is not { } allowing || release.IsTurned(allowing, Query.From, Query.To, asked.On))).Select(path => path.Id);

    private IEnumerable<string> Says(ReasonWeight weight) => Route.Reasons.Where(reason => reason.Weight == weight).Select(reason => reason.Provision.ToString()).Distinct();

    private bool IsTurned(Switch turned) => release.IsTurned(turned.Id, Query.From, Query.To, asked.On);

    /// <summary><c>ETS185 RS 2009-08-01</c>, or <c>ETS185 CN never</c>.</summary>
    private string Bound(string expected)
    {
        if (expected.Split(' ') is not [var treaty, var code, _] || !CountryCode.TryParse(code, null, out var country)) throw new ArgumentException($"'{expected}' is not written as ETS185 RS 2009-08-01");
        if (release.Treaties.FirstOrDefault(one => one.Id == treaty) is not { } known) throw new ArgumentException($"there is no treaty '{treaty}'");
        var from = known.BindsEuMembers ? release.MemberBoundFrom(known, country) : release.StatusOf(treaty, country)?.BoundFrom;
        return $"{treaty} {code} {(from is { } day ? day.ToString("yyyy-MM-dd", null) : "never")}";
    }

    private string? Says((string Key, string Text) expected)
    {
        var dot = expected.Key.LastIndexOf('.');
        var actual = dot < 0 ? null : raw.Text(expected.Key[..dot], expected.Key[(dot + 1)..]);
        return actual is null ? $"the data have no {expected.Key}" : actual.Contains(expected.Text, StringComparison.Ordinal) ? null : $"{expected.Key} says “{actual}”, not “{expected.Text}”";
    }

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);

    private static string? Exactly(IReadOnlyCollection<string> expected, IEnumerable<string> actual)
    {
        var found = actual.ToList();
        return found.Count == expected.Count && found.ToHashSet(StringComparer.Ordinal).SetEquals(expected) ? null
            : $"expected {Shown(expected)}; the data answer {Shown(found)}.";
    }

    private static string? With(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var found = actual.ToList();
        var missing = expected.Except(found, StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : $"{Shown(missing)} missing; the data answer {Shown(found)}.";
    }

    private static string? Without(IEnumerable<string> unwanted, IEnumerable<string> actual)
    {
        var there = unwanted.Intersect(actual, StringComparer.Ordinal).ToList();
        return there.Count == 0 ? null : $"{Shown(there)} should not be there.";
    }

    private static string? Table(IEnumerable<(string Key, string Text)> expected, Func<string, string?> actual)
    {
        foreach (var (key, text) in expected)
            if (actual(key) is var found && found != text) return $"{key} is expected as “{text}”; the data answer {(found is null ? "nothing of the kind" : $"“{found}”")}.";
        return null;
    }

    private static string Shown(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } text ? text : "nothing";
}
