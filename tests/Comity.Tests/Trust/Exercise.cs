using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Tests.Trust;

/// <summary>A small cast for the tests: one office of Serbia, its authority, two officers.</summary>
internal static class Exercise
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    internal static readonly EntityId Serbia = EntityId.Parse("http://rs.localhost:7001");
    internal static readonly EntityId Contact = Serbia.Below("offices/poc");
    internal static readonly SigningKey Seal = SigningKey.Create();
    internal static readonly SigningKey OfficerKey = SigningKey.Create();
    internal static readonly SigningKey[] Passkeys = [SigningKey.Create(), SigningKey.Create()];

    internal const string Host = "rs.localhost", Origin = "http://rs.localhost:7001";

    /// <summary>The same bytes for the same seed, so that a failing run can be repeated.</summary>
    internal static RandomFill Random(int seed)
    {
        var random = new System.Random(seed);
        return random.NextBytes;
    }

    internal static OfficerAuthority Authority { get; } = new(Serbia, [OfficerKey.Public], Exercise: true, new HashSet<Digest>());

    internal static OfficerStatement Officer(int person) => new()
    {
        Authority = Serbia,
        Subject = $"person-{person}",
        Office = Contact,
        May = ["request", "withdrawal"],
        Key = Passkeys[person].Public.Jwk,
        RpId = Host,
        Origins = [Origin],
        Bound = false,
        Number = Base64UrlText.Encode(Random(person).Bytes(16)),
        Issued = Noon.AddDays(-1),
        Expires = Noon.AddDays(30),
        Exercise = true,
    };

    internal static SdJwt Issue(OfficerStatement officer) => officer.Issue("Mila Petrović", "Inspector", OfficerKey, Random(7));

    internal static JsonObject Claims() => new()
    {
        ["iss"] = Contact.ToString(), ["to"] = "http://jp.localhost:7002/offices/poc", ["type"] = "request", ["jti"] = Base64UrlText.Encode(Random(1).Bytes(16)),
        ["iat"] = Noon.ToUnixTimeSeconds(), ["seq"] = 1, ["prev"] = null, ["seen"] = new JsonArray(), ["out"] = new JsonArray(),
        ["terms"] = new JsonObject { ["until"] = 1_800_000_000 },
    };

    internal static KeyValuePair<string, JsonNode?>[] Elements { get; } =
        [new("el.29.offence", "Ransomware in a hospital"), new("el.29.data", new JsonObject { ["account"] = "ж <1>" }), new("reference", "KT-7/26")];

    internal static SdJwtDraft Draft(int seed = 3) => SdJwtDraft.Make(Claims(), Elements, Random(seed));

    /// <summary>Approves and seals a draft with the passkeys of the persons named.</summary>
    internal static (SdJwt Act, TrustMaterial Material) Approved(SdJwtDraft draft, params int[] persons)
    {
        var officers = persons.Select(Officer).Select(Issue).ToList();
        var approvals = persons.Select((person, i) => Consent(draft, person, officers[i]));
        var act = draft.With("approvals", Approval.ToJson(approvals)).Seal(SdJwtProfile.Statement, Seal);
        return (act, TrustMaterial.Of(officers.Select(o => o.Text)));
    }

    internal static Approval Consent(SdJwtDraft draft, int person, SdJwt officer) =>
        new(officer.Id, ExerciseAuthenticator.Assert(Passkeys[person], Host, Origin, ApprovalChallenge.Of(draft.Claims)), Noon.AddMinutes(-5));

    /// <summary>Asserts that something is refused with that word.</summary>
    internal static RefusedException Refused(RefusalCode code, Action action)
    {
        var refusal = Assert.Throws<RefusedException>(action);
        Assert.True(refusal.Code == code, $"{refusal.Code.Word()}: {refusal.Message}");
        return refusal;
    }
}
