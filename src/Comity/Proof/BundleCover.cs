using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>A file of the bundle as the cover names it.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
public sealed record BundleFile(string Name, long Size, Digest Sha256);

/// <summary>The signed cover of a bundle: who exported which dossier when, where each chain ended, and every other file. <c>typ: comity-bundle+jwt</c>.</summary>
/// <remarks>An exporter can cut the tail of a dossier; it signs the heads, so that the other side's copy convicts it.</remarks>
public sealed record BundleCover
{
    private const string Type = "comity-bundle+jwt", What = "The cover";

    /// <summary>The exporting office, which signs with its seal key.</summary>
    public required EntityId Exporter { get; init; }

    /// <summary>The dossier.</summary>
    public required Digest Dossier { get; init; }

    /// <summary>Time B: when it was exported; whole seconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The newest statements of the asking side, in byte order: one, none, or one for each branch of a fork.</summary>
    public required IReadOnlyList<Digest> AskingHeads { get; init; }

    /// <summary>The newest statements of the asked side.</summary>
    public required IReadOnlyList<Digest> AskedHeads { get; init; }

    /// <summary>All files but the cover, sorted by name.</summary>
    public required IReadOnlyList<BundleFile> Files { get; init; }

    /// <summary>The heads of a side.</summary>
    public IReadOnlyList<Digest> HeadsOf(Side side) => side == Side.Asking ? AskingHeads : AskedHeads;

    /// <summary>Signs with the exporter's seal key.</summary>
    public string Sign(SigningKey seal) => Jws.Sign(
        Type,
        new JsonObject
        {
            ["iss"] = Exporter.ToString(), ["dossier"] = Dossier.ToString(), ["iat"] = At.ToUnixTimeSeconds(),
            ["heads"] = new JsonObject { ["asking"] = Names(AskingHeads), ["asked"] = Names(AskedHeads) },
            ["files"] = JsonText.List(Files.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["size"] = f.Size, ["sha256"] = f.Sha256.ToString() })),
        },
        seal).Text;

    /// <summary>Reads a cover; its signature is checked by the verifier.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<BundleCover> Parse(string text)
    {
        var document = Jws.Parse(text, Type, What);
        var claims = new Trust.ClaimReader(document.Payload, What);
        claims.Only("iss", "dossier", "iat", "heads", "files");
        var heads = claims.Object("heads");
        heads.Only("asking", "asked");
        var cover = new BundleCover
        {
            Exporter = claims.Entity("iss"), Dossier = claims.Hash("dossier"), At = claims.Time("iat"),
            AskingHeads = Sorted(heads, "asking"), AskedHeads = Sorted(heads, "asked"),
            Files = [.. claims.Items("files", BundleArchive.MostFiles).Select(File)],
        };
        for (var i = 1; i < cover.Files.Count; i++)
            if (string.CompareOrdinal(cover.Files[i - 1].Name, cover.Files[i].Name) >= 0) throw claims.Wrong("files", "are not sorted, or name one twice");
        return new(cover, document);
    }

    private static JsonArray Names(IReadOnlyList<Digest> digests) => JsonText.List(digests.Order().Select(d => d.ToString()));

    private static BundleFile File(JsonElement value)
    {
        var claims = new Trust.ClaimReader(value, $"{What}: a file");
        claims.Only("name", "size", "sha256");
        return new(claims.Text("name", 128), claims.Whole("size"), claims.Hash("sha256"));
    }

    private static List<Digest> Sorted(Trust.ClaimReader heads, string side)
    {
        var digests = heads.Texts(side, 64).Select(t => Digest.TryParse(t, null, out var d) ? d : throw heads.Wrong(side, "holds something other than a digest")).ToList();
        for (var i = 1; i < digests.Count; i++)
            if (digests[i - 1] >= digests[i]) throw heads.Wrong(side, "is not sorted");
        return digests;
    }
}
