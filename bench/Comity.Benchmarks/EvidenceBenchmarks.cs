using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Comity.Evidence;

namespace Comity.Benchmarks;

/// <summary>How fast is a file sealed and opened, against SHA-256 + SHA-512 + AES-256-GCM of one core of this machine? Budget: 80 % of that; memory flat.</summary>
[MemoryDiagnoser]
public class EvidenceBenchmarks
{
    private const int Chunk = SealedHeader.DefaultChunkSize, Size = 256 << 20;
    private readonly byte[] _file = new byte[Size], _output = new byte[Size + (Size / 8)];
    private readonly byte[] _sealedChunk = new byte[Chunk + 16], _nonce = new byte[12];
    private readonly ContentKey _stored = ContentKey.Of(new byte[32]);
    private byte[] _object = [];
    private int _sealedLength;

    /// <summary>A file of 256 MiB and its object, in memory.</summary>
    [GlobalSetup]
    public async Task Fill()
    {
        RandomNumberGenerator.Fill(_file);
        var output = new MemoryStream();
        using var key = ContentKey.Create(buffer => buffer.Clear()); // the bytes of _stored, unused
        await ObjectWriter.SealAsync(new MemoryStream(_file), output, key, RandomNumberGenerator.Fill);
        (_object, _sealedLength) = (output.GetBuffer(), (int)output.Length);
    }

    /// <summary>The machine's own limit: both hashes and the cipher, chunk by chunk on one core.</summary>
    [Benchmark(Baseline = true)]
    public byte[] HashesAndCipherOnOneCore()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        using var gcm = new AesGcm(new byte[32], 16);
        for (var at = 0; at < Size; at += Chunk)
        {
            var plain = _file.AsSpan(at, Chunk);
            sha256.AppendData(plain);
            sha512.AppendData(plain);
            BitConverter.TryWriteBytes(_nonce, at);
            gcm.Encrypt(_nonce, plain, _sealedChunk.AsSpan(0, Chunk), _sealedChunk.AsSpan(Chunk), []);
        }

        return sha512.GetHashAndReset();
    }

    /// <summary>The whole of sealing: padding, both hashes, cipher, leaf hashes, root.</summary>
    [Benchmark]
    public async Task<Digest> Seal()
    {
        using var key = ContentKey.Create(RandomNumberGenerator.Fill);
        return (await ObjectWriter.SealAsync(new MemoryStream(_file), new MemoryStream(_output), key, RandomNumberGenerator.Fill)).Root;
    }

    /// <summary>The whole of opening, to nowhere.</summary>
    [Benchmark]
    public async Task<Digest> Open()
    {
        using var reader = await ObjectReader.OpenAsync(new MemoryStream(_object, 0, _sealedLength), _stored);
        return (await reader.CopyToAsync(Stream.Null)).Root;
    }
}
