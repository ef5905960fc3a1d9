using System.Text.Json;
using System.Text.RegularExpressions;

namespace Comity.Dossiers;

/// <summary>Reads permanent claims strictly: every claim known, of its form, and consistent with the act's row.</summary>
internal static partial class StatementReader
{
    private const int LongestChain = 1_000_000; // our own limit
    private const int MostOffices = 32;
    private const int MostBranches = 16;
    private static readonly string[] Known =
        ["iss", "to", "aud", "dossier", "open", "sides", "jti", "iat", "seq", "prev", "seen", "out", "type", "channel", "re", "law", "terms", "approvals", "_sd_alg", "_sd"];

    internal static Statement Read(JsonElement payload, Digest id)
    {
        var reader = new ClaimReader(payload, "the statement");
        var type = reader.Word<ActType>("type");
        SkipSeal(reader);
        var statement = new Statement
        {
            Id = id,
            Issuer = EntityIds.Check(reader.Text("iss"), "iss"),
            To = EntityIds.Check(reader.Text("to"), "to"),
            Audience = reader.Distinct(reader.List("aud", v => EntityIds.Check(reader.Text(v, "aud"), "aud"), MostOffices), "aud"),
            Dossier = reader.Digest("dossier"),
            Sides = null,
            Jti = Random16(reader.Text("jti", 22), "jti"),
            At = reader.Seconds("iat"),
            Seq = reader.Count("seq", LongestChain),
            Prev = reader.Take("prev") is { ValueKind: not JsonValueKind.Null } prev ? reader.Digest(prev, "prev") : null,
            Seen = reader.SortedDigests("seen", MostBranches),
            Out = reader.SortedDigests("out", TermsShape.LongestList),
            Type = type,
            Channel = reader.TryTake("channel", out var channel) ? ChannelId(reader.Text(channel, "channel", 64)) : null,
            Re = reader.Digests("re", TermsShape.LongestList),
            Law = reader.Digest("law"),
            Terms = TermsReader.Read(reader.Take("terms"), type),
        };
        var opened = Opening(reader, statement);
        reader.Done(Known);
        Check(opened);
        return opened;
    }

    /// <summary>What the seal adds is checked where the seal is: disclosures by SD-JWT, approvals by R12 to R14.</summary>
    private static void SkipSeal(ClaimReader reader)
    {
        if (reader.Text("_sd_alg") != "sha-256") throw ClaimReader.Malformed("\"_sd_alg\" is not sha-256");
        if (reader.Take("_sd").ValueKind != JsonValueKind.Array) throw ClaimReader.Malformed("\"_sd\" is not a list");
        if (reader.Take("approvals").ValueKind != JsonValueKind.Array) throw ClaimReader.Malformed("\"approvals\" is not a list");
    }

    private static Statement Opening(ClaimReader reader, Statement statement)
    {
        if (!reader.TryTake("open", out var open)) return statement;
        if (!statement.Type.Opens() || statement.Seq != 1 || statement.Seen.Count > 0) throw ClaimReader.Malformed("only the first act of a dossier has \"open\"");
        var random = Base64UrlText.Decode(Random16(reader.Text(open, "open", 22), "open"), "open");
        if (DossierId.Of(statement.Issuer, random) != statement.Dossier) throw ClaimReader.Malformed("\"dossier\" is not made from \"open\" by this office (R4)");
        var sides = reader.List("sides", v => EntityIds.Check(reader.Text(v, "sides"), "sides"), 2);
        return statement with { Sides = Pair(sides) };
    }

    private static SidePair Pair(IReadOnlyList<string> sides)
    {
        if (sides.Count != 2) throw ClaimReader.Malformed("a dossier has exactly two sides (R4)");
        if (Sides.Under(sides[0], sides[1]) || Sides.Under(sides[1], sides[0])) throw ClaimReader.Malformed("a side lies below the other");
        return new(sides[0], sides[1]);
    }

    private static void Check(Statement statement)
    {
        if (statement.Prev is null != (statement.Seq == 1)) throw ClaimReader.Malformed("\"prev\" is null exactly in the first statement of a chain");
        if (!statement.Audience.Contains(statement.To)) throw ClaimReader.Malformed("\"aud\" lacks \"to\"");
        if (statement.Channel is null == statement.Type.Opens()) throw ClaimReader.Malformed("\"channel\" goes with the acts that open a request, and only with them");
        if (statement.Re.Count == 0 && Acts.Of(statement.Type).Target is not (TargetKind.Opens or TargetKind.Dossier))
            throw ClaimReader.Malformed($"\"re\" of {statement.Type.Word()} names nothing");
        if (statement.Sides is { } sides) CheckOpening(statement, sides);
    }

    private static void CheckOpening(Statement statement, SidePair sides)
    {
        var by = Acts.Of(statement.Type).By!.Value;
        if (sides.Holding(statement.Issuer) != by || sides.Holding(statement.To) != by.Other())
            throw ClaimReader.Malformed("\"iss\" and \"to\" are not offices of the sides that the act goes between");
    }

    private static string Random16(string text, string what) =>
        Base64UrlText.TryDecode(text, out var bytes) && bytes.Length == 16 ? text : throw ClaimReader.Malformed($"\"{what}\" is not 16 bytes");

    private static string ChannelId(string text) =>
        Channel().IsMatch(text) ? text : throw ClaimReader.Malformed($"\"{text}\" is not the id of a channel or a domestic power");

    [GeneratedRegex(@"\A(ch|pw)\.[a-z0-9.-]{1,60}\z")]
    private static partial Regex Channel();
}
