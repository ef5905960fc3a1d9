using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>What a node tells an anchor of itself when it asks for admission, signed with the federation key that the anchor's people compare.
/// Kind and Party are claims: they count only once the anchor has said them (R29).</summary>
internal sealed record Application(string Iss, string Aud, string Kind, string Party, IReadOnlyList<ApplicationOffice> Offices)
{
    private const string Type = "comity-application+jwt", What = "The application";
    private const int MostOffices = 20, MostRoles = 10, LongestName = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal NodeKind NodeKind => Kind == "provider" ? NodeKind.Provider : NodeKind.Authority;

    internal static string Write(NodeCore node) => Jws.Sign(Type, (JsonObject)JsonSerializer.SerializeToNode(new Application(
        node.Settings.Url, node.Settings.Anchor!.Id, node.Settings.Kind == NodeKind.Provider ? "provider" : "authority", node.Settings.Party,
        [.. node.Settings.Offices.Select(o => new ApplicationOffice(node.Settings.OfficeId(o.Name), o.Title, o.Roles))]), Json)!, node.Folder.Key(NodeKeys.Federation)).Text;

    /// <summary>Reads the application of the entity to this anchor.</summary>
    /// <exception cref="RefusedException">Malformed, by another, to another, or not signed by a key of the entity.</exception>
    internal static Application Read(string text, EntityConfiguration by, string anchor)
    {
        var jws = Jws.Parse(text, Type, What);
        var key = by.Keys.FirstOrDefault(k => k.Kid == jws.Kid) ?? throw new RefusedException(RefusalCode.Trust, $"{What} is not signed by a key of {by.Entity}.");
        jws.Verify(new VerificationKey(key), What);
        var read = Parse(jws.Payload);
        if (read.Iss != by.Entity.ToString() || read.Aud != anchor) throw Malformed("is of another node or to another anchor");
        if (read.Kind is not ("authority" or "provider") || !Comity.Law.CountryCode.TryParse(read.Party, null, out _)) throw Malformed("names no kind or no Party");
        if (read.Offices.Count > MostOffices || !read.Offices.All(o => IsSound(o, read.Iss))) throw Malformed("names an office that cannot be");
        return read;
    }

    private static Application Parse(JsonElement payload)
    {
        try
        {
            return payload.Deserialize<Application>(Json) ?? throw Malformed("is empty");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Malformed("has another form");
        }
    }

    /// <summary>Lists may hold null, whatever their type says.</summary>
    private static bool IsSound(ApplicationOffice? office, string entity) =>
        office is not null && EntityId.TryParse(office.Id, null, out _) && office.Id.StartsWith(entity + "/offices/", StringComparison.Ordinal) && office.Name.Length is > 0 and <= LongestName
        && office.Roles.Count <= MostRoles && office.Roles.All(r => r is { Length: > 0 and <= 40 } && r.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}

/// <summary>An office that a node has, and the roles that it asks for.</summary>
internal sealed record ApplicationOffice(string Id, string Name, IReadOnlyList<string> Roles);
