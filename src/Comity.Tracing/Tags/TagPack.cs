using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Comity.Tracing;

/// <summary>A tag that was not taken, and why.</summary>
/// <param name="File">The pack.</param>
/// <param name="Line">The line of the tag.</param>
/// <param name="Subject">The address or transaction as written.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record RefusedTag(string File, int Line, string Subject, string Reason);

/// <summary>A TagPack: a file of tags with common fields at its head, in GraphSense's format.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="Tags">The tags that are right.</param>
/// <param name="Refused">The tags that are not.</param>
/// <param name="WithoutConfidence">How many had no confidence and count as <c>unknown</c>.</param>
public sealed record TagPack(string Title, string Creator, IReadOnlyList<Tag> Tags, IReadOnlyList<RefusedTag> Refused, int WithoutConfidence)
{
    private static readonly HashSet<string> HeaderOnly = new(StringComparer.Ordinal) { "title", "creator", "description", "owner", "is_public", "tags" };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "label", "source", "currency", "network", "confidence", "address", "tx_hash", "actor", "concepts", "category", "abuse", "context", "lastmod",
        "is_cluster_definer", "tag_type",
    };

    /// <summary>The pack that comes with the program: what is public and was checked, and nothing else.</summary>
    /// <param name="network">The chain of the store: tags of other networks are refused one by one, as of any pack.</param>
    public static TagPack Seed(Network network)
    {
        using var stream = typeof(TagPack).Assembly.GetManifestResourceStream("seed.yaml")!;
        using var reader = new StreamReader(stream);
        return Read("seed.yaml", reader.ReadToEnd(), network);
    }

    /// <summary>Reads a pack. A wrong tag is refused alone; a wrong head refuses the pack.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="yaml">Its text.</param>
    /// <param name="network">The chain of the store: tags of other networks are refused one by one.</param>
    /// <exception cref="TracingException">No YAML, or the head lacks title, creator or tags.</exception>
    public static TagPack Read(string file, string yaml, Network network)
    {
        if (YamlTree.Read(file, yaml) is not YamlValue.Map head) throw new TracingException($"{file}: no map of fields");
        var title = Scalar(head["title"]) ?? throw new TracingException($"{file}: no title");
        var creator = Scalar(head["creator"]) ?? throw new TracingException($"{file}: no creator");
        if (head["tags"] is not YamlValue.List list) throw new TracingException($"{file}: no list of tags");
        var (tags, refused, unknown) = (new List<Tag>(), new List<RefusedTag>(), 0);
        foreach (var item in list.Items)
        {
            var subject = item is YamlValue.Map m ? Scalar(m["address"]) ?? Scalar(m["tx_hash"]) ?? "" : "";
            try
            {
                var tag = One(item, head, creator, network);
                if (Field(item, head, "confidence") is null) unknown++;
                tags.Add(tag);
            }
            catch (TracingException e)
            {
                refused.Add(new(file, item.Line, subject, e.Message));
            }
        }

        return new(title, creator, tags, refused, unknown);
    }

    private static Tag One(YamlValue item, YamlValue.Map head, string creator, Network network)
    {
        if (item is not YamlValue.Map map) throw new TracingException("a tag is a map of fields");
        var currency = Must("currency");
        var chain = Text("network") ?? currency;
        var confidence = Text("confidence") ?? "unknown";
        if (Confidence.LevelOf(confidence) is null) throw new TracingException($"no confidence {confidence}");
        var tag = new Tag
        {
            Address = Text("address"), TransactionHash = Text("tx_hash"), Label = Must("label"), Source = Must("source"), Currency = currency, Network = chain,
            ConfidenceId = confidence, Creator = creator, Actor = Text("actor"), Category = Text("category"), Abuse = Text("abuse"), Context = Text("context"),
            LastModified = Text("lastmod"), TagType = Text("tag_type"), IsClusterDefiner = Text("is_cluster_definer") is "true" or "True" or "yes",
            Concepts = Field(item, head, "concepts") is YamlValue.List concepts ? [.. concepts.Items.Select(Scalar).OfType<string>()] : [],
            Other = map.Fields.Where(f => !Known.Contains(f.Key)).Concat(head.Fields.Where(f => !Known.Contains(f.Key) && !HeaderOnly.Contains(f.Key) && map[f.Key] is null))
                .ToDictionary(f => f.Key, f => Json(f.Value), StringComparer.Ordinal),
        };
        Check(tag, network);
        return tag.Address is null ? tag : tag with { Address = Canonical(tag.Address, network) };

        string? Text(string name) => Scalar(Field(item, head, name));
        string Must(string name) => Text(name) ?? throw new TracingException($"no {name}");
    }

    /// <summary>One address has one text here: a store asks for tags by that.</summary>
    private static string Canonical(string address, Network network) => Tracing.Address.Encode(Tracing.Address.Parse(address, network), network) ?? address;

    private static void Check(Tag tag, Network network)
    {
        if (!network.Name.StartsWith(tag.Network, StringComparison.OrdinalIgnoreCase)) throw new TracingException($"of network {tag.Network}, the store is of {network.Name}");
        if (tag.Address is null == tag.TransactionHash is null) throw new TracingException("a tag has either address or tx_hash");
        if (tag.TransactionHash is { } id && !Hash256.TryParse(id, null, out _)) throw new TracingException("tx_hash has not 64 hexadecimal digits");
    }

    private static YamlValue? Field(YamlValue item, YamlValue.Map head, string name) => (item as YamlValue.Map)?[name] ?? head[name];

    private static string? Scalar(YamlValue? value) => value is YamlValue.Text { IsNull: false } text ? text.Value : null;

    private static string Json(YamlValue value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Write(json, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, YamlValue value)
    {
        switch (value)
        {
            case YamlValue.Text text:
                json.WriteStringValue(text.Value);
                break;
            case YamlValue.List list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlValue.Map map:
                json.WriteStartObject();
                foreach (var (name, field) in map.Fields)
                {
                    json.WritePropertyName(name);
                    Write(json, field);
                }

                json.WriteEndObject();
                break;
        }
    }

    /// <summary>Writes tags as a pack; JSON strings are YAML strings, so every text survives as it is.</summary>
    public static string Write(string title, string creator, IEnumerable<Tag> tags)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"title: {Quoted(title)}\ncreator: {Quoted(creator)}\ntags:\n");
        foreach (var tag in tags) Write(text, tag);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Tag tag)
    {
        var lead = "  - ";
        foreach (var (name, value) in Fields(tag))
        {
            text.Append(lead).Append(name).Append(": ").Append(value).Append('\n');
            lead = "    ";
        }
    }

    private static IEnumerable<(string Name, string Value)> Fields(Tag tag)
    {
        if (tag.Address is not null) yield return ("address", Quoted(tag.Address));
        if (tag.TransactionHash is not null) yield return ("tx_hash", Quoted(tag.TransactionHash));
        yield return ("label", Quoted(tag.Label));
        yield return ("source", Quoted(tag.Source));
        yield return ("currency", Quoted(tag.Currency));
        yield return ("network", Quoted(tag.Network));
        yield return ("confidence", Quoted(tag.ConfidenceId));
        if (tag.Actor is not null) yield return ("actor", Quoted(tag.Actor));
        if (tag.Category is not null) yield return ("category", Quoted(tag.Category));
        if (tag.Abuse is not null) yield return ("abuse", Quoted(tag.Abuse));
        if (tag.Context is not null) yield return ("context", Quoted(tag.Context));
        if (tag.LastModified is not null) yield return ("lastmod", System.Text.RegularExpressions.Regex.IsMatch(tag.LastModified, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$") ? tag.LastModified : Quoted(tag.LastModified));
        if (tag.TagType is not null) yield return ("tag_type", Quoted(tag.TagType));
        if (tag.Concepts.Count > 0) yield return ("concepts", "[" + string.Join(", ", tag.Concepts.Select(Quoted)) + "]");
        if (tag.IsClusterDefiner) yield return ("is_cluster_definer", "true");
        foreach (var (name, value) in tag.Other) yield return (Quoted(name), value);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
