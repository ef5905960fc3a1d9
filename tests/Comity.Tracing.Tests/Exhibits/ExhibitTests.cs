using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Tracing.Tests;

[Trait("Spec", "tracing/9")]
public sealed class ExhibitTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ChainBuilder _chain = new();
    private readonly TestCoin _seed, _deposit;

    public ExhibitTests()
    {
        var f = _chain.Mine(("victim", 700_000), ("other", 300_000), ("third", 200_000));
        var ransom = _chain.Pay([f[0]], ("gang", 600_000), ("change", 90_000));
        _chain.Mine(("m", 1));
        var split = _chain.Pay([ransom[0], f[1]], ("g2", 500_000), ("g3", 399_000));
        _chain.Mine(("m", 1));
        _deposit = _chain.Pay([split[0]], ("exchange-deposit", 498_000))[0];
        _chain.Pay([split[1], f[2]], ("cold", 590_000));
        _chain.Mine(("m", 1));
        _chain.Mine(("m", 1));
        _seed = ransom[0];
    }

    public void Dispose() => _scratch.Dispose();

    private byte[] Build(TaintMethod method, string? overrideReason = null, ChainStore? open = null)
    {
        using var own = open is null ? _scratch.Store(_chain, "s" + Guid()) : null;
        return ExhibitBuilder.Build(open ?? own!, new() { Question = new() { Seeds = [_seed.Point], Method = method }, OverrideReason = overrideReason, Officer = "N. N.", Deposit = _deposit.Point });
    }

    private static int _n;

    private static int Guid() => Interlocked.Increment(ref _n);

    public static TheoryData<TaintMethod> Methods => [.. Enum.GetValues<TaintMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void An_exhibit_is_the_same_bytes_every_time_and_verifies_offline(TaintMethod method)
    {
        using var store = _scratch.Store(_chain);
        var json = Build(method, open: store);
        Assert.Equal(json, Build(method, open: store));
        Assert.Equal(ExhibitPages.Pdf(json), ExhibitPages.Pdf(json));
        Assert.Contains(_deposit.Id.ToString(), Encoding.UTF8.GetString(ExhibitPages.Html(json)), StringComparison.Ordinal);
        var verdict = ExhibitVerifier.Verify(json);
        Assert.Null(verdict.Failure);
        Assert.Contains(verdict.NotProven, n => n.StartsWith("not tied", StringComparison.Ordinal));
        byte[] headers = [.. _chain.Blocks.SelectMany(b => b.Take(80))];
        Assert.True(ExhibitVerifier.Verify(json, headers).Good);
        Assert.False(ExhibitVerifier.Verify(json, headers.AsSpan(0, 160)).Good);
    }

    [Fact]
    public void One_changed_satoshi_anywhere_is_found_even_with_a_new_digest()
    {
        foreach (var method in Enum.GetValues<TaintMethod>())
        {
            var json = Build(method);
            var places = Numbers(JsonNode.Parse(json)!).Count;
            Assert.True(places > 20);
            for (var i = 0; i < places; i++)
            {
                var forged = JsonNode.Parse(json)!.AsObject();
                var (parent, name) = Numbers(forged)[i];
                Assert.True(parent is JsonObject or JsonArray);
                var value = (string)(parent is JsonObject o ? o[(string)name] : ((JsonArray)parent)[(int)name])!;
                var changed = (long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (parent is JsonObject obj) obj[(string)name] = changed;
                else ((JsonArray)parent)[(int)name] = changed;
                forged.Remove("digest");
                forged["digest"] = ExhibitBuilder.Digest(forged);
                Assert.False(ExhibitVerifier.Verify(CanonicalJson.Write(forged)).Good, $"{method}: {name} {value}");
            }
        }
    }

    /// <summary>Every place that holds satoshis of the trace.</summary>
    private static List<(JsonNode Parent, object Name)> Numbers(JsonNode node)
    {
        var found = new List<(JsonNode, object)>();
        Walk(node);
        return found;

        void Walk(JsonNode? n)
        {
            if (n is JsonObject o)
                foreach (var (name, value) in o)
                {
                    if (name is "value" or "tainted" or "total" or "fee" or "amountSat") found.Add((o, name));
                    else Walk(value);
                }
            else if (n is JsonArray a)
                for (var i = 0; i < a.Count; i++)
                {
                    if (a.Count == 3 && i > 0 && a[0] is JsonValue && a[i] is JsonValue) found.Add((a, i));
                    else Walk(a[i]);
                }
        }
    }

    [Fact]
    public void A_changed_raw_byte_or_proof_is_found()
    {
        var json = Build(TaintMethod.Fifo);
        foreach (var path in new[] { "raw", "proof", "header" })
        {
            var forged = JsonNode.Parse(json)!.AsObject();
            if (path == "header") Flip(forged["evidence"]!["headers"]![0]!.AsObject(), "header");
            else if (path == "raw") Flip(forged["evidence"]!["transactions"]![1]!.AsObject(), "raw");
            else forged["evidence"]!["transactions"]!.AsArray().First(t => t!["proof"]!.AsArray().Count > 0)!["proof"]!.AsArray().RemoveAt(0);
            forged.Remove("digest");
            forged["digest"] = ExhibitBuilder.Digest(forged);
            Assert.False(ExhibitVerifier.Verify(CanonicalJson.Write(forged)).Good, path);
        }

        static void Flip(JsonObject o, string name)
        {
            var hex = (string)o[name]!;
            o[name] = hex[..20] + (hex[20] == '0' ? '1' : '0') + hex[21..];
        }
    }

    [Fact]
    public void A_weak_last_step_keeps_the_name_out_unless_overridden_with_a_reason()
    {
        Tag("untrusted_transaction");
        using var store = ChainStore.Open(_scratch["tagged"]);
        var weak = JsonNode.Parse(Build(TaintMethod.Fifo, open: store))!;
        Assert.DoesNotContain("Big Exchange", weak.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("below 50", (string?)weak["request"]!["serviceWithheld"], StringComparison.Ordinal);
        var json = Build(TaintMethod.Fifo, "confirmed by telephone", store);
        var over = JsonNode.Parse(json)!;
        Assert.Equal(("Big Exchange", "confirmed by telephone"), ((string?)over["request"]!["service"], (string?)over["override"]!["reason"]));
        Assert.Contains("confirmed by telephone", Encoding.UTF8.GetString(ExhibitPages.Html(json)), StringComparison.Ordinal);
        Assert.True(ExhibitVerifier.Verify(json).Good);
    }

    [Fact]
    public void A_strong_tag_on_the_deposit_address_names_the_service()
    {
        Tag("service_data");
        using var store = ChainStore.Open(_scratch["tagged"]);
        var strong = JsonNode.Parse(Build(TaintMethod.Fifo, open: store))!;
        Assert.Equal("Big Exchange", (string?)strong["request"]!["service"]);
        Assert.Contains(_deposit.Id.ToString(), (string?)strong["request"]!["text"], StringComparison.Ordinal);
    }

    private void Tag(string confidence)
    {
        using (var store = _scratch.Store(_chain, "tagged"))
        {
            var address = store.TextOf(store.AddressOf(store.OutputAt(_deposit.Point)));
            _yaml = $"title: t\ncreator: c\ntags:\n  - {{address: {address}, label: Big Exchange, source: s, currency: BTC, confidence: {confidence}, category: exchange}}";
        }

        using var ingest = Ingest.Open(_scratch["tagged"]);
        ingest.AddTags(TagPack.Read("p", _yaml, Network.Regtest));
    }

    private string _yaml = "";

    [Fact]
    public void Any_bytes_get_a_verdict()
    {
        var json = Build(TaintMethod.Haircut);
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])json.Clone();
            for (var k = random.Next(1, 4); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.False(ExhibitVerifier.Verify(bytes).Good && !bytes.AsSpan().SequenceEqual(json));
        }
    }
}
