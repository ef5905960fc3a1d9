using Comity.Ledger;

namespace Comity.Tests.Ledger;

/// <summary>Outside bytes of the ledger: each is refused with <see cref="RefusedException"/> or read to a value that is written back byte for byte.</summary>
public sealed class LedgerFuzz
{
    private static readonly TestLog Log = new(20);

    internal static void FuzzNote(ReadOnlySpan<byte> input) => Same(input, bytes => SignedNote.Parse(bytes).ToBytes());

    internal static void FuzzCheckpoint(ReadOnlySpan<byte> input) => Same(input, bytes =>
    {
        var note = SignedNote.Parse(bytes);
        return new SignedNote(Checkpoint.Parse(note.Text).Text, note.Signatures).ToBytes();
    });

    internal static void FuzzProof(ReadOnlySpan<byte> input) => Same(input, bytes =>
    {
        var proof = TlogProof.Parse(bytes);
        try
        {
            proof.Verify(Log.Key);
        }
        catch (RefusedException)
        {
            // most of what is read does not verify
        }

        return proof.ToBytes();
    });

    internal static void FuzzWitness(ReadOnlySpan<byte> input) => Same(input, bytes =>
    {
        var request = AddCheckpoint.Parse(bytes);
        WitnessRules.Consider(request, Log.Key, WitnessedTree.None);
        return request.ToBytes();
    });

    internal static void FuzzEntry(ReadOnlySpan<byte> input) => Same(input, bytes => LedgerEntry.FromExtra(bytes).Extra);

    internal static void FuzzBundle(ReadOnlySpan<byte> input) => Same(input, bytes => EntryBundle.Write(EntryBundle.Read(bytes)));

    [Fact]
    public void Notes() => Fuzzing.Run(FuzzNote, Log.Signed(13).ToBytes());

    [Fact]
    public void Checkpoints() => Fuzzing.Run(FuzzCheckpoint, Log.Signed(13).ToBytes());

    [Fact]
    public void Proofs() => Fuzzing.Run(FuzzProof, Log.Proof(3, 20).ToBytes());

    [Fact]
    public void Witness_requests() => Fuzzing.Run(FuzzWitness, Log.Add(0, 9).ToBytes(), Log.Add(7, 13).ToBytes());

    [Fact]
    public void Entries() => Fuzzing.Run(FuzzEntry, Log[0].Extra);

    [Fact]
    public void Bundles() => Fuzzing.Run(FuzzBundle, EntryBundle.Write([Log[0].Leaf, Log[1].Leaf]));

    private static void Same(ReadOnlySpan<byte> input, Func<byte[], byte[]> read)
    {
        var bytes = input.ToArray();
        try
        {
            Assert.Equal(bytes, read(bytes));
        }
        catch (RefusedException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
