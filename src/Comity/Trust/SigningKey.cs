using System.Security.Cryptography;

namespace Comity.Trust;

/// <summary>A private P-256 key that makes ES256 signatures. Keep it: importing costs more than a signature.</summary>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class SigningKey : IDisposable
{
    /// <summary>Bytes in a signature r ‖ s.</summary>
    public const int SignatureSize = 64;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        Public = new(PublicJwk.Of(key.ExportParameters(false)));
    }

    /// <summary>The public half.</summary>
    public VerificationKey Public { get; }

    /// <summary>The key's RFC 7638 thumbprint.</summary>
    public string Kid => Public.Kid;

    /// <summary>Makes a new key from the platform's own randomness.</summary>
    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads an unencrypted PKCS#8 private key.</summary>
    /// <exception cref="CryptographicException">The bytes are not one P-256 private key.</exception>
    public static SigningKey FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read != pkcs8.Length || key.KeySize != 256) throw new CryptographicException("The bytes are not one P-256 private key.");
            return new(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key in PKCS#8, unencrypted: the caller wraps it.</summary>
    public byte[] ToPkcs8() => _key.ExportPkcs8PrivateKey();

    /// <summary>Signs as JWS does: r ‖ s, 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256);

    /// <summary>Signs as authenticators and signed notes do: DER.</summary>
    public byte[] SignDer(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
