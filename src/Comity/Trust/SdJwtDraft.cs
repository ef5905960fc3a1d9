using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>What will be sealed: permanent claims that already name every disclosure, so that persons can approve it before the office seals it.</summary>
/// <remarks>Can be stored as <see cref="Claims"/> and <see cref="Disclosures"/> and read back by the constructor. A change returns a new draft.</remarks>
public sealed class SdJwtDraft
{
    internal const int FewestDigests = 16;
    internal const int DigestStep = 8;

    private readonly JsonObject _claims;

    /// <summary>Takes up a draft that was stored.</summary>
    /// <param name="claims">The permanent claims with <c>_sd</c>.</param>
    /// <param name="disclosures">The encoded disclosures.</param>
    public SdJwtDraft(JsonElement claims, IEnumerable<string> disclosures)
        : this(JsonObject.Create(claims) ?? throw new ArgumentException("The claims are not an object.", nameof(claims)), disclosures)
    {
    }

    private SdJwtDraft(JsonObject claims, IEnumerable<string> disclosures) => (_claims, Disclosures) = (claims, [.. disclosures]);

    /// <summary>The permanent claims as they would be sealed now.</summary>
    public JsonElement Claims => StrictJson.ParseObject(JsonText.Bytes(_claims), "The draft");

    /// <summary>The encoded disclosures.</summary>
    public IReadOnlyList<string> Disclosures { get; }

    /// <summary>Salts each disclosure and fills <c>_sd</c> with decoys to a multiple of 8, at least 16, sorted in byte order (rule R6).</summary>
    /// <param name="claims">The permanent claims, without <c>_sd</c>.</param>
    /// <param name="disclosed">Name and value of each claim that can be withheld.</param>
    /// <param name="random">Salts and decoys.</param>
    public static SdJwtDraft Make(JsonObject claims, IEnumerable<KeyValuePair<string, JsonNode?>> disclosed, RandomFill random)
    {
        var disclosures = disclosed.Select(d => Disclosure.Of(d.Key, d.Value, random)).ToList();
        var digests = disclosures.ConvertAll(d => d.Digest);
        var filled = Math.Max(FewestDigests, (digests.Count + DigestStep - 1) / DigestStep * DigestStep);
        while (digests.Count < filled) digests.Add(new(random.Bytes(Digest.Size)));
        digests.Sort();
        var permanent = (JsonObject)claims.DeepClone();
        permanent["_sd_alg"] = "sha-256";
        permanent["_sd"] = JsonText.List(digests.Select(d => d.ToString()));
        return new(permanent, disclosures.ConvertAll(d => d.Text));
    }

    /// <summary>The draft with one permanent claim set: the place in the chain, the approvals.</summary>
    public SdJwtDraft With(string claim, JsonNode? value)
    {
        var changed = (JsonObject)_claims.DeepClone();
        changed[claim] = value?.DeepClone();
        return new(changed, Disclosures);
    }

    /// <summary>Signs. The result has passed the same checks as one received.</summary>
    /// <exception cref="RefusedException">The draft breaks a rule; peers would refuse it.</exception>
    public SdJwt Seal(SdJwtProfile profile, SigningKey key) =>
        SdJwt.Parse(string.Concat(Jws.Sign(profile.Type, _claims, key).Text, "~", string.Concat(Disclosures.Select(d => d + "~"))), profile, "The draft");
}
