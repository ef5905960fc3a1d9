using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Comity.Evidence;

/// <summary>A content key wrapped for one recipient key and one object: a compact JWE, <c>ECDH-ES</c> on P-256 with <c>A256GCM</c> (rule R45).</summary>
/// <remarks>RFC 7516 and RFC 7518, section 4.6. Wrapping again for the next recipient leaves the object untouched.</remarks>
public sealed class KeyEnvelope
{
    /// <summary>Longest envelope read, in characters. Our own limit; ours are about 700.</summary>
    public const int Longest = 2048;

    private const string Type = "comity-key+jwe", Agreement = "ECDH-ES", Encryption = "A256GCM", What = "The key envelope";
    private const int NonceSize = 12, TagSize = 16, CoordinateSize = 32;

    /// <summary>The default would write the plus sign of the type as an escape.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string[] _parts;
    private readonly ECPoint _ephemeral;

    private KeyEnvelope(string text, string[] parts, string keyId, Digest objectRoot, ECPoint ephemeral) =>
        (Text, _parts, KeyId, ObjectRoot, _ephemeral) = (text, parts, keyId, objectRoot, ephemeral);

    /// <summary>The compact form, as sent and stored.</summary>
    public string Text { get; }

    /// <summary>The recipient key's id: its RFC 7638 thumbprint.</summary>
    public string KeyId { get; }

    /// <summary>The object that the key opens.</summary>
    public Digest ObjectRoot { get; }

    /// <summary>SHA-256 of the text: how a delivery names the envelope (rule R46).</summary>
    public Digest Digest => Digest.Of(Text);

    /// <summary>Wraps a key. The ephemeral key is the platform's own randomness.</summary>
    /// <param name="key">What to wrap.</param>
    /// <param name="recipient">The recipient's public key, P-256.</param>
    /// <param name="keyId">Its RFC 7638 thumbprint.</param>
    /// <param name="objectRoot">The object that the key seals.</param>
    /// <param name="random">Source of the nonce.</param>
    public static KeyEnvelope Wrap(ContentKey key, ECDiffieHellmanPublicKey recipient, string keyId, Digest objectRoot, RandomFill random)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var header = Base64UrlText.Encode(Header(ephemeral.ExportParameters(false).Q, keyId, objectRoot));
        var (nonce, wrapped, tag) = (random.Bytes(NonceSize), new byte[ContentKey.Size], new byte[TagSize]);
        using (var cipher = Cipher(ephemeral, recipient))
            cipher.Encrypt(nonce, key.Bytes, wrapped, tag, Encoding.ASCII.GetBytes(header));
        return Parse($"{header}..{Base64UrlText.Encode(nonce)}.{Base64UrlText.Encode(wrapped)}.{Base64UrlText.Encode(tag)}");
    }

    /// <summary>Reads an envelope; nothing is decrypted yet.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Header"/>: not exactly the header that the format asks. <see cref="RefusalCode.Malformed"/>: not its form.</exception>
    public static KeyEnvelope Parse(string text)
    {
        if (text.Length > Longest) throw Malformed($"is longer than {Longest} characters");
        var parts = text.Split('.');
        if (parts.Length != 5 || parts[1].Length != 0) throw Malformed("is not a compact JWE with a key agreed directly");
        var header = StrictJson.ParseObject(Base64UrlText.Decode(parts[0], What), "The header of the key envelope");
        if (Member(header, "typ") != Type) throw new RefusedException(RefusalCode.Header, $"{What} is not of type {Type}.");
        if (Member(header, "alg") != Agreement || Member(header, "enc") != Encryption || header.GetPropertyCount() != 6)
            throw new RefusedException(RefusalCode.Header, $"{What} has other header members than alg {Agreement}, enc {Encryption}, typ, kid, obj, epk.");
        Sized(parts[2], NonceSize);
        Sized(parts[3], ContentKey.Size);
        Sized(parts[4], TagSize);
        return new(text, parts, IdOf(header, "kid").ToString(), IdOf(header, "obj"), Point(header));
    }

    /// <summary>Unwraps the key.</summary>
    /// <param name="recipient">The private key that <see cref="KeyId"/> names.</param>
    /// <param name="objectRoot">The object that it must be for.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/>: for another object, for another key, or changed.</exception>
    public ContentKey Open(ECDiffieHellman recipient, Digest objectRoot)
    {
        if (ObjectRoot != objectRoot) throw new RefusedException(RefusalCode.Seal, $"{What} is for object {ObjectRoot}, not for {objectRoot}.");
        Span<byte> key = stackalloc byte[ContentKey.Size];
        try
        {
            using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = _ephemeral }); // refuses a point off the curve
            using var cipher = Cipher(recipient, ephemeral.PublicKey);
            cipher.Decrypt(Part(2), Part(3), Part(4), key, Encoding.ASCII.GetBytes(_parts[0]));
            return ContentKey.Of(key);
        }
        catch (CryptographicException)
        {
            throw new RefusedException(RefusalCode.Seal, $"{What} does not open: it was changed, or is for another key than {KeyId}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Header(ECPoint ephemeral, string keyId, Digest objectRoot)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("alg", Agreement);
            json.WriteString("enc", Encryption);
            json.WriteString("typ", Type);
            json.WriteString("kid", keyId);
            json.WriteString("obj", objectRoot.ToString());
            json.WriteStartObject("epk");
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64UrlText.Encode(ephemeral.X));
            json.WriteString("y", Base64UrlText.Encode(ephemeral.Y));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static AesGcm Cipher(ECDiffieHellman own, ECDiffieHellmanPublicKey other)
    {
        var secret = own.DeriveRawSecretAgreement(other);
        var key = ConcatKdf.Derive(secret, Encryption, [], [], 32);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    private static ECPoint Point(JsonElement header)
    {
        if (!header.TryGetProperty("epk", out var epk) || epk.ValueKind != JsonValueKind.Object || epk.GetPropertyCount() != 4
            || Member(epk, "kty") != "EC" || Member(epk, "crv") != "P-256")
            throw new RefusedException(RefusalCode.Header, $"{What} has an ephemeral key that is not on P-256.");
        return new() { X = Sized(Member(epk, "x"), CoordinateSize), Y = Sized(Member(epk, "y"), CoordinateSize) };
    }

    private static string Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new RefusedException(RefusalCode.Header, $"{What} has no text '{name}' in its header.");

    private static Digest IdOf(JsonElement header, string name) => Digest.TryParse(Member(header, name), null, out var digest)
        ? digest
        : throw new RefusedException(RefusalCode.Header, $"{What} has a '{name}' that is not a digest.");

    private static byte[] Sized(string base64, int size) =>
        Base64UrlText.Decode(base64, What) is { } bytes && bytes.Length == size ? bytes : throw Malformed($"has a part that is not {size} bytes long");

    private byte[] Part(int index) => Base64UrlText.Decode(_parts[index], What);

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}
