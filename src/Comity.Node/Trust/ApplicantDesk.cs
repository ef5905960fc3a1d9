using Comity.Node.Exchange;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Trust;

/// <summary>A node that asked for admission, with its papers read.</summary>
/// <param name="Key">The federation key that signed both papers: the one to be compared, and the only one that is admitted.</param>
internal sealed record Asking(EntityConfiguration Configuration, PublicJwk Key, Application Application, DateTimeOffset At);

/// <summary>The anchor's side of admission: nodes ask, an officer compares a fingerprint that came another way, and admits.</summary>
internal sealed class ApplicantDesk(NodeCore node, PeerClient peers, AnchorRegister register)
{
    /// <summary>Most that wait at once, so that strangers cannot fill the disk; and how long a declined one is not shown again. Ours.</summary>
    private const int Most = 200, ShortestFingerprint = 8;

    private static readonly TimeSpan Declined = TimeSpan.FromDays(1);

    /// <summary>Reads the papers of a node that says it wants to be admitted.</summary>
    /// <exception cref="RefusedException">The papers do not hold, or too many wait.</exception>
    internal async Task TakeAsync(string entity, CancellationToken stop)
    {
        if (!NodeAddress.IsAllowed(entity, node.Settings.Url)) throw new RefusedException(RefusalCode.Malformed, "That is no address of a node.");
        var configuration = await peers.ReadAsync(entity + "/.well-known/openid-federation", stop);
        var application = await peers.ReadAsync(entity + "/federation/application", stop);
        Examine(entity, configuration, application, node.Now);
        await node.Writer.RunAsync(t => Keep(t, entity, configuration, application));
    }

    /// <summary>Who waits for an answer.</summary>
    internal List<Asking> Waiting()
    {
        using var sql = node.Database.Read();
        return sql.Query("SELECT entity, configuration, application, at FROM applicant WHERE entity NOT IN (SELECT entity FROM admitted) AND (declined IS NULL OR declined < at - $1) ORDER BY at",
            Read, (long)Declined.TotalSeconds);
    }

    /// <summary>What an organisation said of itself when it asked; null for one that never asked.</summary>
    internal Application? ApplicationOf(string entity)
    {
        using var sql = node.Database.Read();
        return sql.First("SELECT entity, configuration, application, at FROM applicant WHERE entity = $1", Read, entity)?.Application;
    }

    /// <summary>Admits; what is wrong otherwise.</summary>
    internal async Task<string?> AdmitAsync(string entity, string fingerprint, IReadOnlySet<string> roles, Identity.Officer officer)
    {
        if (Waiting().Find(a => a.Application.Iss == entity) is not { } asking) return "This node does not ask for admission any more.";
        var typed = string.Concat(fingerprint.Where(c => !char.IsWhiteSpace(c)));
        if (typed.Length < ShortestFingerprint) return $"Type at least the first {ShortestFingerprint} characters of the key, as they were read to you.";
        if (!asking.Key.Kid.StartsWith(typed, StringComparison.Ordinal)) return "The key that was read to you is not the key of this node. Do not admit it before you know why.";
        var content = asking.Configuration with { Keys = [asking.Key] };
        await register.AdmitAsync(content, content.Metadata.OrganizationName ?? new Uri(entity).Host, asking.Application.NodeKind, asking.Application.Party, officer.Id, roles);
        return null;
    }

    internal Task DeclineAsync(string entity) => node.Writer.RunAsync(t => t.Sql.Run("UPDATE applicant SET declined = $2 WHERE entity = $1", entity, node.Now));

    private void Keep(Transaction t, string entity, string configuration, string application)
    {
        var known = t.Sql.Scalar<long>("SELECT count(*) FROM applicant WHERE entity = $1", entity) > 0;
        if (!known && t.Sql.Scalar<long>("SELECT count(*) FROM applicant WHERE entity NOT IN (SELECT entity FROM admitted)") >= Most)
            throw new RefusedException(RefusalCode.Trust, "Too many nodes wait for admission here.");
        t.Sql.Run("""
            INSERT INTO applicant(entity, configuration, application, at) VALUES($1, $2, $3, $4)
            ON CONFLICT(entity) DO UPDATE SET configuration = $2, application = $3, at = CASE WHEN declined IS NULL THEN at ELSE $4 END
            """, entity, configuration, application, node.Now);
        if (!known) t.AfterCommit(() => node.Live.Changed("desk"));
    }

    private Asking Read(SqliteDataReader r) => Examine(r.GetString(0), r.GetString(1), r.GetString(2), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(3)));

    private Asking Examine(string entity, string configuration, string application, DateTimeOffset at)
    {
        var content = AnchorRegister.Examine(entity, configuration);
        var kid = EntityConfiguration.Parse(configuration).Document.Kid;
        var key = content.Keys.First(k => k.Kid == kid);
        return new(content, key, Application.Read(application, content with { Keys = [key] }, node.Settings.Url), at);
    }
}
