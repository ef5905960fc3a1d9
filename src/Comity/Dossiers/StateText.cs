using System.Globalization;
using System.Text;

namespace Comity.Dossiers;

/// <summary>A state as lines of text, the same for the same state: lists are sorted, so that the order of a timeline does not show.</summary>
public static class StateText
{
    /// <summary>Writes the state; <paramref name="name"/> names statements and roots, by default by their digests.</summary>
    public static string Of(DossierState state, Func<Digest, string>? name = null)
    {
        var call = name ?? (d => d.ToString());
        var text = new StringBuilder();
        text.AppendLine(state.Complete ? "complete" : "not complete");
        Lines(text, state.Requests.SelectMany(r => Request(r, call)));
        Lines(text, state.Items.Select(i => Item(i, call)));
        Lines(text, state.Onward.Select(o => $"onward {call(o.Id)} of {All(o.Items.Select(i => Key(i, call)))}: {(o.Annulled ? "annulled" : o.Authorised ? "authorised" : "asked")}"));
        foreach (var side in Enum.GetValues<Side>()) Lines(text, OfSide(side, state.Of(side), call));
        text.AppendLine(CultureInfo.InvariantCulture, $"listed {All(state.Listed.Select(call))}; annulled {All(state.Annulled.Select(call))}; confirmed {All(state.Confirmed.Select(call))}");
        return text.ToString();
    }

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines.Order(StringComparer.Ordinal)) text.AppendLine(line);
    }

    private static IEnumerable<string> Request(RequestState r, Func<Digest, string> call)
    {
        var id = call(r.Id);
        var former = r.FollowUpOf is { } f ? $" after {call(f)}" : "";
        var flags = (r.Withdrawn ? ", withdrawn" : "") + (r.Overtaken ? ", overtaken" : "") + (r.Stopped ? ", stopped" : "") + (r.Suspended ? ", suspended" : "");
        var decided = r.DecidedBy is { } d ? $" by {call(d)}" : "";
        yield return $"{r.Type.Word()} {id} {r.Channel}{former}: {r.Decision.Word()}{decided}{flags}; without sight of {All(r.Unseen.Select(call))}; deliveries {All(r.Deliveries.Select(call))}";
        foreach (var c in r.Conditions)
            yield return $"{r.Type.Word()} {id} condition {call(c.Key.Offer)}/{c.Key.Id}: {c.State.Word()}{(c.SettledBy is { } s ? " by " + call(s) : "")}{(c.Overtaken ? ", overtaken" : "")}";
        foreach (var q in r.Questions) yield return $"{r.Type.Word()} {id} question {call(q.Id)}: {q.State.Word()}{(q.Overtaken ? ", overtaken" : "")}";
        var p = r.Preservation;
        if (p.State != PreservationWord.None)
            yield return $"{r.Type.Word()} {id} preservation: {p.State.Word()} since {p.Since} until {p.Until}; without sight of {All(p.Unseen.Select(call))}; pending {All(p.PendingRequests.Select(call))}";
    }

    private static string Item(ItemState i, Func<Digest, string> call) =>
        $"item {Key(i.Key, call)} on {call(i.Request)}: {(i.Usable ? "usable" : "quarantined by " + All(i.Quarantine.Select(call)))}; under {All(i.Under.Select(u => call(u.Offer) + "/" + u.Id))}"
        + $"{(i.ErasedAsking ? "; erased by asking" : "")}{(i.ErasedAsked ? "; erased by asked" : "")}; erasure asked {All(i.ErasureAsked.Select(call))}";

    private static string Key(ItemKey key, Func<Digest, string> call) => $"{call(key.Delivery)}/{call(key.Root)}";

    private static IEnumerable<string> OfSide(Side side, SideState state, Func<Digest, string> call)
    {
        yield return $"{side.Word()} fork {state.Fork.Word()}; owes {All(state.Owes.Select(d => $"{d.Kind.Word()} on {call(d.On)}"))}";
        foreach (var hold in state.Holds) yield return $"{side.Word()} hold {call(hold.Id)} until {hold.Until} of {All(hold.Items.Select(i => Key(i, call)))}";
    }

    private static string All(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Order(StringComparer.Ordinal)) + "]";
}
