using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>The state of the log in one line.</summary>
internal static class LogStrip
{
    internal static LedgerStrip Of(SqliteConnection sql, NodeCore node)
    {
        var newest = LedgerTables.Newest(sql);
        var (witnesses, at) = LedgerTables.Cosigned(sql);
        var asked = node.Settings.Anchor is null ? 0 : 1; // the anchor is the one witness; of its own log there is no other (R40)
        return new(node.Log.Health, newest?.Size ?? 0, newest?.Root.ToHex() ?? "", witnesses, asked, at);
    }
}
