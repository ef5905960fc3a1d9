using Comity.Law;

namespace Comity.Dossiers;

/// <summary>Which act opens a request through a channel (R22).</summary>
public static class OpeningActs
{
    /// <summary>An offer where the data say that information is given without being asked for; an instruction to one's own provider; otherwise a request, also for an order to a provider abroad.</summary>
    public static ActType Of(Channel channel) => channel switch
    {
        { IsDomestic: true } => ActType.Instruction,
        { Kind: "spontaneous-information" or "partial-disclosure" } => ActType.Offer,
        _ => ActType.Request,
    };

    /// <summary>True for a channel by which nobody is asked: there is nothing to send, only something to keep on file (ETS 185 art. 32).</summary>
    public static bool IsUnilateral(Channel channel) => channel.Addressee.IsEmpty;
}
