using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>Acts that lead from a request to the next one: mutual assistance after preservation, and the domestic orders that carry out what was granted.</summary>
internal static class FollowUpActs
{
    internal const string PreservationOrder = "pw.185.16", ProductionOrder = "pw.185.18.1.a", Assistance = "ch.185.31";

    internal static IEnumerable<RankedAct> Of(ActSituation s, RequestState request)
    {
        if (request.Withdrawn || request.Suspended || s.Node.Kind != NodeKind.Authority) yield break;
        var kind = ChannelWords.KindOf(s.Release(request), request.Channel);
        if (s.Ours == Side.Asking && kind == ChannelWords.Preservation && IsHeld(request) && !IsFollowedUp(s, request)) yield return AskForAssistance(s, request);
        if (s.Ours == Side.Asking && request.Channel == PreservationOrder && IsHeld(request) && !IsFollowedUp(s, request)) yield return OrderProduction(s, request, 31);
        if (s.Ours == Side.Asking || s.IsDomestic || request.Decision is not (Decision.None or Decision.Granted)) yield break;
        if (kind == ChannelWords.Preservation && !IsOrdered(s, PreservationOrder)) yield return OrderPreservation(s, request);
        if (kind != ChannelWords.Preservation && IsAboutData(s, request) && request.Decision == Decision.Granted && !IsOrdered(s, ProductionOrder)) yield return OrderProduction(s, request, 20);
        if (kind == ChannelWords.Preservation && Duty(s, request) is { } duty) yield return Disclose(request, duty);
    }

    /// <summary>False for help that brings no data, and for what is given unasked.</summary>
    private static bool IsAboutData(ActSituation s, RequestState request) => request.Type != ActType.Offer && s.Release(request)?.FindChannel(request.Channel) is { DataCategories.IsEmpty: false };

    /// <summary>The duty to disclose at once what leads to another State's provider, which arises while a preservation of traffic data is executed (ETS 185 art. 30).</summary>
    private static Channel? Duty(ActSituation s, RequestState request) => s.Desk.Current.FindChannel(request.Channel)?.FollowUps
        .Select(f => f.Target is { } target ? s.Desk.Current.FindChannel(target) : null)
        .FirstOrDefault(c => c is { IsDuty: true } && (request.Terms.Categories.Count == 0 || c.DataCategories.Any(request.Terms.Categories.Contains)));

    private static RankedAct Disclose(RequestState request, Channel duty) => new(RankedAct.Rare, new(
        ActType.Offer.Word(), duty.Title, "route", [new(duty.BasisText, ChannelWords.ProvisionOf(duty.Basis))], Re: request.Id.ToString(), Channel: duty.Id));

    private static bool IsHeld(RequestState request) => request.Decision == Decision.Granted || request.Preservation.State == PreservationWord.Kept;

    private static bool IsFollowedUp(ActSituation s, RequestState request) => s.Fold.State.Requests.Any(r => r.FollowUpOf == request.Id && !r.Withdrawn);

    /// <summary>An order under this power stands in a linked dossier: waiting, done, or under way.</summary>
    private static bool IsOrdered(ActSituation s, string power) => s.Linked.SelectMany(l => l.Fold.Requests).Any(r =>
        r.State.Channel == power && r.Status is not (RequestStatus.Withdrawn or RequestStatus.Refused or RequestStatus.Outcome or RequestStatus.PreservationEnded));

    private static RankedAct AskForAssistance(ActSituation s, RequestState request)
    {
        var lacks = s.Lacks(s.Desk.Current.FindChannel(Assistance)?.IssuedBy.ToArray() ?? []);
        return new(lacks is null ? 30 : RankedAct.Rare, new(ActType.Request.Word(), "Request mutual assistance", "building-bank",
            [new("Asks for the preserved data themselves, prefilled from this dossier.", "ets-185/31"), new("They stay preserved until that request is decided.", "ets-185/29/7"),
             .. lacks is null ? [] : new[] { new Phrase(lacks) }],
            Re: request.Id.ToString(), Channel: Assistance));
    }

    /// <summary>An order leads only at the office that has the request and a role that the power names.</summary>
    private static int Rank(ActSituation s, RequestState request, string power, int rank)
    {
        if (s.Lacks(s.Desk.Current.FindChannel(power)?.IssuedBy.ToArray() ?? []) is not null) return RankedAct.Rare;
        return s.IsMine(request) || rank >= RankedAct.Leads ? rank : rank + RankedAct.Leads;
    }

    private static RankedAct OrderPreservation(ActSituation s, RequestState request) => new(Rank(s, request, PreservationOrder, request.Decision == Decision.Granted ? 20 : 66), new(
        ActType.Instruction.Word(), "Order the provider to preserve", "hand-stop",
        [new("Orders the custodian under domestic law, in a linked dossier that the asking side does not see.", "ets-185/16")],
        Re: request.Id.ToString(), Channel: PreservationOrder));

    private static RankedAct OrderProduction(ActSituation s, RequestState request, int rank) => new(Rank(s, request, ProductionOrder, rank), new(
        ActType.Instruction.Word(), "Order production", "hand-stop",
        [new("Orders the provider under domestic law to hand the data over to this authority.", "ets-185/18/1/a")],
        Re: request.Id.ToString(), Channel: ProductionOrder));
}
