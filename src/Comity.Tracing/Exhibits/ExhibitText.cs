using System.Text.Json.Nodes;

namespace Comity.Tracing;

/// <summary>A piece of an exhibit as people read it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Label">Its name on the left, or empty.</param>
/// <param name="Text">What it says; several lines only in <see cref="PieceKind.Copy"/>.</param>
internal readonly record struct ExhibitPiece(PieceKind Kind, string Label, string Text);

/// <summary>Kinds of piece.</summary>
internal enum PieceKind
{
    /// <summary>The title.</summary>
    Title,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A label and what belongs to it.</summary>
    Line,

    /// <summary>Text to copy whole.</summary>
    Copy,

    /// <summary>What must not be overlooked.</summary>
    Warning,
}

/// <summary>Says what an exhibit's JSON holds, for pages; nothing else enters.</summary>
internal static class ExhibitText
{
    internal static IReadOnlyList<ExhibitPiece> Of(ReadOnlySpan<byte> json)
    {
        var x = JsonNode.Parse(json)!.AsObject();
        var pieces = new List<ExhibitPiece>();
        Head(x, pieces);
        Request(x, pieces);
        Heading(pieces, "Where it lies");
        foreach (var row in List(x, "outputs").Concat(List(x, "stopped"))) Row(row, pieces);
        Line(pieces, "Total", $"{x["total"]} satoshis (exactly {x["totalExact"]}); arithmetic {x["arithmetic"]}");
        Heading(pieces, "Hop by hop");
        foreach (var hop in List(x, "hops")) Hop(hop, pieces);
        Entities(x, pieces);
        Heading(pieces, "What this does not prove");
        Line(pieces, "", (string)x["limits"]!);
        Heading(pieces, "Checking it");
        Line(pieces, "Command", "comity trace verify exhibit.json");
        Line(pieces, "", "It checks digest, raw transactions, addresses, Merkle proofs, proof of work and every sum, offline. With --headers FILE it also ties the blocks to the chain.");
        Line(pieces, "Digest", $"{x["digest"]}");
        return pieces;
    }

    private static IEnumerable<JsonNode> List(JsonNode node, string name) => node[name] is JsonArray list ? list.OfType<JsonNode>() : [];

    private static void Heading(List<ExhibitPiece> pieces, string text) => pieces.Add(new(PieceKind.Heading, "", text));

    private static void Line(List<ExhibitPiece> pieces, string label, string text) => pieces.Add(new(PieceKind.Line, label, text));

    private static void Warning(List<ExhibitPiece> pieces, string text) => pieces.Add(new(PieceKind.Warning, "", text));

    private static void Head(JsonObject x, List<ExhibitPiece> pieces)
    {
        var q = x["question"]!;
        pieces.Add(new(PieceKind.Title, "", $"Tracing exhibit: {((string)q["method"]!).ToUpperInvariant()}"));
        if (!(bool)x["verified"]!) Warning(pieces, "Not verified: the store was filled from an export without raw bytes; there are no proofs.");
        Line(pieces, "Chain", $"{x["chain"]}, as of block {x["asOf"]!["height"]} of {x["asOf"]!["time"]}");
        Line(pieces, "Block", $"{x["asOf"]!["block"]}");
        Line(pieces, "Bounds", $"until block {q["until"]}; hops {q["hops"]?.ToString() ?? "unbounded"}; outputs below {q["min"]} satoshis not followed; fees: {q["fees"]}ed");
        Line(pieces, "Clusters", (int)q["level"]! == 0 ? "by common input (level 0)" : "by common input; for naming the service also by change (level 1)");
        Line(pieces, "Made by", $"{x["tool"]!["name"]} {x["tool"]!["version"]}; conventions {x["tool"]!["spec"]}, SHA-256 {x["tool"]!["specDigest"]}");
        foreach (var s in List(x, "seeds"))
        {
            Line(pieces, "Seed", $"{s["txid"]}:{s["vout"]}");
            Line(pieces, "", $"{s["value"]} satoshis, {s["address"]}");
        }

        Line(pieces, "Digest", $"{x["digest"]}");
    }

    private static void Request(JsonObject x, List<ExhibitPiece> pieces)
    {
        if (x["request"] is not JsonObject r) return;
        Heading(pieces, "Request to the service");
        if ((string?)r["service"] is { } service) Line(pieces, "Service", service);
        else Line(pieces, "Service", $"not named: {(string?)r["serviceWithheld"] ?? "nobody has tagged this address or its cluster"}");
        if (x["override"] is JsonObject o)
        {
            Warning(pieces, $"Named by override. The last step is weak: {r["weak"]}.");
            Line(pieces, "Reason", $"{o["reason"]}");
            Line(pieces, "Officer", $"{o["officer"]}");
        }

        foreach (var rest in List(r, "rests")) Line(pieces, "Rests on", Rest(rest));
        pieces.Add(new(PieceKind.Copy, "Copy", (string)r["text"]!));
    }

    private static string Rest(JsonNode rest) =>
        $"{rest["heuristic"]}, transaction {rest["txid"]}: wrong in {rest["wrong"]} of {rest["n"]} ({rest["error"]}, 95 % interval {rest["low"]} to {rest["high"]}); measured on {rest["source"]}";

    private static void Row(JsonNode row, List<ExhibitPiece> pieces)
    {
        Line(pieces, "Output", $"{row["txid"]}:{row["vout"]}");
        Line(pieces, "", $"{row["tainted"]} of {row["value"]} satoshis{Extra(row)}, {row["address"]}, {((string?)row["reason"] is { } reason ? $"not followed: {reason}" : (bool)row["unspent"]! ? "unspent then" : "spent")}");
    }

    private static string Extra(JsonNode row) => (string?)row["fraction"] is { } f && f.Length < 60 ? $" ({f})" : row["ranges"] is JsonArray a ? " " + string.Join('+', a.Select(r => $"[{(string?)r![1]},{(string?)r[2]})")) : "";

    private static void Hop(JsonNode hop, List<ExhibitPiece> pieces)
    {
        Line(pieces, $"Hop {hop["n"]}", $"{hop["txid"]}");
        Line(pieces, "", $"block {hop["height"]}, position {hop["position"]}, {hop["time"]}, fee {hop["fee"]}, method {hop["method"]}, {hop["rule"]}");
        Line(pieces, "", $"in block {hop["block"]}");
        foreach (var label in List(hop, "labels")) Line(pieces, "", $"looks like {label["label"]} (confidence {label["confidence"]})");
        foreach (var i in List(hop, "vin")) Line(pieces, "in", i["unresolved"] is null ? $"{i["txid"]}:{i["vout"]}  {i["value"]}  {i["address"]}" : "unresolved");
        foreach (var o in List(hop, "vout")) Line(pieces, $"out {o["vout"]}", $"{o["value"]}  {o["address"]}{((string?)o["tainted"] is { } t ? $"  tainted {t}{Extra(o)}" : "")}");
    }

    private static void Entities(JsonObject x, List<ExhibitPiece> pieces)
    {
        Heading(pieces, "Entities and tags");
        foreach (var e in List(x, "entities"))
        {
            Line(pieces, "Entity", $"{e["id"]}: {e["size"]} addresses by common input");
            foreach (var edge in List(e, "edges")) Line(pieces, "joined", $"{edge["from"]} and {edge["to"]} by {edge["rule"]} in {edge["txid"]} (confidence {edge["confidence"]})");
            foreach (var d in List(e, "exclusions")) Line(pieces, "decided", $"{d["action"]} {d["txid"]}: {d["reason"]} ({d["officer"]})");
            foreach (var t in List(e, "tags"))
                Line(pieces, (bool)t["speaksForCluster"]! ? "tag" : "tag of a member", $"{t["address"]}: {t["label"]}, source {t["source"]}, confidence {t["confidence"]} ({t["level"]}){((string?)t["lastmod"] is { } d ? ", " + d : "")}");
            foreach (var c in List(e, "conflicts")) Warning(pieces, $"Tags contradict each other: {c[0]} / {c[1]}");
        }
    }
}
