using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>The law data of a dossier: the release that it is judged by, and where the one that this node works by now would decide otherwise. Nothing here changes a judgement (R10).</summary>
internal sealed class LawDrift(SqliteConnection sql, DossierFile file, LawDesk law, StatementChecks checks)
{
    private readonly Digest _now = law.Current.Digest;

    internal LawOfDossier View()
    {
        IReadOnlyList<string> releases = [.. file.Statements.Select(s => s.Claims.Law.ToString()).Distinct()];
        if (releases is [var only] && only == _now.ToString()) return new(releases, only, []);
        var points = file.State.Requests.Where(r => r.Law != _now).SelectMany(OfRequest).Concat(file.Statements.Where(s => s.Verdict is not { Rejected: true }).SelectMany(OfAct));
        return new(releases, _now.ToString(), [.. points.Distinct()]);
    }

    private IEnumerable<Phrase> OfRequest(RequestState request)
    {
        var question = ChannelQuestion.Of(request, file.Sides);
        var title = ChannelWords.Procedure(law.Find(request.Law), request.Channel);
        if (law.View(question) is not { } then) yield break;
        if (law.ViewUnder(_now)(question) is not { } now)
        {
            yield return new($"{title.Text}: the present data do not have this procedure.", title.Provision);
            yield break;
        }

        if (then.Open != now.Open) yield return new($"{title.Text}: {Word(then.Open)} by the data of the request, {Word(now.Open)} by the present.", title.Provision);
        foreach (var reason in NewReasons(question, then.Open != now.Open, now.Open)) yield return reason;
        foreach (var phrase in Elements(then, now).Concat(Grounds(then, now, law.Find(request.Law))).Concat(Limits(then, now, law.Find(request.Law)))) yield return phrase;
    }

    /// <summary>What closes or opens the way in the present data and was not said before.</summary>
    private IEnumerable<Phrase> NewReasons(ChannelQuestion question, bool changed, bool open)
    {
        if (!changed || law.RouteOf(question with { Release = _now }) is not { } now) return [];
        var before = (law.RouteOf(question)?.Reasons ?? []).Select(r => (r.Provision, r.Text)).ToHashSet();
        return now.Reasons.Where(r => r.Weight == (open ? ReasonWeight.Opens : ReasonWeight.Closes) && !before.Contains((r.Provision, r.Text))).Select(r => new Phrase(r.Text, r.Provision.ToString()));
    }

    private IEnumerable<Phrase> Elements(ChannelView then, ChannelView now)
    {
        foreach (var id in now.Mandatory.Except(then.Mandatory))
            yield return law.Current.FindElement(id) is { } e ? new($"Now asked for: {e.Label}.", ChannelWords.ProvisionOf(e.Source)) : new($"Now asked for: {id}.");
        foreach (var id in then.Mandatory.Except(now.Mandatory)) yield return new($"No longer asked for: {law.Current.FindElement(id)?.Label ?? id}.");
    }

    private IEnumerable<Phrase> Grounds(ChannelView then, ChannelView now, LawRelease? before)
    {
        foreach (var id in now.Grounds.Except(then.Grounds)) yield return With("Ground of refusal that the present data allow", GroundWords.Of(id, law.Current), id);
        foreach (var id in then.Grounds.Except(now.Grounds)) yield return With("Ground of refusal that the present data do not allow", GroundWords.Of(id, before), id);
    }

    private IEnumerable<Phrase> Limits(ChannelView then, ChannelView now, LawRelease? before)
    {
        foreach (var id in then.Limits.Concat(now.Limits).Select(l => l.Id).Distinct())
        {
            var (old, fresh) = (then.Limits.Any(l => l.Id == id) ? before?.FindLimit(id) : null, now.Limits.Any(l => l.Id == id) ? law.Current.FindLimit(id) : null);
            if (Term(old) != Term(fresh)) yield return new($"Time limit “{(fresh ?? old)?.To.Replace('-', ' ') ?? id}”: {Term(old)} by the data of the request, {Term(fresh)} by the present.", ChannelWords.ProvisionOf((fresh ?? old)?.Source));
        }
    }

    /// <summary>What each release doubts in the act. Of an act that opens, elements and the way itself are told with its request.</summary>
    private IEnumerable<Phrase> OfAct(StoredStatement stored)
    {
        var act = stored.Claims;
        var (then, now) = (FindingsBy(stored, law.View), FindingsBy(stored, law.ViewUnder(_now)));
        var title = $"{ActNames.Title(act.Type, ChannelWords.Noun(law.Find(act.Law), act.Channel ?? ""), act.Terms)} of {Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(stored.T))}";
        foreach (var finding in now.Except(then).Where(f => !IsOfRequest(act, f)))
            if (FindingWords.Of(finding, law.Current) is var words) yield return new($"{title}: the present data also doubt this. {words.Text}.", words.Provision);
        foreach (var finding in then.Except(now).Where(f => !IsOfRequest(act, f)))
            if (FindingWords.Of(finding, law.Find(act.Law)) is var words) yield return new($"{title}: the present data no longer doubt this. {words.Text}.", words.Provision);
    }

    private IReadOnlyList<Finding> FindingsBy(StoredStatement stored, Comity.Dossiers.LawView view)
    {
        var past = file.Fold.StateBefore(stored.Claims);
        var shown = (stored.Ours ? DossierTables.Presented(sql, stored) : stored.Sealed).Disclosures.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        return Findings.Of(stored.Claims, past, new(shown, checks.Of(sql, stored).Standing?.Roles ?? [], file.Sides, view));
    }

    private static bool IsOfRequest(Statement act, Finding finding) => act.Type.Opens() && (finding.Kind == FindingKind.MissingElement || finding == new Finding(FindingKind.ClosedRoute, act.Channel!));

    private static Phrase With(string lead, Phrase? words, string id) => new($"{lead}: {words?.Text ?? id}.", words?.Provision);

    private static string Word(bool open) => open ? "open" : "closed";

    private static string Term(Comity.Law.TimeLimit? limit) => limit switch
    {
        null => "none",
        { Duration: { Days: > 0 } days } => $"{Shown.Count(days.Days)} days",
        { Duration: { } hours } => $"{Shown.Count(hours.Hours)} hours",
        _ => limit.Qualifier ?? "no number",
    };
}
