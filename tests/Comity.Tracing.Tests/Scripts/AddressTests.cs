namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/3")]
public sealed class AddressTests
{
    private static readonly byte[] Genesis = Convert.FromHexString("62e907b15cbf27d5425399ebf6f0fb50ebb88f18");

    [Theory]
    [InlineData("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData("ltc", "LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF")]
    [InlineData("bch", "bitcoincash:qp3wjpa3tjlj042z2wv7hahsldgwhwy0rq9sywjpyy")]
    public void The_genesis_key_has_its_known_addresses(string network, string text)
    {
        var identity = new Identity(ScriptKind.PubKeyHash, Genesis);
        Assert.Equal(text, Address.Encode(identity, Network.ByName(network)));
        Assert.Equal(identity, Address.Parse(text, Network.ByName(network)));
    }

    [Theory]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ScriptKind.WitnessPubKeyHash)]
    [InlineData("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", ScriptKind.Taproot)]
    [InlineData("bc1pfeessrawgf", ScriptKind.Anchor)]
    [InlineData("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", ScriptKind.ScriptHash)]
    public void Known_addresses_survive_the_round_trip(string text, ScriptKind kind)
    {
        var identity = Address.Parse(text, Network.Bitcoin);
        Assert.Equal((kind, text), (identity.Kind, Address.Encode(identity, Network.Bitcoin)));
        Assert.Equal(kind == ScriptKind.Anchor, !identity.ProvesKey);
    }

    [Theory]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")] // checksum
    [InlineData("LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF")] // another network
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")]
    [InlineData("bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")] // two cases
    [InlineData("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd")] // bech32 instead of bech32m (BIP 350)
    [InlineData("bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du")] // BIP 350: wrong kind for version 2
    [InlineData("")]
    [InlineData("0OIl")]
    public void A_wrong_address_is_refused(string text) => Assert.Throws<TracingException>(() => Address.Parse(text, Network.Bitcoin));

    [Fact]
    public void Token_aware_cash_addresses_are_the_same_identity()
    {
        var aware = CashAddress.Encode("bitcoincash", 2, Genesis);
        Assert.Equal(new Identity(ScriptKind.PubKeyHash, Genesis), Address.Parse(aware, Network.BitcoinCash));
        Assert.Equal(new Identity(ScriptKind.PubKeyHash, Genesis), Address.Parse("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Network.BitcoinCash));
    }

    [Fact]
    public void A_token_prefix_is_no_part_of_the_script()
    {
        byte[] p2pkh = [0x76, 0xa9, 0x14, .. Genesis, 0x88, 0xac];
        byte[] token = [0xef, .. new byte[32], 0x10, 0xfd, 0x00, 0x01, .. p2pkh];
        Assert.Equal(new Identity(ScriptKind.PubKeyHash, Genesis), Script.Identify(token, Comity.Tracing.Coin.Bch));
        Assert.Equal(ScriptKind.Other, Script.Identify(token, Comity.Tracing.Coin.Btc).Kind);
    }

    [Fact]
    public void Ripemd_gives_published_values()
    {
        Assert.Equal("9c1185a5c5e9fc54612808977ee8f548b2258d31", Convert.ToHexStringLower(Ripemd160.Hash([])));
        Assert.Equal("52783243c1697bdbe16d37f97f68f08325dc1528", Convert.ToHexStringLower(Ripemd160.Hash(Enumerable.Repeat((byte)'a', 1_000_000).ToArray())));
    }

    [Fact]
    public void The_proof_of_work_of_the_first_Litecoin_block_holds()
    {
        var header = Convert.FromHexString("010000000000000000000000000000000000000000000000000000000000000000000000d9ced4ed1130f7b7faad9be25323ffafa33232a17c3edf6cfd97bee6bafbdd97b9aa8e4ef0ff0f1ecd513f7c");
        var parsed = BlockHeader.Parse(header);
        Assert.Equal("12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2", parsed.Id.ToString());
        parsed.CheckWork(header, Network.Litecoin);
        Assert.Throws<MalformedException>(() => parsed.CheckWork(header, Network.Bitcoin));
    }

    [Fact]
    public void Any_text_is_an_address_or_a_clear_refusal() => Prop.ForAll<string>(text =>
    {
        foreach (var network in Network.All)
        {
            try
            {
                _ = Address.Parse(text ?? "", network);
            }
            catch (TracingException)
            {
                continue;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();
}
