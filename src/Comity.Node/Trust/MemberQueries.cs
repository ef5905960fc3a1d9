using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;
using PartySide = Comity.Node.Look.Side;

namespace Comity.Node.Trust;

/// <summary>Reads the members of the federation at its anchor.</summary>
internal sealed class MemberQueries(NodeCore node, AnchorRegister register, ApplicantDesk applicants, LawShelf law)
{
    /// <summary>Null on a node that is no anchor.</summary>
    internal Task<MembersView?> ListAsync(CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        if (node.Settings.Kind != NodeKind.Anchor) return Task.FromResult<MembersView?>(null);
        using var sql = node.Database.Read();
        var logs = WitnessTables.Witnessed(sql).ToDictionary(l => l.Origin);
        return Task.FromResult<MembersView?>(new(
            node.Now, node.Settings.Url, node.Folder.Key(NodeKeys.Root).Kid,
            [.. applicants.Waiting().Select(Show)], [.. register.All().Select(m => Show(sql, m, logs))], []));
    }

    private Applicant Show(Asking asking) => new(
        asking.Application.Iss, asking.Configuration.Metadata.OrganizationName ?? new Uri(asking.Application.Iss).Host,
        asking.Application.NodeKind == NodeKind.Provider ? "Provider" : "Authority of a State",
        PartyOf(asking.Application.Party, asking.Application.NodeKind), asking.Key.Kid, Offices(asking.Application), asking.At);

    private Member Show(SqliteConnection sql, Admitted member, Dictionary<string, SeenCheckpoint> logs)
    {
        var origin = sql.Scalar<string>("SELECT origin FROM member_log WHERE entity = $1", member.Entity);
        var log = origin is null ? null : logs.GetValueOrDefault(origin);
        var forked = origin is not null && sql.Scalar<long>("SELECT count(*) FROM log_conflict WHERE origin = $1", origin) > 0;
        return new(
            member.Entity, member.Name, PartyOf(member.Party, member.Kind), applicants.ApplicationOf(member.Entity) is { } application ? Offices(application, member.Roles) : [],
            member.At, log?.Size, log is null ? null : DateTimeOffset.FromUnixTimeSeconds(log.At), forked ? new(Tone.Life, "log inconsistent") : new(Tone.Proof, "valid"));
    }

    private PartySide PartyOf(string party, NodeKind kind) => new(
        party, CountryCode.TryParse(party, null, out var code) && law.Current.FindCountry(code) is { } country ? country.Name : party, Provider: kind == NodeKind.Provider);

    private static IReadOnlyList<OfficeRole> Offices(Application application, IReadOnlyList<string>? granted = null) =>
        [.. application.Offices.SelectMany(o => o.Roles.Where(r => granted is null || granted.Contains(r)).Select(r => new OfficeRole(o.Id, o.Name, r)))];
}
