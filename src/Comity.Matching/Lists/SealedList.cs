using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Comity.Matching;

/// <summary>A hash list at rest: header in clear, entries sealed; k of n custodians open it.</summary>
/// <remarks><c>comity-list/v1\n ‖ u32 LE header length ‖ header ‖ sealed object</c>. spec/matching.md.</remarks>
public sealed class SealedList
{
    private static readonly byte[] Magic = [.. "comity-list/v1\n"u8];
    private readonly byte[] _headerBytes, _object;

    private SealedList(ListHeader header, byte[] headerBytes, byte[] body) => (Header, _headerBytes, _object) = (header, headerBytes, body);

    /// <summary>What everybody may read.</summary>
    public ListHeader Header { get; }

    /// <summary>SHA-256 of the header: what envelopes and log entries name.</summary>
    public byte[] Digest => SHA256.HashData(_headerBytes);

    /// <summary>Seals entries under a fresh key and gives each custodian an envelope, in the order of <paramref name="custodians"/>.</summary>
    /// <param name="terms">What everybody must know.</param>
    /// <param name="entries">The list.</param>
    /// <param name="k">Shares needed, at least 2.</param>
    /// <param name="custodians">Who, with their P-256 keys; at most 16, all different.</param>
    /// <param name="random">Randomness.</param>
    public static (SealedList List, string[] Envelopes) Seal(
        ListTerms terms, IReadOnlyList<HashEntry> entries, int k, IReadOnlyList<(string Office, ECDiffieHellman Key)> custodians, RandomFill random)
    {
        if (custodians.Select(c => ShareEnvelope.Thumbprint(c.Key)).Distinct().Count() != custodians.Count) throw new RefusedInputException("Two custodians have one key.");
        if (entries.FirstOrDefault(e => e.Category is { } c && !terms.Categories.ContainsKey(c)) is { Category: { } unknown })
            throw new RefusedInputException($"The category \"{unknown}\" has no meaning in the list's terms.");
        using var key = new LockedKey();
        random(key.Span);
        var shares = Shamir.Split(key.Span, k, custodians.Count, random);
        var header = new ListHeader(terms, k, [.. custodians.Select((c, i) => new Custodian(i + 1, c.Office, ShareEnvelope.Thumbprint(c.Key), ShareDigest(terms.Id, shares[i])))]);
        var bytes = ListHeader.Parse(header.ToBytes()).ToBytes(); // so that nothing is sealed that could not be opened
        var plain = Body(entries);
        var list = new SealedList(header, bytes, SealedChunks.Seal(plain, key.Span, bytes, random));
        CryptographicOperations.ZeroMemory(plain);
        var envelopes = custodians.Select((c, i) => ShareEnvelope.Seal(shares[i], c.Key, list.Digest, random)).ToArray();
        foreach (var share in shares) CryptographicOperations.ZeroMemory(share.Value);
        return (list, envelopes);
    }

    /// <summary>Reads a sealed list; nothing is opened.</summary>
    /// <exception cref="RefusedInputException">Not one.</exception>
    public static SealedList Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Magic.Length + 4 || !bytes.StartsWith(Magic)) throw new RefusedInputException("This is no sealed list.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[Magic.Length..]);
        var rest = bytes[(Magic.Length + 4)..];
        if (length > ListHeader.Longest || length > rest.Length) throw new RefusedInputException("The sealed list is cut off.");
        var header = rest[..(int)length].ToArray();
        return new(ListHeader.Parse(header), header, rest[(int)length..].ToArray());
    }

    /// <summary>The bytes at rest.</summary>
    public byte[] ToBytes()
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)_headerBytes.Length);
        return [.. Magic, .. length, .. _headerBytes, .. _object];
    }

    /// <summary>Opens the list with exactly k shares. The key is zeroed as soon as the entries are read.</summary>
    /// <param name="shares">The custodians' shares.</param>
    /// <param name="now">A list is not opened outside its validity.</param>
    /// <param name="lasting">How long it may be asked; 8 hours by default.</param>
    /// <exception cref="RefusedInputException">Too few, a wrong one (named), or not valid now.</exception>
    public OpenedList Open(IReadOnlyList<KeyShare> shares, DateTimeOffset now, TimeSpan? lasting = null)
    {
        if (now < Header.Terms.From || now > Header.Terms.Until) throw new RefusedInputException($"The list is valid from {Header.Terms.From:yyyy-MM-dd} to {Header.Terms.Until:yyyy-MM-dd} only.");
        var distinct = shares.DistinctBy(s => s.X).ToArray();
        if (distinct.Length < Header.K) throw new RefusedInputException($"{Header.K} custodians are needed, {distinct.Length} are here.");
        foreach (var share in distinct)
            if (Header.Custodians.FirstOrDefault(c => c.X == share.X)?.ShareDigest != ShareDigest(Header.Terms.Id, share)) throw new RefusedInputException($"The share of custodian {share.X} is wrong.");
        using var key = new LockedKey();
        var combined = Shamir.Combine(distinct[..Header.K]);
        combined.CopyTo(key.Span);
        CryptographicOperations.ZeroMemory(combined);
        var plain = SealedChunks.Open(_object, key.Span, _headerBytes);
        var entries = HashListReader.Read(new MemoryStream(plain, writable: false), Header.Terms.Id);
        CryptographicOperations.ZeroMemory(plain);
        var until = now + (lasting ?? TimeSpan.FromHours(8));
        return new(Header, entries, [.. distinct[..Header.K].Select(s => (int)s.X)], until < Header.Terms.Until ? until : Header.Terms.Until);
    }

    private static string ShareDigest(string list, KeyShare share) =>
        Convert.ToHexStringLower(SHA256.HashData([.. "comity-share/v1\0"u8, .. Encoding.UTF8.GetBytes(list), share.X, .. share.Value]));

    private static byte[] Body(IReadOnlyList<HashEntry> entries)
    {
        using var buffer = new MemoryStream();
        using (var writer = new StreamWriter(buffer, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            writer.WriteLine("pdq,quality,sha256,sha1,md5,category");
            foreach (var e in entries)
                writer.WriteLine($"{e.Pdq},{e.Quality},{Exact(e, ExactAlgorithm.Sha256)},{Exact(e, ExactAlgorithm.Sha1)},{Exact(e, ExactAlgorithm.Md5)},\"{e.Category?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        return buffer.ToArray();
    }

    private static string Exact(HashEntry entry, ExactAlgorithm algorithm) =>
        entry.Exact.Where(e => e.Algorithm == algorithm).Select(e => e.ToString()).FirstOrDefault() ?? "";
}

/// <summary>A list that custodians opened. Whoever holds this process holds the list.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="OpenedBy">Numbers of the custodians.</param>
/// <param name="Until">Last instant at which it may be asked.</param>
public sealed record OpenedList(ListHeader Header, IReadOnlyList<HashEntry> Entries, IReadOnlyList<int> OpenedBy, DateTimeOffset Until)
{
    /// <summary>The list as the matcher uses it, with the threshold of its terms.</summary>
    public MatchList ToMatchList() => new($"{Header.Terms.Id}/{Header.Terms.Version}", Entries, Header.Terms.Threshold, Header.Terms.UnknownQualityIsLow);
}
