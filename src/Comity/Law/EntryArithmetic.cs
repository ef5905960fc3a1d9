namespace Comity.Law;

/// <summary>From which day a treaty binds whom, by its own rule over the deposits. The same arithmetic serves the register and a supposition.</summary>
internal static class EntryArithmetic
{
    /// <summary>The deposit that brings a treaty into force, and the day it does; nulls while it is not reached.</summary>
    /// <param name="treaty">The treaty.</param>
    /// <param name="rows">Rows of the register; those of other treaties play no part.</param>
    /// <param name="countryOf">The country of a row.</param>
    internal static (DateOnly? Trigger, DateOnly? InForce) First(Treaty treaty, IEnumerable<TreatyStatus> rows, Func<CountryCode, Country> countryOf)
    {
        if (treaty.Given is { } given) return (DateOnly.MinValue, given);
        int all = 0, council = 0;
        foreach (var row in rows.Where(row => row.Treaty == treaty.Id && row.DepositedOn is not null && Counts(treaty, countryOf(row.Country))).OrderBy(row => row.DepositedOn))
        {
            all++;
            if (countryOf(row.Country).IsCouncilMember) council++;
            if (all < treaty.Deposits || council < treaty.CouncilMembers) continue;
            var trigger = treaty.NotBefore > row.DepositedOn ? treaty.NotBefore.Value : row.DepositedOn!.Value;
            return (trigger, Treaty.Step(trigger, treaty.FirstStep));
        }

        return (null, null);
    }

    /// <summary>The day from which the treaty binds the State of a row; null while it is not known to enter into force. A deposit that is not known, and a succession, keep the printed day.</summary>
    internal static DateOnly? BoundFrom(Treaty treaty, TreatyStatus row, DateOnly? trigger, DateOnly? first) =>
        row.DepositedOn is not { } deposit || row.DepositKind == "succession" ? row.Printed
        : first is null ? null
        : deposit <= trigger ? first : Treaty.Step(deposit, treaty.LaterStep);

    private static bool Counts(Treaty treaty, Country country) => !treaty.StatesOnly || country.Kind != "organisation";
}
