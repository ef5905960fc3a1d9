using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Comity.Trust;

namespace Comity.Benchmarks;

/// <summary>What do sealing, checking and judging a statement cost over the ES256 signatures they cannot do without?</summary>
/// <remarks>Judging with kept keys remembers which signatures hold, as a node does; judging cold imports and checks everything, as the offline verifier does for the first statement.</remarks>
[MemoryDiagnoser]
public class TrustBenchmarks
{
    private static readonly DateTimeOffset From = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), Noon = From.AddHours(12), Until = From.AddDays(20);
    private static readonly EntityId Anchor = EntityId.Parse("http://secretariat.localhost:7000"), Serbia = EntityId.Parse("http://rs.localhost:7001"), Office = Serbia.Below("offices/poc");
    private static readonly SigningKey Root = SigningKey.Create(), Operational = SigningKey.Create(), SerbiaKey = SigningKey.Create(), OfficeKey = SigningKey.Create(), Seal = SigningKey.Create(), Passkey = SigningKey.Create(), OfficerKey = SigningKey.Create();
    private static readonly PinnedAnchor Pin = new(Anchor, Root.Public.Jwk);

    private readonly byte[] _data = new byte[1500];
    private readonly byte[] _signature;
    private readonly SdJwtDraft _draft = Draft();
    private readonly SdJwt _act;
    private readonly TrustMaterial _officers, _material = Material();
    private readonly TrustJudge _judge = new([Pin], new());
    private readonly OfficeStanding _standing;

    public TrustBenchmarks()
    {
        _signature = Seal.Sign(_data);
        (_act, _officers) = Approve();
        _standing = _judge.Judge(Office, ["poc-24-7"], Noon, _material);
    }

    [Benchmark(Baseline = true)] public bool PlainVerify() => Seal.Public.Verifies(_data, _signature);

    [Benchmark] public byte[] PlainSign() => Seal.Sign(_data);

    [Benchmark] public SdJwt SealStatement() => _draft.Seal(SdJwtProfile.Statement, Seal);

    [Benchmark] public SdJwt ReadAndVerifySeal()
    {
        var act = SdJwt.Parse(_act.Text, SdJwtProfile.Statement, "it");
        _standing.VerifySeal(act);
        return act;
    }

    [Benchmark] public int CheckOneApproval() => ApprovalCheck.Check(_act, ApprovalDemand.Ordinary, _standing.Officers, _officers, Noon).Count;

    [Benchmark] public OfficeStanding JudgeWithKeptKeys() => _judge.Judge(Office, ["poc-24-7"], Noon, _material);

    [Benchmark] public OfficeStanding JudgeCold() => new TrustJudge([Pin], new()).Judge(Office, ["poc-24-7"], Noon, _material);

    private static SdJwtDraft Draft()
    {
        var claims = new JsonObject { ["iss"] = Office.ToString(), ["type"] = "request", ["iat"] = Noon.ToUnixTimeSeconds(), ["seq"] = 1, ["terms"] = new JsonObject { ["until"] = 1_800_000_000 } };
        var elements = Enumerable.Range(0, 12).Select(i => new KeyValuePair<string, JsonNode?>($"el.29.{i}", "Log-in records of one account, with addresses and times, as far as they are held."));
        return SdJwtDraft.Make(claims, elements, RandomNumberGenerator.Fill);
    }

    private (SdJwt Act, TrustMaterial Officers) Approve()
    {
        var statement = new OfficerStatement
        {
            Authority = Serbia, Subject = "a", Office = Office, May = ["request"], Key = Passkey.Public.Jwk, RpId = "rs.localhost", Origins = ["http://rs.localhost:7001"],
            Bound = false, Number = Base64UrlText.Encode(new byte[16]), Issued = From, Expires = Until, Exercise = true,
        }.Issue("Name", "Title", OfficerKey, RandomNumberGenerator.Fill);
        var approval = new Approval(statement.Id, ExerciseAuthenticator.Assert(Passkey, "rs.localhost", "http://rs.localhost:7001", ApprovalChallenge.Of(_draft.Claims)), Noon);
        return (_draft.With("approvals", Approval.ToJson([approval])).Seal(SdJwtProfile.Statement, Seal), TrustMaterial.Of([statement.Text]));
    }

    private static TrustMaterial Material()
    {
        using SigningKey receipts = SigningKey.Create(), encryption = SigningKey.Create(), requests = SigningKey.Create(), ledger = SigningKey.Create();
        var node = new NodeMetadata(new("http://rs.localhost:7001/exchange"), ["rs.localhost"], [requests.Public.Jwk], "rs.localhost/ledger", ledger.Public.Jwk);
        var office = new OfficeMetadata("Contact point", ["poc-24-7"], [new(Seal.Public.Jwk, Until)], [new(receipts.Public.Jwk, Until)], [new(encryption.Public.Jwk, Until)]);
        var type = TrustMark.TypeOf(Anchor, "poc-24-7");
        var delegation = new TrustMarkDelegation { Owner = Anchor, Delegate = Serbia, Type = type, Issued = From, Expires = Until }.Sign(Operational);
        return TrustMaterial.Of(
        [
            new EntityConfiguration { Entity = Anchor, Issued = From, Expires = Until, Keys = [Root.Public.Jwk, Operational.Public.Jwk], Metadata = new() { Exercise = true } }.Sign(Root),
            new SubordinateStatement { Issuer = Anchor, Subject = Serbia, Issued = From, Expires = Until, Keys = [SerbiaKey.Public.Jwk], Party = "RS" }.Sign(Operational),
            new EntityConfiguration { Entity = Serbia, Issued = From, Expires = Until, Keys = [SerbiaKey.Public.Jwk], Superiors = [Anchor], Metadata = new() { Node = node, OfficerKeys = [new(OfficerKey.Public.Jwk, Until)] } }.Sign(SerbiaKey),
            new SubordinateStatement { Issuer = Serbia, Subject = Office, Issued = From, Expires = Until, Keys = [OfficeKey.Public.Jwk] }.Sign(SerbiaKey),
            new EntityConfiguration { Entity = Office, Issued = From, Expires = Until, Keys = [OfficeKey.Public.Jwk], Superiors = [Serbia], Metadata = new() { Office = office } }.Sign(OfficeKey),
            new TrustMark { Issuer = Serbia, Subject = Office, Type = type, Issued = From, Expires = Until, Delegation = delegation }.Sign(SerbiaKey),
            new StatusList { Issuer = Anchor, Issued = From, Expires = From.AddHours(24), Number = 1, Entries = [] }.Sign(Operational),
            new StatusList { Issuer = Serbia, Issued = From, Expires = From.AddHours(24), Number = 1, Entries = [] }.Sign(SerbiaKey),
        ]);
    }
}
