namespace Comity.Law.Checking;

/// <summary>What follows between States where the registers changed: ways, grounds and elements that come or go, found by asking both releases.</summary>
internal static class EffectDiff
{
    private const int MostNamed = 6;

    internal static IEnumerable<LawChange> Between(LawRelease before, LawRelease after)
    {
        var partners = after.Statuses.Select(row => row.Country).Concat(after.Countries.Where(country => country is { IsEuMember: true, Kind: "state" }).Select(country => country.Code))
            .Where(code => before.FindCountry(code) is not null).Distinct().ToList();
        var told = new HashSet<(CountryCode, CountryCode, bool, string)>();
        foreach (var (day, state) in StateDiff.Affected(before, after).Where(one => before.FindCountry(one.Key) is not null && after.FindCountry(one.Key) is not null)
            .SelectMany(one => one.Value.Select(day => (day, one.Key))).OrderBy(one => one.day).ThenBy(one => one.Key.ToString(), StringComparer.Ordinal))
            foreach (var asks in (bool[])[true, false])
                foreach (var change in Of(before, after, state, day, asks, partners, told)) yield return change;
    }

    /// <summary>What was told of a pair on an earlier day, or of the other side, is not told again.</summary>
    private static IEnumerable<LawChange> Of(
        LawRelease before, LawRelease after, CountryCode state, DateOnly day, bool asks, List<CountryCode> partners, HashSet<(CountryCode, CountryCode, bool, string)> told)
    {
        var found = new Dictionary<(bool Comes, string Fact), List<CountryCode>>();
        foreach (var partner in partners.Where(partner => partner != state))
        {
            var query = asks ? new RouteQuery(state, partner, day, Emergency: true) : new(partner, state, day, Emergency: true);
            var (old, now) = (Facts(before, query), Facts(after, query));
            foreach (var fact in now.Except(old)) Add((true, fact), partner);
            foreach (var fact in old.Except(now)) Add((false, fact), partner);
        }

        var name = StateDiff.Name(after, state);
        foreach (var group in found.GroupBy(one => (one.Key.Comes, Partners: string.Join(' ', one.Value))))
        {
            var with = group.First().Value;
            var facts = string.Join("; ", group.Select(one => one.Key.Fact).Order(StringComparer.Ordinal));
            yield return new(LawChangeKind.Effect, state.ToString(), day,
                $"From {day:yyyy-MM-dd}, where {(asks ? $"{name} asks {Named(after, with)}" : $"{Named(after, with)} ask{(with.Count == 1 ? "s" : "")} {name}")}: {(group.Key.Comes ? "now" : "no longer")} {facts}.");
        }

        void Add((bool Comes, string Fact) key, CountryCode partner)
        {
            if (!told.Add(asks ? (state, partner, key.Comes, key.Fact) : (partner, state, key.Comes, key.Fact))) return;
            if (!found.TryGetValue(key, out var list)) found.Add(key, list = []);
            list.Add(partner);
        }
    }

    /// <summary>What a route gives, as phrases: open, and what hangs on switches. Of a closed way nothing else matters.</summary>
    private static HashSet<string> Facts(LawRelease release, RouteQuery query)
    {
        var facts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in release.Routes(query))
        {
            if (!route.Open) continue;
            var way = $"{route.Channel.Title} ({route.Channel.Basis.ForPeople})";
            _ = facts.Add($"open: {way}");
            foreach (var ground in route.Grounds.Where(ground => ground.RequiresSwitch is not null)) _ = facts.Add($"the ground “{ground.Label}” in {way}");
            foreach (var id in route.Requires)
                if (release.FindElement(id) is { RequiredIf: { } word } element && word.StartsWith("sw.", StringComparison.Ordinal)) _ = facts.Add($"“{element.Label}” due in {way}");
            foreach (var path in route.Channel.Paths.Where(path => path.BlockedBy is not null || path.AllowedBy is not null))
                if (!(path.BlockedBy is { } blocking && release.IsTurned(blocking, query.From, query.To, query.On)) && (path.AllowedBy is not { } allowing || release.IsTurned(allowing, query.From, query.To, query.On)))
                    _ = facts.Add($"the path “{path.Label}” in {way}");
            foreach (var turned in route.Channel.Switches.Where(turned => turned.Operation is "force-route" or "require-issuer" or "require-notification" or "require-precondition" or "restrict-data" or "restrict-request" or "restrict-offences" or "exclude-systems" or "block-issuer"))
                if (release.IsTurned(turned.Id, query.From, query.To, query.On)) _ = facts.Add($"the {turned.Nature} on art. {turned.Source.First?.Path.Replace('/', '.')} ({turned.Operation.Replace('-', ' ')}) in {way}");
        }

        return facts;
    }

    private static string Named(LawRelease release, List<CountryCode> states) => states.Count <= MostNamed
        ? string.Join(", ", states.Select(code => StateDiff.Name(release, code)))
        : $"{states.Count} States ({string.Join(", ", states.Take(MostNamed))}, …)";
}
