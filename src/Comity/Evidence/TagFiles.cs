using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Comity.Evidence;

/// <summary>A file of a bag that is not payload.</summary>
public sealed record TagFile(string Name, byte[] Content);

/// <summary>The tag files of a package: BagIt's (RFC 8493), ours with the object roots, and the CASE graph.</summary>
internal static class TagFiles
{
    internal const string Provenance = "provenance.jsonld";

    private const string FirstLine = "comity-manifest/v1\n", What = "The package manifest";
    private const string Declaration = "bagit.txt", About = "bag-info.txt", Sha256 = "manifest-sha256.txt", Sha512 = "manifest-sha512.txt", Objects = "comity-objects.txt";
    private const string DeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    /// <summary>256 TiB: so that no sum over a package overflows. Our own limit.</summary>
    private const long LargestSize = 1L << 48;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static List<TagFile> Of(PackageSource source, IReadOnlyList<PackageItem> items, byte[] provenance)
    {
        List<TagFile> files =
        [
            Text(Declaration, [DeclarationText]),
            Text(About, Info(source, items)),
            Text(Sha256, items.Select(item => $"{item.File.Sha256.ToHex()}  data/{BagPath.Escape(item.Name)}\n")),
            Text(Sha512, items.Select(item => $"{item.File.Sha512}  data/{BagPath.Escape(item.Name)}\n")),
            Text(Objects, items.Select(Line)),
            new(Provenance, provenance),
        ];
        var tags = files.ToList();
        files.Add(Text("tagmanifest-sha256.txt", tags.Select(tag => $"{Convert.ToHexStringLower(SHA256.HashData(tag.Content))}  {tag.Name}\n")));
        files.Add(Text("tagmanifest-sha512.txt", tags.Select(tag => $"{Convert.ToHexStringLower(SHA512.HashData(tag.Content))}  {tag.Name}\n")));
        return files;
    }

    internal static byte[] Join(IEnumerable<TagFile> files)
    {
        var bytes = new MemoryStream();
        bytes.Write(Utf8.GetBytes(FirstLine));
        foreach (var file in files)
        {
            bytes.Write(Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Content.Length}\n")));
            bytes.Write(file.Content);
        }

        return bytes.ToArray();
    }

    /// <summary>Takes the files apart, each once.</summary>
    internal static Dictionary<string, ReadOnlyMemory<byte>> Split(ReadOnlySpan<byte> bytes)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        if (!bytes.StartsWith(Utf8.GetBytes(FirstLine))) throw Malformed("does not start with its format");
        for (bytes = bytes[FirstLine.Length..]; bytes.Length > 0;)
        {
            var end = bytes[..Math.Min(bytes.Length, 64)].IndexOf((byte)'\n');
            var header = end < 0 ? [] : Encoding.ASCII.GetString(bytes[..end]).Split(' ');
            if (header.Length != 2 || !int.TryParse(header[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bytes.Length - end - 1)
                throw Malformed("is cut, or names a file wrongly");
            if (!files.TryAdd(header[0], bytes.Slice(end + 1, length).ToArray())) throw Malformed($"has {header[0]} twice");
            bytes = bytes[(end + 1 + length)..];
        }

        return files;
    }

    /// <summary>Reads source and items; that nothing else stands in the files is shown by writing them anew.</summary>
    internal static (PackageSource Source, List<PackageItem> Items) Parse(Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.ContainsKey(Provenance)) throw Malformed($"has no {Provenance}");
        var info = Lines(files, About).Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        if (!Digest.TryParse(info["External-Identifier"].FirstOrDefault(), null, out var dossier)
            || !long.TryParse(info["Comity-Packed-At"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || info["Source-Organization"].FirstOrDefault() is not { } office)
            throw Malformed("does not say who packed it, when, for which dossier");
        string[] short256 = Lines(files, Sha256), long512 = Lines(files, Sha512), objects = Lines(files, Objects);
        if (short256.Length != objects.Length || long512.Length != objects.Length) throw Malformed("does not list the same files in each part");
        return (new(office, at, dossier), [.. objects.Select((line, i) => Item(line, short256[i], long512[i]))]);
    }

    private static PackageItem Item(string line, string short256, string long512)
    {
        var parts = line.Split(' ', 6);
        if (parts.Length != 6 || short256.Length < 64 || long512.Length < 128
            || !Digest.TryParse(parts[0], null, out var root) || !Number(parts[1], out var chunk) || !Number(parts[2], out var padded) || !Number(parts[3], out var size)
            || !TryFrom(parts[4], out var from) || !IsHex(short256.AsSpan(0, 64)) || !IsHex(long512.AsSpan(0, 128)))
            throw Malformed("has a line that describes no file");
        if (chunk is < SealedHeader.SmallestChunk or > SealedHeader.LargestChunk || !BitOperations.IsPow2(chunk) || size >= padded || padded != Padme.Padded(size)) throw Malformed("has a file of an impossible size");
        FileIdentity file = new(size, new(Convert.FromHexString(short256.AsSpan(0, 64))), long512[..128]);
        return new(BagPath.Unescape(parts[5]), file, root, new((int)chunk, padded), from);
    }

    private static string Line(PackageItem item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{item.ObjectRoot} {item.Layout.ChunkSize} {item.Layout.PaddedSize} {item.File.Size} {item.From?.ToString() ?? "-"} {BagPath.Escape(item.Name)}\n");

    private static IEnumerable<string> Info(PackageSource source, IReadOnlyList<PackageItem> items) =>
    [
        $"Source-Organization: {source.Office}\n",
        $"External-Identifier: {source.Dossier}\n",
        string.Create(CultureInfo.InvariantCulture, $"Bagging-Date: {DateTimeOffset.FromUnixTimeSeconds(source.At):yyyy-MM-dd}\n"),
        string.Create(CultureInfo.InvariantCulture, $"Comity-Packed-At: {source.At}\n"),
        string.Create(CultureInfo.InvariantCulture, $"Payload-Oxum: {items.Sum(item => item.File.Size)}.{items.Count}\n"),
    ];

    private static TagFile Text(string name, IEnumerable<string> lines) => new(name, Utf8.GetBytes(string.Concat(lines)));

    private static string[] Lines(Dictionary<string, ReadOnlyMemory<byte>> files, string name)
    {
        try
        {
            var text = files.TryGetValue(name, out var content) ? Utf8.GetString(content.Span) : "";
            return text.EndsWith('\n') ? text[..^1].Split('\n') : throw Malformed($"has no whole {name}");
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"has a {name} that is not UTF-8");
        }
    }

    private static bool TryFrom(string text, out Digest? from)
    {
        from = Digest.TryParse(text, null, out var digest) ? digest : null;
        return from is not null || text == "-";
    }

    private static bool Number(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < LargestSize;

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static RefusedException Malformed(string why) => new(RefusalCode.Malformed, $"{What} {why}.");
}
