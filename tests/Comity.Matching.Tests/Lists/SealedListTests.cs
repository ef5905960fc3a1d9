using System.Security.Cryptography;

namespace Comity.Matching.Tests;

[Trait("Spec", "matching/7")]
public sealed class SealedListTests
{
    internal static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    internal static readonly ListTerms Terms = new(
        "drawn-shapes", 1, "Hotline of Testland", "Finding known drawings", new("CETS 201", "20", "RS"), "Test scheme",
        new Dictionary<string, string> { ["A"] = "A drawing of a circle", ["B"] = "A drawing of a square" },
        Now.AddDays(-10), Now.AddDays(355), "Two reviewers per hit", 31, UnknownQualityIsLow: false);

    private static readonly HashEntry[] Entries =
    [
        new(1, Lists.Uniform(1, 1)[0], 90, [ExactHash.FromBytes(ExactAlgorithm.Sha256, SHA256.HashData([1]))], "A"), new(2, null, null, [ExactHash.FromBytes(ExactAlgorithm.Md5, new byte[16])], null),
    ];

    private static (SealedList List, string[] Envelopes, ECDiffieHellman[] Keys) Seal(int k, int n)
    {
        var keys = Enumerable.Range(0, n).Select(_ => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256)).ToArray();
        var (list, envelopes) = SealedList.Seal(Terms, Entries, k, [.. keys.Select((key, i) => ($"custodian {i + 1}", key))], RandomNumberGenerator.Fill);
        return (SealedList.Read(list.ToBytes()), envelopes, keys);
    }

    [Fact]
    public void The_printed_example_splits_and_combines()
    {
        var shares = Enumerable.Range(1, 5).Select(x => new KeyShare((byte)x, Shamir.Evaluate([0x53], [0xca, 0x01], (byte)x))).ToArray();
        Assert.Equal([0x98, 0xd8, 0x13, 0x46, 0x8d], shares.Select(s => (int)s.Value[0]));
        Assert.Equal([0x53], Shamir.Combine([shares[0], shares[1], shares[2]]));
        Assert.Equal([0x53], Shamir.Combine([shares[1], shares[3], shares[4]]));
    }

    [Fact]
    public void Any_k_shares_give_the_key_and_any_order()
    {
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var n = random.Next(2, 17);
            var k = random.Next(2, n + 1);
            var secret = new byte[32];
            random.NextBytes(secret);
            var shares = Shamir.Split(secret, k, n, b => random.NextBytes(b));
            random.Shuffle(shares);
            return Shamir.Combine(shares[..k]).AsSpan().SequenceEqual(secret);
        }).QuickCheckThrowOnFailure();
    }

    // With k - 1 shares every key is as likely as any other: for each there is exactly one value of the missing share.
    [Fact]
    public void With_one_share_too_few_every_key_is_equally_likely()
    {
        var random = new Random(8);
        for (var k = 2; k <= 5; k++)
        {
            var shares = Shamir.Split([(byte)random.Next(256)], k, k, b => random.NextBytes(b));
            var keys = Enumerable.Range(0, 256).Select(missing => Shamir.Combine([.. shares[..(k - 1)], new KeyShare((byte)k, [(byte)missing])])[0]).Distinct();
            Assert.Equal(256, keys.Count());
        }
    }

    [Fact]
    public void A_list_opens_with_k_of_n_custodians_and_no_fewer()
    {
        var (list, envelopes, keys) = Seal(3, 5);
        KeyShare Share(int i) => ShareEnvelope.Open(envelopes[i], keys[i], list.Digest);
        var opened = list.Open([Share(4), Share(0), Share(2)], Now);
        Assert.Equal(Entries.Select(e => (e.Pdq, e.Quality, e.Category)), opened.Entries.Select(e => (e.Pdq, e.Quality, e.Category)));
        Assert.Equal(Entries.SelectMany(e => e.Exact), opened.Entries.SelectMany(e => e.Exact));
        Assert.Equal(Terms.Owner, opened.Header.Terms.Owner);
        Assert.Contains("3 custodians", Assert.Throws<RefusedInputException>(() => list.Open([Share(0), Share(1)], Now)).Message, StringComparison.Ordinal);
        Assert.Contains("3 custodians", Assert.Throws<RefusedInputException>(() => list.Open([Share(0), Share(0), Share(0)], Now)).Message, StringComparison.Ordinal);
        Assert.Throws<RefusedInputException>(() => list.Open([Share(0), Share(1), Share(2)], Now.AddYears(2)));
    }

    [Fact]
    public void A_wrong_share_is_named()
    {
        var (list, envelopes, keys) = Seal(2, 3);
        var wrong = ShareEnvelope.Open(envelopes[1], keys[1], list.Digest);
        wrong.Value[5] ^= 1;
        var right = ShareEnvelope.Open(envelopes[0], keys[0], list.Digest);
        Assert.Contains("custodian 2", Assert.Throws<RefusedInputException>(() => list.Open([right, wrong], Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_envelope_opens_for_its_custodian_and_its_list_only()
    {
        var (list, envelopes, keys) = Seal(2, 2);
        var (other, _, _) = Seal(2, 2);
        Assert.Throws<RefusedInputException>(() => ShareEnvelope.Open(envelopes[0], keys[1], list.Digest));
        Assert.Throws<RefusedInputException>(() => ShareEnvelope.Open(envelopes[0], keys[0], other.Digest));
    }

    [Fact]
    public void Any_change_of_the_bytes_is_noticed()
    {
        var (list, envelopes, keys) = Seal(2, 2);
        var shares = envelopes.Select((e, i) => ShareEnvelope.Open(e, keys[i], list.Digest)).ToArray();
        var bytes = list.ToBytes();
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var changed = (byte[])bytes.Clone();
            changed[at] ^= 1;
            Assert.Throws<RefusedInputException>(() => SealedList.Read(changed).Open(shares, Now));
        }
    }

    [Fact]
    public void None_of_the_terms_may_be_missing()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Seal(2, 2).List.Header.ToBytes())!.AsObject();
        foreach (var name in json.Select(m => m.Key).ToArray())
        {
            var without = json.DeepClone().AsObject();
            without.Remove(name);
            Assert.Throws<RefusedInputException>(() => ListHeader.Parse(CanonicalJson.Bytes(without)));
        }

        var unknown = Entries[0] with { Category = "Z" };
        using ECDiffieHellman a = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), b = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<RefusedInputException>(() => SealedList.Seal(Terms, [unknown], 2, [("a", a), ("b", b)], RandomNumberGenerator.Fill));
    }

    [Fact]
    public void Any_bytes_are_a_sealed_list_or_refused() => Fuzz.Run(FuzzSealed, [Seal(2, 3).List.ToBytes()], 20_000);

    [Fact]
    public void Any_text_is_an_envelope_or_refused()
    {
        var (list, envelopes, keys) = Seal(2, 2);
        Fuzz.Run(
            bytes =>
            {
                try
                {
                    ShareEnvelope.Open(System.Text.Encoding.Latin1.GetString(bytes), keys[0], list.Digest);
                }
                catch (RefusedInputException)
                {
                }
            },
            [System.Text.Encoding.ASCII.GetBytes(envelopes[0])], 5_000);
    }

    internal static void FuzzSealed(ReadOnlySpan<byte> input)
    {
        try
        {
            SealedList.Read(input).Open([new(1, new byte[32]), new(2, new byte[32])], Now);
        }
        catch (RefusedInputException)
        {
        }
    }
}
