using Comity.Evidence;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Evidence;

/// <summary>Keeps content keys at rest: each wrapped under the node's vault key, and that under the master key (R47, R48).</summary>
internal sealed class Vault(NodeCore node) : IDisposable
{
    private const string Name = "vault";

    /// <summary>The platform's cipher is not for two threads at a time.</summary>
    private readonly Lock _using = new();

    private VaultKey? _key;

    internal async Task<byte[]> WrapAsync(ContentKey key, Digest objectRoot)
    {
        var vault = await OpenAsync();
        lock (_using) return vault.Wrap(key, objectRoot, node.Random);
    }

    /// <exception cref="InvalidDataException">Our own store is damaged.</exception>
    internal async Task<ContentKey> UnwrapAsync(byte[] wrapped, Digest objectRoot)
    {
        var vault = await OpenAsync();
        lock (_using) return vault.Unwrap(wrapped, objectRoot);
    }

    public void Dispose() => _key?.Dispose();

    private async Task<VaultKey> OpenAsync()
    {
        if (_key is { } open) return open;
        var wrapped = await node.Writer.RunAsync(t => Stored(t.Sql) ?? Create(t.Sql));
        lock (_using) return _key ??= new(node.Folder.Unwrap(Name, wrapped));
    }

    private static byte[]? Stored(SqliteConnection sql) => sql.Scalar<byte[]>("SELECT wrapped FROM vault_key ORDER BY number DESC LIMIT 1");

    private byte[] Create(SqliteConnection sql)
    {
        var wrapped = node.Folder.Wrap(Name, node.Random.Bytes(32));
        sql.Run("INSERT INTO vault_key(wrapped, made) VALUES($1, $2)", wrapped, node.Now);
        return wrapped;
    }
}
