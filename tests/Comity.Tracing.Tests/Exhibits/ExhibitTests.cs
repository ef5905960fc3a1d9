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
                var changed = OneMore(value);
                if (parent is JsonObject obj) obj[(string)name] = changed;
                else ((JsonArray)parent)[(int)name] = changed;
                forged.Remove("digest");
                forged["digest"] = ExhibitBuilder.Digest(forged);
                Assert.False(ExhibitVerifier.Verify(CanonicalJson.Write(forged)).Good, $"{method}: {name} {value}");
            }
        }
    }

    /// <summary>One satoshi more: of a whole number, a fraction's numerator, or coins with decimals.</summary>
    private static string OneMore(string value)
    {
        var number = value.Split('/')[0];
        var digits = number.Replace(".", "", StringComparison.Ordinal);
        var more = (System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits.Length, '0');
        var at = number.IndexOf('.', StringComparison.Ordinal);
        return (at < 0 ? more : more[..at] + "." + more[at..]) + value[number.Length..];
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
                    if (name is "value" or "tainted" or "total" or "fee" or "amountSat" || (name is "totalExact" or "fraction" or "amountBtc" && value is not null)) found.Add((o, name));
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

    private void Tag(string confidence) => Tag(_chain, "tagged", _deposit, confidence);

    /// <summary>Fills a store and tags the address of a coin in it.</summary>
    private void Tag(ChainBuilder chain, string name, TestCoin coin, string confidence, string label = "Big Exchange")
    {
        string address;
        using (var store = _scratch.Store(chain, name)) address = store.TextOf(store.AddressOf(store.OutputAt(coin.Point)));
        var yaml = $"title: t\ncreator: c\ntags:\n  - {{address: {address}, label: '{label}', source: s, currency: BTC, confidence: {confidence}, category: exchange}}";
        using var ingest = Ingest.Open(_scratch[name]);
        ingest.AddTags(TagPack.Read("p", yaml, Network.Regtest));
    }

    [Fact]
    public void Another_deposit_address_is_found_even_where_every_place_says_it()
    {
        using var store = _scratch.Store(_chain);
        var json = Encoding.UTF8.GetString(Build(TaintMethod.Fifo, open: store));
        var (mine, other) = (store.TextOf(store.AddressOf(store.OutputAt(_deposit.Point))), store.TextOf(0));
        var forged = JsonNode.Parse(json.Replace(mine, other, StringComparison.Ordinal))!.AsObject();
        forged.Remove("digest");
        forged["digest"] = ExhibitBuilder.Digest(forged);
        Assert.Contains(mine, ExhibitVerifier.Verify(CanonicalJson.Write(forged)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exhibit_has_a_bound_and_says_how_to_keep_it()
    {
        using var store = _scratch.Store(_chain);
        var request = new ExhibitRequest { Question = new() { Seeds = [_seed.Point], Method = TaintMethod.Poison }, MostHops = 2 };
        Assert.Contains("--hops", Assert.Throws<TracingException>(() => ExhibitBuilder.Build(store, request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_only_change_leads_to_is_named_by_override_alone_with_the_error_rate()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("shop", 1), ("victim", 9_000_000), ("customer", 6_000_000));
        var earlier = chain.Pay([f[2]], ("deposit", 5_900_000))[0];
        chain.Mine(("shop", 1));
        var hot = chain.Pay([earlier], ("shop", 3_000_000), ("hot wallet", 2_899_321))[1];
        var paid = chain.Pay([f[1]], ("deposit", 8_900_000))[0];
        chain.Mine(("shop", 1));
        Tag(chain, "change", hot, "ownership");
        using var store = ChainStore.Open(_scratch["change"]);
        JsonNode Made(bool byChange, string? reason) => JsonNode.Parse(ExhibitBuilder.Build(store, new()
        {
            Question = new() { Seeds = [f[1].Point], Method = TaintMethod.Fifo }, Deposit = paid.Point, ByChange = byChange, OverrideReason = reason, Officer = "N. N.",
        }))!;

        Assert.Null((string?)Made(byChange: false, reason: "sure")["request"]!["service"]);
        var weak = Made(byChange: true, reason: null);
        Assert.DoesNotContain("Big Exchange", weak.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("by one-time-change only", (string?)weak["request"]!["serviceWithheld"], StringComparison.Ordinal);
        var over = Made(byChange: true, reason: "their letter of 3 March");
        Assert.Equal("Big Exchange", (string?)over["request"]!["service"]);
        var (rest, rate) = (over["request"]!["rests"]![0]!, MeasuredErrors.Of("one-time-change")!);
        Assert.Equal(("one-time-change", rate.Wrong, rate.Applicable), ((string?)rest["heuristic"], (long)rest["wrong"]!, (long)rest["n"]!));
        var page = Encoding.UTF8.GetString(ExhibitPages.Html(CanonicalJson.Write(over)));
        Assert.All(["their letter of 3 March", "by one-time-change only", "95 % interval", MeasuredErrors.Source], said => Assert.Contains(said, page, StringComparison.Ordinal));
        Assert.Null(ExhibitVerifier.Verify(CanonicalJson.Write(over)).Failure);
    }

    [Fact]
    public void A_last_step_over_a_suspected_payjoin_is_weak()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("victim", 900_000), ("deposit", 100_000), ("tagged", 40_000));
        chain.Pay([f[1], f[2]], ("x", 90_000), ("y", 49_000));
        chain.Mine(("m", 1));
        var paid = chain.Pay([f[0]], ("deposit", 899_000))[0];
        chain.Mine(("m", 1));
        Tag(chain, "payjoin", f[2], "ownership");
        using var store = ChainStore.Open(_scratch["payjoin"]);
        var exhibit = JsonNode.Parse(ExhibitBuilder.Build(store, new() { Question = new() { Seeds = [f[0].Point], Method = TaintMethod.Fifo }, Deposit = paid.Point }))!;
        Assert.Contains("payjoin?", (string?)exhibit["request"]!["serviceWithheld"], StringComparison.Ordinal);
        Assert.Equal("common-input payjoin?", (string?)exhibit["entities"]![0]!["edges"]![0]!["rule"]);
    }

    [Fact]
    public void What_officers_decided_about_an_entity_is_printed()
    {
        var chain = new ChainBuilder();
        var f = chain.Mine(("victim", 900_000), ("deposit", 100_000), ("other", 90_000));
        var joined = chain.Pay([f[1], f[2]], ("x", 189_000))[0];
        chain.Pay([f[0]], ("deposit", 899_000));
        chain.Mine(("m", 1));
        using (_scratch.Store(chain, "decided")) { }
        Entities.Decide(_scratch["decided"], new(ClusterAction.Exclude, joined.Id, null, "two people, see the file", "N. N.", 1));
        using var store = ChainStore.Open(_scratch["decided"]);
        var json = ExhibitBuilder.Build(store, new() { Question = new() { Seeds = [f[0].Point], Method = TaintMethod.Fifo } });
        Assert.Contains("two people, see the file", Encoding.UTF8.GetString(ExhibitPages.Html(json)), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_object_of_the_pdf_stands_where_its_table_says_and_no_line_runs_off_the_page()
    {
        var pdf = Encoding.Latin1.GetString(ExhibitPages.Pdf(Build(TaintMethod.Haircut)));
        var table = pdf.IndexOf("xref\n", StringComparison.Ordinal);
        Assert.Contains($"startxref\n{table}\n", pdf, StringComparison.Ordinal);
        var rows = pdf[table..].Split('\n').Skip(3).TakeWhile(l => l.EndsWith(" n ", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < rows.Count; i++)
            Assert.StartsWith($"{i + 1} 0 obj\n", pdf[int.Parse(rows[i][..10], System.Globalization.CultureInfo.InvariantCulture)..], StringComparison.Ordinal);
        Assert.True(rows.Count >= 8);
        Assert.All(pdf.Split('\n').Where(l => l.StartsWith("BT /F1 8 Tf 120", StringComparison.Ordinal)), l => Assert.InRange(l.Length, 1, 88 + 40));
        Assert.Equal(["aaaa", "bb cc", "dddddd", "dd"], PlainPdf.Wrap("aaaa bb cc dddddddd", 6));
    }

    [Fact]
    public void The_page_holds_no_script_nothing_from_outside_and_no_markup_of_a_tag()
    {
        Tag(_chain, "tagged", _deposit, "service_data", "<script>alert(1)</script>");
        using var store = ChainStore.Open(_scratch["tagged"]);
        var page = Encoding.UTF8.GetString(ExhibitPages.Html(Build(TaintMethod.Fifo, open: store)));
        Assert.All(["<script", "src=", "href=", "url("], word => Assert.DoesNotContain(word, page, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

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
