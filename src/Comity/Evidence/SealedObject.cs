using System.Security.Cryptography;

namespace Comity.Evidence;

/// <summary>What identifies a file: its size and two hashes. A disclosure on the wire, because the hash of a known file is the file's name (rule R46).</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256.</param>
/// <param name="Sha512">SHA-512 in lower-case hexadecimal, as manifests write it: 128 digits.</param>
public sealed record FileIdentity(long Size, Digest Sha256, string Sha512);

/// <summary>A sealed object that was written or read to its end.</summary>
/// <param name="Root">Object root: RFC 6962 over the header and the sealed chunks.</param>
/// <param name="Layout">Chunk size and padded size.</param>
/// <param name="Plaintext">The file inside.</param>
public sealed record SealedObject(Digest Root, ObjectLayout Layout, FileIdentity Plaintext);

/// <summary>Both hashes of a plaintext. SHA-512 runs on a thread of its own, beside whatever the caller does meanwhile.</summary>
internal sealed class PlaintextHashes : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

    internal long Size { get; private set; }

    /// <summary>Hashes the bytes while <paramref name="meanwhile"/> runs; both are done on return. The bytes must not change meanwhile.</summary>
    internal void Append(ReadOnlyMemory<byte> bytes, Action meanwhile)
    {
        var slower = Task.Run(() => _sha512.AppendData(bytes.Span));
        try
        {
            _sha256.AppendData(bytes.Span);
            meanwhile();
        }
        finally
        {
            slower.Wait();
        }

        Size += bytes.Length;
    }

    internal FileIdentity Finish() => new(Size, new(_sha256.GetHashAndReset()), Convert.ToHexStringLower(_sha512.GetHashAndReset()));

    public void Dispose()
    {
        _sha256.Dispose();
        _sha512.Dispose();
    }
}
