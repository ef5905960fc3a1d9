using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>The public root key of an anchor with its name, as a small JSON file: all that a verifier has to know beforehand (R33).</summary>
public static class AnchorFile
{
    private const string What = "The anchor's key file";

    /// <summary>Writes <c>{"anchor": "http…", "jwk": {…}}</c>.</summary>
    public static string Write(PinnedAnchor anchor) => new JsonObject { ["anchor"] = anchor.Id.ToString(), ["jwk"] = anchor.RootKey.ToJson("sig") }
        .ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    /// <summary>Reads it.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: something else than an entity id and a public key on P-256.</exception>
    public static PinnedAnchor Read(ReadOnlySpan<byte> utf8)
    {
        var claims = new ClaimReader(StrictJson.ParseObject(utf8, What), What);
        claims.Only("anchor", "jwk");
        return new(claims.Entity("anchor"), PublicJwk.Parse(claims.Member("jwk"), What));
    }
}
