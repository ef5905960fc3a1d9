using Comity.Evidence;

namespace Comity.Tests.Evidence;

[Trait("Spec", "evidence/R43")]
public sealed class CustodyRecordTests
{
    private const string Provider = "http://examplecloud.localhost:7003", Japan = "http://jp.localhost:7002/offices/ca", Serbia = "http://rs.localhost:7001/offices/ca";
    private static readonly Digest Item = Digest.Of("item"), Redacted = Digest.Of("redacted");

    private static readonly CustodyEvent[] Journey =
    [
        new(Item, CustodyAct.Sealed, Provider, 100, "p/ledger", 4),
        new(Item, CustodyAct.Delivered, Provider, 110, "p/ledger", 5, To: Japan),
        new(Item, CustodyAct.Received, Japan, 120, "jp/ledger", 40),
        new(Item, CustodyAct.Acknowledged, Japan, 130, "jp/ledger", 41),
        new(Item, CustodyAct.Delivered, Japan, 140, "jp/ledger", 42, To: Serbia),
        new(Item, CustodyAct.Received, Serbia, 150, "rs/ledger", 9),
        new(Item, CustodyAct.Erased, Japan, 900, "jp/ledger", 70),
    ];

    [Fact]
    public void Each_hop_is_shown_with_its_ledger_entries()
    {
        var record = CustodyRecord.Of(Item, Journey);
        Assert.Equal([Provider, Japan, Serbia], record.Holdings.Select(holding => holding.Office));
        Assert.Equal([100, 120, 150], record.Holdings.Select(holding => holding.From));
        Assert.Equal([null, 900, null], record.Holdings.Select(holding => holding.Until));
        Assert.Equal([40, 41, 42, 70], record.Holdings[1].Events.Select(e => e.Index));
        Assert.Empty(record.Gaps);
    }

    [Fact]
    public void Order_and_repetition_of_events_change_nothing() => Prop.ForAll<int>(seed =>
    {
        var shuffled = Journey.Concat(Journey).ToArray();
        new Random(seed).Shuffle(shuffled);
        var (a, b) = (CustodyRecord.Of(Item, Journey), CustodyRecord.Of(Item, shuffled));
        return a.Holdings.Zip(b.Holdings).All(pair => pair.First.Office == pair.Second.Office && pair.First.Events.SequenceEqual(pair.Second.Events));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_gap_is_said()
    {
        Assert.Contains("no delivery", Assert.Single(CustodyRecord.Of(Item, Journey.Where(e => e.Index != 5)).Gaps), StringComparison.Ordinal);
        Assert.Contains("no arrival", Assert.Single(CustodyRecord.Of(Item, Journey.Where(e => e.Index != 9)).Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void A_redacted_item_keeps_the_history_of_its_original()
    {
        CustodyEvent redaction = new(Item, CustodyAct.Redacted, Japan, 135, "jp/ledger", 50, Into: Redacted);
        var record = CustodyRecord.Of(Redacted, [.. Journey, redaction, new(Digest.Of("else"), CustodyAct.Sealed, "x", 1, "x", 1)]);
        Assert.Equal([Provider, Japan, Serbia], record.Holdings.Select(holding => holding.Office));
        Assert.DoesNotContain(record.Holdings, holding => holding.Office == "x");
    }
}
