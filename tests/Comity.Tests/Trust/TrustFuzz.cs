using System.Text;
using Comity.Trust;

namespace Comity.Tests.Trust;

/// <summary>Every parser of this folder, fed with bytes from outside: it returns a value or refuses, nothing else.</summary>
/// <remarks>The number of inputs per parser is COMITY_FUZZ, 1,000 if unset. A fuzzer of one's choice can call the entry points directly.</remarks>
public sealed class TrustFuzz
{
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var runs) ? runs : 1000;
    private static readonly string Signature = "." + Base64UrlText.Encode(new byte[64]);
    private static readonly Federation Cast = new();

    /// <summary>JWS headers and forms.</summary>
    internal static void Jwt(ReadOnlySpan<byte> data)
    {
        var text = Encoding.Latin1.GetString(data);
        Try(() => Jws.Parse(text, "comity-receipt+jwt", "it"));
        Try(() => Jws.TypeOf(text, "it"));
    }

    /// <summary>SD-JWT forms; disclosures; claims under a good header.</summary>
    internal static void Statement(ReadOnlySpan<byte> data)
    {
        var text = Encoding.Latin1.GetString(data);
        var json = data.ToArray();
        Try(() => SdJwt.Parse(text, SdJwtProfile.Statement, "it"));
        Try(() => Disclosure.Parse(Base64UrlText.Encode(json)));
        Try(() => OfficerStatement.Read(SdJwt.Parse(Wrapped(SdJwtProfile.Officer.Type, json) + "~", SdJwtProfile.Officer, "it")));
        Try(() => Approval.Read(SdJwt.Parse(Wrapped(SdJwtProfile.Statement.Type, json) + "~", SdJwtProfile.Statement, "it").Claims));
    }

    /// <summary>Federation documents: claims under a good header.</summary>
    internal static void FederationClaims(ReadOnlySpan<byte> data)
    {
        var json = data.ToArray();
        Try(() => EntityConfiguration.Parse(Wrapped("entity-statement+jwt", json)));
        Try(() => SubordinateStatement.Parse(Wrapped("entity-statement+jwt", json)));
        Try(() => TrustMark.Parse(Wrapped("trust-mark+jwt", json)));
        Try(() => TrustMarkDelegation.Parse(Wrapped("trust-mark-delegation+jwt", json)));
        Try(() => StatusList.Parse(Wrapped("comity-status+jwt", json)));
        Try(() => Federation.Judge().Judge(Exercise.Contact, [], Exercise.Noon, TrustMaterial.Of([Wrapped("entity-statement+jwt", json)])));
        Try(() => TrustMaterial.Parse(StrictJson.Parse(json, "it")));
    }

    /// <summary>Receipts: claims under a good header.</summary>
    internal static void ReceiptClaims(ReadOnlySpan<byte> data)
    {
        var json = data.ToArray();
        Try(() => Receipt.Parse(Wrapped("comity-receipt+jwt", json)));
    }

    /// <summary>What browsers and authenticators return.</summary>
    internal static void ClientData(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        var key = Exercise.Passkeys[0].Public;
        Try(() => new PasskeyAssertion(new byte[37], bytes, []).Verify(Digest.Of(""), Exercise.Host, [Exercise.Origin], key));
        var good = ExerciseAuthenticator.Assert(Exercise.Passkeys[0], Exercise.Host, Exercise.Origin, Digest.Of(""));
        Try(() => (good with { AuthenticatorData = bytes }).Verify(Digest.Of(""), Exercise.Host, [Exercise.Origin], key));
        Try(() => (good with { Signature = bytes }).Verify(Digest.Of(""), Exercise.Host, [Exercise.Origin], key));
    }

    /// <summary>Signature headers and keys.</summary>
    internal static void Headers(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        var text = Encoding.Latin1.GetString(data);
        var good = HttpSignature.Sign("GET", new("http://x"), null, Exercise.Noon, Federation.RequestKey, Exercise.Random(1));
        Try(() => HttpSignature.Parse(text, good.SignatureHeader));
        Try(() => HttpSignature.Parse(good.InputHeader, text));
        _ = ContentDigest.TryParse(text, out _) & EntityId.TryParse(text, null, out _);
        Try(() => VerificationKey.FromJwk(StrictJson.Parse(bytes, "it"), "it"));
    }

    private delegate void Entry(ReadOnlySpan<byte> data);

    [Fact]
    public void JWS() => Run(Jwt, Ascii(Cast.Mark.Sign(Federation.SerbiaKey)), Ascii(Cast.Mark.Sign(Federation.SerbiaKey).Split('.')[0]));

    [Fact]
    public void SD_JWT()
    {
        var (act, officers) = Exercise.Approved(Exercise.Draft(), 0, 1);
        Run(Statement, Ascii(act.Text), Payload(act.SignedPart), Payload(officers.Texts.First().Split('~')[0]), """["AAAAAAAAAAAAAAAAAAAAAA","a",{"b":[1]}]"""u8.ToArray());
    }

    [Fact]
    public void Federation_documents() => Run(FederationClaims, [.. Cast.Material().Texts.Select(Payload), Encoding.UTF8.GetBytes("""["a.b.c","d~"]""")]);

    [Fact]
    public void Receipts() => Run(ReceiptClaims, Payload(new Receipt
    {
        Issuer = Exercise.Contact, Audience = Exercise.Serbia, Dossier = Digest.Of("d"), Of = Digest.Of("s"), Rung = Rung.Rejected, At = Exercise.Noon,
        Reason = RefusalCode.Order, Log = new("rs.localhost/ledger", 1, Digest.Of("l")),
    }.Sign(Federation.ReceiptKey)));

    [Fact]
    public void Client_data()
    {
        var good = ExerciseAuthenticator.Assert(Exercise.Passkeys[0], Exercise.Host, Exercise.Origin, Digest.Of(""));
        Run(ClientData, good.ClientDataJson, good.AuthenticatorData, good.Signature);
    }

    [Fact]
    public void Headers_and_keys()
    {
        var good = HttpSignature.Sign("GET", new("http://x"), Digest.Of(""), Exercise.Noon, Federation.RequestKey, Exercise.Random(1));
        Run(Headers, Ascii(good.InputHeader), Ascii(good.SignatureHeader), Ascii(ContentDigest.Of(Digest.Of(""))), Ascii("http://rs.localhost:7001/offices/poc"), Encoding.UTF8.GetBytes(Exercise.Seal.Public.Jwk.ToJson().ToJsonString()));
    }

    private static void Run(Entry entry, params byte[][] seeds)
    {
        var random = new System.Random(20261121);
        foreach (var seed in seeds) entry(seed);
        for (var i = 0; i < Runs; i++) entry(Mutated(seeds[random.Next(seeds.Length)], random));
    }

    /// <summary>Noise, or a good input with bytes flipped, cut, doubled, or replaced by what JSON parsers dislike.</summary>
    private static byte[] Mutated(byte[] seed, System.Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = seed.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(length, bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(length, bytes.Count - at))); break;
                case 4: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static readonly byte[][] Tokens =
    [
        .. new[] { "null", "{}", "[]", "\"\"", "-1", "1e9", "253402300800", "9007199254740991", "\\ud800", "\\u0000", "\"_sd\":[],", "\"...\":1,", "true,", "~", ".", "[[[[[[[[", "\"iss\":1,", "é" }.Select(Encoding.UTF8.GetBytes),
    ];

    private static string Wrapped(string type, byte[] payload) =>
        Base64UrlText.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{type}}","kid":"{{Exercise.Seal.Kid}}"}""")) + "." + Base64UrlText.Encode(payload) + Signature;

    private static byte[] Payload(string jws) => Base64UrlText.Decode(jws.Split('.')[1], "it");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static void Try(Action parse)
    {
        try
        {
            parse();
        }
        catch (Exception e) when (e is RefusedException or StatusStaleException)
        {
            // that is how outside bytes are answered; anything else fails the test
        }
    }
}
