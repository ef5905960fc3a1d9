using System.Security.Cryptography;
using Comity.Ledger;
using Comity.Node.Ledger;

namespace Comity.Node.Tests;

public sealed class WriterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
    }

    private LedgerWriter Log() => new(new LogKey("test.localhost/ledger", _key), TimeProvider.System, RandomNumberGenerator.Fill);

    private Database Create() => Database.Create(_folder.At("comity.db"), Tables.All);

    private static long Add(Transaction t, int n) => t.Append(EntryKind.Access, EntryField.Of("of", Digest.Of($"{n}"))).Index;

    [Fact]
    public async Task Work_that_fails_leaves_no_trace_and_the_rest_of_its_group_stands()
    {
        var database = Create();
        await using var writer = new Writer(database, Log());
        var all = Enumerable.Range(0, 200).Select(n => writer.RunAsync(t =>
        {
            var index = Add(t, n);
            return n % 3 == 0 ? throw new InvalidOperationException("no") : index;
        })).ToList();
        var done = await Task.WhenAll(all.Select(async work =>
        {
            try
            {
                return await work;
            }
            catch (InvalidOperationException)
            {
                return -1;
            }
        }));
        var kept = done.Where(i => i >= 0).ToList();
        Assert.Equal(133, kept.Count);
        Assert.Equal(Enumerable.Range(0, 133).Select(i => (long)i), kept);
        using var sql = database.Read();
        Assert.Equal(133, LedgerTables.Size(sql));
    }

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public async Task LedgerOnlyGrows_across_rolled_back_work_and_restarts()
    {
        var database = Create();
        for (var run = 0; run < 4; run++)
        {
            await using var writer = new Writer(database, Log());
            for (var n = 0; n < 100; n++)
            {
                await writer.RunAsync(t =>
                {
                    Add(t, n);
                    t.SignLog();
                });
                await Assert.ThrowsAsync<InvalidOperationException>(() => writer.RunAsync(t =>
                {
                    Add(t, -n);
                    t.SignLog();
                    throw new InvalidOperationException();
                }));
            }
        }

        using var sql = database.Read();
        var signed = sql.Query("SELECT size, root FROM ledger_checkpoint ORDER BY size", r => (Size: r.GetInt64(0), Root: new Digest(r.Bytes(1))));
        Assert.Equal(400, signed.Count);
        foreach (var (from, to) in signed.Zip(signed.Skip(1)))
            Assert.True(ConsistencyProof.Holds(from.Size, from.Root, to.Size, to.Root, LedgerReader.Consistency(sql, from.Size, to.Size)));
    }

    [Fact]
    [Trait("Spec", "ledger/R36")]
    public async Task Every_entry_is_provable_under_the_newest_checkpoint()
    {
        var database = Create();
        await using var writer = new Writer(database, Log());
        for (var n = 0; n < 300; n++) await writer.RunAsync(t => Add(t, n));
        await writer.RunAsync(t => t.SignLog());
        using var sql = database.Read();
        for (var n = 0; n < 300; n += 37)
        {
            var proof = TlogProof.Parse(System.Text.Encoding.UTF8.GetBytes(LedgerReader.Prove(sql, n)));
            Assert.Equal(Digest.Of($"{n}"), proof.Verify(new LogKey("test.localhost/ledger", _key)).Entry.DigestOf("of"));
        }
    }

    [Fact]
    public async Task A_log_that_lost_an_entry_is_not_taken_up()
    {
        var database = Create();
        await using (var writer = new Writer(database, Log()))
        {
            for (var n = 0; n < 5; n++) await writer.RunAsync(t => Add(t, n));
            await writer.RunAsync(t => t.SignLog());
        }

        using (var sql = database.OpenWriter()) sql.Run("DELETE FROM ledger_entry WHERE idx = 4");
        Assert.Throws<NodeFault>(() => new Writer(database, Log()));
        using (var sql = database.OpenWriter()) sql.Run("UPDATE ledger_entry SET leaf = zeroblob(33) WHERE idx = 2");
        Assert.Throws<NodeFault>(() => new Writer(database, Log()));
    }
}
