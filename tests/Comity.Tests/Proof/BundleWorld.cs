using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Tests.Proof;

/// <summary>An organisation with one office, its keys, its log and its papers.</summary>
internal sealed class BundleMember(string host, string party, int port, bool twoAtFirstContact = false)
{
    private static readonly DateTimeOffset From = BundleWorld.Noon.AddDays(-1), Until = BundleWorld.Noon.AddDays(5);
    private readonly SigningKey _own = SigningKey.Create(), _office = SigningKey.Create(), _request = SigningKey.Create(), _encryption = SigningKey.Create(), _ledger = SigningKey.Create();
    private readonly SigningKey _officers = SigningKey.Create(), _passkey = SigningKey.Create(), _receipts = SigningKey.Create();
    private readonly List<LedgerEntry> _entries = [];

    internal SigningKey SealKey { get; } = SigningKey.Create();

    internal EntityId Entity { get; } = EntityId.Parse($"http://{host}:{port}");

    internal EntityId Office => Entity.Below("offices/poc");

    internal string Origin => host + "/ledger";

    internal SdJwt Officer { get; private set; } = null!;

    internal IEnumerable<string> Papers()
    {
        var type = TrustMark.TypeOf(BundleWorld.AnchorId, "poc-24-7");
        yield return new SubordinateStatement { Issuer = BundleWorld.AnchorId, Subject = Entity, Issued = From, Expires = Until, Keys = [_own.Public.Jwk], Party = party, Name = party, Naming = new([host], []) }.Sign(BundleWorld.Operational);
        yield return new SubordinateStatement { Issuer = Entity, Subject = Office, Issued = From, Expires = Until, Keys = [_office.Public.Jwk] }.Sign(_own);
        yield return new EntityConfiguration
        {
            Entity = Entity, Issued = From, Expires = Until, Keys = [_own.Public.Jwk], Superiors = [BundleWorld.AnchorId],
            Metadata = new() { Node = new(new($"{Entity}/exchange"), [host], [_request.Public.Jwk], Origin, _ledger.Public.Jwk), OfficerKeys = [new(_officers.Public.Jwk, Until)] },
        }.Sign(_own);
        yield return new EntityConfiguration
        {
            Entity = Office, Issued = From, Expires = Until, Keys = [_office.Public.Jwk], Superiors = [Entity],
            Metadata = new() { Office = new("Contact point", ["poc-24-7"], [new(SealKey.Public.Jwk, Until)], [new(_receipts.Public.Jwk, Until)], [new(_encryption.Public.Jwk, Until)]) { TwoAtFirstContact = twoAtFirstContact } },
        }.Sign(_office);
        var delegation = new TrustMarkDelegation { Owner = BundleWorld.AnchorId, Delegate = Entity, Type = type, Issued = From, Expires = Until }.Sign(BundleWorld.Operational);
        yield return new TrustMark { Issuer = Entity, Subject = Office, Type = type, Issued = From, Expires = Until, Delegation = delegation }.Sign(_own);
        yield return Status().Sign(_own);
        Officer ??= IssueOfficer();
        yield return Officer.With([]).Text;
    }

    internal StatusList Status() => new() { Issuer = Entity, Issued = BundleWorld.Noon.AddHours(-1), Expires = BundleWorld.Noon.AddHours(20), Number = 1, Entries = [] };

    internal string SignStatus(StatusList list) => list.Sign(_own);

    internal string SealKid => SealKey.Kid;

    private SdJwt IssueOfficer() => new OfficerStatement
    {
        Authority = Entity, Subject = "person", Office = Office, May = ["request", "granted", "withdrawal"], Key = _passkey.Public.Jwk, RpId = host, Origins = [Entity.ToString()], Bound = false,
        Number = Base64UrlText.Encode(BundleWorld.Random.Bytes(16)), Issued = From, Expires = BundleWorld.Noon.AddDays(30), Exercise = true,
    }.Issue("Mila", "Inspector", _officers, BundleWorld.Random);

    internal SdJwt Write(StatementDraft draft, ChainPlace place, DateTimeOffset at, bool approved = true)
    {
        var act = SdJwtDraft.Make(draft.Act(), [new("title", "Log-in records")], BundleWorld.Random);
        var approval = new Approval(Officer.Id, ExerciseAuthenticator.Assert(_passkey, host, Entity.ToString(), ApprovalChallenge.Of(act.Claims)), at);
        var payload = draft.Payload(place, at.ToUnixTimeSeconds(), Approval.ToJson(approved ? [approval] : []));
        foreach (var claim in new[] { "iat", "seq", "prev", "seen", "out", "approvals" }) act = act.With(claim, payload[claim]?.DeepClone());
        return act.Seal(SdJwtProfile.Statement, SealKey);
    }

    internal int Log(EntryKind kind, DateTimeOffset at, params ReadOnlySpan<EntryField> fields)
    {
        _entries.Add(LedgerEntry.Create(kind, at.ToUnixTimeSeconds(), BundleWorld.Random, fields));
        return _entries.Count - 1;
    }

    internal string Receive(SdJwt statement, BundleMember from, DateTimeOffset at, RefusalCode? reason = null)
    {
        var index = Log(EntryKind.Verdict, at, EntryField.Of("of", statement.Id), EntryField.Word("verdict", reason?.Word() ?? "validated"), EntryField.Of("shown", statement.Shown));
        return new Receipt
        {
            Issuer = Office, Audience = from.Office, Dossier = Statement.Parse(statement.Claims, statement.Id).Dossier, Of = statement.Id, Rung = reason is null ? Rung.Validated : Rung.Rejected, At = at, Reason = reason,
            Shown = statement.Shown, Trust = Digest.Of("trust"), Log = new(Origin, index, _entries[index].LeafHash),
        }.Sign(_receipts);
    }

    /// <summary>The proof of an entry under the checkpoint of a size; cosigned by the anchor's node unless told otherwise.</summary>
    internal string Prove(int index, long? size = null, TimeSpan? seenAfter = null, bool cosigned = true)
    {
        using var key = EcdsaOf(_ledger);
        var tree = MerkleTree.Over([.. _entries.Select(e => e.LeafHash)]);
        var head = new Checkpoint(Origin, size ?? _entries.Count, MerkleTree.Root(size ?? _entries.Count, tree));
        var note = new LogKey(Origin, key).Sign(head, null);
        using var witness = EcdsaOf(BundleWorld.Witness);
        if (cosigned) note = note.With([new CosignerKey(BundleWorld.AnchorId.Host, witness).Cosign(head, (BundleWorld.Noon + (seenAfter ?? TimeSpan.FromMinutes(10))).ToUnixTimeSeconds())]);
        return TlogProof.Of(_entries[index], index, InclusionProof.Build(index, head.Size, tree), note).ToString();
    }

    internal LogJoint Join(long from, long to) => new(Origin, from, to, ConsistencyProof.Build(from, to, MerkleTree.Over([.. _entries.Select(e => e.LeafHash)])));

    private static ECDsa EcdsaOf(SigningKey key)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(key.ToPkcs8(), out _);
        return ecdsa;
    }
}

/// <summary>Serbia asks, Japan grants; both sign receipts. A test changes what it needs before the bundle is sealed.</summary>
internal sealed class BundleWorld
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    internal static readonly EntityId AnchorId = EntityId.Parse("http://secretariat.localhost:7000");
    internal static readonly SigningKey Root = SigningKey.Create(), Operational = SigningKey.Create(), Witness = SigningKey.Create();
    internal static readonly RandomFill Random = RandomNumberGenerator.Fill;
    private static readonly SigningKey AnchorRequests = SigningKey.Create();

    internal BundleWorld(Func<StatementDraft, StatementDraft>? request = null, bool approved = true, bool twoAtFirstContact = false)
    {
        Japan = new("jp.localhost", "JP", 7002, twoAtFirstContact);
        Papers = [.. AnchorPapers(), .. Serbia.Papers(), .. Japan.Papers()];
        var law = Law.TestLaw.Release.Digest;
        var sides = new SidePair(Serbia.Entity.ToString(), Japan.Entity.ToString());
        var opening = StatementDraft.Opening($"{Serbia.Office}", $"{Japan.Office}", sides, ActType.Request, "ch.185.29", law,
            Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"], Against = [new(FindingKind.MissingElement, "el.29.offence")] }, Random);
        Sides = sides;
        Request = Serbia.Write(request?.Invoke(opening) ?? opening, ChainPlace.First, Noon, approved);
        Serbia.Log(EntryKind.StatementOut, Noon, EntryField.Of("of", Request.Id));
        RequestReceipt = Japan.Receive(Request, Serbia, Noon.AddSeconds(1));
        Grant = Japan.Write(new()
        {
            Issuer = $"{Japan.Office}", To = $"{Serbia.Office}", Dossier = opening.Dossier, Jti = StatementDraft.NewJti(Random), Type = ActType.Granted, Re = [Request.Id], Law = law, Terms = Terms.None,
        }, new(1, null, [Request.Id], []), Noon.AddMinutes(1));
        GrantReceipt = Serbia.Receive(Grant, Japan, Noon.AddMinutes(2));
    }

    internal BundleMember Serbia { get; } = new("rs.localhost", "RS", 7001);

    internal BundleMember Japan { get; }

    internal SidePair Sides { get; }

    internal List<string> Papers { get; }

    internal SdJwt Request { get; }

    internal SdJwt Grant { get; }

    internal string RequestReceipt { get; set; }

    internal string GrantReceipt { get; set; }

    internal static PinnedAnchor Pin { get; } = new(AnchorId, Root.Public.Jwk);

    internal BundleWriter Writer(bool cosigned = true, TimeSpan? seenAfter = null, bool withLaw = true)
    {
        var writer = new BundleWriter();
        writer.Add(Request);
        writer.Add(Grant);
        writer.AddEntry(Request.Id, Serbia.Prove(0, cosigned: cosigned, seenAfter: seenAfter));
        writer.AddReceipt(RequestReceipt, Japan.Prove(0, cosigned: cosigned, seenAfter: seenAfter));
        writer.AddReceipt(GrantReceipt, Serbia.Prove(1, cosigned: cosigned, seenAfter: seenAfter));
        writer.Add(TrustMaterial.Of(Papers));
        if (withLaw) writer.AddLaw(Law.TestLaw.Release.Pack());
        return writer;
    }

    internal byte[] Seal(BundleWriter? writer = null, DateTimeOffset? at = null) =>
        (writer ?? Writer()).Seal(Serbia.Office, Sides, Statement.Parse(Request.Claims, Request.Id).Dossier, at ?? Noon.AddHours(1), Serbia.SealKey);

    internal static BundleReport Verify(byte[] bundle, BundlePolicy? policy = null) => BundleVerifier.Verify(bundle, [Pin], policy);

    /// <summary>The files of a bundle, read by somebody else's ZIP.</summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> Files(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var content = new MemoryStream();
            using var stream = e.Open();
            stream.CopyTo(content);
            return (ReadOnlyMemory<byte>)content.ToArray();
        });
    }

    private static string[] AnchorPapers() =>
    [
        new EntityConfiguration
        {
            Entity = AnchorId, Issued = Noon.AddDays(-1), Expires = Noon.AddDays(5), Keys = [Root.Public.Jwk, Operational.Public.Jwk],
            Metadata = new() { Exercise = true, Node = new(new($"{AnchorId}/exchange"), [AnchorId.Host], [AnchorRequests.Public.Jwk], AnchorId.Host + "/ledger", Witness.Public.Jwk) },
        }.Sign(Root),
        new StatusList { Issuer = AnchorId, Issued = Noon.AddHours(-1), Expires = Noon.AddHours(20), Number = 1, Entries = [] }.Sign(Operational),
    ];
}
