using System.Text.Json;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Trust;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Identity;

/// <summary>A person to be enrolled, with the public key of the passkey that approves (R13).</summary>
/// <param name="ExerciseKey">The private key, only for an invented person of the demo.</param>
internal sealed record NewOfficer(string Name, string Title, string Office, PublicJwk Key, byte[]? Credential, bool Bound, SigningKey? ExerciseKey)
{
    /// <summary>The id that the sign-in passkey names already; null for a random one.</summary>
    internal string? Id { get; init; }
}

/// <summary>An officer's approval key and the authority's word about it.</summary>
internal sealed record ApprovalKey(SdJwt Statement, byte[]? Credential, SigningKey? ExerciseKey);

/// <summary>Makes persons officers: issues their officer statements and logs it (R13). A second person stands beside every enrolment; the callers see to that.</summary>
internal sealed class Enrolment(NodeCore node)
{
    /// <summary>The act types that officers of an office may approve: all of ours; which of them an office may write is the law's and the roles' matter.</summary>
    private static readonly IReadOnlyList<string> AllActs = [.. Acts.All.Select(a => a.Word)];

    internal Officer Enrol(Transaction t, NewOfficer person)
    {
        var officer = new Officer(person.Id ?? Base64UrlText.Encode(node.Random.Bytes(16)), person.Name, person.Title, person.Office, person.ExerciseKey is not null);
        t.Sql.Run("INSERT INTO officer VALUES($1, $2, $3, $4, $5, $6)", officer.Id, officer.Name, officer.Title, officer.Office, officer.Exercise, node.Now);
        var statement = Issue(officer, person.Key, person.Bound);
        var wrapped = person.ExerciseKey is { } key ? node.Folder.Wrap("officer:" + officer.Id, key.ToPkcs8()) : null;
        t.Sql.Run("INSERT INTO approval_key VALUES($1, $2, $3, $4, $5, $6, $7)", officer.Id, person.Credential, person.Key.ToJson().ToJsonString(), person.Bound, wrapped,
            statement.Text, Expiry(node.Now));
        t.Append(EntryKind.Enrolment, EntryField.Of("officer", statement.Id));
        return officer;
    }

    /// <summary>Enrols a person with both passkeys.</summary>
    internal Officer Enrol(Transaction t, string name, string title, string office, NewPasskeys passkeys)
    {
        var (credential, key, bound) = passkeys.Approval;
        var officer = Enrol(t, new(name, title, office, key, credential, bound, ExerciseKey: null) { Id = passkeys.Id });
        OfficerStore.Add(t.Sql, officer, passkeys.SignIn);
        return officer;
    }

    /// <summary>The officer's approval key with a statement that still holds; a new one is issued when less than a third of its term is left.</summary>
    internal async Task<ApprovalKey> KeyAsync(Officer officer)
    {
        var stored = Read(officer.Id);
        if (stored.Expires < node.Now + (OfficerStatement.LongestValidity / 3)) stored = await RenewAsync(officer, stored);
        var exercise = stored.Wrapped is { } wrapped ? SigningKey.FromPkcs8(node.Folder.Unwrap("officer:" + officer.Id, wrapped)) : null;
        return new(SdJwt.Parse(stored.Statement, SdJwtProfile.Officer, "The officer statement"), stored.Credential, exercise);
    }

    private async Task<Stored> RenewAsync(Officer officer, Stored stored)
    {
        using var jwk = JsonDocument.Parse(stored.Jwk);
        var statement = Issue(officer, PublicJwk.Parse(jwk.RootElement, "The approval key"), stored.Bound);
        await node.Writer.RunAsync(t =>
        {
            t.Sql.Run("UPDATE approval_key SET statement = $1, expires = $2 WHERE officer = $3", statement.Text, Expiry(node.Now), officer.Id);
            t.Append(EntryKind.Enrolment, EntryField.Of("officer", statement.Id));
        });
        return stored with { Statement = statement.Text };
    }

    private SdJwt Issue(Officer officer, PublicJwk key, bool bound) => new OfficerStatement
    {
        Authority = EntityId.Parse(node.Settings.Url),
        Subject = officer.Id,
        Office = EntityId.Parse(node.Settings.OfficeId(officer.Office)),
        May = AllActs,
        Key = key,
        RpId = node.Settings.Host,
        Origins = [node.Settings.Url],
        Bound = bound,
        Number = Base64UrlText.Encode(node.Random.Bytes(16)),
        Issued = node.Now,
        Expires = Expiry(node.Now),
        Exercise = officer.Exercise,
    }.Issue(officer.Name, officer.Title, node.Folder.Key(NodeKeys.Officers), node.Random);

    private static DateTimeOffset Expiry(DateTimeOffset now) => now + OfficerStatement.LongestValidity;

    private Stored Read(string officer)
    {
        using var sql = node.Database.Read();
        return sql.First("SELECT jwk, credential, bound, exercise_key, statement, expires FROM approval_key WHERE officer = $1", Stored.From, officer)
            ?? throw new InvalidOperationException($"Officer {officer} has no approval key.");
    }

    private sealed record Stored(string Jwk, byte[]? Credential, bool Bound, byte[]? Wrapped, string Statement, DateTimeOffset Expires)
    {
        internal static Stored From(SqliteDataReader r) => new(
            r.GetString(0), r.BytesOrNull(1), r.GetInt64(2) != 0, r.BytesOrNull(3), r.GetString(4), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(5)));
    }
}
