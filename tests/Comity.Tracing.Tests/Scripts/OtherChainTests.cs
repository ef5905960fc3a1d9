namespace Comity.Tracing.Tests;

/// <summary>What is different on Bitcoin Cash and Litecoin: addresses, tokens, the extension block, proof of work.</summary>
[Trait("Spec", "tracing/3")]
public sealed class OtherChainTests : IDisposable
{
    private static readonly byte[] Key20 = [.. Enumerable.Range(1, 20).Select(i => (byte)i)], Key32 = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] P2sh = [0xa9, 0x14, .. Key20, 0x87], P2sh32 = [0xaa, 0x20, .. Key32, 0x87], Wpkh = [0, 20, .. Key20], HogEx = [0x58, 32, .. Key32], PegIn = [0x59, 32, .. Key32];
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static string? Text(byte[] script, string network) => Address.Encode(Script.Identify(script, Network.ByName(network).Coin), Network.ByName(network));

    [Theory]
    [InlineData("btc", '3')]
    [InlineData("ltc", 'M')]
    [InlineData("ltc-testnet", 'Q')]
    [InlineData("btc-testnet4", '2')]
    public void A_script_hash_begins_with_the_letter_of_its_network(string network, char first)
    {
        var text = Text(P2sh, network)!;
        Assert.Equal(first, text[0]);
        Assert.Equal(new Identity(ScriptKind.ScriptHash, Key20), Address.Parse(text, Network.ByName(network)));
    }

    [Fact]
    public void Litecoin_also_reads_the_older_form_of_a_script_hash_and_writes_the_newer()
    {
        var old = Address.Parse(Text(P2sh, "btc")!, Network.Litecoin);
        Assert.Equal(new Identity(ScriptKind.ScriptHash, Key20), old);
        Assert.StartsWith("M", Address.Encode(old, Network.Litecoin), StringComparison.Ordinal);
    }

    [Fact]
    public void The_outputs_of_Litecoins_extension_block_are_witness_programs_of_their_own()
    {
        foreach (var script in new[] { HogEx, PegIn })
        {
            var identity = Script.Identify(script, Comity.Tracing.Coin.Ltc);
            Assert.Equal((ScriptKind.WitnessUnknown, false), (identity.Kind, identity.ProvesKey));
            Assert.Equal(identity, Address.Parse(Text(script, "ltc")!, Network.Litecoin));
            Assert.StartsWith("ltc1", Text(script, "ltc"), StringComparison.Ordinal);
        }

        Assert.NotEqual(Text(HogEx, "ltc"), Text(PegIn, "ltc"));
    }

    [Fact]
    public void Bitcoin_Cash_knows_script_hashes_of_32_bytes_and_no_witness()
    {
        var identity = Script.Identify(P2sh32, Comity.Tracing.Coin.Bch);
        Assert.Equal((ScriptKind.ScriptHash32, 32), (identity.Kind, identity.Key.Length));
        Assert.Equal(identity, Address.Parse(Text(P2sh32, "bch")!, Network.BitcoinCash));
        Assert.Equal(ScriptKind.Other, Script.Identify(P2sh32, Comity.Tracing.Coin.Btc).Kind);
        Assert.Equal(ScriptKind.Other, Script.Identify(Wpkh, Comity.Tracing.Coin.Bch).Kind);
    }

    [Fact]
    public void A_cash_address_needs_no_prefix_and_has_one_case()
    {
        var text = Text(P2sh, "bch")!;
        var bare = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        Assert.Equal(Address.Parse(text, Network.BitcoinCash), Address.Parse(bare, Network.BitcoinCash));
        Assert.Equal(Address.Parse(text, Network.BitcoinCash), Address.Parse(text.ToUpperInvariant(), Network.BitcoinCash));
        Assert.Throws<TracingException>(() => Address.Parse(char.ToUpperInvariant(bare[0]) + bare[1..^1] + char.ToUpperInvariant(bare[^1]) + "q", Network.BitcoinCash));
        Assert.Throws<TracingException>(() => Address.Parse(Text(P2sh, "bch-testnet")!, Network.BitcoinCash));
    }

    [Fact]
    public void A_token_goes_to_the_address_behind_it_and_is_no_value()
    {
        var chain = new ChainBuilder();
        byte[] token = [0xef, .. Key32, 0x10, 0xfd, 0x00, 0x01, .. ChainBuilder.PayTo("holder")];
        chain.MineScripts([(token, 700), (ChainBuilder.PayTo("holder"), 300)]);
        using var store = _scratch.Store(chain, network: "bch-regtest");
        Assert.Equal((1, 1), (store.Addresses, store.Scripts));
        Assert.StartsWith("bchreg:q", store.TextOf(0), StringComparison.Ordinal);
        Assert.Equal(1000, new Entities(store).Profile(0).Received);
    }

    [Fact]
    public void A_block_of_Litecoin_is_checked_by_scrypt_and_its_extension_stays_opaque()
    {
        var chain = new ChainBuilder { Work = header => Scrypt.Hash(header) };
        var coin = chain.MineScripts([(ChainBuilder.PayTo("a"), 900)])[0];
        byte[] body = [1, .. coin.Id.ToArray(), 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, .. ChainBuilder.Little(900L), 34, .. HogEx];
        chain.AddRaw([2, 0, 0, 0, 0, 8, .. body, 0, 0, 0, 0, 0], Hash256.Of([2, 0, 0, 0, .. body, 0, 0, 0, 0]));
        chain.Extension = [9, 8, 7, 6, 5];
        chain.MineScripts([(Wpkh, 50)]);
        using var store = _scratch.Store(chain, network: "ltc-regtest");
        Assert.Equal((2, 3), (store.Blocks, store.Transactions));
        Assert.StartsWith("rltc1", store.TextOf(store.AddressOf(2)), StringComparison.Ordinal);
        Assert.Equal(ScriptKind.WitnessPubKeyHash, store.KindOf(store.AddressOf(1)));
        var plain = new ChainBuilder { Work = header => [.. Scrypt.Hash(header).Select(b => (byte)(b ^ 0xff))] };
        plain.Mine(("a", 1));
        Assert.Contains("work", Assert.Throws<MalformedException>(() => _scratch.Store(plain, "wrong", "ltc-regtest")).Message, StringComparison.Ordinal);
    }
}
