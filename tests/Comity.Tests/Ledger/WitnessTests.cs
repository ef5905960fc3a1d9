using System.Text;
using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "ledger/R39")]
public sealed class WitnessTests
{
    private static readonly TestLog Log = new(20), Forged = new(20, seed: 2);

    private static WitnessedTree Seen(long size) => new(size, MerkleTree.Root(size, Log.Subtrees));

    /// <summary>Another history under the same key: what a forked log would send.</summary>
    private static AddCheckpoint Fork(long old, long size) => new(
        old, ConsistencyProof.Build(old, size, Forged.Subtrees), Log.Key.Sign(Forged.Head(size), null));

    [Fact]
    public void Growth_is_cosigned_from_every_size_to_every_size()
    {
        for (var old = 0; old <= 20; old++)
            for (var size = old; size <= 20; size++)
            {
                var reply = WitnessRules.Consider(AddCheckpoint.Parse(Log.Add(old, size).ToBytes()), Log.Key, Seen(old));
                Assert.Equal(Log.Head(size), Assert.IsType<WitnessReply.Cosign>(reply).Checkpoint);
                Assert.Equal(200, reply.Status);
            }
    }

    [Fact]
    public void A_log_that_nobody_named_is_unknown()
    {
        Assert.Equal(404, WitnessRules.Consider(Log.Add(0, 5), null, WitnessedTree.None).Status);
        Assert.Equal(404, WitnessRules.Consider(Log.Add(0, 5), new("x/ledger", Log.Signer), WitnessedTree.None).Status);
    }

    [Fact]
    public void A_checkpoint_that_the_log_did_not_sign_is_forbidden() =>
        Assert.Equal(403, WitnessRules.Consider(Forged.Add(0, 5), Log.Key, WitnessedTree.None).Status);

    [Fact]
    public void A_size_below_the_old_one_is_a_bad_request()
    {
        var request = Log.Add(3, 5) with { OldSize = 6 };
        Assert.Equal(400, WitnessRules.Consider(request, Log.Key, Seen(6)).Status);
    }

    [Fact]
    public void Another_old_size_is_told_the_right_one()
    {
        var reply = WitnessRules.Consider(Log.Add(3, 9), Log.Key, Seen(7));
        Assert.Equal((409, 7), (reply.Status, Assert.IsType<WitnessReply.OtherSize>(reply).Size));
    }

    [Fact]
    public void A_rewound_log_is_not_cosigned() =>
        Assert.Equal(409, WitnessRules.Consider(Log.Add(3, 5), Log.Key, Seen(7)).Status);

    [Fact]
    [Trait("Spec", "ledger/R41")]
    public void One_size_with_two_roots_is_a_fork_whatever_old_size_is_claimed()
    {
        Assert.IsType<WitnessReply.Forked>(WitnessRules.Consider(Fork(7, 7), Log.Key, Seen(7)));
        Assert.IsType<WitnessReply.Forked>(WitnessRules.Consider(Fork(3, 7), Log.Key, Seen(7)));
    }

    [Fact]
    [Trait("Spec", "ledger/R41")]
    public void A_forked_history_is_not_consistent() =>
        Assert.Equal(422, WitnessRules.Consider(Fork(7, 12), Log.Key, Seen(7)).Status);

    [Fact]
    public void A_proof_from_nothing_must_be_empty() =>
        Assert.Equal(422, WitnessRules.Consider(Log.Add(0, 5) with { Proof = [MerkleHash.Empty] }, Log.Key, WitnessedTree.None).Status);

    [Fact]
    public void A_text_that_is_no_checkpoint_is_a_bad_request() =>
        Assert.Equal(400, WitnessRules.Consider(new(0, [], new("hello\n", [new("a", 1, [1])])), Log.Key, WitnessedTree.None).Status);

    [Fact]
    public void The_request_of_the_specification_is_read()
    {
        const string Body = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """;
        var request = AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Body));
        Assert.Equal((20852014, 2), (request.OldSize, request.Proof.Count));
        Assert.Equal("example.com/behind-the-sofa", WitnessRules.OriginOf(request));
        Assert.Equal(Body, Encoding.UTF8.GetString(request.ToBytes()));
    }

    [Theory]
    [InlineData("old 01\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("old1\n\n")]
    [InlineData("old 1\nAAAA\n\n")]
    [InlineData("\n\n")]
    [InlineData("")]
    public void Other_bodies_are_refused(string head)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(head), .. Log.Signed(5).ToBytes()];
        Assert.Throws<RefusedException>(() => AddCheckpoint.Parse(body));
    }

    [Fact]
    public void More_than_63_proof_lines_are_refused()
    {
        var request = Log.Add(0, 5) with { Proof = [.. Enumerable.Repeat(MerkleHash.Empty, 64)] };
        Assert.Throws<RefusedException>(() => AddCheckpoint.Parse(request.ToBytes()));
    }
}
