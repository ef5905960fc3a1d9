using System.Security.Cryptography;
using Comity.Ledger;
using Comity.Node.Desk;
using Comity.Node.Law;
using Comity.Node.Ledger;

namespace Comity.Node;

/// <summary>A node that is set up: its folder, database, log and law, opened and checked.</summary>
internal sealed class NodeCore
{
    private readonly ECDsa _ledgerKey;

    private NodeCore(NodeFolder folder, Database database, LawShelf law, TimeProvider clock)
    {
        (Folder, Database, Law, Clock) = (folder, database, law, clock);
        Settings = folder.Settings ?? throw new InvalidOperationException("The node is not set up.");
        _ledgerKey = folder.Platform(NodeKeys.Ledger);
        LogKey = new LogKey($"{Settings.Host}/ledger", _ledgerKey);
        Log = new LogWatch(LogKey, clock);
        var begun = clock.GetTimestamp();
        Writer = new Writer(database, new LedgerWriter(LogKey, clock, Random));
        using var sql = database.Read();
        Log.NoteStart(sql, clock.GetElapsedTime(begun));
    }

    internal NodeFolder Folder { get; }

    internal NodeSettings Settings { get; }

    internal Database Database { get; }

    internal Writer Writer { get; }

    /// <summary>The last check of this node's log.</summary>
    internal LogWatch Log { get; }

    internal LawShelf Law { get; }

    internal LiveDesk Live { get; } = new();

    internal LogKey LogKey { get; }

    internal ECDsa LedgerKey => _ledgerKey;

    internal TimeProvider Clock { get; }

    internal RandomFill Random { get; } = RandomNumberGenerator.Fill;

    /// <summary>Now, in whole seconds: what claims are made of.</summary>
    internal DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Opens the node in <paramref name="folder"/>; makes its database if set-up has just ended.</summary>
    /// <exception cref="NodeFault">A part is missing or damaged.</exception>
    internal static NodeCore Open(NodeFolder folder, LawShelf law, TimeProvider clock, bool create = false)
    {
        var database = create ? Database.Create(folder.DatabasePath, Tables.All) : Database.Open(folder.DatabasePath, Tables.All);
        using (var sql = database.Read())
            foreach (var kept in LawTables.Kept(sql, law)) law.Add(kept);
        var core = new NodeCore(folder, database, law, clock);
        core.Writer.RunAsync(t => LawTables.Keep(t, law.Current, core.Now)).GetAwaiter().GetResult(); // start-up, before anybody else writes
        return core;
    }

    /// <summary>Finishes what is queued and closes. Not a dispose method: the container hands the core to many and must never end it.</summary>
    internal async Task CloseAsync()
    {
        await Writer.DisposeAsync();
        Database.Release();
        _ledgerKey.Dispose();
    }
}
