using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Ledger;
using Comity.Node.Ledger;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Trust;

/// <summary>A member that the anchor admitted: its name, what it is, the federation keys that the anchor vouches for, and the roles that it may mark.</summary>
internal sealed record Admitted(string Entity, string Name, NodeKind Kind, string Party, IReadOnlyList<PublicJwk> Keys, IReadOnlyList<string> Roles, DateTimeOffset At);

/// <summary>The anchor's register: whom it vouches for, and what it lets them mark (R29).</summary>
internal sealed class AnchorRegister(NodeCore node)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(120), Validity = TimeSpan.FromDays(7), DelegationValidity = TimeSpan.FromDays(30);

    /// <summary>The roles that each kind of member may mark its own offices with.</summary>
    private static readonly Dictionary<NodeKind, string[]> Roles = new()
    {
        [NodeKind.Authority] = ["poc-24-7", "central-authority", "judicial-authority", "competent-authority"],
        [NodeKind.Provider] = ["provider", "registrar"],
        [NodeKind.Anchor] = [],
    };

    private EntityId Anchor { get; } = EntityId.Parse(node.Settings.Url);

    private SigningKey Key => node.Folder.Key(NodeKeys.Federation);

    /// <summary>Reads what an applicant says about itself, so that an officer can compare it with what was told by another way.</summary>
    /// <exception cref="RefusedException">Not an entity configuration of that entity, signed by its own key.</exception>
    internal static EntityConfiguration Examine(string entity, string configuration)
    {
        var read = EntityConfiguration.Parse(configuration);
        if (read.Content.Entity.ToString() != entity) throw new RefusedException(RefusalCode.Trust, $"The configuration is that of {read.Content.Entity}, not of {entity}.");
        var key = read.Content.Keys.FirstOrDefault(k => k.Kid == read.Document.Kid) ?? throw new RefusedException(RefusalCode.Trust, "The configuration is not signed by one of its own keys.");
        read.Document.Verify(new VerificationKey(key), "The entity configuration");
        return read.Content;
    }

    /// <param name="roles">What the member may mark, among the roles of its kind; null for all of these.</param>
    internal Task AdmitAsync(EntityConfiguration applicant, string name, NodeKind kind, string party, string? officer, IReadOnlySet<string>? roles = null) => node.Writer.RunAsync(t =>
    {
        var keys = new JsonArray([.. applicant.Keys.Select(k => (JsonNode)k.ToJson("sig"))]).ToJsonString();
        t.Sql.Run("INSERT OR REPLACE INTO admitted VALUES($1, $2, $3, $4, $5, $6, $7, $8)", applicant.Entity.ToString(), name, kind.ToString(), party, keys, node.Now, officer,
            JsonSerializer.Serialize(Roles[kind].Where(r => roles is null || roles.Contains(r))));
        if (applicant.Metadata.Node is { } log) WitnessTables.Keep(t.Sql, new(applicant.Entity.ToString(), log.LedgerOrigin, log.LedgerKey), node.Now);
        t.Append(EntryKind.Key, EntryField.Word("what", "admitted"), EntryField.Of("member", Digest.Of(applicant.Entity.ToString())));
        t.AfterCommit(() => node.Live.Changed("desk"));
    });

    /// <summary>Takes the log key that a member names now, if a federation key that we vouch for signed it.</summary>
    /// <exception cref="RefusedException">The configuration is not the member's.</exception>
    internal Task KeepLogAsync(Admitted member, string configuration)
    {
        var content = Examine(member.Entity, configuration);
        if (!content.Keys.Any(member.Keys.Contains)) throw new RefusedException(RefusalCode.Trust, $"{member.Entity} signs with a key that was not admitted.");
        if (content.Metadata.Node is not { } log) throw new RefusedException(RefusalCode.Trust, $"{member.Entity} names no log.");
        return node.Writer.RunAsync(t => WitnessTables.Keep(t.Sql, new(member.Entity, log.LedgerOrigin, log.LedgerKey), node.Now));
    }

    internal List<Admitted> All()
    {
        using var sql = node.Database.Read();
        return sql.Query("SELECT entity, name, kind, party, jwks, at, roles FROM admitted ORDER BY name", Read);
    }

    internal Admitted? Find(string entity)
    {
        using var sql = node.Database.Read();
        return sql.First("SELECT entity, name, kind, party, jwks, at, roles FROM admitted WHERE entity = $1", Read, entity);
    }

    /// <summary>The anchor's statement about a member.</summary>
    internal string Statement(Admitted member) => new SubordinateStatement
    {
        Issuer = Anchor,
        Subject = EntityId.Parse(member.Entity),
        Issued = node.Now - Skew,
        Expires = node.Now + Validity,
        Keys = member.Keys,
        Party = member.Kind == NodeKind.Authority ? member.Party : null,
        Name = member.Name,
    }.Sign(Key);

    /// <summary>By role: the anchor's word that the member may mark its own offices with it.</summary>
    internal IReadOnlyDictionary<string, string> Delegations(Admitted member) => member.Roles.ToDictionary(role => role, role => new TrustMarkDelegation
    {
        Owner = Anchor,
        Delegate = EntityId.Parse(member.Entity),
        Type = TrustMark.TypeOf(Anchor, role),
        Issued = node.Now - Skew,
        Expires = node.Now + DelegationValidity,
    }.Sign(Key));

    private static Admitted Read(SqliteDataReader r)
    {
        using var keys = JsonDocument.Parse(r.GetString(4));
        return new(r.GetString(0), r.GetString(1), Enum.Parse<NodeKind>(r.GetString(2)), r.GetString(3),
            [.. keys.RootElement.EnumerateArray().Select(k => PublicJwk.Parse(k, "A member's key"))],
            JsonSerializer.Deserialize<string[]>(r.GetString(6))!, DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(5)));
    }
}
