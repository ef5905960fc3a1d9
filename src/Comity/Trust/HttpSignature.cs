using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Comity.Trust;

/// <summary>The signature by which a node proves who asks: RFC 9421 with one algorithm, one set of components and one spelling (ADR 0001).</summary>
/// <remarks>Covers method, address and, if there is a body, its digest. The receiver must also check the digest of the body that it read, and must remember nonces for <see cref="Validity"/> and the skew on both sides.</remarks>
public sealed partial record HttpSignature
{
    /// <summary>How long after its creation a request is accepted.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(120);

    /// <summary>How far ahead the sender's clock may be.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const string Label = "comity";
    private const int NonceSize = 16;

    private HttpSignature(string parameters, string keyId, DateTimeOffset created, string nonce, bool coversBody, byte[] signature) =>
        (Parameters, KeyId, Created, Nonce, CoversBody, Signature) = (parameters, keyId, created, nonce, coversBody, signature);

    /// <summary>Thumbprint of the node's request key.</summary>
    public string KeyId { get; }

    /// <summary>When the request was made, by the sender's clock; whole seconds.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>16 random bytes as base64url: the same never counts twice.</summary>
    public string Nonce { get; }

    /// <summary>Whether the body's digest is covered.</summary>
    public bool CoversBody { get; }

    /// <summary>Value of the header <c>Signature-Input</c>.</summary>
    public string InputHeader => $"{Label}={Parameters}";

    /// <summary>Value of the header <c>Signature</c>.</summary>
    public string SignatureHeader => $"{Label}=:{Convert.ToBase64String(Signature)}:";

    private string Parameters { get; }

    private byte[] Signature { get; }

    /// <summary>Signs a request.</summary>
    /// <param name="method">Upper-case method.</param>
    /// <param name="target">The full address, as sent.</param>
    /// <param name="body">SHA-256 of the body, or null if there is none; the header <c>Content-Digest</c> is <see cref="ContentDigest.Of"/>.</param>
    /// <param name="now">The sender's clock.</param>
    /// <param name="key">One of the node's request keys.</param>
    /// <param name="random">The nonce.</param>
    public static HttpSignature Sign(string method, Uri target, Digest? body, DateTimeOffset now, SigningKey key, RandomFill random)
    {
        var nonce = Base64UrlText.Encode(random.Bytes(NonceSize));
        var components = body is null ? WithoutBody : WithBody;
        var parameters = string.Create(CultureInfo.InvariantCulture, $"{components};created={now.ToUnixTimeSeconds()};keyid=\"{key.Kid}\";nonce=\"{nonce}\";tag=\"{Label}\"");
        var signature = key.Sign(Base(parameters, method, target, body));
        return new(parameters, key.Kid, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), nonce, body is not null, signature);
    }

    /// <summary>Reads the two headers.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: missing, or not in our one spelling.</exception>
    public static HttpSignature Parse(string? inputHeader, string? signatureHeader)
    {
        if (inputHeader is null || signatureHeader is null || inputHeader.Length > 512 || signatureHeader.Length > 128) throw Malformed("is missing or too long");
        var input = Input().Match(inputHeader);
        if (!input.Success || !long.TryParse(input.Groups["created"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var created)) throw Malformed("does not cover what it must, in our spelling");
        if (!Base64UrlText.TryDecode(input.Groups["nonce"].ValueSpan, out var nonce) || nonce.Length != NonceSize) throw Malformed($"has a nonce that is not {NonceSize} bytes");
        var signature = new byte[SigningKey.SignatureSize];
        if (!signatureHeader.StartsWith($"{Label}=:", StringComparison.Ordinal) || !signatureHeader.EndsWith(':') || signatureHeader.Length < Label.Length + 3
            || !Convert.TryFromBase64String(signatureHeader[(Label.Length + 2)..^1], signature, out var written) || written != signature.Length) throw Malformed("is not 64 bytes of base64");
        var read = new HttpSignature(inputHeader[(Label.Length + 1)..], input.Groups["keyid"].Value, DateTimeOffset.FromUnixTimeSeconds(created), input.Groups["nonce"].Value, input.Groups["body"].Success, signature);
        return read.SignatureHeader == signatureHeader ? read : throw Malformed("has loose bits");
    }

    /// <summary>Checks the signature and the time. The caller has found the key by <see cref="KeyId"/>, and afterwards checks nonce and body.</summary>
    /// <param name="method">Method of the request received.</param>
    /// <param name="target">Its full address, from the node's own name, never from a header that the sender chose.</param>
    /// <param name="body">The digest in <c>Content-Digest</c>, or null if the request has no body.</param>
    /// <param name="key">The request key that the sender's metadata names.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Clock"/> or <see cref="RefusalCode.Seal"/>.</exception>
    public void Verify(string method, Uri target, Digest? body, VerificationKey key, DateTimeOffset now)
    {
        if (Created > now + Skew || now - Created > Validity) throw new RefusedException(RefusalCode.Clock, $"The request was signed at {Created:u}, and it is {now:u}.");
        if (CoversBody != body is not null) throw new RefusedException(RefusalCode.Seal, "The request's signature does not cover its body.");
        if (key.Kid != KeyId || !key.Verifies(Base(Parameters, method, target, body), Signature)) throw new RefusedException(RefusalCode.Seal, "The request's signature does not hold.");
    }

    private const string WithoutBody = "(\"@method\" \"@target-uri\")", WithBody = "(\"@method\" \"@target-uri\" \"content-digest\")";

    /// <summary>The signature base of RFC 9421 section 2.5.</summary>
    private static byte[] Base(string parameters, string method, Uri target, Digest? body)
    {
        var text = new StringBuilder().Append("\"@method\": ").Append(method).Append('\n').Append("\"@target-uri\": ").Append(target.AbsoluteUri).Append('\n');
        if (body is { } digest) text.Append("\"content-digest\": ").Append(ContentDigest.Of(digest)).Append('\n');
        return Encoding.UTF8.GetBytes(text.Append("\"@signature-params\": ").Append(parameters).ToString());
    }

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"The request's signature {why}.");

    [GeneratedRegex("""\Acomity=\("@method" "@target-uri"(?<body> "content-digest")?\);created=(?<created>[1-9][0-9]{0,10});keyid="(?<keyid>[A-Za-z0-9_-]{43})";nonce="(?<nonce>[A-Za-z0-9_-]{22})";tag="comity"\z""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Input();
}
