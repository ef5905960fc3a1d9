using System.Net;
using System.Text;
using Comity.Ledger;
using Comity.Node.Demo;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests.Ledger;

public sealed class WitnessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private Task<DemoFederation> StartAsync() => DemoFederation.StartAsync(_folder.Path, LawShelf.Load(), Stop);

    private static Task<Appended> Grow(NodeHost node) => node.Core.Writer.RunAsync(t => t.Append(EntryKind.Access, EntryField.Of("of", Digest.Of("something"))));

    private static Task<bool> Submit(NodeHost node) => node.Services.GetRequiredService<WitnessClient>().TrySubmitAsync(Stop);

    private static long Cosigned(NodeHost node)
    {
        using var sql = node.Core.Database.Read();
        return LedgerTables.NewestCosigned(sql)?.Size ?? 0;
    }

    private static long Size(NodeHost node)
    {
        using var sql = node.Core.Database.Read();
        return LedgerTables.Size(sql);
    }

    [Fact]
    [Trait("Spec", "ledger/R40")]
    public async Task Each_member_and_the_anchor_itself_get_their_growing_logs_cosigned_and_the_feed_shows_them()
    {
        await using var federation = await StartAsync();
        foreach (var (_, node) in federation.Nodes)
        {
            for (var round = 0; round < 3; round++)
            {
                await Grow(node);
                Assert.True(await Submit(node));
                Assert.Equal(Size(node), Cosigned(node));
            }
        }

        var serbia = federation[DemoMembers.Serbia];
        Assert.True(await serbia.Services.GetRequiredService<WitnessFeed>().TryReadAsync(Stop));
        using var sql = serbia.Core.Database.Read();
        var feed = WitnessTables.Feed(sql);
        Assert.Equal(federation.Nodes.Select(n => n.Host.Core.LogKey.Origin).Order(StringComparer.Ordinal), feed.Select(f => f.Origin));
        Assert.Equal(Size(serbia), feed.Single(f => f.Origin == serbia.Core.LogKey.Origin).Size);
    }

    [Fact]
    [Trait("Spec", "ledger/R39")]
    public async Task The_witness_answers_with_the_status_codes_of_C2SP()
    {
        await using var federation = await StartAsync();
        var anchor = federation[DemoMembers.Secretariat].Core.Settings.Url;
        var serbia = federation[DemoMembers.Serbia];
        var other = federation[DemoMembers.Japan];
        Assert.True(await Submit(serbia));
        var size = Cosigned(serbia);
        var head = await serbia.Core.Writer.RunAsync(t => t.SignLog());
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note));
        Assert.Equal((HttpStatusCode.BadRequest, null), await PostAsync(anchor, "nonsense"u8.ToArray()));
        Assert.Equal((HttpStatusCode.Conflict, $"{size}\n"), await PostAsync(anchor, new AddCheckpoint(0, [], note).ToBytes()));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(anchor, new AddCheckpoint(size, [], new SignedNote(note.Text, Signed(other, note))).ToBytes())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(anchor, new AddCheckpoint(0, [], Forged("unknown.localhost/ledger")).ToBytes())).Status);
        await Grow(serbia);
        var grown = await serbia.Core.Writer.RunAsync(t => t.SignLog());
        var wrong = new AddCheckpoint(size, [Digest.Of("no")], SignedNote.Parse(Encoding.UTF8.GetBytes(grown.Note)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(anchor, wrong.ToBytes())).Status);
        using var peers = new PeerClient();
        Assert.Equal($"{size}\n", await peers.ReadAsync($"{anchor}/witness/size?origin=rs.localhost%2Fledger", Stop));
        var member = await Assert.ThrowsAsync<HttpRequestException>(() => peers.ReadAsync(serbia.Core.Settings.Url + "/witness/feed", Stop));
        Assert.Equal(HttpStatusCode.NotFound, member.StatusCode);
    }

    [Fact]
    [Trait("Spec", "ledger/R41")]
    public async Task Two_roots_of_one_size_are_kept_as_evidence()
    {
        await using var federation = await StartAsync();
        var anchor = federation[DemoMembers.Secretariat].Core;
        var serbia = federation[DemoMembers.Serbia];
        Assert.True(await Submit(serbia));
        var fork = serbia.Core.LogKey.Sign(new Checkpoint(serbia.Core.LogKey.Origin, Cosigned(serbia), Digest.Of("another history")), null);
        for (var again = 0; again < 2; again++)
            Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(anchor.Settings.Url, new AddCheckpoint(Cosigned(serbia), [], fork).ToBytes())).Status);
        using var sql = anchor.Database.Read();
        Assert.Equal(1, sql.Scalar<long>("SELECT count(*) FROM log_conflict"));
        Assert.Equal(1, sql.Scalar<long>("SELECT count(*) FROM ledger_entry WHERE kind = 'equivocation'"));
    }

    [Fact]
    [Trait("Spec", "ledger/R41")]
    public async Task A_node_restored_from_an_old_copy_does_not_start()
    {
        await (await StartAsync()).DisposeAsync();
        var database = Path.Combine(_folder.Path, DemoMembers.Serbia, "comity.db");
        File.Copy(database, database + ".old");
        await using (var federation = await StartAsync())
        {
            await Grow(federation[DemoMembers.Serbia]);
            Assert.True(await Submit(federation[DemoMembers.Serbia]));
        }

        File.Move(database + ".old", database, overwrite: true);
        var fault = await Assert.ThrowsAsync<NodeFault>(StartAsync);
        Assert.Contains("older than what a witness has seen", fault.Message, StringComparison.Ordinal);
    }

    private static NoteSignature[] Signed(NodeHost by, SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        return [.. by.Core.LogKey.Sign(checkpoint with { Origin = by.Core.LogKey.Origin }, null).Signatures];
    }

    private static SignedNote Forged(string origin)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return new LogKey(origin, key).Sign(new Checkpoint(origin, 1, Digest.Of("leaf")), null);
    }

    /// <summary>The answer; of a text that explains, only the status counts.</summary>
    private static async Task<(HttpStatusCode Status, string? Body)> PostAsync(string anchor, byte[] body)
    {
        using var peers = new PeerClient();
        using var post = new HttpRequestMessage(HttpMethod.Post, anchor + "/witness/add-checkpoint") { Content = new ByteArrayContent(body) };
        using var answer = await peers.SendAsync(post, Stop);
        return (answer.StatusCode, answer.StatusCode == HttpStatusCode.Conflict ? await answer.Content.ReadAsStringAsync(Stop) : null);
    }
}
