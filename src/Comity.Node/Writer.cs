using System.Threading.Channels;
using Comity.Ledger;
using Comity.Node.Ledger;
using Microsoft.Data.Sqlite;

namespace Comity.Node;

/// <summary>What one piece of work may do before it is durable: write rows, append to the ledger, and name what follows the commit.</summary>
internal sealed class Transaction(SqliteConnection connection, LedgerWriter ledger)
{
    private readonly List<Action> _after = [];

    internal SqliteConnection Sql => connection;

    /// <summary>Appends a ledger entry of the present time; its place.</summary>
    internal Appended Append(EntryKind kind, params ReadOnlySpan<EntryField> fields) => ledger.Append(connection, kind, fields);

    /// <summary>Signs the log's head as it is now; nothing may be claimed of an entry before (R25).</summary>
    internal StoredCheckpoint SignLog() => ledger.Sign(connection);

    /// <summary>The name of this node's log.</summary>
    internal string Origin => ledger.Origin;

    /// <summary>Runs once the work is on disk: wake a courier, tell the desks. Never before, and not if the work fails.</summary>
    internal void AfterCommit(Action action) => _after.Add(action);

    internal IReadOnlyList<Action> After => _after;
}

/// <summary>The one writer of a node. Work queued meanwhile shares a commit, so that the disk is asked once for many acts.</summary>
/// <remarks>Each piece of work stands alone: one that throws is rolled back to its savepoint and the others still commit.
/// A result reaches its caller only after the commit, so nothing is claimed that a crash could take back (R25).</remarks>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>Most pieces in one commit; larger groups were slower in trials.</summary>
    private const int LargestGroup = 64;

    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly LedgerWriter _ledger;
    private readonly Task _loop;
    private readonly SemaphoreSlim _growth = new(0, 1);

    internal Writer(Database database, LedgerWriter ledger)
    {
        _connection = database.OpenWriter();
        _ledger = ledger;
        _ledger.Load(_connection);
        _loop = Task.Factory.StartNew(Loop, TaskCreationOptions.LongRunning).Unwrap();
    }

    /// <summary>Released when the log has grown; growth that nobody waited for yet counts once.</summary>
    internal SemaphoreSlim Growth => _growth;

    /// <summary>Runs <paramref name="work"/> in a transaction of its own or shared; completes when it is durable.</summary>
    internal Task<T> RunAsync<T>(Func<Transaction, T> work)
    {
        var item = new Work<T>(work);
        return _queue.Writer.TryWrite(item) ? item.Done : throw new OperationCanceledException("The node is stopping.");
    }

    /// <summary>As <see cref="RunAsync{T}"/>, without a result.</summary>
    internal Task RunAsync(Action<Transaction> work) => RunAsync<bool>(transaction =>
    {
        work(transaction);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
        _growth.Dispose();
    }

    private async Task Loop()
    {
        var group = new List<Work>(LargestGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var next)) group.Add(next);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Work> group)
    {
        var before = _ledger.Snapshot();
        try
        {
            _connection.Run("BEGIN IMMEDIATE");
            foreach (var work in group) RunOne(work);
            _connection.Run("COMMIT");
        }
        catch (SqliteException e)
        {
            _ledger.Restore(before);
            TryRollBack();
            foreach (var work in group) work.Fail(e);
            return;
        }

        foreach (var work in group) work.Finish();
        if (_ledger.Size > before.Tree.Size && _growth.CurrentCount == 0) _growth.Release();
    }

    private void RunOne(Work work)
    {
        var before = _ledger.Snapshot();
        _connection.Run("SAVEPOINT piece");
        var failed = work.Run(new Transaction(_connection, _ledger));
        if (failed)
        {
            _connection.Run("ROLLBACK TO piece");
            _ledger.Restore(before);
        }

        _connection.Run("RELEASE piece");
    }

    private void TryRollBack()
    {
        try
        {
            _connection.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself on some errors (a full disk); there is then no transaction left to end.
        }
    }

    private abstract class Work
    {
        /// <summary>True if the work threw.</summary>
        internal abstract bool Run(Transaction transaction);

        internal abstract void Finish();

        internal abstract void Fail(Exception e);
    }

    private sealed class Work<T>(Func<Transaction, T> work) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;
        private IReadOnlyList<Action> _after = [];

        internal Task<T> Done => _done.Task;

        [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "Whatever the work throws goes to its caller; the other work of the group must go on.")]
        internal override bool Run(Transaction transaction)
        {
            try
            {
                _result = work(transaction);
                _after = transaction.After;
                return false;
            }
            catch (Exception e)
            {
                _failure = e;
                return true;
            }
        }

        internal override void Finish()
        {
            if (_failure is not null)
            {
                _done.SetException(_failure);
                return;
            }

            foreach (var action in _after) action();
            _done.SetResult(_result!);
        }

        internal override void Fail(Exception e) => _done.TrySetException(_failure ?? e);
    }
}
