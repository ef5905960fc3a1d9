using Comity.Trust;

namespace Comity.Proof;

/// <summary>Federation documents and officer statements of months in one place, and what of them concerns one moment.</summary>
/// <remarks>A judgement takes the newest document of each kind that holds at T, so a few of each are enough; a long dossier has more than one bag may hold.</remarks>
internal sealed class TrustShelf
{
    private const int Kept = 3;

    private readonly List<Paper> _papers = [];
    private readonly Dictionary<Digest, string> _officers = [];

    /// <summary>A document and what makes it one of a kind: type, issuer, subject and, of a mark, its type.</summary>
    private sealed record Paper(string Kind, DateTimeOffset Issued, DateTimeOffset Expires, string Text);

    internal List<Attested<StatusList>> Status { get; } = [];

    internal List<Attested<EntityConfiguration>> Configurations { get; } = [];

    internal List<Attested<SubordinateStatement>> Statements { get; } = [];

    internal IEnumerable<string> Texts => _papers.Select(p => p.Text).Concat(_officers.Values);

    /// <summary>Adds a document.</summary>
    /// <exception cref="RefusedException">It is none that belongs into trust material.</exception>
    internal void Add(string text)
    {
        const string What = "The trust document";
        if (text.Contains('~', StringComparison.Ordinal))
        {
            _officers[SdJwt.Parse(text, SdJwtProfile.Officer, "The officer statement").Id] = text;
            return;
        }

        switch (Jws.TypeOf(text, What))
        {
            case FederationDocument.StatusType: AddStatus(StatusList.Parse(text)); break;
            case FederationDocument.MarkType: AddMark(TrustMark.Parse(text)); break;
            case FederationDocument.StatementType: AddEntity(Jws.Parse(text, FederationDocument.StatementType, What), text); break;
            case var other: throw new RefusedException(RefusalCode.Header, $"{What} has the type {other}, which does not belong there.");
        }
    }

    /// <summary>The documents for a judgement at <paramref name="at"/>, with the officer statements named.</summary>
    internal TrustMaterial At(DateTimeOffset at, params IEnumerable<Digest> officers) => TrustMaterial.Of(_papers
        .Where(p => p.Issued <= at && at < p.Expires)
        .GroupBy(p => p.Kind)
        .SelectMany(g => g.OrderByDescending(p => p.Issued).Take(Kept).Select(p => p.Text))
        .Concat(officers.Select(_officers.GetValueOrDefault).OfType<string>()));

    private void AddStatus(Attested<StatusList> list)
    {
        Status.Add(list);
        // An emergency act may be judged by a list older than its own term (R31).
        _papers.Add(new("status " + list.Content.Issuer, list.Content.Issued, list.Content.Issued + StatusList.EmergencyFreshness, list.Text));
    }

    private void AddMark(Attested<TrustMark> mark) =>
        _papers.Add(new($"mark {mark.Content.Issuer} {mark.Content.Subject} {mark.Content.Type}", mark.Content.Issued, mark.Content.Expires, mark.Text));

    private void AddEntity(Jws document, string text)
    {
        var claims = new ClaimReader(document.Payload, "The entity statement");
        if (claims.Text("iss") == claims.Text("sub"))
        {
            var configuration = EntityConfiguration.Read(document.Payload);
            Configurations.Add(new(configuration, document));
            _papers.Add(new("configuration " + configuration.Entity, configuration.Issued, configuration.Expires, text));
            return;
        }

        var statement = SubordinateStatement.Read(document.Payload);
        Statements.Add(new(statement, document));
        _papers.Add(new($"statement {statement.Issuer} {statement.Subject}", statement.Issued, statement.Expires, text));
    }
}

/// <summary>The keys that an anchor, and whom it vouches for, ever had by the documents at hand: enough to know whose a status list or a cosignature is.</summary>
internal sealed class KnownKeys
{
    private readonly KeyRing _ring;
    private readonly Dictionary<EntityId, HashSet<PublicJwk>> _keys = [];

    internal KnownKeys(TrustShelf shelf, IReadOnlyList<PinnedAnchor> anchors, KeyRing ring)
    {
        _ring = ring;
        foreach (var anchor in anchors)
            foreach (var configuration in shelf.Configurations.Where(c => c.Content.Entity == anchor.Id && ring.Holds(c.Document, [anchor.RootKey])))
            {
                Add(anchor.Id, configuration.Content.Keys.Where(k => !k.Equals(anchor.RootKey)));
                if (configuration.Content.Metadata.Node is { } node) Witnesses.Add((anchor.Id.Host, node.LedgerKey));
            }

        // Anchor, organisation: two rounds would do; a third costs nothing and finds a State between them.
        for (var round = 0; round < 3; round++)
            foreach (var statement in shelf.Statements)
                if (_keys.TryGetValue(statement.Content.Issuer, out var keys) && ring.Holds(statement.Document, keys)) Add(statement.Content.Subject, statement.Content.Keys);
    }

    /// <summary>Name and key of each witness: an anchor's host and its ledger key (R40).</summary>
    internal HashSet<(string Name, PublicJwk Key)> Witnesses { get; } = [];

    /// <summary>The newest authentic status list of each issuer.</summary>
    internal IReadOnlyList<Attested<StatusList>> Newest(IEnumerable<Attested<StatusList>> lists) =>
        [.. lists.Where(IsAuthentic).GroupBy(l => l.Content.Issuer).Select(g => g.MaxBy(l => l.Content.Number)!)];

    internal bool IsAuthentic(Attested<StatusList> list) => _keys.TryGetValue(list.Content.Issuer, out var keys) && _ring.Holds(list.Document, keys);

    private void Add(EntityId entity, IEnumerable<PublicJwk> keys)
    {
        if (!_keys.TryGetValue(entity, out var known)) _keys[entity] = known = [];
        known.UnionWith(keys);
    }
}
