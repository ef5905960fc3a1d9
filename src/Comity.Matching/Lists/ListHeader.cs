using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>On what law a list rests.</summary>
/// <param name="Instrument">For instance <c>CETS 201</c>.</param>
/// <param name="Article">For instance <c>20</c>.</param>
/// <param name="State">Whose law, as ISO 3166-1 alpha-2.</param>
public sealed record LegalBasis(string Instrument, string Article, string State);

/// <summary>What everybody must know of a list before using it: none of it may be missing.</summary>
/// <param name="Id">The list's name, unique with its owner.</param>
/// <param name="Version">1 and up; a change of custodians or key is a new version.</param>
/// <param name="Owner">The authority or hotline that answers for it.</param>
/// <param name="Purpose">What it may be used for.</param>
/// <param name="Basis">On what law it rests.</param>
/// <param name="Scheme">Name of its category scheme.</param>
/// <param name="Categories">Each category and what it means in the State's law.</param>
/// <param name="From">First instant of use.</param>
/// <param name="Until">Last instant of use.</param>
/// <param name="Conditions">What users must observe.</param>
/// <param name="Threshold">Largest perceptual distance, 0-63.</param>
/// <param name="UnknownQualityIsLow">Whether entries without quality are never matched perceptually.</param>
public sealed record ListTerms(
    string Id, int Version, string Owner, string Purpose, LegalBasis Basis, string Scheme, IReadOnlyDictionary<string, string> Categories,
    DateTimeOffset From, DateTimeOffset Until, string Conditions, int Threshold, bool UnknownQualityIsLow);

/// <summary>A holder of one share.</summary>
/// <param name="X">Number, 1-16.</param>
/// <param name="Office">Who.</param>
/// <param name="Thumbprint">SHA-256 of the custodian's public key (SubjectPublicKeyInfo), in hexadecimal digits.</param>
/// <param name="ShareDigest">Names a wrong share, in hexadecimal digits.</param>
public sealed record Custodian(int X, string Office, string Thumbprint, string ShareDigest);

/// <summary>The clear, authenticated header of a sealed list.</summary>
/// <param name="Terms">What everybody must know.</param>
/// <param name="K">Shares needed.</param>
/// <param name="Custodians">Who holds the shares, by number.</param>
public sealed record ListHeader(ListTerms Terms, int K, IReadOnlyList<Custodian> Custodians)
{
    /// <summary>Longest header, in bytes: 64 KiB.</summary>
    public const int Longest = 1 << 16;

    private const string What = "The list's header";

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes() => CanonicalJson.Bytes(Json(Terms, new()
    {
        ["k"] = K,
        ["custodians"] = new JsonArray([.. Custodians.Select(c => new JsonObject { ["x"] = c.X, ["office"] = c.Office, ["key"] = c.Thumbprint, ["share"] = c.ShareDigest })]),
    }));

    /// <summary>Reads canonical bytes.</summary>
    /// <exception cref="RefusedInputException">Something is missing or not what it should be.</exception>
    public static ListHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var json = CanonicalJson.Read(bytes, Longest, What);
        var custodians = CanonicalJson.Array(json, "custodians", What).Select(c => c as JsonObject ?? throw new RefusedInputException(What + " has a custodian that is none."))
            .Select(c => new Custodian(Small(c, "x", 1, Shamir.MostShares), CanonicalJson.Text(c, "office", What), Digest(c, "key"), Digest(c, "share"))).ToArray();
        var header = new ListHeader(ReadTerms(json), Small(json, "k", 2, Shamir.MostShares), custodians);
        if (header.K > custodians.Length || custodians.Where((c, i) => c.X != i + 1).Any()) throw new RefusedInputException(What + " numbers its custodians wrongly.");
        return header;
    }

    /// <summary>Reads terms that an owner wrote by hand: the same members, in any JSON form.</summary>
    /// <exception cref="RefusedInputException">Something is missing or not what it should be.</exception>
    public static ListTerms ParseTerms(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 8 }) is JsonObject terms) return ReadTerms(terms);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            // Said below.
        }

        throw new RefusedInputException("The terms are not a JSON object.");
    }

    private static JsonObject Json(ListTerms t, JsonObject rest)
    {
        rest["id"] = t.Id;
        rest["version"] = t.Version;
        rest["owner"] = t.Owner;
        rest["purpose"] = t.Purpose;
        rest["basis"] = new JsonObject { ["instrument"] = t.Basis.Instrument, ["article"] = t.Basis.Article, ["state"] = t.Basis.State };
        rest["scheme"] = t.Scheme;
        rest["categories"] = new JsonObject(t.Categories.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value)));
        rest["from"] = t.From.ToUnixTimeSeconds();
        rest["until"] = t.Until.ToUnixTimeSeconds();
        rest["conditions"] = t.Conditions;
        rest["threshold"] = t.Threshold;
        rest["unknownQualityIsLow"] = t.UnknownQualityIsLow;
        return rest;
    }

    private static ListTerms ReadTerms(JsonObject json)
    {
        string Text(string name) => CanonicalJson.Text(json, name, What);
        if (json["basis"] is not JsonObject basis || json["categories"] is not JsonObject { Count: > 0 } categories)
            throw new RefusedInputException(What + " has no legal basis or no categories.");
        var meanings = categories.ToDictionary(c => c.Key, c => CanonicalJson.Text(categories, c.Key, What + ", categories,"), StringComparer.Ordinal);
        var unknown = json["unknownQualityIsLow"] is JsonValue v && v.TryGetValue<bool>(out var low) ? low : throw new RefusedInputException(What + " has no \"unknownQualityIsLow\".");
        var terms = new ListTerms(
            Text("id"), Small(json, "version", 1, int.MaxValue), Text("owner"), Text("purpose"),
            new(CanonicalJson.Text(basis, "instrument", What), CanonicalJson.Text(basis, "article", What), CanonicalJson.Text(basis, "state", What)),
            Text("scheme"), meanings, Time(json, "from"), Time(json, "until"), Text("conditions"), Small(json, "threshold", 0, HashIndex.LargestDistance), unknown);
        return terms.Until > terms.From ? terms : throw new RefusedInputException(What + " ends before it begins.");
    }

    private static DateTimeOffset Time(JsonObject json, string name) =>
        CanonicalJson.Number(json, name, What) is >= 0 and <= 253402300799 and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new RefusedInputException($"{What} has a \"{name}\" that is no time.");

    private static int Small(JsonObject json, string name, int least, int most) =>
        CanonicalJson.Number(json, name, What) is var n && n >= least && n <= most ? (int)n : throw new RefusedInputException($"{What} has a \"{name}\" outside {least} to {most}.");

    private static string Digest(JsonObject json, string name) =>
        CanonicalJson.Text(json, name, What) is { Length: 2 * SHA256.HashSizeInBytes } text && text.All(char.IsAsciiHexDigitLower)
            ? text : throw new RefusedInputException($"{What} has a \"{name}\" that is no digest.");
}
