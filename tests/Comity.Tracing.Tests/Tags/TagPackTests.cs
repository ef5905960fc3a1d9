namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/11")]
public sealed class TagPackTests : IDisposable
{
    private const string Pack = """
        title: Some services
        creator: Test desk
        label: internet archive
        source: https://archive.org/donate
        currency: BTC
        confidence: service_data
        lastmod: 2026-01-02
        tags:
          - address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
            label: 'Genesis'
            actor: satoshi
          - address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb
          - address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
            label: "0123"
            actor: someone-else
            confidence: ownership
            homemade: {deep: [1, two]}
          - address: LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF
            currency: LTC
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Wrong_tags_are_refused_one_by_one_with_line_and_reason()
    {
        var pack = TagPack.Read("p.yaml", Pack, Network.Bitcoin);
        Assert.Equal(["Genesis", "0123"], pack.Tags.Select(t => t.Label));
        Assert.Equal([(12, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"), (18, "LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF")], pack.Refused.Select(r => (r.Line, r.Subject)));
        Assert.Contains("checksum", pack.Refused[0].Reason, StringComparison.Ordinal);
        Assert.All(pack.Tags, t => Assert.Equal("2026-01-02", t.LastModified));
    }

    [Fact]
    public void The_pack_of_the_program_is_right()
    {
        var seed = TagPack.Seed(Network.Bitcoin);
        Assert.Empty(seed.Refused);
        Assert.All(seed.Tags, tag => Assert.True(tag.Source.Length > 20, "a tag of the seed says how it was checked"));
        Assert.Contains(seed.Tags, tag => tag.Address == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
    }

    [Fact]
    public void The_pack_of_the_program_is_refused_on_a_chain_that_has_no_such_addresses()
    {
        foreach (var network in new[] { Network.Regtest, Network.Litecoin, Network.BitcoinCash })
        {
            var seed = TagPack.Seed(network);
            Assert.Empty(seed.Tags);
            Assert.NotEmpty(seed.Refused);
        }
    }

    [Fact]
    public void One_address_in_two_spellings_is_one_address_and_its_tags_can_contradict_each_other()
    {
        const string Two = """
            title: t
            creator: c
            source: s
            currency: BTC
            tags:
              - {address: BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4, label: One}
              - {address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, label: Other}
            """;
        Directory.CreateDirectory(_scratch["s"]);
        var tags = TagStore.Load(_scratch["s"]);
        tags.Add(TagPack.Read("p", Two, Network.Bitcoin).Tags);
        Assert.Single(TagConflict.Among(tags.Of("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")));
    }

    [Fact]
    public void A_pack_keeps_the_newer_of_two_equal_tags_and_counts_those_without_confidence()
    {
        const string Twice = """
            title: t
            creator: c
            source: s
            currency: BTC
            tags:
              - {address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, label: One, lastmod: 2026-01-02, context: newer}
              - {address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, label: One, lastmod: 2025-01-02, context: older}
            """;
        Directory.CreateDirectory(_scratch["s"]);
        var tags = TagStore.Load(_scratch["s"]);
        var pack = TagPack.Read("p", Twice, Network.Bitcoin);
        Assert.Equal(2, pack.WithoutConfidence);
        Assert.Equal((1, 1), tags.Add(pack.Tags));
        Assert.Equal(("newer", "unknown"), (tags.All[0].Context, tags.All[0].ConfidenceId));
    }

    [Fact]
    public void Unknown_fields_and_odd_labels_survive_the_round_trip()
    {
        var pack = TagPack.Read("p.yaml", Pack, Network.Bitcoin);
        var again = TagPack.Read("q.yaml", TagPack.Write(pack.Title, pack.Creator, pack.Tags), Network.Bitcoin);
        Assert.Empty(again.Refused);
        Assert.Equal(pack.Tags.Select(t => t.ToString() + t.Other.GetValueOrDefault("homemade")).Select(Strip), again.Tags.Select(t => t.ToString() + t.Other.GetValueOrDefault("homemade")).Select(Strip));

        static string Strip(string s) => s.Replace(typeof(Dictionary<string, string>).FullName!, "", StringComparison.Ordinal);
    }

    [Fact]
    public void Conflicts_are_shown_and_the_highest_confidence_comes_first_but_does_not_win()
    {
        Directory.CreateDirectory(_scratch["s"]);
        var tags = TagStore.Load(_scratch["s"]);
        var pack = TagPack.Read("p.yaml", Pack, Network.Bitcoin);
        Assert.Equal((2, 0), tags.Add(pack.Tags));
        Assert.Equal((0, 2), tags.Add(pack.Tags));
        var of = TagStore.Load(_scratch["s"]).Of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
        Assert.Equal(["0123", "Genesis"], of.Select(t => t.Label));
        Assert.Single(TagConflict.Among(of));
    }

    [Theory]
    [InlineData("title: a\ntitle: b\ncreator: c\ntags: []")]
    [InlineData("title: !!python/object a\ncreator: c\ntags: []")]
    [InlineData("a: [[[[[[[[[[1]]]]]]]]]]")]
    [InlineData("just text")]
    [InlineData("title: a\ncreator: b")]
    public void A_pack_outside_the_plain_subset_is_refused(string yaml) => Assert.Throws<TracingException>(() => TagPack.Read("p", yaml, Network.Bitcoin));

    [Fact]
    public void Aliases_cannot_be_multiplied_without_end()
    {
        var yaml = "title: t\ncreator: c\ntags: []\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i - 1), 10))}]\n"));
        Assert.Throws<TracingException>(() => TagPack.Read("p", yaml, Network.Bitcoin));
    }

    [Fact]
    public void What_an_exchange_pays_out_is_no_mix()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine([.. Enumerable.Range(0, 3).Select(i => ($"e{i}", 1_000_000L))]);
        chain.Pay(f, ("u1", 500_000), ("u2", 500_000), ("u3", 500_000), ("r1", 700_000), ("r2", 790_000));
        chain.Mine(("m", 1));
        string address;
        using (var store = _scratch.Store(chain))
        {
            address = store.TextOf(0);
            Assert.True(new Entities(store).IsWithheld(2));
        }

        var yaml = $"title: t\ncreator: c\ntags:\n  - {{address: {address}, label: X, source: s, currency: BTC, confidence: service_data, category: exchange}}";
        using (var ingest = Ingest.Open(_scratch["store"])) ingest.AddTags(TagPack.Read("p", yaml, Network.Regtest));
        using var after = ChainStore.Open(_scratch["store"]);
        var entities = new Entities(after);
        var labels = entities.LabelsOf(2).Select(l => l.Label).ToList();
        Assert.DoesNotContain("joinmarket", labels);
        Assert.Equal(labels.Contains("equal-outputs") ? 1 : 3, entities.Profile(0).Size);
    }
}
