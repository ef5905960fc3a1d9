namespace Comity.Matching.Tests;

/// <summary>Lists of random bits, even and adversarial.</summary>
internal static class Lists
{
    internal static PdqHash Random(Random random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.NextBytes(bytes);
        return PdqHash.FromBytes(bytes);
    }

    internal static PdqHash[] Uniform(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Random(random))];
    }

    /// <summary>All entries share the first 16-bit word.</summary>
    internal static PdqHash[] OneBucket(int count, int seed) => [.. Uniform(count, seed).Select(h => h with { A = h.A & ~0xffffUL | 0x1234 })];

    /// <summary>All entries lie within a few bits of a few centres; some are equal.</summary>
    internal static PdqHash[] Clusters(int count, int seed)
    {
        var random = new Random(seed);
        var centres = Uniform(8, seed + 1);
        return [.. Enumerable.Range(0, count).Select(_ => Near(centres[random.Next(8)], random.Next(12), random))];
    }

    internal static PdqHash Near(PdqHash hash, int bits, Random random)
    {
        for (var i = 0; i < bits; i++) hash = hash.Flip(random.Next(256));
        return hash;
    }

    internal static PdqHash[] Named(string name, int count, int seed) => name switch
    {
        "uniform" => Uniform(count, seed), "one bucket" => OneBucket(count, seed), "clusters" => Clusters(count, seed),
        "all equal" => [.. Enumerable.Repeat(Uniform(1, seed)[0], count)],
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}

[Trait("Spec", "matching/3")]
public sealed class HashIndexTests
{
    [Theory]
    [InlineData("uniform")]
    [InlineData("one bucket")]
    [InlineData("clusters")]
    [InlineData("all equal")]
    public void A_search_finds_exactly_what_comparing_all_finds_at_every_distance(string name)
    {
        var entries = Lists.Named(name, 6000, 7);
        using var index = new MultiIndex(entries);
        var random = new Random(3);
        for (var distance = 0; distance <= 63; distance++)
            for (var n = 0; n < 6; n++)
            {
                var query = n == 0 ? Lists.Random(random) : Lists.Near(entries[random.Next(entries.Length)], random.Next(distance + 3), random);
                var expected = BruteForce(entries, query, distance).ToArray();
                foreach (var byBuckets in new[] { false, true }) // else only few of these searches would read a bucket
                {
                    var buffer = new HitBuffer();
                    index.Search(query, distance, buffer, byBuckets);
                    Assert.Equal(expected, buffer.Hits.ToArray().OrderBy(h => h.Distance).ThenBy(h => h.Entry));
                }
            }
    }

    // The words' radii must suffice for every spread of the differing bits: also for one that gives each word its share and no more.
    [Fact]
    public void Buckets_alone_miss_nothing_at_any_distance_and_any_spread()
    {
        var (random, entries) = (new Random(11), Lists.Uniform(4000, 12));
        using var index = new MultiIndex(entries);
        for (var distance = 0; distance <= 63; distance++)
            for (var n = 0; n < 20; n++)
            {
                var entry = random.Next(entries.Length);
                var query = n % 2 == 0 ? Lists.Near(entries[entry], distance, random) : Spread(entries[entry], distance, random);
                var buffer = new HitBuffer();
                index.Search(query, distance, buffer, byBuckets: true);
                Assert.Contains(new Hit(entry, entries[entry].Distance(query)), buffer.Hits.ToArray());
            }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(63)]
    [InlineData(128)]
    public void The_vector_scan_equals_the_plain_one(int distance)
    {
        var entries = Lists.Uniform(1003, 5).Concat(Lists.Clusters(1000, 6)).ToArray();
        foreach (var query in entries.Take(20).Concat(Lists.Clusters(20, 6)))
        {
            var buffer = new HitBuffer();
            FlatScan.Search(entries, query, distance, buffer);
            Assert.Equal(BruteForce(entries, query, distance), buffer.Hits.ToArray().OrderBy(h => h.Distance).ThenBy(h => h.Entry));
        }
    }

    [Fact]
    public void Adding_and_removing_equals_a_rebuild()
    {
        var random = new Random(1);
        using var index = new HashIndex();
        int[] thresholds = [31, 10];
        foreach (var t in thresholds) index.AddList(t);
        var model = new List<PdqHash?>[] { [], [] };
        for (var round = 0; round < 60; round++)
        {
            var list = random.Next(2);
            var added = Lists.Clusters(random.Next(1, round == 20 ? 9000 : 700), random.Next(5));
            Assert.Equal(model[list].Count, index.Add(list, added));
            model[list].AddRange(added.Select(h => (PdqHash?)h));
            for (var k = 0; k < 100; k++)
            {
                var victim = random.Next(model[list].Count);
                Assert.Equal(model[list][victim] is not null, index.Remove(list, victim));
                model[list][victim] = null;
            }

            var query = Lists.Near(added[0], random.Next(20), random);
            var expected = model.SelectMany((entries, l) => entries.Select((h, e) => (h, l, e)))
                .Where(x => x.h is { } h && h.Distance(query) <= Math.Min(24, thresholds[x.l]))
                .Select(x => new Match(x.l, x.e, x.h!.Value.Distance(query))).OrderBy(m => m.Distance).ThenBy(m => m.List).ThenBy(m => m.Entry);
            Assert.Equal(expected, index.Search(query, 24));
        }
    }

    [Fact]
    public void A_query_allocates_nothing()
    {
        using var index = new HashIndex();
        index.AddList();
        var entries = Lists.Uniform(20_000, 9);
        index.Add(0, entries);
        var buffer = new HitBuffer();
        for (var i = 0; i < 200; i++) index.Search(entries[i], 31, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) index.Search(entries[i], 31, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<Hit> BruteForce(PdqHash[] entries, PdqHash query, int distance) =>
        entries.Select((e, i) => new Hit(i, e.Distance(query))).Where(h => h.Distance <= distance).OrderBy(h => h.Distance).ThenBy(h => h.Entry);

    private static PdqHash Spread(PdqHash hash, int bits, Random random)
    {
        var word = random.Next(16);
        for (var i = 0; i < bits; i++) hash = hash.Flip((((word + i) % 16) * 16) + (i / 16));
        return hash;
    }
}
