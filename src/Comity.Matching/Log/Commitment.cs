using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>A salted commitment to the hash of a file that was asked: it shows nothing until key and hash are shown with it.</summary>
/// <remarks>spec/matching.md, section 9. For a file without a hit the key is destroyed when the query ends; then nobody can tell any more which file was meant.</remarks>
/// <param name="Key">32 random bytes, one per file.</param>
/// <param name="Hash">The exact hash that was asked, or the perceptual one where only that was known.</param>
/// <param name="Algorithm">Number of the algorithm: 0 PDQ, else that of <see cref="ExactAlgorithm"/>.</param>
public sealed record Commitment(byte[] Key, byte[] Hash, byte Algorithm)
{
    /// <summary>Commits to a file by its SHA-256.</summary>
    public static Commitment To(ExactHash hash, RandomFill random) => new(Fresh(random), hash.ToBytes(), (byte)hash.Algorithm);

    /// <summary>Commits to a perceptual hash.</summary>
    public static Commitment To(PdqHash hash, RandomFill random) => new(Fresh(random), hash.ToBytes(), 0);

    /// <summary>The commitment, in hexadecimal digits: HMAC-SHA256 under the key.</summary>
    public string Value => Convert.ToHexStringLower(HMACSHA256.HashData(Key, (byte[])[.. "comity-match-query/v1\0"u8, Algorithm, .. Hash]));

    /// <summary>Zeroes key and hash.</summary>
    public void Destroy()
    {
        CryptographicOperations.ZeroMemory(Key);
        CryptographicOperations.ZeroMemory(Hash);
    }

    private static byte[] Fresh(RandomFill random)
    {
        var key = new byte[32];
        random(key);
        return key;
    }
}
