using System.Text;

namespace Comity.Tracing.Tests;

/// <summary>Any text is a pack or a clear refusal.</summary>
public static class TagPackFuzz
{
    /// <summary>Bytes as the text of a pack.</summary>
    public static void Fuzz(ReadOnlySpan<byte> data)
    {
        try
        {
            var pack = TagPack.Read("fuzz.yaml", Encoding.UTF8.GetString(data), Network.Bitcoin);
            _ = TagPack.Write(pack.Title, pack.Creator, pack.Tags);
        }
        catch (TracingException)
        {
            return;
        }
    }
}

[Trait("Spec", "tracing/11")]
public sealed class TagPackFuzzTests
{
    [Fact]
    public void Any_text_is_a_pack_or_a_clear_refusal() => FuzzLoop.Run(FuzzLoop.Executions(12_000), [.. Samples.Select(Encoding.UTF8.GetBytes)], b => TagPackFuzz.Fuzz(b));

    private static readonly string[] Samples =
    [
        "title: Some services\ncreator: Test desk\nsource: s\ncurrency: BTC\nlastmod: 2026-01-02\ntags:\n  - address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n    label: 'Genesis'\n    concepts: [exchange, a]\n  - {tx_hash: 00, label: \"x\"}\n",
        "title: &a t\ncreator: *a\ntags: [{address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, label: |\n  text\n  more\n, source: >-\n  s\n, currency: BTC}]\n? complex\n: value\n--- # end\n...",
    ];
}
