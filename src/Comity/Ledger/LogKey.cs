using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comity.Ledger;

/// <summary>The key of a log. Signed-note type 0x02: ECDSA P-256 with SHA-256, DER signature; key id = first 4 bytes of SHA-256(SPKI DER) (rule R38).</summary>
/// <remarks>Holds the <see cref="ECDsa"/> it was given, public or with its private part, because importing a key for each use costs more than using it.</remarks>
public sealed class LogKey
{
    private readonly ECDsa _key;

    /// <summary>Takes a log's origin and key.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256, or the origin cannot name a log.</exception>
    public LogKey(string origin, ECDsa key)
    {
        if (key.KeySize != 256) throw new ArgumentException($"A log key is on P-256, not of {key.KeySize} bits.", nameof(key));
        if (!NoteText.IsName(origin)) throw new ArgumentException($"'{origin}' cannot name a log.", nameof(origin));
        (Origin, _key) = (origin, key);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The log's origin, which is also the name on its signature lines.</summary>
    public string Origin { get; }

    /// <summary>First four bytes of the hash of the public key.</summary>
    public uint KeyId { get; }

    /// <summary>Signs the next checkpoint.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="next"/> may not follow <paramref name="last"/>, the last one signed: signing it would fork the log.</exception>
    public SignedNote Sign(Checkpoint next, Checkpoint? last)
    {
        if (next.Origin != Origin) throw new InvalidOperationException($"The key of {Origin} does not sign for {next.Origin}.");
        if (!next.MayFollow(last))
            throw new InvalidOperationException($"A checkpoint of size {next.Size} would fork {Origin}: size {last!.Size} is signed already. Restore the newer ledger.");
        var text = next.Text;
        var signature = _key.SignData(NoteText.Encode(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new(text, [new(Origin, KeyId, signature)]);
    }

    /// <summary>Reads a checkpoint of this log and verifies its signature.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not a checkpoint. <see cref="RefusalCode.Seal"/>: of another log, or not signed by this key.</exception>
    public Checkpoint Open(SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        if (checkpoint.Origin != Origin) throw new RefusedException(RefusalCode.Seal, $"The checkpoint is of {checkpoint.Origin}, not of {Origin}.");
        return Verifies(note) ? checkpoint : throw new RefusedException(RefusalCode.Seal, $"The checkpoint is not signed by the key of {Origin}.");
    }

    /// <summary>True if the note has a signature of this key, and every line that claims to be one verifies.</summary>
    public bool Verifies(SignedNote note)
    {
        var text = note.TextBytes;
        var own = note.Signatures.Where(s => s.Name == Origin && s.KeyId == KeyId).ToList();
        return own.Count > 0 && own.TrueForAll(s => Verifies(text, s.Signature));
    }

    private bool Verifies(byte[] text, byte[] signature) =>
        _key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
