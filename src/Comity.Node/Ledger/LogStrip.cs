using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>The state of the log in one line.</summary>
internal static class LogStrip
{
    /// <summary>The anchor is the one witness, of its own log too (R40).</summary>
    private const int Asked = 1;

    internal static LedgerStrip Of(SqliteConnection sql, NodeCore node)
    {
        var newest = LedgerTables.Newest(sql);
        var (witnesses, at) = LedgerTables.Cosigned(sql);
        return new(node.Log.Health, newest?.Size ?? 0, newest?.Root.ToHex() ?? "", witnesses, Asked, at);
    }
}
