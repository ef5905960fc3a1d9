using System.Collections.Frozen;
using static Comity.Dossiers.ActType;
using static Comity.Dossiers.FindingKind;

namespace Comity.Dossiers;

/// <summary>What findings hang on beside the act and its past: both sides have the same.</summary>
/// <param name="Shown">Names of the disclosures that the addressee gets (R8).</param>
/// <param name="IssuerRoles">Roles that the author's office holds at the time of arrival (R27).</param>
/// <param name="Sides">The two sides.</param>
/// <param name="Law">The law data's answers, in the release that the request names (R10).</param>
public sealed record FindingFacts(IReadOnlySet<string> Shown, IReadOnlyCollection<string> IssuerRoles, SidePair Sides, LawView Law);

/// <summary>Computes what the law data doubt in an act (R17a): sorted, the same on both sides. The author puts them into <c>terms.against</c>.</summary>
public static class Findings
{
    /// <summary>All findings of an act, given the state of its past.</summary>
    public static IReadOnlyList<Finding> Of(Statement statement, DossierState past, FindingFacts facts)
    {
        var found = new SortedSet<Finding>();
        if (statement.Type.Opens()) OfOpening(found, statement, past, facts);
        else if (RequestOf(statement, past) is { } request) OfAct(found, statement, request, facts);
        return [.. found];
    }

    private static RequestState? RequestOf(Statement statement, DossierState past) =>
        Acts.Of(statement.Type).Target == TargetKind.Request && statement.Re.Count > 0 ? past.Request(statement.Re[0]) : null;

    private static void OfOpening(SortedSet<Finding> found, Statement statement, DossierState past, FindingFacts facts)
    {
        var question = ChannelQuestion.Of(statement, statement.Sides ?? facts.Sides);
        var channel = facts.Law(question with { Circumstances = CircumstancesOf(statement, past, facts) });
        if (channel is not { Open: true }) found.Add(new(ClosedRoute, statement.Channel!));
        if (channel is null) return;
        if (statement.Terms.Path is { } path && !channel.Paths.Any(p => p.Id == path && p.Open)) found.Add(new(ClosedRoute, path));
        foreach (var element in channel.Mandatory.Where(e => !facts.Shown.Contains(e))) found.Add(new(MissingElement, element));
        Issuer(found, statement.Channel!, channel.IssuedBy, facts);
        Conditions(found, statement, channel);
        foreach (var limit in channel.Limits.Where(IsCeiling))
            if (statement.Terms.Until > statement.At + limit.Term) found.Add(new(WrongTerm, limit.Id));
    }

    /// <summary>What the request that an act follows up makes due in it.</summary>
    private static FrozenSet<string> CircumstancesOf(Statement statement, DossierState past, FindingFacts facts)
    {
        if (statement.Re.Count == 0 || past.Request(statement.Re[0]) is not { } former) return [];
        return facts.Law(ChannelQuestion.Of(former, facts.Sides)) is { Kind: ChannelKind.Preservation } ? Preserved : FollowUp;
    }

    private static readonly FrozenSet<string> Preserved = [LawCircumstances.DataPreserved], FollowUp = [LawCircumstances.FollowUp];

    private static void OfAct(SortedSet<Finding> found, Statement statement, RequestState request, FindingFacts facts)
    {
        if (facts.Law(ChannelQuestion.Of(request, facts.Sides)) is not { } channel) return;
        if (statement.Type.Decides()) Issuer(found, request.Channel, channel.AnsweredBy, facts);
        switch (statement.Type)
        {
            case Refused: Grounds(found, statement, channel); break;
            case Postponed when !channel.MayBePostponed: found.Add(new(GroundOutsideList, "postponement")); break;
            case GrantedOnCondition or ConditionOffered: Conditions(found, statement, channel); break;
            case PreservationEffected or PreservationExtended: Kept(found, statement, request, channel); break;
            case PreservationEnded: Ended(found, statement, request, channel); break;
            case Delivery when channel.Kind == ChannelKind.Preservation: found.Add(new(ClosedRoute, request.Channel)); break;
        }
    }

    private static void Issuer(SortedSet<Finding> found, string channel, IReadOnlyList<string> roles, FindingFacts facts)
    {
        if (roles.Count > 0 && !roles.Any(facts.IssuerRoles.Contains)) found.Add(new(IssuerDoubted, channel));
    }

    private static void Grounds(SortedSet<Finding> found, Statement statement, ChannelView channel)
    {
        if (statement.Terms.Grounds.Count == 0) found.Add(new(GroundOutsideList, "none"));
        var alone = statement.Terms.Grounds.All(channel.NotAlone.Contains);
        foreach (var ground in statement.Terms.Grounds.Where(g => alone || (!channel.Grounds.Contains(g) && !channel.GroundCodes.Contains(g)))) found.Add(new(GroundOutsideList, ground));
    }

    private static void Conditions(SortedSet<Finding> found, Statement statement, ChannelView channel)
    {
        foreach (var condition in statement.Terms.Conditions.Where(c => !channel.Conditions.Contains(c.Basis))) found.Add(new(GroundOutsideList, condition.Basis));
    }

    private static bool IsCeiling(LimitView limit) => limit.Semantics == LimitSemantics.Max && limit.To == LawEvents.PreservationMayEnd && limit.Term is not null;

    private static bool IsFloor(LimitView limit) => limit.Semantics == LimitSemantics.Min && limit.To == LawEvents.PreservationMayEnd && limit.Term is not null;

    /// <summary>A floor counts from when the data were first held; a ceiling from the order, and from each renewal anew.</summary>
    private static void Kept(SortedSet<Finding> found, Statement statement, RequestState request, ChannelView channel)
    {
        var since = request.Preservation.Since ?? statement.At;
        var ordered = statement.Type == PreservationExtended ? statement.At : request.At;
        foreach (var limit in channel.Limits)
            if (IsFloor(limit) && statement.Terms.Until < since + limit.Term || IsCeiling(limit) && statement.Terms.Until > ordered + limit.Term) found.Add(new(WrongTerm, limit.Id));
    }

    private static void Ended(SortedSet<Finding> found, Statement statement, RequestState request, ChannelView channel)
    {
        if (request.Withdrawn) return;
        foreach (var limit in channel.Limits)
        {
            if (IsFloor(limit) && statement.At < request.Preservation.Since + limit.Term) found.Add(new(WrongTerm, limit.Id));
            if (limit.Semantics == LimitSemantics.UntilEvent && limit.To == LawEvents.MlaDecision && request.Preservation.PendingRequests.Count > 0) found.Add(new(WrongTerm, limit.Id));
        }
    }
}

/// <summary>Circumstances of the law data that follow from a request's terms or from the request that it follows up, so that both sides see the same.</summary>
public static class LawCircumstances
{
    /// <summary>The request is an emergency.</summary>
    public const string Emergency = "emergency";

    /// <summary>An expedited answer is wanted.</summary>
    public const string Urgent = "urgent";

    /// <summary>The request is to be kept confidential.</summary>
    public const string Confidentiality = "confidentiality-wanted";

    /// <summary>The sender wants conditions.</summary>
    public const string Conditions = "conditions-wanted";

    /// <summary>The data were preserved on an earlier request.</summary>
    public const string DataPreserved = "data-preserved";

    /// <summary>The request follows an earlier one for the data themselves.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>Those that the terms of a request say.</summary>
    public static IEnumerable<string> Of(Terms terms)
    {
        if (terms.Urgency == Urgency.Emergency) yield return Emergency;
        if (terms.Urgency != Urgency.None) yield return Urgent;
        if (terms.Confidential) yield return Confidentiality;
        if (terms.Conditions.Count > 0) yield return Conditions;
    }
}

/// <summary>Events that time limits of the law data start from and end with, as far as a dossier has them.</summary>
public static class LawEvents
{
    /// <summary>The request reached the asked side.</summary>
    public const string RequestReceived = "request-received";

    /// <summary>The order reached the custodian.</summary>
    public const string OrderServed = "order-served";

    /// <summary>The data are held.</summary>
    public const string PreservationEffected = "preservation-effected";

    /// <summary>Holding may end.</summary>
    public const string PreservationMayEnd = "preservation-may-end";

    /// <summary>A request that follows the preservation up reached the asked side.</summary>
    public const string MlaRequestReceived = "mla-request-received";

    /// <summary>That request is decided.</summary>
    public const string MlaDecision = "mla-decision";

    /// <summary>The request is answered.</summary>
    public const string Response = "response";

    /// <summary>It was decided or executed.</summary>
    public const string DecisionOrExecution = "decision-or-execution";

    /// <summary>The outcome was told.</summary>
    public const string OutcomeTold = "outcome-told";

    /// <summary>Conditions were offered.</summary>
    public const string ConditionsOffered = "conditions-offered";

    /// <summary>They were accepted or declined.</summary>
    public const string ConditionsAnswered = "conditions-answered";
}
