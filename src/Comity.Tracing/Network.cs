namespace Comity.Tracing;

/// <summary>Which family of rules a chain follows.</summary>
public enum Coin
{
    /// <summary>Bitcoin and its test networks.</summary>
    Btc,

    /// <summary>Bitcoin Cash: no witness, cashaddr, transactions sorted by id.</summary>
    Bch,

    /// <summary>Litecoin: scrypt, MWEB.</summary>
    Ltc,
}

/// <summary>What differs from chain to chain: magic, address prefixes, limits, heights.</summary>
public sealed record Network
{
    private Network() { }

    /// <summary>Short name, as on the command line and in tags: <c>btc</c>, <c>btc-regtest</c>, ...</summary>
    public required string Name { get; init; }

    /// <summary>The family of rules.</summary>
    public Coin Coin { get; init; }

    /// <summary>Magic numbers before each block, as the four bytes on disk; the first is the usual one.</summary>
    internal uint[] Magics { get; init; } = [];

    /// <summary>Base58 version byte of P2PKH.</summary>
    internal byte PubKeyHash { get; init; }

    /// <summary>Base58 version byte of P2SH.</summary>
    internal byte ScriptHash { get; init; } = 5;

    /// <summary>An older version byte of P2SH, also read.</summary>
    internal byte? OldScriptHash { get; init; }

    /// <summary>Human-readable part of bech32, or the cashaddr prefix.</summary>
    internal string Prefix { get; init; } = "bc";

    /// <summary>Largest accepted block, bytes.</summary>
    public int LargestBlock { get; init; } = 4_000_000;

    /// <summary>Blocks between two halvings of the subsidy.</summary>
    public int HalvingBlocks { get; init; } = 210_000;

    /// <summary>First height whose coinbase must carry its height (BIP 34); null when not enforced.</summary>
    internal int? HeightInCoinbaseFrom { get; init; }

    /// <summary>Heights whose coinbase replaces an earlier one of the same id (BIP 30).</summary>
    internal int[] CoinbaseRepeats { get; init; } = [];

    /// <summary>Bitcoin.</summary>
    public static Network Bitcoin { get; } = new()
    {
        Name = "btc", Magics = [0xd9b4bef9], HeightInCoinbaseFrom = 227_931, CoinbaseRepeats = [91_842, 91_880],
    };

    /// <summary>Bitcoin Cash.</summary>
    public static Network BitcoinCash { get; } = new()
    {
        Name = "bch", Coin = Coin.Bch, Magics = [0xd9b4bef9, 0xe8f3e1e3], Prefix = "bitcoincash", LargestBlock = 32_000_000,
        HeightInCoinbaseFrom = 227_931, CoinbaseRepeats = [91_842, 91_880],
    };

    /// <summary>Litecoin.</summary>
    public static Network Litecoin { get; } = new()
    {
        Name = "ltc", Coin = Coin.Ltc, Magics = [0xdbb6c0fb], PubKeyHash = 0x30, ScriptHash = 0x32, OldScriptHash = 5, Prefix = "ltc",
        LargestBlock = 8_000_000, HalvingBlocks = 840_000,
    };

    /// <summary>Every network known, the default first.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        Bitcoin,
        Test("btc-testnet3", 0x0709110b, "tb"), Test("btc-testnet4", 0x283f161c, "tb"), Test("btc-signet", 0x40cf030a, "tb"),
        Test("btc-regtest", 0xdab5bffa, "bcrt") with { HalvingBlocks = 150 },
        BitcoinCash,
        Test("bch-regtest", 0xdab5bffa, "bchreg") with { Coin = Coin.Bch, LargestBlock = 32_000_000, HalvingBlocks = 150 },
        Test("bch-testnet", 0x0709110b, "bchtest") with { Coin = Coin.Bch, LargestBlock = 32_000_000 },
        Litecoin,
        Test("ltc-regtest", 0xdab5bffa, "rltc") with { Coin = Coin.Ltc, LargestBlock = 8_000_000, ScriptHash = 0x3a, OldScriptHash = 0xc4, HalvingBlocks = 150 },
        Test("ltc-testnet", 0xf1c8d2fd, "tltc") with { Coin = Coin.Ltc, LargestBlock = 8_000_000, ScriptHash = 0x3a, OldScriptHash = 0xc4, HalvingBlocks = 840_000 },
    ];

    /// <summary>A private Bitcoin network (regtest), as the chain generator writes it.</summary>
    public static Network Regtest => ByName("btc-regtest");

    /// <summary>The network of a name.</summary>
    /// <exception cref="TracingException">No such name.</exception>
    public static Network ByName(string name) => All.FirstOrDefault(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TracingException($"no network {name}; known: {string.Join(", ", All.Select(n => n.Name))}");

    /// <summary>The Bitcoin network that writes this magic, or null. Bitcoin Cash and Litecoin test networks must be named.</summary>
    public static Network? ByMagic(uint magic) => All.FirstOrDefault(n => n.Magics.Contains(magic));

    /// <summary>New coins of a block, in satoshis.</summary>
    public long Subsidy(long height) => height / HalvingBlocks >= 64 ? 0 : 50_0000_0000L >> (int)(height / HalvingBlocks);

    private static Network Test(string name, uint magic, string prefix) => new()
    {
        Name = name, Magics = [magic], PubKeyHash = 0x6f, ScriptHash = 0xc4, Prefix = prefix,
    };
}
