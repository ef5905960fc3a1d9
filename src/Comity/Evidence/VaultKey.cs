using System.Security.Cryptography;

namespace Comity.Evidence;

/// <summary>The key under which a node keeps content keys after opening (rules R47, R48): AES-256-GCM, bound to the object.</summary>
/// <remarks>Wrapped form: nonce 12 ‖ key 32 ‖ tag 16. Random nonces allow 2^32 wraps under one vault key.</remarks>
public sealed class VaultKey : IDisposable
{
    /// <summary>Bytes of a wrapped content key.</summary>
    public const int WrappedSize = NonceSize + ContentKey.Size + TagSize;

    private const int NonceSize = 12, TagSize = 16;

    private readonly AesGcm _cipher;

    /// <summary>Takes 32 secret bytes.</summary>
    public VaultKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != 32) throw new ArgumentException($"A vault key has 32 bytes, not {secret.Length}.", nameof(secret));
        _cipher = new(secret, TagSize);
    }

    /// <summary>Wraps the content key of an object.</summary>
    public byte[] Wrap(ContentKey key, Digest objectRoot, RandomFill random)
    {
        var wrapped = new byte[WrappedSize];
        random(wrapped.AsSpan(0, NonceSize));
        _cipher.Encrypt(wrapped.AsSpan(0, NonceSize), key.Bytes, wrapped.AsSpan(NonceSize, ContentKey.Size), wrapped.AsSpan(NonceSize + ContentKey.Size), Bound(objectRoot));
        return wrapped;
    }

    /// <summary>Unwraps the content key of an object.</summary>
    /// <exception cref="InvalidDataException">Not wrapped under this key for this object: our own store is damaged, or the key is another.</exception>
    public ContentKey Unwrap(ReadOnlySpan<byte> wrapped, Digest objectRoot)
    {
        Span<byte> key = stackalloc byte[ContentKey.Size];
        try
        {
            if (wrapped.Length != WrappedSize) throw new InvalidDataException($"A wrapped key has {WrappedSize} bytes, not {wrapped.Length}.");
            _cipher.Decrypt(wrapped[..NonceSize], wrapped.Slice(NonceSize, ContentKey.Size), wrapped[(NonceSize + ContentKey.Size)..], key, Bound(objectRoot));
            return ContentKey.Of(key);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"The key of object {objectRoot} is not wrapped under this vault key.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _cipher.Dispose();

    private static byte[] Bound(Digest objectRoot) => Digest.Labelled("comity-vault/v1", objectRoot.ToArray()).ToArray();
}
