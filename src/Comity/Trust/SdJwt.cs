using System.Text.Json;

namespace Comity.Trust;

/// <summary>A signed object of permanent claims with claims that can be shown or withheld one by one. RFC 9901, narrowed by rules R3 to R8.</summary>
/// <remarks>Keeps the bytes as received. A parsed one is well-formed but proves nothing before <see cref="Verify"/>.</remarks>
public sealed class SdJwt
{
    /// <summary>Longest compact form, in characters.</summary>
    public const int Longest = StrictJson.LongestBody;

    /// <summary>Most entries in <c>_sd</c>, decoys included. Our limit.</summary>
    public const int MostDigests = 4096;

    private readonly SdJwtProfile _profile;
    private readonly Jws _jws;

    private SdJwt(SdJwtProfile profile, Jws jws, IReadOnlyList<Disclosure> disclosures, int undisclosed) =>
        (_profile, _jws, Disclosures, Undisclosed) = (profile, jws, disclosures, undisclosed);

    /// <summary>The name of the document: SHA-256 of the signing input (rule R3).</summary>
    public Digest Id => _jws.Id;

    /// <summary>The key that is said to have signed.</summary>
    public string Kid => _jws.Kid;

    /// <summary>The permanent claims, <c>_sd</c> among them.</summary>
    public JsonElement Claims => _jws.Payload;

    /// <summary>The disclosures at hand, in the order received.</summary>
    public IReadOnlyList<Disclosure> Disclosures { get; }

    /// <summary>Entries of <c>_sd</c> without a disclosure at hand: withheld ones and decoys, which nobody but the author can tell apart.</summary>
    public int Undisclosed { get; }

    /// <summary>The signed part alone, as a compact JWS.</summary>
    public string SignedPart => _jws.Text;

    /// <summary>The compact form: signed part and disclosures, each followed by <c>~</c>.</summary>
    public string Text => string.Concat(_jws.Text, "~", string.Concat(Disclosures.Select(d => d.Text + "~")));

    /// <summary>What was shown: SHA-256 over the digests of the disclosures at hand, in byte order (rule R8).</summary>
    public Digest Shown => DigestSet.Of(Disclosures.Select(d => d.Digest));

    /// <summary>Reads the compact form and checks rules R1, R2, R6 and R7.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static SdJwt Parse(string text, SdJwtProfile profile, string what)
    {
        if (text.Length > Longest) throw Refused(what, $"is longer than {Longest} characters");
        var parts = text.Split('~');
        if (parts.Length < 2 || parts[^1].Length > 0) throw Refused(what, "does not end in '~': a key binding is not accepted");
        if (parts.Length - 2 > MostDigests) throw Refused(what, $"has more than {MostDigests} disclosures");
        var jws = Jws.Parse(parts[0], profile.Type, what);
        CheckPermanent(jws.Payload, profile, what);
        return Assemble(profile, jws, [.. parts[1..^1].Select(Disclosure.Parse)], what);
    }

    /// <summary>The same signed part with those disclosures only whose names are given; names not at hand are passed over.</summary>
    public SdJwt With(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var kept = Disclosures.Where(d => wanted.Contains(d.Name)).ToList();
        return new(_profile, _jws, kept, Undisclosed + Disclosures.Count - kept.Count);
    }

    /// <summary>The value disclosed under <paramref name="name"/>, or null.</summary>
    public JsonElement? Find(string name) => Disclosures.FirstOrDefault(d => d.Name == name)?.Value;

    /// <summary>True if <paramref name="key"/> is the one named and made the signature.</summary>
    public bool IsSignedBy(VerificationKey key) => _jws.IsSignedBy(key);

    /// <summary>Checks the signature.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>.</exception>
    public void Verify(VerificationKey key, string what) => _jws.Verify(key, what);

    private static SdJwt Assemble(SdJwtProfile profile, Jws jws, IReadOnlyList<Disclosure> disclosures, string what)
    {
        var unused = Listed(jws.Payload, what);
        var total = unused.Count;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var disclosure in disclosures)
        {
            if (!unused.Remove(disclosure.Digest)) throw Refused(what, $"has a disclosure ({disclosure.Name}) that is not signed or stands twice");
            if (!names.Add(disclosure.Name)) throw Refused(what, $"discloses {disclosure.Name} twice");
            if (jws.Payload.TryGetProperty(disclosure.Name, out _)) throw Refused(what, $"discloses {disclosure.Name}, which is a permanent claim");
        }

        return new(profile, jws, disclosures, total - disclosures.Count);
    }

    private static void CheckPermanent(JsonElement payload, SdJwtProfile profile, string what)
    {
        foreach (var claim in payload.EnumerateObject())
        {
            if (claim.Name == "...") throw Refused(what, "hides an array element");
            if (claim.Name == "cnf" && !profile.NamesHolderKey) throw Refused(what, "names a holder's key");
            if (claim.Name != "_sd") Disclosure.ForbidNesting(claim.Value, what);
        }

        if (!payload.TryGetProperty("_sd_alg", out var alg) || alg.ValueKind != JsonValueKind.String || alg.GetString() != "sha-256") throw Refused(what, "has another _sd_alg than sha-256");
    }

    private static HashSet<Digest> Listed(JsonElement payload, string what)
    {
        var digests = new List<Digest>();
        foreach (var item in new ClaimReader(payload, what).Items("_sd", MostDigests))
            digests.Add(item.ValueKind == JsonValueKind.String && Digest.TryParse(item.GetString(), null, out var d) ? d : throw Refused(what, "has an entry in _sd that is no digest"));
        if (digests.Count < SdJwtDraft.FewestDigests || digests.Count % SdJwtDraft.DigestStep != 0)
            throw Refused(what, $"has {digests.Count} entries in _sd, not a multiple of {SdJwtDraft.DigestStep} from {SdJwtDraft.FewestDigests} on");
        for (var i = 1; i < digests.Count; i++)
            if (digests[i - 1].CompareTo(digests[i]) >= 0) throw Refused(what, "has an _sd that is not sorted, or repeats an entry");
        return [.. digests];
    }

    private static RefusedException Refused(string what, string why) => new(RefusalCode.Malformed, $"{what} {why}.");
}
