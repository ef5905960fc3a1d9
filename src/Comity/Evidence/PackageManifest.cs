using Comity.Ledger;

namespace Comity.Evidence;

/// <summary>The sealed table of contents of a package: ordered items as BagIt tag files, and a CASE graph of their provenance (rule R43).</summary>
/// <remarks>The bytes are the plaintext of the manifest object: a first line, then each tag file as a line with its name and length and its bytes.
/// One content has one form; <see cref="Read"/> refuses any other.</remarks>
public sealed class PackageManifest
{
    /// <summary>Longest manifest read, in bytes. Our own limit.</summary>
    public const int Longest = 32 << 20;

    /// <summary>Most items in a package. Our own limit.</summary>
    public const int MostItems = 10_000;

    private const string What = "The package manifest";

    private PackageManifest(PackageSource source, IReadOnlyList<PackageItem> items, byte[] provenance)
    {
        (Source, Items) = (source, items);
        TagFiles = Evidence.TagFiles.Of(source, items, provenance);
    }

    /// <summary>Who packed, when, for which dossier.</summary>
    public PackageSource Source { get; }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<PackageItem> Items { get; }

    /// <summary>The tag files of the bag, in their order.</summary>
    public IReadOnlyList<TagFile> TagFiles { get; }

    /// <summary>Makes the manifest of a package.</summary>
    /// <exception cref="ArgumentException">No items, too many, two of one name, or a name that is no safe path.</exception>
    public static PackageManifest Create(PackageSource source, IReadOnlyList<PackageItem> items) =>
        Fault(source, items) is { } fault ? throw new ArgumentException($"{What} {fault}.", nameof(items)) : new(source, items, CaseGraph.Of(source, items));

    /// <summary>Reads the plaintext of a manifest object.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: not the one form of its content.</exception>
    public static PackageManifest Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Longest) throw Malformed($"is longer than {Longest} bytes");
        var files = Evidence.TagFiles.Split(bytes);
        var (source, items) = Evidence.TagFiles.Parse(files);
        if (Fault(source, items) is { } fault) throw Malformed(fault);
        var manifest = new PackageManifest(source, items, files[Evidence.TagFiles.Provenance].ToArray());
        return bytes.SequenceEqual(manifest.ToBytes()) ? manifest : throw Malformed("is not in the one form that its content has");
    }

    /// <summary>The plaintext of the manifest object.</summary>
    public byte[] ToBytes() => Evidence.TagFiles.Join(TagFiles);

    /// <summary>The package root: RFC 6962 over the object roots, the manifest's first.</summary>
    /// <param name="manifestObject">Root of the object that seals this manifest.</param>
    public Digest Root(Digest manifestObject) => RootOf([manifestObject, .. Items.Select(item => item.ObjectRoot)]);

    /// <summary>The package root over object roots in order, the manifest's first, as a delivery lists them.</summary>
    public static Digest RootOf(IEnumerable<Digest> objects) => MerkleTree.Root(objects.Select(root => MerkleHash.Leaf(root.ToArray())));

    private static string? Fault(PackageSource source, IReadOnlyList<PackageItem> items)
    {
        if (items.Count is 0 or > MostItems) return $"has {items.Count} items instead of 1 to {MostItems}";
        if (source.At is < 0 or > 253402300799 || source.Office.Length is 0 or > 512 || source.Office.Any(c => c <= ' ' || char.IsControl(c) || char.IsSurrogate(c)))
            return "has no usable source";
        if (items.FirstOrDefault(item => !BagPath.IsSafe(item.Name)) is { } bad)
            return $"has a file name that is no safe path: '{bad.Name}'";
        var twice = items.GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? null : $"has two files that some systems take for one: '{twice.Key}'";
    }

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}
