using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comity.Trust;

namespace Comity.Node;

/// <summary>What kind of organisation a node speaks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeKind>))]
internal enum NodeKind
{
    /// <summary>A State's authority.</summary>
    Authority,

    /// <summary>A service provider.</summary>
    Provider,

    /// <summary>The trust anchor: vouches for members and keeps their directory.</summary>
    Anchor,
}

/// <summary>An office of the organisation: its short name in addresses, what people call it, and the roles it holds.</summary>
/// <param name="TwoAtFirstContact">True if it asks that two persons approve what an organisation sends it first (R12); its signed metadata say so.</param>
internal sealed record OfficeSetting(string Name, string Title, IReadOnlyList<string> Roles, bool TwoAtFirstContact = false);

/// <summary>The pinned trust anchor: its entity id and root key (a JWK as JSON text).</summary>
internal sealed record AnchorPin(string Id, string Key);

/// <summary>What set-up decided once and what nothing later may change: <c>node.json</c>.</summary>
/// <param name="Url">Public address; entity id, passkey origin and ledger origin follow from it.</param>
/// <param name="Party">ISO code of the State, or of the State where a provider is established.</param>
/// <param name="Exercise">True only for a node of the demo federation: its people and passkeys are invented.</param>
internal sealed record NodeSettings(
    string Url, NodeKind Kind, string Title, string Party, bool Exercise, AnchorPin? Anchor, IReadOnlyList<OfficeSetting> Offices)
{
    /// <summary>The host, which is also the passkeys' relying party.</summary>
    [JsonIgnore]
    internal string Host => new Uri(Url).Host;

    internal string OfficeId(string name) => $"{Url}/offices/{name}";

    /// <summary>The office's short name if <paramref name="id"/> is one of ours.</summary>
    internal string? OfficeName(string id) => Offices.FirstOrDefault(o => OfficeId(o.Name) == id)?.Name;
}

/// <summary>The folder that holds all of a node: settings, keys, database, evidence. One process at a time.</summary>
/// <remarks>Never starts a new history over an old one: a part that is missing or damaged is named, and the node stays down.</remarks>
internal sealed class NodeFolder : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { WriteIndented = true };

    private readonly FileStream _lock;
    private readonly Dictionary<string, SigningKey> _keys = [];
    private readonly byte[] _master;

    private NodeFolder(string path, FileStream fileLock, byte[] master)
    {
        Path = path;
        _lock = fileLock;
        _master = master;
    }

    internal string Path { get; }

    /// <summary>Null until set-up.</summary>
    internal NodeSettings? Settings { get; private set; }

    internal string DatabasePath => System.IO.Path.Combine(Path, "comity.db");

    internal string EvidencePath => System.IO.Path.Combine(Path, "evidence");

    private string SettingsPath => System.IO.Path.Combine(Path, "node.json");

    private string MasterPath => System.IO.Path.Combine(Path, "master.key");

    private string KeyPath(string name) => System.IO.Path.Combine(Path, "keys", name + ".key");

    /// <summary>Opens the folder, or makes it when it is missing or empty.</summary>
    /// <exception cref="NodeFault">Another process holds it, or a part is missing or damaged.</exception>
    internal static NodeFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Make(path);
        var fileLock = Lock(path);
        try
        {
            var fresh = Directory.EnumerateFileSystemEntries(path).All(e => System.IO.Path.GetFileName(e) == "lock");
            var folder = new NodeFolder(path, fileLock, fresh ? NewMaster(path) : ReadMaster(path));
            folder.Load(fresh);
            return folder;
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>The settings of a node that is set up, without opening it; null for an empty folder.</summary>
    /// <exception cref="NodeFault">The settings are damaged.</exception>
    internal static NodeSettings? SettingsOf(string path)
    {
        var file = System.IO.Path.Combine(path, "node.json");
        return File.Exists(file) ? ReadSettings(file) : null;
    }

    /// <summary>Fixes the settings and makes the keys they need. Once.</summary>
    internal void SetUp(NodeSettings settings)
    {
        if (Settings is not null) throw new InvalidOperationException("This node has been set up.");
        foreach (var name in NodeKeys.Needed(settings)) CreateKey(name);
        WriteDurably(SettingsPath, JsonSerializer.SerializeToUtf8Bytes(settings, Json));
        Settings = settings;
    }

    /// <summary>One of the node's keys, opened once and kept.</summary>
    internal SigningKey Key(string name)
    {
        lock (_keys)
        {
            if (!_keys.TryGetValue(name, out var key)) _keys[name] = key = ReadKey(name);
            return key;
        }
    }

    /// <summary>The same key for parts that take the platform's own type. The caller keeps it and disposes it.</summary>
    internal ECDsa Platform(string name)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key(name).ToPkcs8(), out _);
        return key;
    }

    /// <summary>Encrypts <paramref name="secret"/> under the node's master key, bound to <paramref name="name"/>.</summary>
    internal byte[] Wrap(string name, ReadOnlySpan<byte> secret) => MasterKey.Wrap(_master, name, secret);

    /// <summary>Opens what <see cref="Wrap"/> made.</summary>
    /// <exception cref="CryptographicException">Changed, or wrapped under another name or key.</exception>
    internal byte[] Unwrap(string name, ReadOnlySpan<byte> wrapped) => MasterKey.Unwrap(_master, name, wrapped);

    public void Dispose()
    {
        _lock.Dispose();
        CryptographicOperations.ZeroMemory(_master);
    }

    /// <summary>A new folder is the node's account's alone: the database in it has names that no other account of the machine should read.</summary>
    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Load(bool fresh)
    {
        Directory.CreateDirectory(EvidencePath);
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "keys"));
        if (fresh || !File.Exists(SettingsPath))
        {
            if (!fresh && File.Exists(DatabasePath)) throw Missing(SettingsPath);
            return;
        }

        Settings = ReadSettings(SettingsPath);
        foreach (var name in NodeKeys.Needed(Settings)) Key(name);
        if (!File.Exists(DatabasePath)) throw Missing(DatabasePath);
    }

    private static NodeSettings ReadSettings(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeSettings>(File.ReadAllBytes(path), Json) ?? throw new JsonException("empty");
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }
    }

    private void CreateKey(string name)
    {
        var path = KeyPath(name);
        if (File.Exists(path)) throw new NodeFault($"{path} exists although this node is not set up. Use an empty folder.");
        WriteDurably(path, Wrap("key:" + name, SigningKey.Create().ToPkcs8()));
    }

    private SigningKey ReadKey(string name)
    {
        var path = KeyPath(name);
        if (!File.Exists(path)) throw Missing(path);
        try
        {
            return SigningKey.FromPkcs8(Unwrap("key:" + name, File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw Damaged(path, e);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new NodeFault($"{path} is in use by another Comity process. Stop that one first, or choose another folder.", e);
        }
    }

    private static byte[] NewMaster(string path)
    {
        var master = RandomNumberGenerator.GetBytes(MasterKey.Size);
        WriteDurably(System.IO.Path.Combine(path, "master.key"), master);
        return master;
    }

    private static byte[] ReadMaster(string path)
    {
        var file = System.IO.Path.Combine(path, "master.key");
        if (!File.Exists(file)) throw Missing(file);
        var master = File.ReadAllBytes(file);
        return master.Length == MasterKey.Size ? master : throw Damaged(file, null);
    }

    /// <summary>Writes a file so that after a power cut it is there whole or not at all; readable by the owner only.</summary>
    private static void WriteDurably(string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static NodeFault Missing(string file) =>
        new($"{file} is missing. Restore it from the back-up of this node; nothing was changed.");

    private static NodeFault Damaged(string file, Exception? inner) =>
        new($"{file} is damaged ({inner?.Message ?? "wrong length"}). Restore it from the back-up of this node; nothing was changed.", inner);
}
