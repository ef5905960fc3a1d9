using System.Security.Cryptography;

namespace Comity.Evidence;

/// <summary>The secret that seals one object: 32 random bytes, called CEK on the wire. It never seals two objects (rule R44).</summary>
public sealed class ContentKey : IDisposable
{
    /// <summary>Bytes in a content key.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes;
    private int _used;

    private ContentKey(byte[] bytes, bool used) => (_bytes, _used) = (bytes, used ? 1 : 0);

    /// <summary>A fresh key, good for sealing one object.</summary>
    public static ContentKey Create(RandomFill random) => new(random.Bytes(Size), used: false);

    /// <summary>A key that has sealed its object already: it opens, resumes and is wrapped, but starts no other object.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not 32 bytes.</exception>
    public static ContentKey Of(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(bytes.ToArray(), used: true)
        : throw new RefusedException(RefusalCode.Malformed, $"A content key has {Size} bytes, not {bytes.Length}.");

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Marks the key as used for sealing.</summary>
    /// <exception cref="InvalidOperationException">It was already.</exception>
    internal void Use()
    {
        if (Interlocked.Exchange(ref _used, 1) != 0) throw new InvalidOperationException("A content key never seals two objects. Create one for each.");
    }

    /// <summary>HKDF-SHA256 (RFC 5869), the key as input and <paramref name="label"/> followed by a zero byte as info.</summary>
    internal byte[] Derive(byte[] salt, string label) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, Size, salt, System.Text.Encoding.ASCII.GetBytes(label + '\0'));

    /// <summary>Overwrites the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
