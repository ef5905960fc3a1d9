using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Trust;

namespace Comity.Node.Dossiers;

/// <summary>The offices of the directory that may receive a request: those whose marks make them an addressee of the channel.</summary>
internal static class Receivers
{
    private static readonly string[] ToProviders = ["provider", "registrar"];

    /// <summary>True for a channel that leads to a provider or registrar, in this State or abroad.</summary>
    internal static bool AreProviders(Channel channel) => channel.Addressee.Any(ToProviders.Contains);

    /// <summary>All of them, in the order in which the instrument names the addressees: the point of contact of article 35 comes before the central authority for article 29.</summary>
    /// <param name="node">Our node.</param>
    /// <param name="release">The law release.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="party">The asked State; not read for providers, since no member vouches for the State of one.</param>
    /// <param name="other">The other side of the dossier, if there is one: then only its offices.</param>
    /// <param name="aside">True for a way other than the default: it leads to any office of the State.</param>
    internal static IReadOnlyList<KnownOffice> Of(NodeCore node, LawRelease release, Channel channel, string party, string? other = null, bool aside = false)
    {
        using var sql = node.Database.Read();
        var members = TrustTables.Members(sql).ToDictionary(m => m.Entity);
        var providers = AreProviders(channel);
        return [.. TrustTables.Offices(sql)
            .Where(o => o.Member != node.Settings.Url && (other is not null ? o.Member == other : providers ? members[o.Member].Provider : members[o.Member].Party == party))
            .Where(o => Rank(o) < int.MaxValue)
            .OrderBy(Rank)
            .Select(o => o with { Name = $"{o.Name}, {members[o.Member].Name}" })];

        int Rank(KnownOffice office)
        {
            for (var i = 0; i < channel.Addressee.Length; i++)
                if (office.Roles.Any(role => release.CountsAs(role, channel.Addressee[i]))) return i;
            return aside && office.Roles.Count > 0 ? channel.Addressee.Length : int.MaxValue;
        }
    }
}
