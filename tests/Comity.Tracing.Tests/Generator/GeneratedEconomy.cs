namespace Comity.Tracing.Tests;

/// <summary>An output to be made: to whom, which address number, how much.</summary>
internal readonly record struct Payment(GeneratedWallet To, int Address, long Value);

/// <summary>The people of a generated chain and what they hold; sends, mines and keeps the truth.</summary>
internal sealed class GeneratedEconomy : IDisposable
{
    private readonly GeneratedBlocks _blocks;
    private readonly bool _keepTruth;
    private readonly int _transactions;
    private int _addresses;
    private long _fees;

    internal GeneratedEconomy(string folder, int seed, int transactions, bool keepTruth)
    {
        (Random, _transactions, _keepTruth) = (new Random(seed), transactions, keepTruth);
        _blocks = new(folder, Random);
        var owner = 0;
        for (var i = 0; i < 3; i++) Miners.Add(new(owner++, Random, service: true));
        for (var i = 0; i < 4; i++) Exchanges.Add(new(owner++, Random, service: true));
        Gang = new(owner++, Random, service: false);
        for (var i = 0; i < Math.Max(60, transactions / 40); i++) Users.Add(new(owner++, Random, service: false));
    }

    internal Random Random { get; }
    internal GeneratorTruth Truth { get; } = new();
    internal List<GeneratedWallet> Users { get; } = [];
    internal List<GeneratedWallet> Miners { get; } = [];
    internal List<GeneratedWallet> Exchanges { get; } = [];
    internal GeneratedWallet Gang { get; }
    internal int Count => _blocks.Count;
    internal int BlockFirst => _blocks.BlockFirst;
    internal int InBlock => _blocks.Count - _blocks.BlockFirst;

    /// <summary>Outputs of the block being made: nobody spends them before it is closed, but for whoever takes them out.</summary>
    internal List<(Coin Coin, GeneratedWallet To)> Arriving { get; } = [];

    public void Dispose()
    {
        Truth.Ids = _blocks.Ids;
        _blocks.Dispose();
    }

    internal GeneratedWallet User() => Users[Random.Next(Users.Count)];

    internal GeneratedWallet Exchange() => Exchanges[Random.Next(Exchanges.Count)];

    internal int Fresh() => _addresses++;

    internal Coin? Large(GeneratedWallet wallet, long least) => wallet.Take(Random, least);

    internal static void Back(GeneratedWallet wallet, List<Coin> coins) => wallet.Coins.AddRange(coins);

    internal long Amount(GeneratedWallet wallet, long most)
    {
        var amount = Math.Max(20_000, (long)(most * Random.NextDouble() * 0.7));
        return wallet.RoundAmounts && amount > 200_000 ? amount / 100_000 * 100_000 : amount;
    }

    /// <summary>Puts payment and change in random order; says where change went.</summary>
    internal void SendWithChange(GeneratedWallet from, List<Coin> inputs, List<Payment> payments, string planted)
    {
        var fee = from.FeeRate * (60L + (100 * inputs.Count) + (34 * payments.Count));
        var change = inputs.Sum(i => i.Value) - payments.Sum(p => p.Value) - fee;
        if (change < 0) { Back(from, inputs); return; }
        if (change < 1000) { Send(from, inputs, payments, -1, planted); return; }
        var address = from.ReusesForChange ? inputs[0].Address : Fresh();
        var at = Random.Next(payments.Count + 1);
        payments.Insert(at, new(from, address, change));
        Send(from, inputs, payments, at, planted);
    }

    /// <summary>Sends a transaction and notes what it was.</summary>
    /// <param name="from">Whose habits it shows.</param>
    /// <param name="inputs">Coins taken out of wallets before.</param>
    /// <param name="outputs">In their order.</param>
    /// <param name="change">Which of them is change, or -1.</param>
    /// <param name="planted">What it is called in the truth.</param>
    /// <param name="data">Whether an output of data follows.</param>
    internal void Send(GeneratedWallet from, List<Coin> inputs, List<Payment> outputs, int change, string planted, bool data = false)
    {
        var fee = inputs.Sum(i => i.Value) - outputs.Sum(o => o.Value);
        if (fee < 0 || outputs.Any(o => o.Value < 0)) throw new InvalidOperationException($"{planted}: fee {fee}");
        _fees += fee;
        var number = _blocks.Count;
        _blocks.Add(from, inputs, outputs, data, Own);
        for (var i = 0; i < outputs.Count; i++) Arriving.Add((new(number, i, outputs[i].Value, outputs[i].Address), outputs[i].To));
        Note(change, planted);
        foreach (var taint in Truth.Taints) taint.Spend(inputs, number, [.. outputs.Select(o => o.Value), .. data ? [0L] : Array.Empty<long>()]);
    }

    private void Own(ulong key, int owner)
    {
        if (_keepTruth) Truth.Owners[key] = owner;
    }

    private void Note(int change, string planted)
    {
        if (!_keepTruth) return;
        Truth.Change.Add((short)change);
        Truth.Planted.Add(planted);
    }

    /// <summary>Closes the block: what arrived can be spent now.</summary>
    internal void Mine()
    {
        var miner = Miners[_blocks.Height % Miners.Count];
        var first = _blocks.BlockFirst;
        var reward = new Payment(miner, Fresh(), Math.Max(0, Network.Regtest.Subsidy(_blocks.Height)) + _fees);
        _blocks.Mine(reward, Own);
        if (_keepTruth)
        {
            Truth.Change.Insert(first, -1);
            Truth.Planted.Insert(first, "coinbase");
        }

        foreach (var (coin, to) in Arriving) to.Coins.Add(coin);
        Arriving.Clear();
        miner.Coins.Add(new(_blocks.Count - 1, 0, reward.Value, reward.Address));
        _fees = 0;
        if (_blocks.Height > 61 && _blocks.Height % 3 == 0 && _blocks.Count < _transactions) Spread(miner);
    }

    private void Spread(GeneratedWallet miner)
    {
        if (Large(miner, 1_000_000) is not { } coin) return;
        Send(miner, [coin], [.. Enumerable.Range(0, 10).Select(_ => new Payment(User(), Fresh(), ((coin.Value - 20_000) / 10) - Random.Next(1000)))], -1, "fan-out");
    }
}
