namespace Comity.Law.Routing;

/// <summary>Where each State stands towards the treaty of an instrument, with the sentences that say so, made once.</summary>
internal sealed class Standings
{
    private readonly Standing[] _byCountry;
    private readonly DateOnly[] _deposits;
    private readonly Reason[] _pending;
    private readonly DateOnly? _inForce;

    internal Standings(LawRelease release, Treaty treaty, Instrument instrument)
    {
        var rows = release.Statuses.Where(row => row.Treaty == treaty.Id).ToDictionary(row => row.Country);
        _deposits = [.. rows.Values.Select(row => row.DepositedOn).OfType<DateOnly>().Order()];
        var bound = rows.Values.Where(row => row.BoundFrom is not null).Select(row => row.BoundFrom!.Value).ToList();
        _inForce = treaty.BindsEuMembers ? instrument.AppliesSince : bound.Count > 0 ? bound.Min() : null;
        _pending = treaty.BindsEuMembers ? [] : [.. Enumerable.Range(0, _deposits.Length + 1).Select(count => Pending(treaty, instrument, count, _inForce))];
        _byCountry = [.. release.Countries.Select(country => treaty.BindsEuMembers ? Member(country, treaty, instrument) : Party(country, rows.GetValueOrDefault(country.Code), treaty, instrument))];
    }

    internal bool IsBound(int country, DateOnly on) => _byCountry[country].BoundFrom <= on;

    /// <summary>The sentence on one State; true if it is bound.</summary>
    internal bool Say(int country, DateOnly on, Reasons reasons)
    {
        var standing = _byCountry[country];
        if (standing.BoundFrom <= on)
        {
            reasons.Add(standing.Bound!);
            return true;
        }

        reasons.Add(standing.ConsentedFrom <= on ? standing.Consented! : standing.SignedFrom <= on ? standing.Signed! : standing.Outside);
        return false;
    }

    /// <summary>The sentence on the treaty itself, if it is not in force on the day.</summary>
    internal void SayPending(DateOnly on, Reasons reasons)
    {
        if (_pending.Length == 0 || _inForce <= on) return;
        var count = Array.BinarySearch(_deposits, on);
        if (count < 0) count = ~count;
        else while (count < _deposits.Length && _deposits[count] <= on) count++;
        reasons.Add(_pending[count]);
    }

    private sealed record Standing(Reason Outside)
    {
        internal DateOnly? BoundFrom { get; init; }

        internal Reason? Bound { get; init; }

        internal DateOnly? ConsentedFrom { get; init; }

        internal Reason? Consented { get; init; }

        internal DateOnly? SignedFrom { get; init; }

        internal Reason? Signed { get; init; }
    }

    private static Reason Pending(Treaty treaty, Instrument instrument, int count, DateOnly? inForce) => new(
        ReasonWeight.Closes, Provision(treaty.FirstSource, instrument),
        inForce is { } day ? $"{instrument.Reference} enters into force only on {day:yyyy-MM-dd}." : $"{instrument.Reference} is not in force: {count} of {treaty.Deposits} consents are deposited.",
        treaty.Confidence, null, treaty.FirstSource.Text);

    private static Standing Party(Country country, TreatyStatus? row, Treaty treaty, Instrument instrument)
    {
        if (row is null)
            return new(new Reason(ReasonWeight.Closes, Provision(treaty.AccessionSource, instrument), $"{country.Name} is not bound by {instrument.Reference}, as far as the register shows.", new("medium")));
        var rule = Provision(row.DepositKind == "accession" ? treaty.AccessionSource : treaty.LaterSource, instrument);
        Reason Say(ReasonWeight weight, string text, DateOnly? since) => new(weight, rule, text, row.Confidence, since, row.Source);
        var deposited = (row.DepositedOn, row.IsSupposed) switch
        {
            ({ } deposit, false) => $" (deposit of {deposit:yyyy-MM-dd})",
            ({ } deposit, true) => $" (deposit of {deposit:yyyy-MM-dd}, by supposition)",
            _ => row.IsSupposed ? " (by supposition)" : "",
        };
        var word = row.DepositKind ?? "consent";
        return new(Say(ReasonWeight.Closes, row.Status == "invited" ? $"{country.Name} is invited to accede to {instrument.Reference} and has not done so." : $"{country.Name} is not bound by {instrument.Reference}.", null))
        {
            BoundFrom = row.BoundFrom,
            Bound = row.BoundFrom is { } from ? Say(ReasonWeight.Opens, $"{instrument.Reference} is in force for {country.Name} since {from:yyyy-MM-dd}{deposited}.", from) : null,
            ConsentedFrom = row.DepositedOn,
            Consented = Say(ReasonWeight.Closes, row.BoundFrom is { } later
                ? $"{country.Name} has consented to {instrument.Reference}{deposited}; it is in force there only from {later:yyyy-MM-dd}."
                : $"{country.Name} has consented to {instrument.Reference} by {word}{deposited}, but it is not in force.", row.DepositedOn),
            SignedFrom = row.SignedOn,
            Signed = Say(ReasonWeight.Closes, $"{country.Name} has signed {instrument.Reference} on {row.SignedOn:yyyy-MM-dd} but is not bound.", row.SignedOn),
        };
    }

    private static Standing Member(Country country, Treaty treaty, Instrument instrument)
    {
        var rule = Provision(treaty.LaterSource, instrument);
        var outside = new Reason(ReasonWeight.Closes, rule, instrument.NotBound.Contains(country.Code)
            ? $"{country.Name} is a member of the Union but not bound by {instrument.Reference}." : $"{country.Name} is not bound by {instrument.Reference} on this day.", treaty.Confidence);
        if (!country.IsEuMember || country.Kind != "state" || instrument.NotBound.Contains(country.Code)) return new(outside);
        return new(outside)
        {
            BoundFrom = instrument.AppliesSince,
            Bound = new(ReasonWeight.Opens, rule, $"{instrument.Reference} applies in {country.Name} since {instrument.AppliesSince:yyyy-MM-dd}.", treaty.Confidence, instrument.AppliesSince, treaty.LaterSource.Text),
        };
    }

    private static Provision Provision(Citation source, Instrument instrument) => source.First ?? new(instrument.Id, "1");
}

/// <summary>Reasons of one route while it is put together; the buffer is used again for the next.</summary>
internal sealed class Reasons
{
    private Reason[] _reasons = new Reason[32];
    private int _count;

    internal bool Open { get; private set; }

    internal void Clear() => (_count, Open) = (0, true);

    internal void Add(Reason reason)
    {
        if (_count == _reasons.Length) Array.Resize(ref _reasons, 2 * _count);
        _reasons[_count++] = reason;
        if (reason.Weight == ReasonWeight.Closes) Open = false;
    }

    internal System.Collections.Immutable.ImmutableArray<Reason> ToArray() =>
        System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(_reasons.AsSpan(0, _count).ToArray());
}
