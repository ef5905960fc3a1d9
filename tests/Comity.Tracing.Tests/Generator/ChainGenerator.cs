namespace Comity.Tracing.Tests;

/// <summary>Writes a regtest chain of valid blocks with planted behaviour, and the truth about it. The same seed writes the same bytes.</summary>
internal sealed class ChainGenerator
{
    private readonly GeneratedEconomy _economy;
    private readonly PlantedPayments _payments;
    private readonly PlantedMixes _mixes;
    private readonly int _perBlock;

    private ChainGenerator(GeneratedEconomy economy, int perBlock, int tracked) =>
        (_economy, _payments, _mixes, _perBlock) = (economy, new(economy, tracked), new(economy), perBlock);

    /// <summary>Writes block files until there are that many transactions, and tells the truth.</summary>
    /// <param name="folder">Where the block files go.</param>
    /// <param name="seed">Another seed, another chain.</param>
    /// <param name="transactions">How many at least.</param>
    /// <param name="perBlock">Transactions of a block, about.</param>
    /// <param name="tracked">How many ransoms are followed by each method, for the truth.</param>
    /// <param name="keepTruth">Whether owners and change are noted; not for very long chains.</param>
    internal static GeneratorTruth Write(string folder, int seed, int transactions, int perBlock = 250, int tracked = 4, bool keepTruth = true)
    {
        Directory.CreateDirectory(folder);
        using var economy = new GeneratedEconomy(folder, seed, transactions, keepTruth);
        new ChainGenerator(economy, perBlock, tracked).Run(transactions);
        return economy.Truth;
    }

    private void Run(int transactions)
    {
        for (var i = 0; i < 60; i++) _economy.Mine();
        foreach (var miner in _economy.Miners) _payments.FanOut(miner);
        _economy.Mine();
        for (var i = 0; i < 3; i++) SplitUsers();
        while (_economy.Count < transactions)
        {
            Step(_economy.Random.Next(1000));
            if (_economy.InBlock >= _perBlock) _economy.Mine();
        }

        if (_economy.InBlock > 0) _economy.Mine();
    }

    private void SplitUsers()
    {
        foreach (var user in _economy.Users)
            if (_payments.Split(user) && _economy.InBlock >= _perBlock) _economy.Mine();
        _economy.Mine();
    }

    private void Step(int dice)
    {
        switch (dice)
        {
            case < 600: _payments.Pay(); break;
            case < 720: _payments.Deposit(_economy.User()); break;
            case < 790: _payments.Sweep(); break;
            case < 830: _payments.BatchPayout(); break;
            case < 860: _payments.PayJoin(); break;
            case < 885: _mixes.Stonewall(); break;
            case < 910: _mixes.JoinMarket(); break;
            case < 917: _mixes.Wasabi1(levels: 1); break;
            case < 924: _mixes.Wasabi1(levels: 2); break;
            case < 930: _mixes.Wasabi2(); break;
            case < 945: _mixes.WhirlpoolTx0(); break;
            case < 965: _mixes.WhirlpoolMix(); break;
            case < 972: _payments.Ransom(); break;
            case < 980: _payments.Peel(_economy.User()); break;
            case < 990: _payments.Data(); break;
            default: _payments.Consolidate(); break;
        }
    }
}
