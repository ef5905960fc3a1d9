namespace Comity.Trust;

/// <summary>One attempt to lead an office up to one anchor, by OpenID Federation 1.0 section 10.2 with T as the present time.</summary>
internal sealed class TrustChain(PinnedAnchor anchor, TrustDocuments documents, KeyRing ring, TimeSpan oldestStatus)
{
    /// <summary>Office, authority, State, anchor: no chain of ours is longer.</summary>
    private const int MostSuperiors = 2;

    private static readonly TimeSpan LongestAnchorValidity = TimeSpan.FromDays(30);

    private readonly HashSet<string> _used = new(StringComparer.Ordinal), _restsOn = new(StringComparer.Ordinal);
    private readonly List<Revocation> _revoked = [];
    private readonly List<StatusUsed> _status = [];

    /// <summary>An entity whose keys a superior vouches for. The anchor has no superior and no statement.</summary>
    private sealed record Link(EntityId Entity, List<PublicJwk> Keys, Attested<SubordinateStatement>? Statement, Link? Superior)
    {
        internal IEnumerable<Link> UpToAnchor() => Superior is null ? [this] : Superior.UpToAnchor().Prepend(this);
    }

    internal OfficeStanding Judge(EntityId office)
    {
        var root = Root(out var exercise);
        var link = Climb(office, root, 0) ?? throw Refused($"no chain leads from {office} to the anchor {anchor.Id}");
        var authority = link.Superior!;
        foreach (var step in link.UpToAnchor()) Note(step.Statement?.Text, step.Entity.ToString());
        if (authority.Superior is null) throw Refused($"{office} stands directly below the anchor, and only an organisation may");

        var ofAuthority = Configuration(authority).Metadata;
        var ofOffice = Configuration(link).Metadata.Office ?? throw Refused($"{office} does not call itself an office");
        var node = ofAuthority.Node ?? throw Refused($"{authority.Entity} has no node");
        CheckNames(link, node);

        var top = link.UpToAnchor().First(l => l.Superior?.Superior is null).Statement!.Content; // the anchor's own word
        var roles = Roles(link, authority, root);
        return new()
        {
            Office = office,
            At = documents.At,
            Authority = authority.Entity,
            Anchor = anchor.Id,
            Party = top.Party,
            Exercise = exercise,
            Roles = roles,
            OfficeName = ofOffice.Name,
            TwoAtFirstContact = ofOffice.TwoAtFirstContact,
            AuthorityName = top.Name ?? ofAuthority.OrganizationName ?? authority.Entity.Host,
            SealKeys = Current(ofOffice.SealKeys),
            ReceiptKeys = Current(ofOffice.ReceiptKeys),
            EncryptionKeys = Current(ofOffice.EncryptionKeys),
            Officers = Officers(authority, ofAuthority, exercise),
            Node = node,
            Status = _status,
            Used = TrustMaterial.Of(_used),
            RestsOn = _restsOn,
            Ring = ring,
        };
    }

    /// <summary>The anchor: its configuration signed by the pinned root, its operational keys, its status list (rule R33).</summary>
    private Link Root(out bool exercise)
    {
        var found = documents.Configurations(anchor.Id).FirstOrDefault(d => ring.Holds(d.Document, [anchor.RootKey]) && d.Content.Expires - d.Content.Issued <= LongestAnchorValidity)
            ?? throw Refused($"there is no configuration of the anchor {anchor.Id} under the pinned root key that holds at {documents.At:u}");
        Note(found.Text);
        exercise = found.Content.Metadata.Exercise ?? false;
        var operational = found.Content.Keys.Where(k => !k.Equals(anchor.RootKey)).ToList();
        return WithStatus(new(anchor.Id, operational, null, null));
    }

    /// <summary>Finds superiors from below, checks signatures from above.</summary>
    private Link? Climb(EntityId entity, Link root, int height)
    {
        foreach (var issuer in documents.Statements(entity).Select(s => s.Content.Issuer).Distinct())
        {
            if (height == 0 && !entity.IsBelow(issuer)) continue; // an office belongs to the organisation whose name begins its own
            var superior = issuer == anchor.Id ? root : height < MostSuperiors ? Climb(issuer, root, height + 1) : null;
            if (superior is null) continue;
            var statement = documents.Statements(entity).FirstOrDefault(s => s.Content.Issuer == issuer && ring.Holds(s.Document, superior.Keys));
            if (statement is null) continue;
            var link = new Link(entity, Unrevoked(statement.Content.Keys), statement, superior);
            RefuseRevoked(link);
            return height == 0 ? link : WithStatus(link);
        }

        return null;
    }

    /// <summary>Reads what a superior revoked; its own keys that it revoked do not count any more.</summary>
    private Link WithStatus(Link superior)
    {
        var list = documents.Status(superior.Entity).FirstOrDefault(d => ring.Holds(d.Document, superior.Keys));
        var age = documents.At - (list?.Content.Issued ?? DateTimeOffset.UnixEpoch);
        var over = list is not null && oldestStatus <= StatusList.Freshness && documents.At >= list.Content.Expires; // an emergency may outlive the list's own time
        if (list is null || age > oldestStatus || over) throw new StatusStaleException(superior.Entity, list?.Content.Issued);
        Note(list.Text);
        _status.Add(new(superior.Entity, list.Content.Number, age));
        _revoked.AddRange(list.Content.Entries.Where(e => e.Since <= documents.At));
        var keys = Unrevoked(superior.Keys);
        foreach (var key in keys) _restsOn.Add(key.Kid);
        return superior with { Keys = keys };
    }

    private EntityConfiguration Configuration(Link of)
    {
        var found = documents.Configurations(of.Entity).FirstOrDefault(d => ring.Holds(d.Document, of.Keys))
            ?? throw Refused($"there is no configuration of {of.Entity} under the keys that its superior names, which holds at {documents.At:u}");
        if (!found.Content.Superiors.Contains(of.Superior!.Entity)) throw Refused($"{of.Entity} does not name {of.Superior.Entity} as its superior");
        Note(found.Text);
        _restsOn.Add(found.Document.Kid);
        return found.Content;
    }

    /// <summary>A revocation is a verdict, also when the revoked one's own status list is missing.</summary>
    private void RefuseRevoked(Link link)
    {
        if (_revoked.FirstOrDefault(r => r.Kind == RevokedKind.Entity && r.Id == link.Entity.ToString()) is { } revoked)
            throw Refused($"{link.Entity} was revoked with effect from {revoked.Since:u}");
        if (link.Keys.Count == 0) throw Refused($"the keys of {link.Entity} were revoked");
    }

    /// <summary>Naming constraints bind every host below the one that they are set on (rule R29).</summary>
    private static void CheckNames(Link office, NodeMetadata node)
    {
        var hosts = node.Hosts.Prepend(office.Entity.Host).ToList();
        foreach (var link in office.UpToAnchor().Where(l => l.Statement is not null))
        {
            if (!hosts.Contains(link.Entity.Host)) hosts.Add(link.Entity.Host);
            var naming = link.Statement!.Content.Naming;
            var refused = hosts.FirstOrDefault(h => naming is null ? link.Superior!.Superior is null && h != link.Entity.Host : !naming.Allows(h));
            if (refused is not null) throw Refused($"{link.Superior!.Entity} does not let {link.Entity} use the host {refused}");
        }
    }

    private List<string> Roles(Link office, Link authority, Link root)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var mark in documents.Marks(office.Entity))
        {
            if (TrustMark.RoleOf(anchor.Id, mark.Content.Type) is not { } role || roles.Contains(role)) continue;
            var id = TrustMaterial.DigestOf(mark.Text).ToString();
            if (_revoked.Any(r => r.Kind == RevokedKind.Mark && r.Id == id)) continue;
            if (!(mark.Content.Issuer == anchor.Id ? ring.Holds(mark.Document, root.Keys) : IsDelegated(mark, authority, root))) continue;
            roles.Add(role);
            Note(mark.Text, id);
        }

        return [.. roles];
    }

    /// <summary>A State marks only offices below itself, and only with a role that the anchor delegated to it (rule R29).</summary>
    private bool IsDelegated(Attested<TrustMark> mark, Link authority, Link root)
    {
        if (mark.Content.Delegation is null || mark.Content.Issuer != authority.Entity || !mark.Content.Subject.IsBelow(mark.Content.Issuer)) return false;
        var delegation = TrustMarkDelegation.Parse(mark.Content.Delegation);
        var says = delegation.Content;
        return says.Owner == anchor.Id && says.Delegate == mark.Content.Issuer && says.Type == mark.Content.Type && documents.Holds(says.Issued, says.Expires)
            && ring.Holds(delegation.Document, root.Keys) && ring.Holds(mark.Document, authority.Keys);
    }

    private OfficerAuthority Officers(Link authority, EntityMetadata metadata, bool exercise)
    {
        var keys = Current(metadata.OfficerKeys ?? throw Refused($"{authority.Entity} does not call itself an authority")).Select(k => ring.Of(k.Jwk));
        var revoked = _revoked.Where(r => r.Kind == RevokedKind.Officer).Select(r => Digest.TryParse(r.Id, null, out var id) ? id : default);
        return new(authority.Entity, [.. keys], exercise, revoked.ToHashSet()) { Ring = ring };
    }

    private List<DatedKey> Current(IEnumerable<DatedKey> keys)
    {
        var current = keys.Where(k => documents.At < k.Expires && !IsRevoked(k.Jwk)).OrderByDescending(k => k.Expires).ToList();
        foreach (var key in current) _restsOn.Add(key.Jwk.Kid);
        return current;
    }

    private List<PublicJwk> Unrevoked(IEnumerable<PublicJwk> keys) => [.. keys.Where(k => !IsRevoked(k))];

    private bool IsRevoked(PublicJwk key) => _revoked.Any(r => r.Kind == RevokedKind.Key && r.Id == key.Kid);

    private void Note(string? text, string? id = null)
    {
        if (text is not null) _used.Add(text);
        if (id is not null) _restsOn.Add(id);
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Trust, $"The issuer is not trusted: {why}.");
}
