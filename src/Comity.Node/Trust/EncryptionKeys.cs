using System.Security.Cryptography;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>The keys that evidence is sealed to: each office has a young one, old ones still open what was sealed to them (R47).</summary>
internal sealed class EncryptionKeys(NodeCore node)
{
    /// <summary>How long a key is offered to senders. R47: at most 60 days.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(60);

    /// <summary>When this little is left, the next key is made. Ours.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(15);

    /// <summary>The keys that an office publishes now.</summary>
    internal IReadOnlyList<DatedKey> Published(string office)
    {
        using var sql = node.Database.Read();
        return sql.Query("SELECT wrapped, kid, expires FROM encryption_key WHERE office = $1 AND expires > $2 ORDER BY expires DESC",
            r => new DatedKey(PublicJwk.Of(Open(r.Bytes(0), r.GetString(1)).ExportParameters(false)), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(2))), office, node.Now);
    }

    /// <summary>The private key with that thumbprint, if it is one of the office's. The caller disposes it.</summary>
    internal ECDiffieHellman? Find(string office, string kid)
    {
        using var sql = node.Database.Read();
        return sql.Scalar<byte[]>("SELECT wrapped FROM encryption_key WHERE office = $1 AND kid = $2", office, kid) is { } wrapped ? Open(wrapped, kid) : null;
    }

    /// <summary>Makes a key for each office whose newest one ends soon.</summary>
    internal async Task RenewAsync()
    {
        foreach (var office in node.Settings.Offices)
        {
            var newest = Published(office.Name) is [var first, ..] ? first : null;
            if (newest is not null && newest.Expires > node.Now + Overlap) continue;
            using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var kid = PublicJwk.Of(key.ExportParameters(false)).Kid;
            var wrapped = node.Folder.Wrap("encryption:" + kid, key.ExportPkcs8PrivateKey());
            await node.Writer.RunAsync(t =>
            {
                t.Sql.Run("INSERT INTO encryption_key VALUES($1, $2, $3, $4, $5)", kid, office.Name, wrapped, node.Now, node.Now + Life);
                t.Append(Comity.Ledger.EntryKind.Key, Comity.Ledger.EntryField.Of("kid", Digest.Parse(kid)));
            });
        }
    }

    private ECDiffieHellman Open(byte[] wrapped, string kid)
    {
        var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(node.Folder.Unwrap("encryption:" + kid, wrapped), out _);
        return key;
    }
}
