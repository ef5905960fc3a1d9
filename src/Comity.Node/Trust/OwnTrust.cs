using System.Text.Json;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>The papers that travel beside what our offices write: our own documents and the anchor's words about us, fetched while it was up (R27).</summary>
internal sealed class OwnTrust(NodeCore node, OwnDocuments own)
{
    internal const string AnchorConfiguration = "anchor", AnchorStatus = "anchor-status", AboutUs = "about-us", Delegation = "delegation ";

    /// <summary>True once the anchor has vouched for us; before that nobody would believe a statement of ours.</summary>
    internal bool IsAdmitted
    {
        get
        {
            using var sql = node.Database.Read();
            return sql.Scalar<long>("SELECT count(*) FROM own_document WHERE name = $1", AboutUs) > 0;
        }
    }

    /// <summary>What to enclose with a statement or receipt of an office of ours.</summary>
    internal TrustMaterial For(string officeName)
    {
        var office = node.Settings.Offices.First(o => o.Name == officeName);
        return TrustMaterial.Of([own.Configuration(), own.Status(), own.OfficeStatement(office), own.OfficeConfiguration(office), .. Marks(office), .. OfAnchor()]);
    }

    internal IReadOnlyList<string> Marks(OfficeSetting office)
    {
        using var sql = node.Database.Read();
        var delegations = sql.Query("SELECT name, text FROM own_document WHERE name LIKE 'delegation %'", r => (Role: r.GetString(0)[Delegation.Length..], Text: r.GetString(1)))
            .ToDictionary(d => d.Role, d => d.Text);
        return own.Marks(office, delegations);
    }

    private List<string> OfAnchor()
    {
        using var sql = node.Database.Read();
        return sql.Query("SELECT text FROM own_document WHERE name IN ($1, $2, $3)", r => r.GetString(0), AnchorConfiguration, AnchorStatus, AboutUs);
    }

    internal Task KeepAsync(IReadOnlyDictionary<string, string> documents) => node.Writer.RunAsync(t =>
    {
        foreach (var (name, text) in documents) t.Sql.Run("INSERT OR REPLACE INTO own_document VALUES($1, $2, $3)", name, text, node.Now);
    });

    /// <summary>The anchor's delegations, as its endpoint answers them.</summary>
    internal static Dictionary<string, string> ReadDelegations(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
}
