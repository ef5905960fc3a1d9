using Comity.Dossiers;
using Comity.Node.Look;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>The state of a request in a few words, seen from our side.</summary>
internal static class StatusWords
{
    internal static Mark Of(RequestView request, Side ours, bool complete) => complete && !request.State.Withdrawn
        ? new(Tone.Plain, "Completed")
        : request.Status switch
        {
            RequestStatus.Open => Turn(request, ours, "Awaits our answer", "Awaits their answer"),
            RequestStatus.ClarificationAsked => Turn(request, ours, "Asked us to clarify", "We asked to clarify"),
            RequestStatus.ConditionOpen => Turn(request, ours, "Condition: our turn", "Condition: their turn"),
            RequestStatus.Granted => request.WaitsFor == ours ? new(Tone.Act, "Granted, to be done") : new(Tone.Proof, "Granted"),
            RequestStatus.Preserved => new(Tone.Proof, "Preserved"),
            RequestStatus.PreservationEnded => new(Tone.Time, "Preservation ended"),
            RequestStatus.Delivered => new(Tone.Proof, "Delivered"),
            RequestStatus.Refused => new(Tone.Line, "Refused"),
            RequestStatus.Outcome => new(Tone.Line, request.State.DecisionTerms.Outcome is { } word ? OutcomeText(word) : "Ended"),
            RequestStatus.Postponed => new(Tone.Time, "Postponed"),
            RequestStatus.Stopped => new(Tone.Time, "Delivery stopped"),
            _ => new(Tone.Plain, "Withdrawn"),
        };

    internal static string OutcomeText(OutcomeWord word) => word switch
    {
        OutcomeWord.NothingHeld => "Nothing held",
        OutcomeWord.Gone => "Data are gone",
        OutcomeWord.Expired => "Expired before the request",
        OutcomeWord.OtherHolder => "Another entity holds it",
        OutcomeWord.SentOn => "Sent on",
        _ => "Partly done",
    };

    private static Mark Turn(RequestView request, Side ours, string us, string them) => request.WaitsFor == ours ? new(Tone.Act, us) : new(Tone.Plain, them);
}
