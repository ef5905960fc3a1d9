using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Comity.Ledger;

/// <summary>The key by which a witness says: at this time, this was the largest consistent tree of this log that I had seen (rule R39).</summary>
/// <remarks>Signed-note type 0xff with the identifier <c>comity/cosignature-p256/v1</c>, because C2SP cosignatures know no P-256. The signature is
/// u64 time ‖ r ‖ s, over two header lines with time and name and then the note's text.</remarks>
public sealed class CosignerKey
{
    private const string Identifier = "comity/cosignature-p256/v1";
    private const int SignatureSize = 8 + 64;

    private readonly ECDsa _key;

    /// <summary>Takes a witness's name and key.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256, or the name cannot stand in a note.</exception>
    public CosignerKey(string name, ECDsa key)
    {
        if (key.KeySize != 256) throw new ArgumentException($"A cosigner key is on P-256, not of {key.KeySize} bits.", nameof(key));
        if (!NoteText.IsName(name)) throw new ArgumentException($"'{name}' cannot name a witness.", nameof(name));
        (Name, _key) = (name, key);
        byte[] id = [.. NoteText.Encode(name), (byte)'\n', 0xff, .. NoteText.Encode(Identifier), .. key.ExportSubjectPublicKeyInfo()];
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(id));
    }

    /// <summary>The witness's name on its signature lines.</summary>
    public string Name { get; }

    /// <summary>First four bytes of SHA-256(name ‖ newline ‖ 0xff ‖ identifier ‖ SPKI).</summary>
    public uint KeyId { get; }

    /// <summary>Cosigns a checkpoint that <see cref="WitnessRules"/> let pass.</summary>
    /// <param name="checkpoint">What was seen.</param>
    /// <param name="at">Seconds since 1970 UTC.</param>
    public NoteSignature Cosign(Checkpoint checkpoint, long at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        var signature = new byte[SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(signature, at);
        _key.SignData(Message(checkpoint.Text, at), signature.AsSpan(8), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new(Name, KeyId, signature);
    }

    /// <summary>When this witness saw the checkpoint (seconds since 1970 UTC; the earliest, if it signed more than once), or null if it did not sign it.
    /// A line that claims to be of this key and does not verify makes it null.</summary>
    public long? SeenAt(SignedNote checkpoint)
    {
        long? earliest = null;
        foreach (var line in checkpoint.Signatures.Where(s => s.Name == Name && s.KeyId == KeyId))
        {
            if (!Verifies(checkpoint.Text, line.Signature, out var at)) return null;
            earliest = Math.Min(earliest ?? at, at);
        }

        return earliest;
    }

    private bool Verifies(string text, byte[] signature, out long at)
    {
        at = signature.Length == SignatureSize ? BinaryPrimitives.ReadInt64BigEndian(signature) : -1;
        return at >= 0 && _key.VerifyData(
            Message(text, at), signature.AsSpan(8), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private byte[] Message(string text, long at) =>
        NoteText.Encode(string.Create(CultureInfo.InvariantCulture, $"comity/cosignature/v1\ntime {at}\nby {Name}\n{text}"));
}
