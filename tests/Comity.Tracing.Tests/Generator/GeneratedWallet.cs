namespace Comity.Tracing.Tests;

/// <summary>An unspent output in the generator: transaction number, index, value, address number.</summary>
internal readonly record struct Coin(int Transaction, int Index, long Value, int Address);

/// <summary>Somebody with coins and habits. Habits are what change heuristics feed on.</summary>
internal sealed class GeneratedWallet(int owner, Random random, bool service)
{
    internal int Owner { get; } = owner;
    internal List<Coin> Coins { get; } = [];

    /// <summary>0 P2PKH, 1 P2WPKH, 2 P2TR, 3 P2SH.</summary>
    internal int Kind { get; } = random.Next(100) switch { < 30 => 0, < 70 => 1, < 85 => 2, _ => 3 };

    internal int Version { get; } = random.Next(100) < 30 ? 1 : 2;
    internal bool LocksHeight { get; } = random.Next(100) < 35;
    internal bool Replaceable { get; } = random.Next(100) < 40;
    internal bool ReusesForChange { get; } = !service && random.Next(100) < 12;
    internal bool RoundAmounts { get; } = random.Next(100) < 60;
    internal int FeeRate { get; } = 1 + random.Next(30);

    /// <summary>An address that is paid again and again: deposits of one customer, a shop's only address; -1 when there is none yet.</summary>
    internal int Standing { get; set; } = -1;

    /// <summary>Takes out a coin of at least that value, or null.</summary>
    internal Coin? Take(Random random, long least, long most = long.MaxValue)
    {
        if (Coins.Count == 0) return null;
        var start = random.Next(Coins.Count);
        for (var i = 0; i < Math.Min(Coins.Count, 24); i++)
        {
            var at = (start + i) % Coins.Count;
            if (Coins[at].Value < least || Coins[at].Value > most) continue;
            var coin = Coins[at];
            Coins[at] = Coins[^1];
            Coins.RemoveAt(Coins.Count - 1);
            return coin;
        }

        return null;
    }
}
