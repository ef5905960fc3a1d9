namespace Comity.Tracing.Tests;

/// <summary>Coinjoins of each shape in a generated chain.</summary>
internal sealed class PlantedMixes(GeneratedEconomy economy)
{
    private readonly List<Coin> _mixed = [];
    private readonly Dictionary<Coin, GeneratedWallet> _poolOwners = [];

    internal void Stonewall()
    {
        var (from, to) = (economy.User(), economy.User());
        if (from == to || economy.Large(from, 300_000) is not { } a) return;
        if (economy.Large(from, 300_000) is not { } b) { from.Coins.Add(a); return; }
        var amount = Math.Min(a.Value, b.Value) / 2;
        var fee = from.FeeRate * 200L;
        if (a.Address == b.Address || a.Value == b.Value || amount - fee < 5_000) { GeneratedEconomy.Back(from, [a, b]); return; }
        economy.Send(from, [a, b], [new(to, economy.Fresh(), amount), new(from, economy.Fresh(), amount), new(from, economy.Fresh(), a.Value - amount - fee), new(from, economy.Fresh(), b.Value - amount - fee)], 1, "stonewall");
    }

    /// <summary>One coin each of distinct people and addresses, of at least that value.</summary>
    private List<(GeneratedWallet Wallet, Coin Coin)> People(int count, long least, long most = long.MaxValue)
    {
        var people = new List<(GeneratedWallet Wallet, Coin Coin)>();
        var seen = new HashSet<int>();
        for (var tries = 0; tries < 12 * count && people.Count < count; tries++)
        {
            var user = economy.User();
            if (people.Any(p => p.Wallet == user) || user.Take(economy.Random, least, most) is not { } coin) continue;
            if (seen.Add(coin.Address)) people.Add((user, coin));
            else user.Coins.Add(coin);
        }

        if (people.Count == count) return people;
        foreach (var (wallet, coin) in people) wallet.Coins.Add(coin);
        return [];
    }

    internal void JoinMarket()
    {
        var n = 3 + economy.Random.Next(4);
        var people = People(n, 400_000);
        if (people.Count == 0) return;
        var d = people.Min(p => p.Coin.Value) * 2 / 3;
        Mix(people, p => [new(p.Wallet, economy.Fresh(), d), new(p.Wallet, economy.Fresh(), p.Coin.Value - d - 500 - economy.Random.Next(5000))], "joinmarket");
    }

    internal void Wasabi1(int levels)
    {
        var people = People(12, levels == 1 ? 10_100_000 : 33_000_000, 200_000_000);
        if (people.Count == 0) return;
        var d = 10_000_000L + economy.Random.Next(-400_000, 50_000);
        var rank = 0;
        Mix(people, p =>
        {
            var second = levels == 2 && rank++ % 2 == 0;
            var change = p.Coin.Value - d - (second ? 2 * d : 0);
            if (change < 2000) return [new(p.Wallet, economy.Fresh(), d), new(p.Wallet, economy.Fresh(), p.Coin.Value - d - 700 - economy.Random.Next(5000))];
            return second ? [new(p.Wallet, economy.Fresh(), d), new(p.Wallet, economy.Fresh(), 2 * d), new(p.Wallet, economy.Fresh(), Math.Max(600, change - 900))] : [new(p.Wallet, economy.Fresh(), d), new(p.Wallet, economy.Fresh(), p.Coin.Value - d - 700 - economy.Random.Next(5000))];
        }, levels == 1 ? "wasabi-1.0" : "wasabi-1.1");
    }

    internal void Wasabi2()
    {
        var people = People(22, 300_000);
        if (people.Count == 0) return;
        long[] denominations = [5_000, 10_000, 20_000, 50_000, 100_000, 200_000];
        Mix(people, p =>
        {
            var outputs = new List<Payment>();
            var left = p.Coin.Value - 8_000;
            foreach (var d in denominations.Reverse().Take(4)) if (left > d + 6_000) { outputs.Add(new(p.Wallet, economy.Fresh(), d)); left -= d; }
            outputs.Add(new(p.Wallet, economy.Fresh(), Math.Max(5_001, left)));
            return outputs;
        }, "wasabi-2");
    }

    internal void WhirlpoolTx0()
    {
        var user = economy.User();
        if (economy.Large(user, 6_000_000) is not { } coin) return;
        var n = (int)Math.Min(20, (coin.Value - 300_000) / 1_000_500);
        var outputs = Enumerable.Range(0, n).Select(_ => new Payment(user, economy.Fresh(), 1_000_400L)).ToList();
        var change = coin.Value - (n * 1_000_400L) - 50_000 - 3_000;
        outputs.Add(new(economy.Exchanges[0], economy.Fresh(), 50_000L));
        if (change > 2_000) outputs.Add(new(user, economy.Fresh(), change));
        var first = economy.Count;
        economy.Send(user, [coin], outputs, -1, "whirlpool-tx0", data: true);
        for (var i = 0; i < n; i++) Pool(first, user);
    }

    /// <summary>Moves coins of a pool's size aside, for mixes.</summary>
    private void Pool(int transaction, GeneratedWallet user)
    {
        var at = economy.Arriving.FindIndex(a => a.To == user && a.Coin.Transaction == transaction && a.Coin.Value is 1_000_400 or 1_000_000);
        if (at < 0) return;
        _mixed.Add(economy.Arriving[at].Coin);
        _poolOwners[economy.Arriving[at].Coin] = user;
        economy.Arriving.RemoveAt(at);
    }

    internal void WhirlpoolMix()
    {
        var ready = _mixed.Where(c => c.Transaction < economy.BlockFirst).ToList();
        var fresh = ready.Where(c => c.Value == 1_000_400).Take(2).ToList();
        var again = ready.Where(c => c.Value == 1_000_000).Take(3).ToList();
        if (fresh.Count == 0) return;
        while (fresh.Count + again.Count < 5)
        {
            var user = economy.User();
            if (user.Take(economy.Random, 1_000_000, 1_000_000) is not { } exact)
            {
                if (economy.Large(user, 1_200_000) is { } big) economy.SendWithChange(user, [big], [new(user, economy.Fresh(), 1_000_000)], "pay");
                return;
            }

            again.Add(exact);
            _poolOwners[exact] = user;
        }

        var people = fresh.Concat(again).Select(c => (_poolOwners[c], c)).ToList();
        if (people.Select(p => p.c.Address).Distinct().Count() < 5) return;
        foreach (var (_, c) in people) { _mixed.Remove(c); _poolOwners.Remove(c); }
        var first = economy.Count;
        Mix([.. people.Select(p => (p.Item1, p.c))], p => [new(p.Wallet, economy.Fresh(), 1_000_000)], "whirlpool-mix");
        foreach (var wallet in people.Select(p => p.Item1)) Pool(first, wallet);
    }

    private void Mix(List<(GeneratedWallet Wallet, Coin Coin)> people, Func<(GeneratedWallet Wallet, Coin Coin), List<Payment>> share, string planted)
    {
        var outputs = people.SelectMany(share).ToList();
        for (var i = outputs.Count - 1; i > 0; i--)
        {
            var k = economy.Random.Next(i + 1);
            (outputs[i], outputs[k]) = (outputs[k], outputs[i]);
        }

        if (planted.StartsWith("wasabi-1", StringComparison.Ordinal) && LooksLikePayout(outputs))
        {
            foreach (var (wallet, coin) in people) wallet.Coins.Add(coin);
            return;
        }

        economy.Send(people[0].Wallet, [.. people.Select(p => p.Coin)], outputs, -1, planted);
    }

    /// <summary>By chance some mixes look like a payout in equal shares, which the rule leaves alone; none of those is planted.</summary>
    private static bool LooksLikePayout(List<Payment> outputs)
    {
        var (v, total) = (outputs.GroupBy(o => o.Value).MaxBy(g => g.Count())!.Key, outputs.Sum(o => o.Value));
        if (10_000m * Math.Abs(total - ((total + (v / 2)) / v * v)) <= 2 * total) return true;
        return Enumerable.Range(0, 20).Any(i => outputs.Count(o => Math.Abs(o.Value - (10_000_000L << i)) <= 500_000L << i) > 12);
    }
}
