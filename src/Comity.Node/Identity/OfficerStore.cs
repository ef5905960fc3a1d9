using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Identity;

/// <summary>Officers and their sign-in passkeys, as ASP.NET Core Identity wants them. There are no passwords and no user names to guess: the id is the name.</summary>
internal sealed class OfficerStore(NodeCore node) : IUserPasskeyStore<Officer>
{
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Officer user, CancellationToken cancellationToken)
    {
        using var sql = node.Database.Read();
        IList<UserPasskeyInfo> found = sql.Query("SELECT info FROM passkey WHERE officer = $1", r => Parse(r.GetString(0)), user.Id);
        return Task.FromResult(found);
    }

    public Task<Officer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        using var sql = node.Database.Read();
        return Task.FromResult(sql.First($"SELECT {Columns} FROM officer JOIN passkey ON officer.id = passkey.officer WHERE credential = $1", From, credentialId));
    }

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken)
    {
        using var sql = node.Database.Read();
        return Task.FromResult(sql.First("SELECT info FROM passkey WHERE officer = $1 AND credential = $2", r => Parse(r.GetString(0)), user.Id, credentialId));
    }

    public Task AddOrUpdatePasskeyAsync(Officer user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => node.Writer.RunAsync(t =>
        t.Sql.Run("INSERT OR REPLACE INTO passkey VALUES($1, $2, $3)", passkey.CredentialId, user.Id, Write(passkey)));

    public Task RemovePasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken) =>
        node.Writer.RunAsync(t => t.Sql.Run("DELETE FROM passkey WHERE officer = $1 AND credential = $2", user.Id, credentialId));

    public Task<Officer?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        using var sql = node.Database.Read();
        return Task.FromResult(Find(sql, userId));
    }

    public Task<Officer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByIdAsync(normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task<string?> GetNormalizedUserNameAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task SetUserNameAsync(Officer user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Officer user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not used: persons are enrolled in pairs (R13).</summary>
    public Task<IdentityResult> CreateAsync(Officer user, CancellationToken cancellationToken) => throw new NotSupportedException("Officers are enrolled, two persons together.");

    public Task<IdentityResult> UpdateAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    /// <summary>Not used: past acts keep their authors.</summary>
    public Task<IdentityResult> DeleteAsync(Officer user, CancellationToken cancellationToken) => throw new NotSupportedException("Officers are not deleted: past acts keep their authors.");

    public void Dispose()
    {
    }

    private const string Columns = "officer.id, officer.name, officer.title, officer.office, officer.exercise";

    internal static Officer? Find(SqliteConnection sql, string id) => sql.First($"SELECT {Columns} FROM officer WHERE id = $1", From, id);

    internal static List<Officer> All(SqliteConnection sql) => sql.Query($"SELECT {Columns} FROM officer ORDER BY office, name", From);

    private static Officer From(SqliteDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4) != 0);

    /// <summary>Adds the sign-in passkey of a person who is enrolled in the same step.</summary>
    internal static void Add(SqliteConnection sql, Officer officer, UserPasskeyInfo passkey) =>
        sql.Run("INSERT INTO passkey VALUES($1, $2, $3)", passkey.CredentialId, officer.Id, Write(passkey));

    internal static string Write(UserPasskeyInfo passkey) => JsonSerializer.Serialize(StoredPasskey.Of(passkey));

    internal static UserPasskeyInfo Parse(string json) => JsonSerializer.Deserialize<StoredPasskey>(json)!.ToPasskey();

    private sealed record StoredPasskey(
        byte[] Id, byte[] PublicKey, DateTimeOffset Created, uint SignCount, string[]? Transports, bool UserVerified, bool BackupEligible, bool BackedUp,
        byte[] Attestation, byte[] ClientData, string? Name)
    {
        internal static StoredPasskey Of(UserPasskeyInfo p) => new(
            p.CredentialId, p.PublicKey, p.CreatedAt, p.SignCount, p.Transports, p.IsUserVerified, p.IsBackupEligible, p.IsBackedUp,
            p.AttestationObject, p.ClientDataJson, p.Name);

        internal UserPasskeyInfo ToPasskey() => new(
            Id, PublicKey, Created, SignCount, Transports, UserVerified, BackupEligible, BackedUp, Attestation, ClientData) { Name = Name };
    }
}
