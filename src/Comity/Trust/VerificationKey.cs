using System.Security.Cryptography;
using System.Text.Json;

namespace Comity.Trust;

/// <summary>A P-256 key that checks ES256 signatures. Keep it: importing costs more than a check.</summary>
/// <remarks>Safe for use by several threads at once; lives as long as the process, so it is not disposable.</remarks>
public sealed class VerificationKey
{
    private readonly ECDsa _key;

    /// <summary>Imports <paramref name="jwk"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: the point is not on the curve.</exception>
    public VerificationKey(PublicJwk jwk)
    {
        Jwk = jwk;
        try
        {
            _key = ECDsa.Create(jwk.ToParameters());
        }
        catch (CryptographicException)
        {
            throw new RefusedException(RefusalCode.Malformed, $"The key {jwk.Kid} is not a point on P-256.");
        }
    }

    /// <summary>The key as a value.</summary>
    public PublicJwk Jwk { get; }

    /// <summary>The key's RFC 7638 thumbprint.</summary>
    public string Kid => Jwk.Kid;

    /// <summary>Reads and imports a JSON Web Key.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    public static VerificationKey FromJwk(JsonElement jwk, string what) => new(PublicJwk.Parse(jwk, what));

    /// <summary>Reads a SubjectPublicKeyInfo in DER, as key files and ledgers hold it.</summary>
    /// <exception cref="CryptographicException">The bytes are not a P-256 public key.</exception>
    public static VerificationKey FromSpki(ReadOnlySpan<byte> spki)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out var read);
        if (read != spki.Length || key.KeySize != 256) throw new CryptographicException("The bytes are not one P-256 public key.");
        return new(PublicJwk.Of(key.ExportParameters(false)));
    }

    /// <summary>The SubjectPublicKeyInfo in DER.</summary>
    public byte[] ToSpki() => _key.ExportSubjectPublicKeyInfo();

    /// <summary>True if <paramref name="signature"/> (r ‖ s, 64 bytes) is this key's over <paramref name="data"/>. RFC 7518 section 3.4.</summary>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SigningKey.SignatureSize && _key.VerifyData(data, signature, HashAlgorithmName.SHA256);

    /// <summary>True if <paramref name="der"/> is a strict DER signature of this key over <paramref name="data"/>, as authenticators make it.</summary>
    public bool VerifiesDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> der) =>
        DerSignature.TryRead(der, out var signature) && Verifies(data, signature);
}
