using Comity.Dossiers;
using Comity.Node.Law;
using Comity.Node.Look;
using Fold = Comity.Dossiers.DossierView;
using ShownLimit = Comity.Node.Look.TimeLimit;

namespace Comity.Node.Dossiers;

/// <summary>What was promised abroad beside what the domestic order gives, seen from either of the two dossiers. Only the side that holds both can compare them.</summary>
internal sealed record PageClocks(TwoClocks Shown, PreservationClocks Clocks)
{
    /// <summary>Null unless one of the two dossiers is a domestic order and data are kept, or promised, for another State.</summary>
    internal static PageClocks? Of(Fold fold, bool domestic, IReadOnlyList<LinkedDossier> linked)
    {
        var other = linked.FirstOrDefault(l => l.IsDomestic != domestic && LinkedDossier.PreservationIn(l.Fold) is not null);
        if (other is null || LinkedDossier.PreservationIn(fold) is not { } own) return null;
        var (abroad, order) = domestic ? (LinkedDossier.PreservationIn(other.Fold)!, own) : (own, LinkedDossier.PreservationIn(other.Fold)!);
        var clocks = PreservationClocks.Of(abroad.Preservation, order.Preservation);
        if (clocks.Shorter is null) return null;
        return new(new(
            new("Promised abroad", Time(clocks.Promised), clocks.Promised is null ? "not yet promised" : "as stated to the asking side", LimitWords.Keeping(abroad.Channel)),
            new("Domestic order", Time(clocks.Ordered), clocks.Ordered is null ? "not confirmed by the provider" : "as the provider confirmed", LimitWords.Keeping(order.Channel))), clocks);
    }

    /// <summary>What must be seen first: the order is shorter than the promise, or the shorter clock is near its end.</summary>
    internal Warning? WarningAt(DateTimeOffset now)
    {
        if (Clocks.OrderIsShort)
            return new(Tone.Time, "The domestic order is shorter than the promise.", [new("Have it renewed before it ends, or the data can be lost while they are promised abroad.", "ets-185/29/7")]);
        if (Clocks.Warns(now.ToUnixTimeSeconds()))
            return new(Tone.Time, "Preservation ends soon.", [new($"The shorter clock ends {Look.Shown.Exact(Time(Clocks.Shorter)!.Value)}. Prolong it, or tell the asking side.", "ets-185/29/7")]);
        return null;
    }

    private static DateTimeOffset? Time(long? at) => at is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
