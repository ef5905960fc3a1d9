using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Matching;

/// <summary>A share on its way to its custodian: one compact JWE, ECDH-ES with A256GCM, bound to the list's header.</summary>
/// <remarks>RFC 7516, RFC 7518 section 4.6; the project's rule R45.</remarks>
public static class ShareEnvelope
{
    private const int Longest = 4096;

    /// <summary>Seals a share to a custodian's P-256 public key.</summary>
    /// <param name="share">The share.</param>
    /// <param name="custodian">The custodian's key.</param>
    /// <param name="headerDigest">SHA-256 of the list's header.</param>
    /// <param name="random">Randomness of the nonce; the ephemeral key is the system's.</param>
    public static string Seal(KeyShare share, ECDiffieHellman custodian, ReadOnlySpan<byte> headerDigest, RandomFill random)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = ephemeral.ExportParameters(false).Q;
        var header = new JsonObject
        {
            ["alg"] = "ECDH-ES", ["enc"] = "A256GCM", ["typ"] = "comity-key+jwe", ["kid"] = Thumbprint(custodian),
            ["obj"] = Base64Url.EncodeToString(headerDigest), ["x"] = (int)share.X,
            ["epk"] = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(q.X), ["y"] = Base64Url.EncodeToString(q.Y) },
        };
        var protectedHeader = Base64Url.EncodeToString(CanonicalJson.Bytes(header));
        using var aes = new AesGcm(Agree(ephemeral, custodian.PublicKey), 16);
        byte[] nonce = new byte[12], tag = new byte[16], cipher = new byte[share.Value.Length];
        random(nonce);
        aes.Encrypt(nonce, share.Value, cipher, tag, Encoding.ASCII.GetBytes(protectedHeader));
        return $"{protectedHeader}..{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(cipher)}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary>Opens an envelope with the custodian's private key.</summary>
    /// <exception cref="RefusedInputException">Not an envelope, not for this key, or for another list.</exception>
    public static KeyShare Open(string envelope, ECDiffieHellman custodian, ReadOnlySpan<byte> headerDigest)
    {
        var parts = envelope.Length <= Longest ? envelope.Trim().Split('.') : [];
        if (parts.Length != 5 || parts[1].Length != 0) throw new RefusedInputException("This is no envelope of a share.");
        var header = CanonicalJson.Read(Decode(parts[0]), Longest, "The envelope's header");
        string Text(string name) => CanonicalJson.Text(header, name, "The envelope's header");
        if (Text("alg") != "ECDH-ES" || Text("enc") != "A256GCM" || Text("typ") != "comity-key+jwe" || header.Count != 7) throw new RefusedInputException("The envelope uses other algorithms.");
        if (Text("kid") != Thumbprint(custodian)) throw new RefusedInputException("The envelope is for another custodian.");
        if (Text("obj") != Base64Url.EncodeToString(headerDigest)) throw new RefusedInputException("The envelope belongs to another list or version.");
        if (CanonicalJson.Number(header, "x", "The envelope's header") is not (>= 1 and <= Shamir.MostShares and var x)) throw new RefusedInputException("The envelope's number is wrong.");
        return new((byte)x, Decrypt(parts, header["epk"] as JsonObject ?? [], custodian));
    }

    /// <summary>SHA-256 of the public key's SubjectPublicKeyInfo, in hexadecimal digits.</summary>
    public static string Thumbprint(ECDiffieHellman key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static byte[] Decrypt(string[] parts, JsonObject epk, ECDiffieHellman custodian)
    {
        try
        {
            var q = new ECPoint { X = Decode(CanonicalJson.Text(epk, "x", "The envelope's key")), Y = Decode(CanonicalJson.Text(epk, "y", "The envelope's key")) };
            using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q });
            byte[] nonce = Decode(parts[2]), cipher = Decode(parts[3]), tag = Decode(parts[4]);
            if (nonce.Length != 12 || tag.Length != 16 || cipher.Length != 32) throw new RefusedInputException("The envelope's parts have the wrong lengths.");
            using var aes = new AesGcm(Agree(custodian, ephemeral.PublicKey), 16);
            var share = new byte[cipher.Length];
            aes.Decrypt(nonce, cipher, tag, share, Encoding.ASCII.GetBytes(parts[0]));
            return share;
        }
        catch (CryptographicException)
        {
            throw new RefusedInputException("The envelope does not open.");
        }
    }

    // Concat KDF of NIST SP 800-56A with one round: counter, Z, algorithm, two empty parties, 256 bits.
    private static byte[] Agree(ECDiffieHellman own, ECDiffieHellmanPublicKey other)
    {
        var secret = own.DeriveRawSecretAgreement(other);
        byte[] bits = new byte[4], length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bits, 256);
        BinaryPrimitives.WriteInt32BigEndian(length, 7);
        var key = SHA256.HashData([0, 0, 0, 1, .. secret, .. length, .. "A256GCM"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. bits]);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && Base64Url.EncodeToString(bytes.AsSpan(0, written)) == text
            ? bytes[..written] : throw new RefusedInputException("The envelope is not canonical base64url.");
    }
}
