using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Tracing;

/// <summary>The exhibit for people: lines made from the JSON and nothing else, as HTML and as PDF. Both print the JSON's digest.</summary>
public static class ExhibitPages
{
    /// <summary>One page of HTML without scripts or outside files.</summary>
    public static byte[] Html(ReadOnlySpan<byte> json)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Tracing exhibit</title><style>body{font:14px/1.45 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.4 monospace;margin:.2rem 0}</style></head><body>\n");
        foreach (var (level, text) in Lines(json))
        {
            var tag = level switch { 1 => "h1", 2 => "h2", _ => "pre" };
            html.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(text)}</{tag}>\n");
        }

        return Encoding.UTF8.GetBytes(html.Append("</body></html>\n").ToString());
    }

    /// <summary>The same as PDF: standard fonts, no dates, no random ids, so the bytes depend on the JSON only.</summary>
    public static byte[] Pdf(ReadOnlySpan<byte> json) => PlainPdf.Write("Tracing exhibit", Lines(json));

    private static List<(int Level, string Text)> Lines(ReadOnlySpan<byte> json)
    {
        var x = JsonNode.Parse(json)!.AsObject();
        var lines = new List<(int, string)>();
        Head(x, lines);
        Request(x, lines);
        lines.Add((2, "Where it lies"));
        foreach (var row in x["outputs"]!.AsArray().Concat(x["stopped"]!.AsArray())) lines.Add((0, RowText(row!)));
        lines.Add((0, $"Total {(string?)x["total"]} satoshis (exactly {(string?)x["totalExact"]}); arithmetic {(string?)x["arithmetic"]}"));
        lines.Add((2, "Hop by hop"));
        foreach (var hop in x["hops"]!.AsArray()) Hop(hop!, lines);
        Entities(x, lines);
        lines.Add((2, "What this does not prove"));
        lines.Add((0, (string)x["limits"]!));
        lines.Add((2, "Checking it"));
        lines.Add((0, "comity trace verify exhibit.json checks digest, raw transactions, Merkle proofs, proof of work and every sum, offline. With --headers it also ties the blocks to the chain."));
        lines.Add((0, $"Digest of the JSON: {(string?)x["digest"]}"));
        return lines;
    }

    private static void Head(JsonObject x, List<(int, string)> lines)
    {
        var q = x["question"]!;
        lines.Add((1, $"Tracing exhibit: {((string)q["method"]!).ToUpperInvariant()}"));
        lines.Add((0, $"Chain {(string?)x["chain"]}, as of block {(long)x["asOf"]!["height"]!} ({(string?)x["asOf"]!["block"]}, {(string?)x["asOf"]!["time"]})"));
        lines.Add((0, $"Method {(string?)q["method"]}; until block {q["until"]}; hops {q["hops"]?.ToString() ?? "unbounded"}; least {(string?)q["min"]} satoshis; fees {(string?)q["fees"]}; clusters by common input (level 0)"));
        lines.Add((0, $"Made by {(string?)x["tool"]!["name"]} {(string?)x["tool"]!["version"]}; conventions: {(string?)x["tool"]!["spec"]}"));
        if (!(bool)x["verified"]!) lines.Add((0, "NOT VERIFIED: the store was filled from an export without raw bytes; there are no proofs."));
        foreach (var s in x["seeds"]!.AsArray()) lines.Add((0, $"Seed {(string?)s!["txid"]}:{s["vout"]}  {(string?)s["value"]} satoshis  {(string?)s["address"]}"));
        lines.Add((0, $"Digest: {(string?)x["digest"]}"));
    }

    private static void Request(JsonObject x, List<(int, string)> lines)
    {
        if (x["request"] is not JsonObject r) return;
        lines.Add((2, "Request to the service"));
        lines.Add((0, (string?)r["service"] is { } service ? $"Service: {service}" : $"Service not named: {(string?)r["serviceWithheld"] ?? "no tag"}"));
        if (x["override"] is JsonObject o) lines.Add((0, $"Named although weak ({(string?)r["serviceWithheld"] ?? "see entities"}): {(string?)o["reason"]} ({(string?)o["officer"]})"));
        foreach (var line in ((string)r["text"]!).Split('\n')) lines.Add((0, line));
    }

    private static string RowText(JsonNode row) =>
        $"{(string?)row["txid"]}:{row["vout"]}  {(string?)row["tainted"]} of {(string?)row["value"]} satoshis{Extra(row)}  {(string?)row["address"]}  {((bool)row["unspent"]! ? "unspent then" : "spent")}{((string?)row["reason"] is { } reason ? $", not followed: {reason}" : "")}";

    private static string Extra(JsonNode row) => (string?)row["fraction"] is { } f && f.Length < 60 ? $" ({f})" : row["ranges"] is JsonArray a ? " " + string.Join('+', a.Select(r => $"[{(string?)r![1]},{(string?)r[2]})")) : "";

    private static void Hop(JsonNode hop, List<(int, string)> lines)
    {
        lines.Add((0, $"{hop["n"]}. {(string?)hop["txid"]}"));
        lines.Add((0, $"   block {hop["height"]} ({(string?)hop["block"]}), position {hop["position"]}, {(string?)hop["time"]} UTC, fee {(string?)hop["fee"]}"));
        foreach (var label in hop["labels"]!.AsArray()) lines.Add((0, $"   looks like {(string?)label!["label"]} (confidence {label["confidence"]})"));
        foreach (var i in hop["vin"]!.AsArray()) lines.Add((0, i!["unresolved"] is null ? $"   in  {(string?)i["txid"]}:{i["vout"]}  {(string?)i["value"]}  {(string?)i["address"]}" : "   in  unresolved"));
        foreach (var o in hop["vout"]!.AsArray()) lines.Add((0, $"   out {o!["vout"]}  {(string?)o["value"]}  {(string?)o["address"]}{((string?)o["tainted"] is { } t ? $"  tainted {t}{Extra(o)}" : "")}"));
    }

    private static void Entities(JsonObject x, List<(int, string)> lines)
    {
        lines.Add((2, "Entities and tags"));
        foreach (var e in x["entities"]!.AsArray())
        {
            lines.Add((0, $"Entity {(string?)e!["id"]}: {e["size"]} addresses by common input"));
            foreach (var t in e["tags"]!.AsArray()) lines.Add((0, $"   {((bool)t!["speaksForCluster"]! ? "tag" : "tag of a member")} {(string?)t["address"]}: {(string?)t["label"]}, source {(string?)t["source"]}, confidence {(string?)t["confidence"]} ({t["level"]}){((string?)t["lastmod"] is { } d ? ", " + d : "")}"));
            foreach (var c in e["conflicts"]!.AsArray()) lines.Add((0, $"   CONFLICT: {(string?)c![0]} / {(string?)c[1]}"));
        }
    }
}
