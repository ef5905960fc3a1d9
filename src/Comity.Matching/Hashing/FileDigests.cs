using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>The exact hashes of a file's bytes.</summary>
/// <param name="Sha256">32 bytes.</param>
/// <param name="Sha1">20 bytes; collidable: two files with one value can be made.</param>
/// <param name="Md5">16 bytes; collidable.</param>
public sealed record FileDigests(byte[] Sha256, byte[] Sha1, byte[] Md5)
{
    /// <summary>Digests of bytes in memory.</summary>
    public static FileDigests Of(ReadOnlySpan<byte> file)
    {
#pragma warning disable CA5350, CA5351 // lists still circulate as SHA-1 and MD5; answers call such hits collidable
        return new(SHA256.HashData(file), SHA1.HashData(file), MD5.HashData(file));
#pragma warning restore CA5350, CA5351
    }
}
