using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Comity.Ledger;
using Comity.Node.Demo;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Tests.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests.Ledger;

/// <summary>What others send to a witness and what a witness shows: read, or refused.</summary>
public sealed class WitnessFuzz : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CosignerKey _witness;

    public WitnessFuzz() => _witness = new("secretariat.localhost", _key);

    public void Dispose() => _key.Dispose();

    /// <summary>The feed of a witness.</summary>
    internal void FuzzFeed(ReadOnlySpan<byte> input) => Try(Encoding.UTF8.GetString(input));

    /// <summary>The body of <c>add-checkpoint</c>, up to the witness's answer.</summary>
    internal static void FuzzBody(ReadOnlySpan<byte> input, Witness witness)
    {
        try
        {
            Assert.NotNull(witness.ConsiderAsync(AddCheckpoint.Parse(input)).GetAwaiter().GetResult().Reply);
        }
        catch (RefusedException e)
        {
            Assert.Equal(RefusalCode.Malformed, e.Code);
        }
    }

    [Fact]
    [Trait("Spec", "ledger/R40")]
    public void A_mutated_feed_is_read_or_refused_and_nothing_else()
    {
        var feed = Feed(Cosigned("rs.localhost/ledger", 3), Cosigned("jp.localhost/ledger", 9));
        Assert.Equal([3L, 9L], WitnessFeed.Parse(feed, _witness).Select(s => s.Size));
        Fuzzing.Run(FuzzFeed, Encoding.UTF8.GetBytes(feed));
    }

    [Fact]
    [Trait("Spec", "ledger/R40")]
    public void A_feed_holds_nothing_but_cosigned_notes_within_its_size()
    {
        string[] others = ["null", "{}", "[]", "1", "\"\"", "\"\\ud800\"", "\"a\\n1\\n\\n\""];
        Assert.All(others, other => Assert.False(Try($$"""{"checkpoints":[{{other}}]}"""), other));
        Assert.All(others, other => Assert.Equal(other == "[]", Try($$"""{"checkpoints":{{other}}}""")));
        var note = Cosigned("rs.localhost/ledger", 3);
        Assert.False(Try(Feed(new SignedNote(note.Text, [note.Signatures[0]]))));
        Assert.False(Try(Feed(note) + new string(' ', StrictJson.LongestBody)));
    }

    [Fact]
    [Trait("Spec", "ledger/R39")]
    public async Task A_mutated_add_checkpoint_is_answered_or_refused_and_nothing_else()
    {
        using var folder = new TestFolder();
        await using var federation = await DemoFederation.StartAsync(folder.Path, LawShelf.Load(), TestContext.Current.CancellationToken);
        var (anchor, serbia) = (federation[DemoMembers.Secretariat], federation[DemoMembers.Serbia]);
        var head = await serbia.Core.Writer.RunAsync(t => t.SignLog());
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(head.Note));
        var witness = anchor.Services.GetRequiredService<Witness>();
        Fuzzing.Run(input => FuzzBody(input, witness), new AddCheckpoint(0, [], note).ToBytes(), new AddCheckpoint(1, [Digest.Of("a"), Digest.Of("b")], note).ToBytes());
        foreach (var size in new[] { 0, SignedNote.Longest, SignedNote.Longest + 1, 4 * SignedNote.Longest })
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(anchor, Enumerable.Repeat((byte)'\n', size).ToArray()));
    }

    private static async Task<HttpStatusCode> PostAsync(NodeHost anchor, byte[] body)
    {
        using var peers = new PeerClient();
        using var post = new HttpRequestMessage(HttpMethod.Post, anchor.Core.Settings.Url + "/witness/add-checkpoint") { Content = new ByteArrayContent(body) };
        using var answer = await peers.SendAsync(post, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private SignedNote Cosigned(string origin, long size)
    {
        var checkpoint = new Checkpoint(origin, size, Digest.Of(origin));
        return new LogKey(origin, _key).Sign(checkpoint, null).With([_witness.Cosign(checkpoint, 1_800_000_000)]);
    }

    private static string Feed(params SignedNote[] notes) =>
        new JsonObject { ["checkpoints"] = new JsonArray([.. notes.Select(n => (JsonNode)n.ToString())]) }.ToJsonString();

    /// <summary>True if it was read: then every line of it is cosigned. False if it was refused.</summary>
    private bool Try(string feed)
    {
        try
        {
            Assert.All(WitnessFeed.Parse(feed, _witness), seen => Assert.Equal(seen.At, _witness.SeenAt(SignedNote.Parse(Encoding.UTF8.GetBytes(seen.Note)))));
            return true;
        }
        catch (RefusedException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }
}
