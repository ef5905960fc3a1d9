using System.Diagnostics;
using System.Globalization;
using System.Text;
using Comity.Ledger;
using Comity.Node.Dossiers;
using Comity.Node.Look;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Ledger;

/// <summary>Remembers the last check of this node's log, and makes a whole one: every entry, every checkpoint ever signed. Pages say "consistent" of nothing else.</summary>
internal sealed class LogWatch(LogKey key, TimeProvider clock)
{
    private const int Batch = 2048;

    /// <summary>The last check since the node started; null before the first.</summary>
    internal LogCheck? Last { get; private set; }

    internal LedgerHealth Health => Last is not { } last ? LedgerHealth.NotChecked : last.Checks.All(c => c.Holds) ? LedgerHealth.Consistent : LedgerHealth.Broken;

    /// <summary>Notes that the stored log led to its last signed checkpoint when the node started; otherwise it would not have started.</summary>
    internal void NoteStart(SqliteConnection sql, TimeSpan took)
    {
        if (LedgerTables.Newest(sql) is { } newest)
            Last = new(clock.GetUtcNow(), took, [new(string.Create(CultureInfo.InvariantCulture, $"At start the stored log led to its last signed checkpoint, size {newest.Size}"), null, true)]);
    }

    /// <summary>Computes the tree anew from the entries and compares it with every checkpoint signed.</summary>
    internal LogCheck Check(SqliteConnection sql)
    {
        using var snapshot = sql.BeginTransaction(deferred: true); // one state of the log, while the writer goes on
        return CheckWithin(sql);
    }

    /// <summary>As <see cref="Check"/>, within the caller's transaction.</summary>
    internal LogCheck CheckWithin(SqliteConnection sql)
    {
        var watch = Stopwatch.StartNew();
        var checkpoints = LedgerTables.Checkpoints(sql, int.MaxValue).OrderBy(c => c.Size).ToList();
        var (tree, faults) = (new CompactRange(), new Faults());
        var next = 0;
        for (var rows = LedgerTables.Rows(sql, 0, Batch); rows.Count > 0; rows = LedgerTables.Rows(sql, rows[^1].Index + 1, Batch))
            foreach (var row in rows)
            {
                CheckRow(row, tree.Size, faults);
                tree.Append(MerkleHash.Leaf(row.Leaf));
                for (; next < checkpoints.Count && checkpoints[next].Size == tree.Size; next++) Compare(checkpoints[next], tree.Root, faults);
            }

        if (next < checkpoints.Count) Faults.Note(ref faults.Root, string.Create(CultureInfo.InvariantCulture, $"Checkpoint {checkpoints[next].Size} is larger than the log"));
        return Last = new(clock.GetUtcNow(), watch.Elapsed, Outcome(tree.Size, checkpoints.Count, faults));
    }

    private static void CheckRow(LogRow row, long place, Faults faults)
    {
        if (row.Index != place) Faults.Note(ref faults.Entry, string.Create(CultureInfo.InvariantCulture, $"Entry {place} is missing"));
        if (row is { Salt: { } salt, Record: { } record } && !LedgerEntry.Read(salt, record).Leaf.AsSpan().SequenceEqual(row.Leaf))
            Faults.Note(ref faults.Entry, string.Create(CultureInfo.InvariantCulture, $"Entry {row.Index} was changed"));
    }

    private void Compare(StoredCheckpoint stored, Digest root, Faults faults)
    {
        if (stored.Root != root) Faults.Note(ref faults.Root, string.Create(CultureInfo.InvariantCulture, $"Checkpoint {stored.Size} has another root"));
        try
        {
            var signed = key.Open(SignedNote.Parse(Encoding.UTF8.GetBytes(stored.Note)));
            if (signed.Size != stored.Size || signed.Root != stored.Root) Faults.Note(ref faults.Signature, string.Create(CultureInfo.InvariantCulture, $"The note of checkpoint {stored.Size} says something else"));
        }
        catch (RefusedException e)
        {
            Faults.Note(ref faults.Signature, string.Create(CultureInfo.InvariantCulture, $"Checkpoint {stored.Size}: {e.Message}"));
        }
    }

    private static IReadOnlyList<Check> Outcome(long size, int checkpoints, Faults faults) =>
    [
        new($"Every record matches its leaf, {Shown.Count(size)} entries", null, faults.Entry is null, faults.Entry),
        new($"The tree leads to every checkpoint ever signed, {Shown.Count(checkpoints)}", null, faults.Root is null, faults.Root),
        new("Every checkpoint carries our log's signature", null, faults.Signature is null, faults.Signature),
    ];

    /// <summary>The first fault of each kind.</summary>
    private sealed class Faults
    {
        internal string? Entry, Root, Signature;

        internal static void Note(ref string? first, string fault) => first ??= fault;
    }
}
