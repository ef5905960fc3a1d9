using System.Text.Json;

namespace Comity.Ledger;

/// <summary>One entry of a ledger: a record that only its holder can read, and a leaf that tells nothing (rule R36).</summary>
/// <remarks>Leaf = 0x01 ‖ SHA-256("comity-leaf/v1" 0x00 ‖ salt ‖ record): 33 bytes for every kind. When salt and record are erased, the leaf stays and
/// nobody can guess what it was.</remarks>
public sealed class LedgerEntry
{
    /// <summary>Random bytes in a salt.</summary>
    public const int SaltSize = 32;

    /// <summary>Bytes in a leaf.</summary>
    public const int LeafSize = 33;

    /// <summary>Longest record, in bytes. Our own limit.</summary>
    public const int LongestRecord = 64 * 1024;

    internal const byte LeafVersion = 1;

    private readonly JsonElement _members;

    private LedgerEntry(byte[] salt, byte[] record, EntryKind kind, long at, JsonElement members)
    {
        (Salt, Record, Kind, At, _members) = (salt, record, kind, at, members);
        Leaf = [LeafVersion, .. Digest.Labelled("comity-leaf/v1", salt, record).ToArray()];
        LeafHash = MerkleHash.Leaf(Leaf);
    }

    /// <summary>What the entry records.</summary>
    public EntryKind Kind { get; }

    /// <summary>When, in seconds since 1970 UTC.</summary>
    public long At { get; }

    /// <summary>32 random bytes.</summary>
    public byte[] Salt { get; }

    /// <summary>The JSON bytes as stored; never written anew.</summary>
    public byte[] Record { get; }

    /// <summary>What the tree holds: 33 bytes.</summary>
    public byte[] Leaf { get; }

    /// <summary>The leaf's hash in the tree.</summary>
    public Digest LeafHash { get; }

    /// <summary>Salt ‖ record, as a proof carries it in its <c>extra</c> line (rule R25).</summary>
    public byte[] Extra => [.. Salt, .. Record];

    /// <summary>Writes an entry with a fresh salt.</summary>
    /// <exception cref="ArgumentException">A field is not a digest, a list of digests or a word; that would put content into the record.</exception>
    public static LedgerEntry Create(EntryKind kind, long at, RandomFill random, params ReadOnlySpan<EntryField> fields)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind.Word());
            json.WriteNumber("at", at);
            foreach (var field in fields) field.Write(json);
            json.WriteEndObject();
        }

        try
        {
            return Read(random.Bytes(SaltSize), buffer.ToArray());
        }
        catch (RefusedException e)
        {
            throw new ArgumentException(e.Message, nameof(fields), e);
        }
    }

    /// <summary>Reads an entry from its salt and record.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not an entry.</exception>
    public static LedgerEntry Read(byte[] salt, byte[] record)
    {
        if (salt.Length != SaltSize) throw Malformed($"has a salt of {salt.Length} bytes instead of {SaltSize}");
        if (record.Length > LongestRecord) throw Malformed($"has a record of more than {LongestRecord} bytes");
        var members = StrictJson.ParseObject(record, "The ledger entry");
        var kind = members.TryGetProperty("kind", out var word) && word.ValueKind == JsonValueKind.String ? EntryKindWords.Parse(word.GetString()!) : null;
        if (kind is null) throw Malformed("is of no kind that we know");
        if (!members.TryGetProperty("at", out var at) || at.ValueKind != JsonValueKind.Number || at.GetInt64() < 0) throw Malformed("has no time");
        foreach (var member in members.EnumerateObject())
            if (member.Name is not ("kind" or "at") && !EntryField.Allowed(member)) throw Malformed("holds something other than digests and words");
        return new(salt, record, kind.Value, at.GetInt64(), members);
    }

    /// <summary>Reads an entry from the <c>extra</c> line of a proof.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not an entry.</exception>
    public static LedgerEntry FromExtra(ReadOnlySpan<byte> extra) => extra.Length > SaltSize
        ? Read(extra[..SaltSize].ToArray(), extra[SaltSize..].ToArray())
        : throw Malformed($"is only {extra.Length} bytes long");

    /// <summary>The field's text (a digest or a word), or null if the entry has no such single field.</summary>
    public string? Text(string field) =>
        _members.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The field's digest, or null if the entry has none of that name.</summary>
    public Digest? DigestOf(string field) => Digest.TryParse(Text(field), null, out var digest) ? digest : null;

    /// <summary>The field's digests; empty if the entry has no such list.</summary>
    public IReadOnlyList<Digest> DigestsOf(string field) =>
        _members.TryGetProperty(field, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => Digest.Parse(item.GetString()!))]
            : [];

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"The ledger entry {why}.");
}
