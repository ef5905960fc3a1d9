using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>The signed documents that travel beside an act so that anybody can judge it later without asking anyone (rule R27):
/// entity configurations, subordinate statements, trust marks, status lists and officer statements.</summary>
/// <remarks>A set: order and repetition do not count. An officer statement stands as its signed part and <c>~</c>, followed by name and title where the law asks for them.</remarks>
public sealed class TrustMaterial
{
    /// <summary>Most documents in one bag. Our limit.</summary>
    public const int Most = 256;

    /// <summary>Longest text of all documents together, in characters. Our limit.</summary>
    public const int Longest = StrictJson.LongestBody;

    private readonly SortedDictionary<Digest, string> _texts = [];
    private readonly Lazy<Dictionary<Digest, SdJwt>> _officers;

    private TrustMaterial() => _officers = new(ReadOfficers);

    /// <summary>Nothing.</summary>
    public static TrustMaterial Empty { get; } = new();

    /// <summary>The documents, in the order of their digests.</summary>
    public IReadOnlyCollection<string> Texts => _texts.Values;

    /// <summary>The digests of the documents, in byte order.</summary>
    public IReadOnlyCollection<Digest> Digests => _texts.Keys;

    /// <summary>SHA-256 over the digests in byte order: what a receipt names as <c>trust</c> (rule R25).</summary>
    public Digest Digest => DigestSet.Of(_texts.Keys);

    /// <summary>SHA-256 of a document's signed part, the disclosures of an officer statement left out, so that erasing a name changes no digest.</summary>
    public static Digest DigestOf(string text) => Digest.Of(SignedPart(text));

    /// <summary>Puts documents into a bag.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: too many or too long.</exception>
    public static TrustMaterial Of(IEnumerable<string> texts)
    {
        var bag = new TrustMaterial();
        long length = 0;
        foreach (var text in texts)
        {
            length += text.Length;
            if (length > 4L * Longest) throw new RefusedException(RefusalCode.Malformed, "The trust material is too long."); // repetitions too have a limit
            var digest = DigestOf(text);
            // Of two texts with one signed part the longer shows more.
            if (!bag._texts.TryGetValue(digest, out var held) || held.Length < text.Length || (held.Length == text.Length && string.CompareOrdinal(held, text) > 0)) bag._texts[digest] = text;
        }

        if (bag._texts.Count > Most || bag._texts.Values.Sum(t => (long)t.Length) > Longest)
            throw new RefusedException(RefusalCode.Malformed, $"The trust material has more than {Most} documents or {Longest} characters.");
        return bag;
    }

    /// <summary>Reads a JSON list of texts.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static TrustMaterial Parse(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw new RefusedException(RefusalCode.Malformed, "The trust material is not a list of texts.");
        return Of(list.EnumerateArray().Select(item => item.GetString()!));
    }

    /// <summary>The documents as a JSON list of texts.</summary>
    public JsonArray ToJson() => JsonText.List(_texts.Values);

    /// <summary>This bag and more documents: what the sender enclosed and what the receiver holds.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: too many or too long.</exception>
    public TrustMaterial With(IEnumerable<string> texts) => Of(_texts.Values.Concat(texts));

    /// <summary>The document with that digest, or null.</summary>
    public string? Find(Digest digest) => _texts.GetValueOrDefault(digest);

    /// <summary>The officer statement with that id (<see cref="SdJwt.Id"/>), or null. Its signature is not checked here.</summary>
    /// <exception cref="RefusedException">An enclosed officer statement is malformed.</exception>
    public SdJwt? FindOfficer(Digest id) => _officers.Value.GetValueOrDefault(id);

    private Dictionary<Digest, SdJwt> ReadOfficers()
    {
        var officers = new Dictionary<Digest, SdJwt>();
        foreach (var text in _texts.Values.Where(t => t.Contains('~', StringComparison.Ordinal)))
        {
            var officer = SdJwt.Parse(text, SdJwtProfile.Officer, "The officer statement");
            officers[officer.Id] = officer;
        }

        return officers;
    }

    private static string SignedPart(string text) => text.IndexOf('~', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
