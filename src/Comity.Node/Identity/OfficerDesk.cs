using System.Collections.Concurrent;
using Comity.Node.Look;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Identity;

/// <summary>A person proposed by an officer; with keys once the person has enrolled them.</summary>
internal sealed record Invitation(string Id, string Name, string Title, string Office, string By, DateTimeOffset At, NewPasskeys? Passkeys, DateTimeOffset? Enrolled)
{
    internal bool HasKeys => Passkeys is not null;
}

/// <summary>Further officers: one proposes, the person enrols both passkeys, another confirms (R13).</summary>
internal sealed class OfficerDesk(NodeCore node, Enrolment enrolment, ShownOnce shown)
{
    /// <summary>How long an invitation can be used. Ours.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromHours(72);

    private const string Columns = "id, name, title, office, invited_by, at, passkeys, enrolled";

    internal async Task InviteAsync(Officer by, string name, string title, string office)
    {
        var code = Base64UrlText.Encode(node.Random.Bytes(16));
        await node.Writer.RunAsync(t => t.Sql.Run("INSERT INTO invitation(id, code, name, title, office, invited_by, at) VALUES($1, $2, $3, $4, $5, $6, $7)",
            Base64UrlText.Encode(node.Random.Bytes(16)), Digest.Of(code), name, title, office, by.Id, node.Now));
        shown[by.Id] = $"{node.Settings.Url}/enrol/{code}";
    }

    /// <summary>The invitation with that code, or null if there is none that still holds.</summary>
    internal Invitation? Invited(string code)
    {
        using var sql = node.Database.Read();
        return sql.First($"SELECT {Columns} FROM invitation WHERE code = $1 AND ended IS NULL AND at > $2", Read, Digest.Of(code), node.Now - Validity);
    }

    internal Task KeepAsync(Invitation invitation, NewPasskeys passkeys) => node.Writer.RunAsync(t =>
    {
        t.Sql.Run("UPDATE invitation SET passkeys = $2, enrolled = $3 WHERE id = $1 AND passkeys IS NULL AND ended IS NULL", invitation.Id, StoredPasskeys.Write(passkeys), node.Now);
        t.AfterCommit(() => node.Live.Changed("desk"));
    });

    /// <summary>The second person's word: the proposed one becomes an officer. Nobody confirms whom they proposed. What is wrong otherwise.</summary>
    internal Task<string?> ConfirmAsync(Officer by, string id) => node.Writer.RunAsync(t =>
    {
        if (Waiting(t.Sql).Find(i => i.Id == id) is not { Passkeys: { } passkeys } invited) return "This person waits for no confirmation any more.";
        if (invited.By == by.Id) return "You proposed this person yourself; a colleague confirms.";
        enrolment.Enrol(t, invited.Name, invited.Title, invited.Office, passkeys);
        End(t.Sql, id);
        return (string?)null;
    });

    internal Task DeclineAsync(string id) => node.Writer.RunAsync(t => End(t.Sql, id));

    internal OfficersView View(Officer reader)
    {
        using var sql = node.Database.Read();
        var keys = sql.Query("SELECT officer, bound, exercise_key IS NOT NULL, expires FROM approval_key",
            r => (Officer: r.GetString(0), Bound: r.GetInt64(1) != 0, Exercise: r.GetInt64(2) != 0, Until: DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(3)))).ToDictionary(k => k.Officer);
        return new(
            node.Now, node.Settings.Title,
            [.. OfficerStore.All(sql).Select(o => Row(o, keys[o.Id].Bound, keys[o.Id].Exercise, keys[o.Id].Until))],
            [.. Waiting(sql).Select(i => new PendingEnrolment(i.Id, i.Name, Title(i.Title, i.Office), i.Enrolled ?? i.At, i.By == reader.Id))],
            MayEnrol: true, shown.Take(reader.Id), [.. node.Settings.Offices.Select(o => new Choice(o.Name, o.Title))]);
    }

    private OfficerRow Row(Officer officer, bool bound, bool exercise, DateTimeOffset until) => new(
        officer.Name, Title(officer.Title, officer.Office),
        exercise ? "exercise key" : $"sign-in passkey, approval passkey ({(bound ? "on one device" : "synced")})",
        until, until - node.Now < OfficerStatement.LongestValidity / 3 ? new(Tone.Time, "is renewed at the next approval") : new(Tone.Proof, "valid"));

    private string Title(string title, string office) => node.Settings.Offices.Count == 1 ? title : $"{title}, {node.Settings.Offices.First(o => o.Name == office).Title}";

    private static List<Invitation> Waiting(SqliteConnection sql) =>
        sql.Query($"SELECT {Columns} FROM invitation WHERE passkeys IS NOT NULL AND ended IS NULL ORDER BY at", Read);

    private void End(SqliteConnection sql, string id) => sql.Run("UPDATE invitation SET ended = $2 WHERE id = $1 AND ended IS NULL", id, node.Now);

    private static Invitation Read(SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(5)),
        r.Text(6) is { } passkeys ? StoredPasskeys.Read(passkeys) : null, r.Number(7) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);
}

/// <summary>Addresses of invitations, each shown to its maker once and stored nowhere.</summary>
internal sealed class ShownOnce
{
    private readonly ConcurrentDictionary<string, string> _addresses = [];

    internal string this[string officer]
    {
        set => _addresses[officer] = value;
    }

    internal string? Take(string officer) => _addresses.TryRemove(officer, out var address) ? address : null;
}
