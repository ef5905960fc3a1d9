using Microsoft.Data.Sqlite;

namespace Comity.Node;

/// <summary>One step of a capability's tables. Steps run once, in order of <see cref="Number"/>, and are never changed after release.</summary>
internal sealed record Migration(int Number, string Capability, string Sql);

/// <summary>The node's SQLite file: write-ahead log, full sync, one writer, many readers.</summary>
internal sealed class Database
{
    /// <summary>Marks our files: "COMY".</summary>
    private const int ApplicationId = 0x434F4D59;

    private readonly string _path;
    private readonly string _reading;

    private Database(string path)
    {
        _path = path;
        _reading = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = true }.ToString();
    }

    /// <summary>Makes a new database. Only set-up may: an empty file must never pass for an old one that was lost.</summary>
    internal static Database Create(string path, IReadOnlyList<Migration> migrations)
    {
        if (File.Exists(path)) throw new NodeFault($"{path} exists already; nothing was changed.");
        using (var connection = Connect(path, SqliteOpenMode.ReadWriteCreate))
        {
            connection.Run($"PRAGMA application_id = {ApplicationId}");
            connection.Run("PRAGMA journal_mode = WAL");
        }

        return Open(path, migrations);
    }

    /// <summary>Opens the database of an existing node, checks it, and brings its tables up to date.</summary>
    /// <exception cref="NodeFault">Missing, damaged, not ours, or written by a newer program.</exception>
    internal static Database Open(string path, IReadOnlyList<Migration> migrations)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) throw new NodeFault($"{path} is missing or empty. Restore it from the back-up of this node; nothing was changed.");
        try
        {
            using var connection = Connect(path, SqliteOpenMode.ReadWrite);
            Check(connection, path);
            Migrate(connection, path, migrations);
        }
        catch (SqliteException e)
        {
            throw Damaged(path, e.Message, e);
        }

        return new Database(path);
    }

    /// <summary>The one connection that writes. The caller keeps it.</summary>
    internal SqliteConnection OpenWriter() => Connect(_path, SqliteOpenMode.ReadWrite);

    /// <summary>A pooled connection to read with. Dispose it soon.</summary>
    internal SqliteConnection Read()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        connection.Run("PRAGMA query_only = 1");
        return connection;
    }

    /// <summary>Closes pooled readers, so that the files can be moved or removed.</summary>
    internal void Release() => SqliteConnection.ClearPool(new SqliteConnection(_reading));

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        connection.Run("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000");
        return connection;
    }

    private static void Check(SqliteConnection connection, string path)
    {
        if (connection.Scalar<long>("PRAGMA application_id") != ApplicationId) throw Damaged(path, "it is not a database of Comity", null);
        var found = connection.Scalar<string>("PRAGMA quick_check(1)");
        if (found != "ok") throw Damaged(path, found ?? "no answer", null);
    }

    private static void Migrate(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        var version = (int)connection.Scalar<long>("PRAGMA user_version");
        var newest = migrations.Max(m => m.Number);
        if (version > newest) throw new NodeFault($"{path} was written by a newer program (tables {version}, we know {newest}). Start that program.");
        foreach (var step in migrations.Where(m => m.Number > version).OrderBy(m => m.Number))
        {
            using var transaction = connection.BeginTransaction();
            connection.Run(step.Sql);
            connection.Run($"PRAGMA user_version = {step.Number}");
            transaction.Commit();
        }
    }

    private static NodeFault Damaged(string path, string why, Exception? inner) =>
        new($"{path} is damaged ({why}). Restore it from the back-up of this node; nothing was changed.", inner);
}
