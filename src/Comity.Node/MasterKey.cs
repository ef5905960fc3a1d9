using System.Security.Cryptography;
using System.Text;

namespace Comity.Node;

/// <summary>Wraps the node's secrets under its master key (R48): AES-256-GCM, bound to the secret's name.</summary>
internal static class MasterKey
{
    /// <summary>Bytes of a master key.</summary>
    internal const int Size = 32;

    private const int NonceSize = 12, TagSize = 16;

    internal static byte[] Wrap(byte[] master, string name, ReadOnlySpan<byte> secret)
    {
        var wrapped = new byte[NonceSize + secret.Length + TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        using var aes = new AesGcm(master, TagSize);
        aes.Encrypt(wrapped.AsSpan(0, NonceSize), secret, wrapped.AsSpan(NonceSize, secret.Length), wrapped.AsSpan(NonceSize + secret.Length), Name(name));
        return wrapped;
    }

    internal static byte[] Unwrap(byte[] master, string name, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < NonceSize + TagSize) throw new CryptographicException("shorter than any wrapped secret");
        var secret = new byte[wrapped.Length - NonceSize - TagSize];
        using var aes = new AesGcm(master, TagSize);
        aes.Decrypt(wrapped[..NonceSize], wrapped[NonceSize..^TagSize], wrapped[^TagSize..], secret, Name(name));
        return secret;
    }

    private static byte[] Name(string name) => Encoding.UTF8.GetBytes("comity-wrap/v1\0" + name);
}
