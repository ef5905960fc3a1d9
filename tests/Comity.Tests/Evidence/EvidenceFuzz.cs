using System.Security.Cryptography;
using System.Text;
using Comity.Evidence;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

/// <summary>Outside bytes of the evidence: refused with <see cref="RefusedException"/>, or read.</summary>
public sealed class EvidenceFuzz
{
    private static readonly byte[] Secret = new byte[32];
    private static readonly ECDiffieHellman Recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    internal static void FuzzObject(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        Refusable(() =>
        {
            using var key = ContentKey.Of(Secret);
            using var reader = ObjectReader.OpenAsync(new MemoryStream(bytes), key).GetAwaiter().GetResult();
            reader.CopyToAsync(Stream.Null).GetAwaiter().GetResult();
        });
        Refusable(() => ChunkList.OfAsync(new MemoryStream(bytes)).GetAwaiter().GetResult());
        Refusable(() =>
        {
            using var key = ContentKey.Of(Secret);
            var stored = new MemoryStream();
            stored.Write(bytes);
            ObjectWriter.ResumeAsync(stored, key).GetAwaiter().GetResult()?.Dispose();
        });
    }

    internal static void FuzzEnvelope(ReadOnlySpan<byte> input)
    {
        var text = Encoding.Latin1.GetString(input);
        Refusable(() =>
        {
            var envelope = KeyEnvelope.Parse(text);
            Assert.Equal(text, envelope.Text);
            envelope.Open(Recipient, envelope.ObjectRoot).Dispose();
        });
    }

    internal static void FuzzManifest(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        Refusable(() => Assert.Equal(bytes, PackageManifest.Read(bytes).ToBytes()));
    }

    /// <summary>A bag is only reported on: nothing of it is refused by an exception.</summary>
    internal static void FuzzBag(ReadOnlySpan<byte> input)
    {
        var files = BagCheckTests.Sample();
        var names = files.Keys.Append("fetch.txt").ToList();
        files[names[input.Length % names.Count]] = input.ToArray();
        Assert.NotNull(BagCheck.RunAsync(files.Keys.ToHashSet(), path => new MemoryStream(files[path])).GetAwaiter().GetResult());
    }

    [Fact]
    public void Objects() => Fuzzing.Run(FuzzObject, Object(0), Object(100), Object(4000));

    [Fact]
    public void Envelopes() => Fuzzing.Run(FuzzEnvelope, Encoding.ASCII.GetBytes(KeyEnvelopeTests.Sample().Text));

    [Fact]
    public void Manifests() => Fuzzing.Run(FuzzManifest, PackageTests.Sample().ToBytes());

    [Fact]
    public void Bags() => Fuzzing.Run(FuzzBag, [.. BagCheckTests.Sample().Values]);

    private static byte[] Object(int size)
    {
        var output = new MemoryStream();
        RandomFill zeros = buffer => buffer.Clear();
        using var key = ContentKey.Create(zeros); // the same bytes as Secret, still unused
        ObjectWriter.SealAsync(new MemoryStream(new byte[size]), output, key, zeros, SealedHeader.SmallestChunk).GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static void Refusable(Action read)
    {
        try
        {
            read();
        }
        catch (RefusedException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
