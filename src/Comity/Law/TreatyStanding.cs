namespace Comity.Law;

/// <summary>How far a State has come with a treaty.</summary>
public enum TreatyStep
{
    /// <summary>Nothing in the register.</summary>
    None,

    /// <summary>Invited to accede.</summary>
    Invited,

    /// <summary>Signed, not yet bound.</summary>
    Signed,

    /// <summary>Deposited its consent; the treaty does not bind it yet.</summary>
    Consented,

    /// <summary>Bound.</summary>
    Bound,
}

/// <summary>Where a State stands towards a treaty on a day, by the dates of the register and the treaty's own rule.</summary>
/// <param name="Treaty">The treaty.</param>
/// <param name="Country">The State.</param>
/// <param name="Step">How far it has come.</param>
/// <param name="Since">The day of that step; null where the register shows no date.</param>
/// <param name="BoundFrom">The day from which the treaty binds it, also when that is later than the day asked for; null while none is known.</param>
/// <param name="Row">The row of the register; null where there is none, and for law of the Union.</param>
public sealed record TreatyStanding(Treaty Treaty, Country Country, TreatyStep Step, DateOnly? Since, DateOnly? BoundFrom, TreatyStatus? Row)
{
    /// <summary>How sure the data are of it. That a State is not in a register rests on how complete the register is: medium.</summary>
    public Confidence Confidence => Row?.Confidence ?? (Treaty.BindsEuMembers ? Treaty.Confidence : new("medium"));

    /// <summary>Reads the standing of one State.</summary>
    /// <param name="release">The release.</param>
    /// <param name="treaty">A treaty of that release.</param>
    /// <param name="country">A country of that release.</param>
    /// <param name="on">The day.</param>
    public static TreatyStanding Of(LawRelease release, Treaty treaty, Country country, DateOnly on)
    {
        if (treaty.BindsEuMembers) return OfMember(release, treaty, country, on);
        var row = release.StatusOf(treaty.Id, country.Code);
        TreatyStanding Is(TreatyStep step, DateOnly? since) => new(treaty, country, step, since, row?.BoundFrom, row);
        if (row is null) return Is(TreatyStep.None, null);
        if (row.IsBound(on)) return Is(TreatyStep.Bound, row.BoundFrom);
        if (row.HasConsented(on)) return Is(TreatyStep.Consented, row.DepositedOn);
        if (row.SignedOn <= on) return Is(TreatyStep.Signed, row.SignedOn);
        return Is(row switch
        {
            { Status: "invited" } => TreatyStep.Invited,
            { Status: "signatory", SignedOn: null } => TreatyStep.Signed,
            { Status: "party", BoundFrom: null, DepositedOn: null } => TreatyStep.Bound, // the register has no date of it
            _ => TreatyStep.None,
        }, null);
    }

    /// <summary>Law of the Union binds its members by membership, from the day it applies, apart from those it names.</summary>
    private static TreatyStanding OfMember(LawRelease release, Treaty treaty, Country country, DateOnly on)
    {
        var instrument = release.Instruments.FirstOrDefault(one => one.Id == treaty.Instrument);
        var binds = country is { IsEuMember: true, Kind: "state" } && instrument?.NotBound.Contains(country.Code) == false;
        var from = binds ? instrument!.AppliesSince : null;
        return from <= on ? new(treaty, country, TreatyStep.Bound, from, from, null) : new(treaty, country, TreatyStep.None, null, from, null);
    }
}
