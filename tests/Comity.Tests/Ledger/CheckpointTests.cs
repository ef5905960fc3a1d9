using System.Security.Cryptography;
using System.Text;
using Comity.Ledger;

namespace Comity.Tests.Ledger;

public sealed class CheckpointTests
{
    private static readonly TestLog Log = new(20);
    private static readonly CosignerKey Witness = new("secretariat.localhost:7000/witness", ECDsa.Create(ECCurve.NamedCurves.nistP256));

    [Fact]
    [Trait("Spec", "c2sp/signed-note")]
    public void The_note_of_the_specification_is_read()
    {
        const string Note = """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

            """;
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(Note));
        Assert.EndsWith("sera.\n", note.Text, StringComparison.Ordinal);
        var signature = Assert.Single(note.Signatures);
        Assert.Equal(("quasimodo.example/salvatore", 0x367ba04bu, 64), (signature.Name, signature.KeyId, signature.Signature.Length));
        Assert.Equal(Note, note.ToString());
    }

    [Fact]
    [Trait("Spec", "c2sp/tlog-checkpoint")]
    public void The_checkpoint_of_the_specification_is_read()
    {
        var checkpoint = Checkpoint.Parse("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", checkpoint.Text);
    }

    [Theory]
    [Trait("Spec", "ledger/R38")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n")]
    [InlineData("a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a b\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("a\n1\nAAAA\n")]
    public void Other_texts_are_no_checkpoint(string text) =>
        Assert.Equal(RefusalCode.Malformed, Assert.Throws<RefusedException>(() => Checkpoint.Parse(text)).Code);

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public void The_key_id_is_the_hash_of_the_public_key_alone()
    {
        var spki = Log.Signer.ExportSubjectPublicKeyInfo();
        Assert.Equal(Convert.ToHexString(SHA256.HashData(spki))[..8], $"{Log.Key.KeyId:X8}");
    }

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public void A_signed_checkpoint_opens_with_its_own_key_only()
    {
        var note = SignedNote.Parse(Log.Signed(13).ToBytes());
        Assert.Equal(Log.Head(13), Log.Key.Open(note));
        Assert.Equal(RefusalCode.Seal, Assert.Throws<RefusedException>(() => new TestLog(1).Key.Open(note)).Code);
        using var key = ECDsa.Create(Log.Signer.ExportParameters(false));
        Assert.Equal(Log.Head(13), new LogKey(TestLog.Origin, key).Open(note));
        Assert.Throws<RefusedException>(() => new LogKey("jp.localhost:7002/ledger", key).Open(note));
    }

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public void Any_flipped_bit_of_a_signed_checkpoint_is_refused()
    {
        var bytes = Log.Signed(13).ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<RefusedException>(() => Log.Key.Open(SignedNote.Parse(bad)));
        }
    }

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public void LedgerOnlyGrows() => Prop.ForAll<byte, byte>((a, b) =>
    {
        Checkpoint last = Log.Head(a % 20), next = Log.Head(b % 20);
        try
        {
            var signed = Log.Key.Open(Log.Key.Sign(next, last));
            return signed.Size >= last.Size && (last.Size == 0 || ConsistencyProof.Holds(
                last.Size, last.Root, signed.Size, signed.Root, ConsistencyProof.Build(last.Size, signed.Size, Log.Subtrees)));
        }
        catch (InvalidOperationException)
        {
            return next.Size < last.Size;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public void One_size_never_gets_two_roots() =>
        Assert.Throws<InvalidOperationException>(() => Log.Key.Sign(Log.Head(7), Log.Head(7) with { Root = MerkleHash.Empty }));

    [Fact]
    [Trait("Spec", "ledger/R39")]
    public void A_cosignature_says_when_the_witness_saw_the_checkpoint()
    {
        var note = Log.Signed(13);
        var cosigned = SignedNote.Parse(note.With([Witness.Cosign(Log.Head(13), 1795219200)]).ToBytes());
        Assert.Equal(1795219200, Witness.SeenAt(cosigned));
        Assert.Null(Witness.SeenAt(note));
        Assert.Equal(Log.Head(13), Log.Key.Open(cosigned));
        Assert.Equal(1795219100, Witness.SeenAt(cosigned.With([Witness.Cosign(Log.Head(13), 1795219100)])));
    }

    [Fact]
    [Trait("Spec", "ledger/R39")]
    public void The_cosignature_is_made_as_the_specification_writes_it()
    {
        const string Name = "secretariat.localhost:7000/witness";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var line = new CosignerKey(Name, key).Cosign(Log.Head(13), 1795219200);
        var message = Encoding.UTF8.GetBytes($"comity/cosignature/v1\ntime 1795219200\nby {Name}\n{Log.Head(13).Text}");
        Assert.True(key.VerifyData(message, line.Signature[8..], HashAlgorithmName.SHA256));
        Assert.Equal("000000006b00df00", Convert.ToHexStringLower(line.Signature[..8]));
        byte[] id = [.. Encoding.UTF8.GetBytes($"{Name}\n"), 0xff, .. "comity/cosignature-p256/v1"u8, .. key.ExportSubjectPublicKeyInfo()];
        Assert.Equal(Convert.ToHexString(SHA256.HashData(id))[..8], $"{line.KeyId:X8}");
    }

    [Fact]
    [Trait("Spec", "ledger/R39")]
    public void A_cosignature_binds_time_name_and_text()
    {
        var line = Witness.Cosign(Log.Head(13), 1795219200);
        for (var bit = 0; bit < line.Signature.Length * 8; bit++)
        {
            var bad = line.Signature.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Witness.SeenAt(Log.Signed(13).With([line with { Signature = bad }])));
        }

        Assert.Null(Witness.SeenAt(Log.Signed(14).With([line])));
        Assert.Null(Witness.SeenAt(Log.Signed(13).With([line, line with { Signature = [1, 2, 3] }])));
    }

    [Theory]
    [Trait("Spec", "c2sp/signed-note")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAB=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("te\txt\n\n— a AAAAAAA=\n")]
    public void Other_notes_are_refused(string note) =>
        Assert.Equal(RefusalCode.Malformed, Assert.Throws<RefusedException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(note))).Code);

    [Fact]
    [Trait("Spec", "c2sp/signed-note")]
    public void Sixteen_large_signatures_are_read_and_a_flood_is_not()
    {
        string Note(int count, int size) => "t\n\n" + string.Concat(Enumerable.Range(0, count).Select(i => new NoteSignature($"k{i}", 1, new byte[size]).Line));
        Assert.Equal(16, SignedNote.Parse(Encoding.UTF8.GetBytes(Note(16, 5000))).Signatures.Count);
        Assert.Throws<RefusedException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(Note(65, 64))));
        Assert.Throws<RefusedException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(Note(60, 5000))));
    }

    [Fact]
    public void The_origin_follows_from_the_public_address()
    {
        Assert.Equal("rs.localhost:7001/ledger", Checkpoint.OriginOf(new("http://rs.localhost:7001")));
        Assert.Equal("comity.example.rs/ledger", Checkpoint.OriginOf(new("https://comity.example.rs")));
    }
}
