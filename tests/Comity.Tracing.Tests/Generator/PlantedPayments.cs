namespace Comity.Tracing.Tests;

/// <summary>What people and services of a generated chain do openly: pay, deposit, sweep, pay out, extort, peel.</summary>
internal sealed class PlantedPayments(GeneratedEconomy economy, int tracked)
{
    private readonly List<(GeneratedWallet Exchange, Coin Coin)> _deposits = [];

    internal void FanOut(GeneratedWallet miner)
    {
        foreach (var coin in miner.Coins.ToList())
        {
            var outputs = Enumerable.Range(0, 40).Select(_ => new Payment(economy.User(), economy.Fresh(), ((coin.Value - 100_000) / 40) - economy.Random.Next(1, 200_000))).ToList();
            economy.Send(miner, [coin], outputs, -1, "fan-out");
        }

        miner.Coins.Clear();
    }

    /// <summary>Spreads one coin of a user over five people, itself among them; false if there is none.</summary>
    internal bool Split(GeneratedWallet user)
    {
        if (economy.Large(user, 2_000_000) is not { } coin) return false;
        var part = (coin.Value - 10_000) / 5;
        var outputs = Enumerable.Range(0, 5).Select(i => new Payment(i == 0 ? user : economy.User(), economy.Fresh(), part - economy.Random.Next(1, 50_000))).ToList();
        economy.Send(user, [coin], outputs, 0, "split");
        return true;
    }

    internal void Pay()
    {
        var (from, to) = (economy.User(), economy.User());
        if (from == to || economy.Large(from, 30_000) is not { } first) return;
        var inputs = new List<Coin> { first };
        var amount = economy.Amount(from, economy.Random.Next(100) < 65 ? first.Value : first.Value * 3);
        while (inputs.Sum(i => i.Value) < amount + 30_000 && inputs.Count < 5 && economy.Large(from, 30_000) is { } more) inputs.Add(more);
        if (inputs.Sum(i => i.Value) < amount + 30_000) { GeneratedEconomy.Back(from, inputs); return; }
        if (economy.Random.Next(12) == 0 && economy.Large(from, 30_000) is { } needless) inputs.Add(needless);
        var address = economy.Fresh();
        if (economy.Random.Next(100) < 15) address = to.Standing = to.Standing < 0 ? address : to.Standing;
        economy.SendWithChange(from, inputs, [new(to, address, amount)], "pay");
    }

    internal void Deposit(GeneratedWallet from)
    {
        if (economy.Large(from, 100_000) is not { } coin) return;
        var exchange = economy.Exchange();
        if (from.Standing < 0 || economy.Random.Next(3) == 0) from.Standing = economy.Fresh();
        var value = economy.Amount(from, coin.Value);
        var transaction = economy.Count;
        economy.SendWithChange(from, [coin], [new(exchange, economy.Fresh(), value)], "deposit");
        if (economy.Count > transaction) MoveToDeposits(exchange);
    }

    private void MoveToDeposits(GeneratedWallet exchange)
    {
        for (var i = economy.Arriving.Count - 1; i >= 0 && economy.Arriving[i].Coin.Transaction == economy.Count - 1; i--)
        {
            if (economy.Arriving[i].To != exchange) continue;
            _deposits.Add((exchange, economy.Arriving[i].Coin));
            economy.Arriving.RemoveAt(i);
        }
    }

    internal void Sweep()
    {
        if (_deposits.Count < 4) return;
        var exchange = _deposits[0].Exchange;
        var mine = _deposits.Where(d => d.Exchange == exchange && d.Coin.Transaction < economy.BlockFirst).Take(12).ToList();
        if (mine.Count < 2) { _deposits.Add(_deposits[0]); _deposits.RemoveAt(0); return; }
        foreach (var d in mine) _deposits.Remove(d);
        var total = mine.Sum(d => d.Coin.Value);
        economy.Send(exchange, [.. mine.Select(d => d.Coin)], [new(exchange, economy.Fresh(), total - (exchange.FeeRate * 100L * mine.Count))], -1, "sweep");
    }

    internal void BatchPayout()
    {
        var exchange = economy.Exchange();
        if (economy.Large(exchange, 5_000_000) is not { } coin) return;
        var n = 3 + economy.Random.Next(12);
        var payments = Enumerable.Range(0, n).Select(_ => new Payment(economy.User(), economy.Fresh(), Math.Max(20_000, (long)(coin.Value / (n + 2) * (0.3 + (economy.Random.NextDouble() * 0.7)))))).ToList();
        economy.SendWithChange(exchange, [coin], payments, "payout");
    }

    internal void PayJoin()
    {
        var (from, to) = (economy.User(), economy.User());
        if (from == to || economy.Large(from, 500_000) is not { } payer) return;
        if (to.Take(economy.Random, 50_000, payer.Value) is not { } receiver) { from.Coins.Add(payer); return; }
        var amount = economy.Amount(from, payer.Value / 2);
        var change = payer.Value - amount - (from.FeeRate * 300L);
        if (change < 1000) { from.Coins.Add(payer); to.Coins.Add(receiver); return; }
        economy.Send(from, [payer, receiver], [new(to, economy.Fresh(), receiver.Value + amount), new(from, economy.Fresh(), change)], 1, "payjoin");
    }

    internal void Ransom()
    {
        var victim = economy.User();
        if (economy.Large(victim, 3_000_000) is not { } coin) return;
        var transaction = economy.Count;
        var value = coin.Value / 2 / 100_000 * 100_000;
        economy.SendWithChange(victim, [coin], [new(economy.Gang, economy.Fresh(), value)], "ransom");
        if (economy.Count == transaction) return;
        var index = economy.Arriving.Last(a => a.Coin.Transaction == transaction && a.To == economy.Gang).Coin.Index;
        economy.Truth.Ransoms.Add((transaction, index, value));
        if (economy.Truth.Taints.Count < tracked)
        {
            var taint = new TaintTruth();
            taint.Seed(transaction, index, value);
            economy.Truth.Taints.Add(taint);
        }

        if (economy.Random.Next(2) == 0) Deposit(economy.Gang);
        else Peel(economy.Gang);
    }

    /// <summary>A peel chain: small payments off a large coin, one after the other, within and across blocks.</summary>
    internal void Peel(GeneratedWallet from)
    {
        if (economy.Large(from, 2_000_000) is not { } coin) return;
        var start = coin;
        var links = 0;
        for (var n = 4 + economy.Random.Next(12); n > 0 && coin.Value > 800_000; n--, links++)
        {
            var fee = 250L * from.FeeRate;
            var peel = 100_000L + (economy.Random.Next(30) * 10_000L);
            var (to, at) = (economy.User(), economy.Random.Next(2));
            List<Payment> outputs = [new(to, economy.Fresh(), peel)];
            outputs.Insert(at, new(from, economy.Fresh(), coin.Value - peel - fee));
            var transaction = economy.Count;
            economy.Send(from, [coin], outputs, at, "peel");
            var next = economy.Arriving.FindIndex(a => a.To == from && a.Coin.Transaction == transaction && a.Coin.Index == at);
            coin = economy.Arriving[next].Coin;
            economy.Arriving.RemoveAt(next);
        }

        from.Coins.Add(coin);
        economy.Truth.PeelChains.Add((start.Transaction, start.Index, links));
    }

    internal void Data()
    {
        var user = economy.User();
        if (economy.Large(user, 50_000) is not { } coin) return;
        economy.Send(user, [coin], [new(user, economy.Fresh(), coin.Value - 3_000)], 0, "data", data: true);
    }

    internal void Consolidate()
    {
        var user = economy.User();
        if (user.Coins.Count < 3) return;
        var coins = user.Coins.Take(6).ToList();
        user.Coins.RemoveRange(0, coins.Count);
        if (coins.Sum(c => c.Value) < 20_000) { GeneratedEconomy.Back(user, coins); return; }
        economy.Send(user, coins, [new(user, economy.Fresh(), coins.Sum(c => c.Value) - (user.FeeRate * 100L * coins.Count))], 0, "consolidate");
    }
}
