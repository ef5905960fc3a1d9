using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Comity.Evidence;

/// <summary>The provenance of a package in CASE 1.4 / UCO 1.4 as JSON-LD: the files with sizes and hashes, one provenance record, the act of packing, who did it.</summary>
internal static class CaseGraph
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Prefix, string Iri)[] Context =
    [
        ("case-investigation", "https://ontology.caseontology.org/case/investigation/"),
        ("uco-action", "https://ontology.unifiedcyberontology.org/uco/action/"),
        ("uco-core", "https://ontology.unifiedcyberontology.org/uco/core/"),
        ("uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/"),
        ("uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/"),
        ("uco-types", "https://ontology.unifiedcyberontology.org/uco/types/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];

    internal static byte[] Of(PackageSource source, IReadOnlyList<PackageItem> items)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteStartObject("@context");
            json.WriteString("kb", $"{source.Office}/kb/");
            foreach (var (prefix, iri) in Context) json.WriteString(prefix, iri);
            json.WriteEndObject();
            json.WriteStartArray("@graph");
            Packing(json, source, items);
            foreach (var item in items) Item(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void Packing(Utf8JsonWriter json, PackageSource source, IReadOnlyList<PackageItem> items)
    {
        var (office, action, record) = (Id("organization", Digest.Of(source.Office)), Id("investigative-action", source.Dossier), Id("provenance-record", source.Dossier));
        Node(json, office, "uco-identity:Organization", () => json.WriteString("uco-core:name", source.Office));
        Node(json, action, "case-investigation:InvestigativeAction", () =>
        {
            json.WriteString("uco-core:name", "sealed for transfer");
            Typed(json, "uco-action:endTime", "dateTime", DateTimeOffset.FromUnixTimeSeconds(source.At).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            Link(json, "uco-action:performer", office);
            Link(json, "uco-action:result", record);
        });
        Node(json, record, "case-investigation:ProvenanceRecord", () =>
        {
            json.WriteString("case-investigation:exhibitNumber", source.Dossier.ToString());
            json.WriteStartArray("uco-core:object");
            foreach (var item in items) Reference(json, Id("file", item.ObjectRoot));
            json.WriteEndArray();
        });
    }

    private static void Item(Utf8JsonWriter json, PackageItem item) =>
        Node(json, Id("file", item.ObjectRoot), "uco-observable:File", () =>
        {
            json.WriteStartArray("uco-core:hasFacet");
            Node(json, Id("file-facet", item.ObjectRoot), "uco-observable:FileFacet", () =>
            {
                json.WriteString("uco-observable:fileName", item.Name[(item.Name.LastIndexOf('/') + 1)..]);
                json.WriteString("uco-observable:filePath", $"data/{item.Name}");
                Typed(json, "uco-observable:sizeInBytes", "integer", item.File.Size.ToString(CultureInfo.InvariantCulture));
            });
            Node(json, Id("content-data-facet", item.ObjectRoot), "uco-observable:ContentDataFacet", () =>
            {
                json.WriteStartArray("uco-observable:hash");
                Hash(json, Id("hash", item.ObjectRoot), "SHA256", item.File.Sha256.ToHex());
                Hash(json, Id("hash", Digest.Of(item.ObjectRoot.ToArray())), "SHA512", item.File.Sha512);
                json.WriteEndArray();
                Typed(json, "uco-observable:sizeInBytes", "integer", item.File.Size.ToString(CultureInfo.InvariantCulture));
            });
            json.WriteEndArray();
        });

    private static void Hash(Utf8JsonWriter json, string id, string method, string hex) => Node(json, id, "uco-types:Hash", () =>
    {
        json.WriteString("uco-types:hashMethod", method);
        Typed(json, "uco-types:hashValue", "hexBinary", hex);
    });

    private static void Node(Utf8JsonWriter json, string id, string type, Action members)
    {
        json.WriteStartObject();
        json.WriteString("@id", id);
        json.WriteString("@type", type);
        members();
        json.WriteEndObject();
    }

    private static void Typed(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteStartObject(name);
        json.WriteString("@type", $"xsd:{type}");
        json.WriteString("@value", value);
        json.WriteEndObject();
    }

    private static void Link(Utf8JsonWriter json, string name, string id)
    {
        json.WritePropertyName(name);
        Reference(json, id);
    }

    private static void Reference(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("@id", id);
        json.WriteEndObject();
    }

    /// <summary>Ends in a UUID, as CASE asks: version 8 of RFC 9562, made of the digest, so that the same package has the same graph.</summary>
    private static string Id(string what, Digest of)
    {
        var bytes = of.ToArray().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return $"kb:{what}-{new Guid(bytes, bigEndian: true)}";
    }
}
