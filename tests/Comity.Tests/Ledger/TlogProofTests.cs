using System.Text;
using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "ledger/R25")]
public sealed class TlogProofTests
{
    private static readonly TestLog Log = new(20);

    [Fact]
    public void Each_entry_is_proven_offline()
    {
        for (var index = 0; index < 20; index++)
        {
            var proven = TlogProof.Parse(Log.Proof(index, 20).ToBytes()).Verify(Log.Key);
            Assert.Equal((index, 20), (proven.Index, proven.Checkpoint.Size));
            Assert.Equal(Digest.Of($"{index}"), proven.Entry.DigestOf("of"));
        }
    }

    [Fact]
    public void A_proof_may_hide_its_entry()
    {
        var proof = TlogProof.Parse((Log.Proof(3, 20) with { Extra = null }).ToBytes());
        Assert.Equal(20, proof.Verify(Log[3].LeafHash, Log.Key).Size);
        Assert.Throws<RefusedException>(() => proof.Verify(Log.Key));
        Assert.Throws<RefusedException>(() => proof.Verify(Log[4].LeafHash, Log.Key));
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        var bytes = Log.Proof(3, 20).ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<RefusedException>(() => TlogProof.Parse(bad).Verify(Log.Key));
        }
    }

    [Fact]
    [Trait("Spec", "c2sp/tlog-proof")]
    public void The_form_is_that_of_the_specification()
    {
        var lines = Log.Proof(3, 20).ToString().Split('\n');
        Assert.Equal("c2sp.org/tlog-proof@v1", lines[0]);
        Assert.StartsWith("extra ", lines[1], StringComparison.Ordinal);
        Assert.Equal("index 3", lines[2]);
        Assert.Equal(TestLog.Origin, lines[Array.IndexOf(lines, "") + 1]);
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAB\nindex 0\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n")]
    public void Other_forms_are_refused(string head)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(head), .. Log.Signed(5).ToBytes()];
        Assert.Equal(RefusalCode.Malformed, Assert.Throws<RefusedException>(() => TlogProof.Parse(bytes)).Code);
    }
}
