namespace Comity.Tracing.Tests;

/// <summary>Merges by change that must not be made, each on a chain made for it: one false one here would join two strangers for good.</summary>
[Trait("Spec", "tracing/6")]
public sealed class RefusedMergeTests : IDisposable
{
    private const string Actors = "tags of different actors", Payment = "payer and payee of one payment", Large = "both large", Result = "result too large";
    private readonly Scratch _scratch = new();
    private readonly ChainBuilder _chain = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>A payment of a round amount whose change the preset of one-time change names; returns the change and the payee's coin.</summary>
    private TestCoin OneTimeChange(TestCoin coin, string change, string payee = "shop") => OneTimeChange(coin, change, payee, out _);

    private TestCoin OneTimeChange(TestCoin coin, string change, string payee, out TestCoin paid)
    {
        var outputs = _chain.Pay([coin], (payee, coin.Value / 2 / 1000 * 1000), (change, (coin.Value / 2) - 1_003));
        Close();
        paid = outputs[0];
        return outputs[1];
    }

    /// <summary>A shop is paid in every block, so that its address is neither fresh nor paid once.</summary>
    private void Close() => _chain.Mine(("shop", 1));

    private TestCoin[] Fund(params (string Owner, long Value)[] coins) => _chain.Mine([("shop", 1), .. coins])[1..];

    /// <summary>Joins the owners of coins by common input.</summary>
    private void Together(params TestCoin[] coins)
    {
        _chain.Pay(coins, ("shop", coins.Sum(c => c.Value) - 500));
        Close();
    }

    private static EntityLevel1 Level(ChainStore store, MergeLimits? limits = null) => EntityLevel1.Compute(store, limits: limits);

    private static uint Of(ChainStore store, string owner) =>
        store.FindAddress(Address.Encode(Script.Identify(ChainBuilder.PayTo(owner), store.Network.Coin), store.Network)!)!.Value;

    private static void Refused(EntityLevel1 level, ChainStore store, string a, string b, string reason)
    {
        Assert.NotEqual(level.Find(Of(store, a)), level.Find(Of(store, b)));
        Assert.Contains(level.Log, m => m.Refused == reason && m.Payer == Of(store, a) && m.Change == Of(store, b));
    }

    private static void Merged(EntityLevel1 level, ChainStore store, string a, string b)
    {
        Assert.Equal(level.Find(Of(store, a)), level.Find(Of(store, b)));
        Assert.Contains(level.Log, m => m.Refused is null && m.Payer == Of(store, a) && m.Change == Of(store, b));
    }

    [Fact]
    public void Change_that_nothing_speaks_against_is_merged()
    {
        OneTimeChange(Fund(("payer", 5_000_000))[0], "change");
        using var store = _scratch.Store(_chain);
        Merged(Level(store), store, "payer", "change");
    }

    [Theory]
    [InlineData("x", "y", "ownership", Actors)]
    [InlineData("x", "y", "forensic_investigation", Actors)]
    [InlineData("x", "X", "ownership", null)]
    [InlineData("x", "y", "authority_data", null)]
    public void Owners_that_are_tagged_as_different_actors_stay_apart(string payer, string change, string confidence, string? reason)
    {
        OneTimeChange(Fund(("payer", 5_000_000))[0], "change");
        using (var made = _scratch.Store(_chain)) Tag(made, ("payer", payer, confidence), ("change", change, confidence));
        using var store = ChainStore.Open(_scratch["store"]);
        if (reason is null) Merged(Level(store), store, "payer", "change");
        else Refused(Level(store), store, "payer", "change", reason);
    }

    private void Tag(ChainStore store, params (string Owner, string Actor, string Confidence)[] tags)
    {
        var lines = tags.Select(t => $"  - {{address: {store.TextOf(Of(store, t.Owner))}, label: L, actor: {t.Actor}, source: s, currency: BTC, confidence: {t.Confidence}}}");
        var pack = TagPack.Read("p", "title: t\ncreator: c\ntags:\n" + string.Join('\n', lines), store.Network);
        store.Dispose();
        using var ingest = Ingest.Open(_scratch["store"]);
        ingest.AddTags(pack);
    }

    [Fact]
    public void An_actor_stays_with_a_cluster_through_its_merges()
    {
        var first = OneTimeChange(Fund(("payer", 50_000_000))[0], "change");
        OneTimeChange(first, "second");
        using (var made = _scratch.Store(_chain)) Tag(made, ("payer", "x", "ownership"), ("second", "y", "ownership"));
        using var store = ChainStore.Open(_scratch["store"]);
        var level = Level(store);
        Merged(level, store, "payer", "change");
        Refused(level, store, "change", "second", Actors);
    }

    [Fact]
    public void Common_input_is_never_refused_but_different_actors_are_shown_as_a_conflict()
    {
        Together(Fund(("a", 1_000_000), ("b", 1_000_000)));
        using (var made = _scratch.Store(_chain)) Tag(made, ("a", "x", "ownership"), ("b", "y", "ownership"));
        using var store = ChainStore.Open(_scratch["store"]);
        var profile = new Entities(store).Profile(Of(store, "a"));
        Assert.Equal((2L, 1), (profile.Size, profile.Conflicts.Count));
    }

    /// <summary>The payer pays the payee and keeps the change on its own address, which settles who is who; returns both coins.</summary>
    private (TestCoin Payee, TestCoin Payer) PayWithReuse(TestCoin coin, string payer, string payee)
    {
        var outputs = _chain.Pay([coin], (payee, 700_000), (payer, coin.Value - 701_000));
        Close();
        return (outputs[0], outputs[1]);
    }

    [Fact]
    public void Payer_and_payee_of_one_payment_are_two_people()
    {
        var (payee, payer) = PayWithReuse(Fund(("payer", 50_000_000))[0], "payer", "payee");
        Together(payee, OneTimeChange(payer, "change"));
        using var store = _scratch.Store(_chain);
        Refused(Level(store), store, "payer", "change", Payment);
    }

    [Fact]
    public void Payer_and_payee_stay_apart_after_the_payer_has_grown()
    {
        var (payee, payer) = PayWithReuse(Fund(("payer", 90_000_000))[0], "payer", "payee");
        var change = OneTimeChange(payer, "change");
        Together(payee, OneTimeChange(change, "second"));
        using var store = _scratch.Store(_chain);
        var level = Level(store);
        Merged(level, store, "payer", "change");
        Refused(level, store, "change", "second", Payment);
    }

    [Fact]
    public void Payer_and_payee_stay_apart_after_the_payer_has_become_part_of_an_older_cluster()
    {
        var coins = Fund(("older", 1_000_000), ("payer", 90_000_000), ("payer", 80_000_000));
        var (payee, payer) = PayWithReuse(coins[1], "payer", "payee");
        Together(coins[0], OneTimeChange(payer, "change"));
        Together(payee, OneTimeChange(coins[2], "second"));
        using var store = _scratch.Store(_chain);
        var level = Level(store);
        Merged(level, store, "payer", "change");
        Assert.Equal(Of(store, "older"), level.Find(Of(store, "payer")));
        Refused(level, store, "payer", "second", Payment);
    }

    [Fact]
    public void A_refused_merge_holds_nobody_apart()
    {
        var coins = Fund(("payer", 50_000_000), ("payer", 40_000_000));
        var (payee, payer) = PayWithReuse(coins[0], "payer", "payee");
        Together(payee, OneTimeChange(payer, "not-change", "other", out var other));
        Together(other, OneTimeChange(coins[1], "change"));
        using var store = _scratch.Store(_chain);
        var level = Level(store);
        Refused(level, store, "payer", "not-change", Payment);
        Merged(level, store, "payer", "change");
        Assert.Equal(level.Find(Of(store, "other")), level.Find(Of(store, "payer")));
    }

    /// <summary>Two clusters of these sizes and a change decision that would join them.</summary>
    private void TwoClusters(int payers, int changes)
    {
        var coins = Fund([("payer", 5_000_000), .. Many("payer", payers), .. Many("change", changes)]);
        var change = OneTimeChange(coins[0], "change");
        Together([.. coins.Skip(1).Take(payers)]);
        Together([change, .. coins.Skip(1 + payers).Take(changes - 1)]);
    }

    /// <summary>The first coin of a cluster is the payer's own address again, or left out for the change, which must be paid once.</summary>
    private static IEnumerable<(string, long)> Many(string owner, int count) => owner == "payer"
        ? Enumerable.Range(0, count).Select(i => (i == 0 ? owner : owner + i, 100_000L))
        : Enumerable.Range(1, Math.Max(0, count - 1)).Select(i => (owner + i, 100_000L));

    [Theory]
    [InlineData(3, 3, 2, Large)]
    [InlineData(4, 3, 2, Large)]
    [InlineData(4, 2, 2, null)]
    [InlineData(3, 3, 3, null)]
    public void Two_large_clusters_are_not_joined_by_change(int payers, int changes, int largeSide, string? reason)
    {
        TwoClusters(payers, changes);
        using var store = _scratch.Store(_chain);
        var level = Level(store, new(LargeSide: largeSide));
        if (reason is null) Merged(level, store, "payer", "change");
        else Refused(level, store, "payer", "change", reason);
    }

    [Theory]
    [InlineData(3, 3, 5, Result)]
    [InlineData(3, 3, 6, null)]
    [InlineData(4, 3, 5, null)]
    public void A_very_large_cluster_is_not_made_of_two_equal_ones(int payers, int changes, int largest, string? reason)
    {
        TwoClusters(payers, changes);
        using var store = _scratch.Store(_chain);
        var level = Level(store, new(LargestResult: largest));
        if (reason is null) Merged(level, store, "payer", "change");
        else Refused(level, store, "payer", "change", reason);
    }

    [Fact]
    public void The_usual_bounds_are_those_of_the_documentation() => Assert.Equal((10_000, 1_000_000, 70), (new MergeLimits().LargeSide, new MergeLimits().LargestResult, new MergeLimits().OwnershipLevel));
}
