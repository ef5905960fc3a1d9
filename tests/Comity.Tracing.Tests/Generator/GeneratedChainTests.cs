using System.Buffers.Binary;

namespace Comity.Tracing.Tests;

/// <summary>One generated chain of 100,000 transactions, shared by the tests that look at it.</summary>
public sealed class GeneratedChain : IDisposable
{
    private readonly Scratch _scratch = new();

    public GeneratedChain()
    {
        Truth = ChainGenerator.Write(_scratch["blocks"], seed: 1, transactions: 100_000);
        using (var ingest = Ingest.Open(_scratch["store"], null, _scratch["blocks"])) ingest.Run(_scratch["blocks"]);
        Store = ChainStore.Open(_scratch["store"]);
    }

    internal GeneratorTruth Truth { get; }

    internal ChainStore Store { get; }

    internal string Folder => _scratch["store"];

    internal string Blocks => _scratch["blocks"];

    internal int OwnerOf(uint address) => Truth.Owners[BinaryPrimitives.ReadUInt64LittleEndian(Store.IdentityOf(address).Key.Span)];

    public void Dispose()
    {
        Store.Dispose();
        _scratch.Dispose();
    }
}

[Trait("Spec", "tracing/4")]
public sealed class GeneratedChainTests(GeneratedChain chain) : IClassFixture<GeneratedChain>
{
    [Fact]
    public void The_chain_is_whole() => Assert.Equal(chain.Truth.Change.Count, chain.Store.Transactions);

    [Fact]
    public void Every_planted_coinjoin_is_recognised_and_no_payment_is_taken_for_one()
    {
        var found = chain.Truth.Planted.Select((planted, i) => (planted, labels: chain.Store.LabelsOf((uint)i).Guarded(false))).ToLookup(x => x.planted, x => x.labels);
        foreach (var mix in new[] { "joinmarket", "wasabi-1.0", "wasabi-1.1", "wasabi-2", "whirlpool-mix", "whirlpool-tx0", "stonewall" })
        {
            Assert.True(found[mix].Any(), mix + " was not planted");
            var missed = found[mix].Count(labels => !labels.Names().Any(name => name == mix || (mix.StartsWith("wasabi-1", StringComparison.Ordinal) && name.StartsWith("wasabi-1", StringComparison.Ordinal))));
            Assert.True(missed <= found[mix].Count() / 200, $"{mix}: {missed} of {found[mix].Count()} missed");
        }

        Assert.All(found["payjoin"], labels => Assert.False(labels.Withheld()));
        Assert.True(found["pay"].Count(l => l.Withheld()) <= found["pay"].Count() / 1000);
        Assert.DoesNotContain(found["sweep"].Concat(found["consolidate"]), l => l.Withheld());
    }

    [Fact]
    public void Clusters_join_strangers_only_through_payjoins()
    {
        var clusters = new ClusterColumns(chain.Store.Columns);
        var edges = new ClusterEdges(chain.Store, ClusterDecisions.Load(chain.Folder), TagStore.Load(chain.Folder));
        for (uint id = 0; id < chain.Store.Transactions; id++)
        {
            var joined = edges.Joined(chain.Store.Find(id), strict: true).ToList();
            if (joined.Select(chain.OwnerOf).Distinct().Count() > 1) Assert.True(chain.Truth.Planted[(int)id] == "payjoin", $"{chain.Truth.Planted[(int)id]}: {string.Join(' ', Describe(id))}");
        }

        Assert.True(clusters.Count() < chain.Store.Addresses);
    }

    private IEnumerable<string> Describe(uint id)
    {
        var t = chain.Store.Find(id);
        yield return $"in {t.Inputs} labels {chain.Store.LabelsOf(id)}";
        for (var o = t.FirstOutput; o < t.FirstOutput + t.Outputs; o++) yield return $"{chain.Store.ValueOf(o)}";
    }

    [Fact]
    public void Every_ransom_lies_where_the_truth_says_under_every_method()
    {
        for (var i = 0; i < chain.Truth.Taints.Count; i++)
        {
            var (transaction, index, value) = chain.Truth.Ransoms[i];
            var seed = chain.Truth.Point(transaction, index);
            Check(seed, TaintMethod.Fifo, chain.Truth.Taints[i].Fifo.ToDictionary(f => chain.Truth.Point(f.Key.Item1, f.Key.Item2), f => f.Value.Sum(r => r.To - r.From)));
            Check(seed, TaintMethod.Lifo, chain.Truth.Taints[i].Lifo.ToDictionary(f => chain.Truth.Point(f.Key.Item1, f.Key.Item2), f => f.Value.Sum(r => r.To - r.From)));
            var poison = Trace(seed, TaintMethod.Poison);
            Assert.Equal(chain.Truth.Taints[i].Poison.Select(p => chain.Truth.Point(p.Item1, p.Item2)).ToHashSet(), poison.Rows.Select(r => chain.Store.PointOf(r.Output)).ToHashSet());
            Haircut(seed, chain.Truth.Taints[i]);
            Assert.True(value > 0);
        }
    }

    private FlowAnswer Trace(Outpoint seed, TaintMethod method)
    {
        var answer = Flow.Trace(chain.Store, new() { Seeds = [seed], Method = method });
        Assert.All(answer.Books, b => Assert.True(b.Balance));
        return answer;
    }

    private void Check(Outpoint seed, TaintMethod method, Dictionary<Outpoint, long> truth)
    {
        var rows = Trace(seed, method).Rows.ToDictionary(r => chain.Store.PointOf(r.Output), r => r.Tainted);
        Assert.Equal(truth.OrderBy(t => t.Key.ToString()), rows.OrderBy(t => t.Key.ToString()));
    }

    private void Haircut(Outpoint seed, TaintTruth truth)
    {
        var answer = Trace(seed, TaintMethod.Haircut);
        var expected = truth.Haircut.ToDictionary(h => chain.Truth.Point(h.Key.Item1, h.Key.Item2), h => h.Value);
        foreach (var row in answer.Rows)
        {
            var exact = (double)row.Exact.Numerator / (double)row.Exact.Denominator;
            var near = expected.GetValueOrDefault(chain.Store.PointOf(row.Output));
            if (answer.Arithmetic == "exact") Assert.Equal(near, exact, 1e-3);
            else Assert.Equal(near, exact, 1.0);
        }
    }
}
