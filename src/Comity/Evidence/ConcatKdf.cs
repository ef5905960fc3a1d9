using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Comity.Evidence;

/// <summary>The Concat KDF as JOSE uses it: one round of SHA-256. RFC 7518, section 4.6.2; NIST SP 800-56A, section 5.8.1.</summary>
public static class ConcatKdf
{
    /// <summary>Derives a key of up to 32 bytes from an agreed secret.</summary>
    /// <param name="secret">The agreed secret Z.</param>
    /// <param name="algorithm">The content algorithm, for instance <c>A256GCM</c>.</param>
    /// <param name="sender">PartyUInfo; empty if the header has no <c>apu</c>.</param>
    /// <param name="recipient">PartyVInfo; empty if the header has no <c>apv</c>.</param>
    /// <param name="keySize">Bytes of the key.</param>
    public static byte[] Derive(ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> recipient, int keySize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keySize, 32);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Number(hash, 1); // the round
        hash.AppendData(secret);
        Text(hash, Encoding.ASCII.GetBytes(algorithm));
        Text(hash, sender);
        Text(hash, recipient);
        Number(hash, keySize * 8);
        return hash.GetHashAndReset()[..keySize];
    }

    private static void Text(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
