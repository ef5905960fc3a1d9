using System.Text;
using Comity.Ledger;

namespace Comity.Tests.Ledger;

[Trait("Spec", "ledger/R36")]
public sealed class LedgerEntryTests
{
    private static LedgerEntry Entry(string record, byte salt = 7) => LedgerEntry.Read([.. Enumerable.Repeat(salt, 32)], Encoding.UTF8.GetBytes(record));

    [Fact]
    public void The_leaf_is_the_one_of_the_specification()
    {
        var entry = Entry("""{"kind":"statement-out","at":1795219200,"id":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}""");
        byte[] hashed = [.. "comity-leaf/v1\0"u8, .. entry.Salt, .. entry.Record];
        Assert.Equal([1, .. Digest.Of(hashed).ToArray()], entry.Leaf);
        Assert.Equal("01f425b15034beb631a8433eb986dd71dca2aa0b0b8d160fcbf3cf4cfb6eee422a", Convert.ToHexStringLower(entry.Leaf));
        Assert.Equal(EntryKind.StatementOut, entry.Kind);
        Assert.Equal(1795219200, entry.At);
        Assert.Equal(MerkleHash.Empty, entry.DigestOf("id"));
    }

    [Fact]
    public void The_root_of_three_entries_is_the_one_of_the_specification()
    {
        const string Record = """{"kind":"statement-out","at":1795219200,"id":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}""";
        var leaves = new byte[] { 7, 8, 9 }.Select(salt => Entry(Record, salt).LeafHash).ToList();
        Assert.Equal("8f4df977f99cc87b847f16614a2a3cd44f3e8f709d2e83ad3fd58547e120982e", leaves[0].ToHex());
        Assert.Equal("32b6a947c1ce0b90db25d128aed853c85b3303bedd6c2fb5deb6c7cbcbc2a1a3", MerkleTree.Root(leaves).ToHex());
    }

    [Fact]
    public void LeafTellsNothing() => Prop.ForAll<byte[], byte[], int>((a, b, any) =>
    {
        var seed = any & 0xffff;
        LedgerEntry Make(EntryKind kind, byte[] of, int n) => LedgerEntry.Create(kind, 5, Fuzzing.Seeded(n), EntryField.Of("of", Digest.Of(of)));
        LedgerEntry x = Make(EntryKind.Verdict, a, seed), y = Make(EntryKind.Erasure, b, seed + 1), again = Make(EntryKind.Verdict, a, seed + 2);
        return x.Leaf.Length == 33 && y.Leaf.Length == 33 && x.Leaf[0] == y.Leaf[0]
            && x.LeafHash != again.LeafHash // one record, two salts: nothing in common
            && !x.Leaf.AsSpan().SequenceEqual(again.Leaf);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Salt_and_record_come_back_from_a_proof()
    {
        var entry = LedgerEntry.Create(
            EntryKind.Verdict, 9, Fuzzing.Seeded(1), EntryField.Of("of", MerkleHash.Empty), EntryField.Word("rung", "validated"), EntryField.Of("seen", [MerkleHash.Empty]));
        var read = LedgerEntry.FromExtra(entry.Extra);
        Assert.Equal(entry.LeafHash, read.LeafHash);
        Assert.Equal("validated", read.Text("rung"));
        Assert.Equal([MerkleHash.Empty], read.DigestsOf("seen"));
        Assert.Null(read.DigestOf("rung"));
        Assert.Empty(read.DigestsOf("of"));
    }

    [Fact]
    public void A_record_holds_no_free_text() =>
        Assert.Throws<ArgumentException>(() => LedgerEntry.Create(EntryKind.Export, 1, Fuzzing.Seeded(1), EntryField.Word("name", "Ana Petrović")));

    [Theory]
    [InlineData("""{"kind":"gossip","at":1}""")]
    [InlineData("""{"kind":"key"}""")]
    [InlineData("""{"kind":"key","at":-1}""")]
    [InlineData("""{"kind":"key","at":"1"}""")]
    [InlineData("""{"kind":1,"at":1}""")]
    [InlineData("""{"kind":"key","at":1,"x":2}""")]
    [InlineData("""{"kind":"key","at":1,"x":["word"]}""")]
    [InlineData("""{"kind":"key","at":1,"X":"word"}""")]
    [InlineData("""[1]""")]
    public void Refuses(string record) => Assert.Equal(RefusalCode.Malformed, Assert.Throws<RefusedException>(() => Entry(record)).Code);

    [Fact]
    public void Each_kind_has_its_own_word() =>
        Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.Equal(kind, EntryKindWords.Parse(kind.Word())));
}
