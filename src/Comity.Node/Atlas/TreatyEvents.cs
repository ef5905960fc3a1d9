using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>A signature, deposit or entry into force of the register.</summary>
internal sealed record TreatyEvent(DateOnly On, TreatyEventKind Kind, TreatyStatus Row);

/// <summary>What happened.</summary>
internal enum TreatyEventKind
{
    Signed,
    Deposited,
    InForce,
}

/// <summary>What the register dates, as a line of time.</summary>
internal static class TreatyEvents
{
    /// <summary>The dated steps of the rows, oldest first.</summary>
    internal static IReadOnlyList<TreatyEvent> Of(IEnumerable<TreatyStatus> rows) => [.. rows.SelectMany(Of).OrderBy(happened => happened.On)];

    /// <summary>What the newest steps up to a day were, newest first. Entry into force is told with the deposit it follows from.</summary>
    internal static IReadOnlyList<ChangeRow> Latest(LawRelease law, IReadOnlyCollection<Treaty> treaties, DateOnly on, int count) =>
    [
        .. Of(law.Statuses.Where(row => treaties.Any(treaty => treaty.Id == row.Treaty))).Where(happened => happened.On <= on && happened.Kind != TreatyEventKind.InForce)
            .Reverse().Take(count).Select(happened => Row(law, treaties.First(treaty => treaty.Id == happened.Row.Treaty), happened, on)),
    ];

    private static IEnumerable<TreatyEvent> Of(TreatyStatus row)
    {
        if (row.SignedOn is { } signed) yield return new(signed, TreatyEventKind.Signed, row);
        if (row.DepositedOn is { } deposited) yield return new(deposited, TreatyEventKind.Deposited, row);
        if (row.BoundFrom is { } bound) yield return new(bound, TreatyEventKind.InForce, row);
    }

    private static ChangeRow Row(LawRelease law, Treaty treaty, TreatyEvent happened, DateOnly on)
    {
        var signed = happened.Kind == TreatyEventKind.Signed;
        return new(
            happened.Row.Country.ToString(), law.FindCountry(happened.Row.Country)!.Name, happened.On, signed ? "Signature" : AtlasWords.Deposit(happened.Row.DepositKind),
            AtlasWords.Reference(law, treaty), treaty.Instrument is { } instrument ? AtlasLinks.Instrument(instrument, on) : null, signed ? "Not yet bound" : Effect(law, treaty, happened.Row));
    }

    /// <summary>From when a deposit binds, or how many are still needed.</summary>
    internal static string Effect(LawRelease law, Treaty treaty, TreatyStatus row)
    {
        if (row.BoundFrom is { } bound) return $"In force {Shown.Day(bound)}";
        var deposits = law.Statuses.Count(other => other.Treaty == treaty.Id && other.DepositedOn <= row.DepositedOn);
        return $"Consent {deposits} of the {treaty.Deposits} needed";
    }
}
