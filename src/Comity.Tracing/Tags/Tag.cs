using System.Text.Json;

namespace Comity.Tracing;

/// <summary>What somebody says about an address or a transaction, in the words of GraphSense's TagPacks.</summary>
public sealed record Tag
{
    /// <summary>The address, or null for a transaction.</summary>
    public string? Address { get; init; }

    /// <summary>The transaction, or null for an address.</summary>
    public string? TransactionHash { get; init; }

    /// <summary>The name given.</summary>
    public required string Label { get; init; }

    /// <summary>Where that is from.</summary>
    public required string Source { get; init; }

    /// <summary>The coin, as in <c>BTC</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>The chain; the coin where nothing else is said.</summary>
    public required string Network { get; init; }

    /// <summary>How sure, as an id of <see cref="Confidence"/>.</summary>
    public string ConfidenceId { get; init; } = "unknown";

    /// <summary>How sure, 0 to 100.</summary>
    public int Level => Confidence.LevelOf(ConfidenceId) ?? 5;

    /// <summary>Who made the pack.</summary>
    public string Creator { get; init; } = "";

    /// <summary>Who is behind the address, as an id.</summary>
    public string? Actor { get; init; }

    /// <summary>Service, scam, ...: an older form of concepts.</summary>
    public string? Category { get; init; }

    /// <summary>Kind of abuse.</summary>
    public string? Abuse { get; init; }

    /// <summary>Free text, often JSON.</summary>
    public string? Context { get; init; }

    /// <summary>A date.</summary>
    public string? LastModified { get; init; }

    /// <summary>What the actor is or does.</summary>
    public IReadOnlyList<string> Concepts { get; init; } = [];

    /// <summary>Whether the tag speaks for the whole cluster.</summary>
    public bool IsClusterDefiner { get; init; }

    /// <summary>Kind of tag.</summary>
    public string? TagType { get; init; }

    /// <summary>Fields that the format does not name, kept as they were (JSON).</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>();

    /// <summary>What makes two tags the same.</summary>
    internal (string?, string?, string, string, string, string) Identity => (Address, TransactionHash, Network, Label, Source, Creator);

    internal bool IsExchange => Category == "exchange" || Concepts.Contains("exchange");

    /// <summary>Writes its fields into an open object, under the names of the format; fields that the format does not name stand under <c>other</c>.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        Write(json, "address", Address);
        Write(json, "tx_hash", TransactionHash);
        Write(json, "label", Label);
        Write(json, "source", Source);
        Write(json, "currency", Currency);
        Write(json, "network", Network);
        Write(json, "confidence", ConfidenceId);
        Write(json, "creator", Creator);
        Write(json, "actor", Actor);
        Write(json, "category", Category);
        Write(json, "abuse", Abuse);
        Write(json, "context", Context);
        Write(json, "lastmod", LastModified);
        Write(json, "tag_type", TagType);
        if (IsClusterDefiner) json.WriteBoolean("is_cluster_definer", true);
        if (Concepts.Count > 0)
        {
            json.WriteStartArray("concepts");
            foreach (var c in Concepts) json.WriteStringValue(c);
            json.WriteEndArray();
        }

        if (Other.Count == 0) return;
        json.WriteStartObject("other");
        foreach (var (name, value) in Other) Write(json, name, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    internal static Tag FromJson(JsonElement json) => new()
    {
        Address = json.TextOrNull("address"), TransactionHash = json.TextOrNull("tx_hash"), Label = json.Text("label"), Source = json.Text("source"),
        Currency = json.Text("currency"), Network = json.Text("network"), ConfidenceId = json.Text("confidence"), Creator = json.Text("creator"),
        Actor = json.TextOrNull("actor"), Category = json.TextOrNull("category"), Abuse = json.TextOrNull("abuse"), Context = json.TextOrNull("context"),
        LastModified = json.TextOrNull("lastmod"), TagType = json.TextOrNull("tag_type"),
        IsClusterDefiner = json.TryGetProperty("is_cluster_definer", out var definer) && definer.ValueKind == JsonValueKind.True,
        Concepts = json.TryGetProperty("concepts", out var concepts) ? [.. concepts.EnumerateArray().Select(c => c.GetString()!)] : [],
        Other = json.TryGetProperty("other", out var other) ? other.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!) : new Dictionary<string, string>(),
    };
}

/// <summary>The grades of confidence and their levels.</summary>
public static class Confidence
{
    private static readonly Dictionary<string, int> Levels = new(StringComparer.Ordinal)
    {
        ["override"] = 100, ["ownership"] = 100, ["ledger_immanent"] = 100, ["manual_transaction"] = 90, ["service_api"] = 70,
        ["forensic_investigation"] = 70, ["authority_data"] = 60, ["trusted_provider"] = 50, ["service_data"] = 50, ["forensic"] = 50,
        ["untrusted_transaction"] = 40, ["web_crawl"] = 20, ["heuristic"] = 10, ["unknown"] = 5,
    };

    /// <summary>The level of a grade, or null if there is no such grade.</summary>
    public static int? LevelOf(string id) => Levels.TryGetValue(id, out var level) ? level : null;
}
