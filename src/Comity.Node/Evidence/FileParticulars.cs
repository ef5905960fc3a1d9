using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Evidence;
using Comity.Trust;

namespace Comity.Node.Evidence;

/// <summary>Where the deliverer says that it has a file from: its own word, under its seal.</summary>
/// <param name="Office">The office that delivered it to the deliverer.</param>
/// <param name="At">When that office signed its delivery; Unix seconds.</param>
/// <param name="Delivery">Id of that delivery, which a court can ask for.</param>
/// <param name="Received">When it had arrived there whole.</param>
internal sealed record EarlierHop(string Office, long At, Digest Delivery, long Received);

/// <summary>What a delivery discloses of a file: its name, true size and hashes, and where the deliverer has it from (R46).</summary>
internal sealed record FileParticulars(string Name, FileIdentity File, EarlierHop? Earlier)
{
    private const string What = "The particulars of a file";
    private const long LargestNumber = (1L << 53) - 1, LastSecond = 253402300799;

    /// <summary>As the disclosure <c>file.ROOT</c>: one level, hashes in hexadecimal as manifests write them.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["size"] = File.Size, ["sha256"] = File.Sha256.ToHex(), ["sha512"] = File.Sha512 };
        if (Earlier is not { } earlier) return json;
        json["from"] = earlier.Office;
        json["from-at"] = earlier.At;
        json["from-delivery"] = earlier.Delivery.ToString();
        json["received"] = earlier.Received;
        return json;
    }

    /// <summary>What a delivery discloses of an object; null if it does not.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>.</exception>
    internal static FileParticulars? Find(SdJwt delivery, Digest root) => delivery.Find(Disclosures.File(root)) is { } value ? Read(value) : null;

    /// <summary>The same for a page: null also if it is malformed, which opening will name.</summary>
    internal static FileParticulars? Shown(SdJwt delivery, Digest root)
    {
        try
        {
            return Find(delivery, root);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    internal static FileParticulars Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Malformed("are no object");
        var file = new FileIdentity(Number(value, "size", LargestNumber), Hex(value, "sha256"), Text(value, "sha512"));
        if (file.Sha512.Length != 128 || file.Sha512.Any(c => !char.IsAsciiHexDigitLower(c))) throw Malformed("have no SHA-512 in 128 lower-case digits");
        var earlier = value.TryGetProperty("from", out _)
            ? new EarlierHop(Text(value, "from"), Number(value, "from-at", LastSecond), Digest.TryParse(Text(value, "from-delivery"), null, out var id) ? id : throw Malformed("name no delivery"), Number(value, "received", LastSecond))
            : null;
        return new(Text(value, "name"), file, earlier);
    }

    private static Digest Hex(JsonElement of, string name) => Text(of, name) is { Length: 64 } text && text.All(char.IsAsciiHexDigitLower)
        ? new(Convert.FromHexString(text)) : throw Malformed($"have no {name} in 64 lower-case digits");

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()! : throw Malformed($"have no text \"{name}\"");

    private static long Number(JsonElement of, string name, long most) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= most
            ? number : throw Malformed($"have no number \"{name}\"");

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}
