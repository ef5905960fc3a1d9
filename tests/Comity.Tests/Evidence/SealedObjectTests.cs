using System.Security.Cryptography;
using Comity.Evidence;
using Comity.Ledger;
using Comity.Tests.Ledger;

namespace Comity.Tests.Evidence;

[Trait("Spec", "evidence/R44")]
public sealed class SealedObjectTests
{
    private const int Chunk = SealedHeader.SmallestChunk;
    private static readonly int[] Sizes =
        [0, 1, Chunk - 2, Chunk - 1, Chunk, Chunk + 1, (2 * Chunk) - 1, 2 * Chunk, (2 * Chunk) + 1, 3000, 3 * Chunk, 5 * Chunk, (5 * Chunk) + 7, 10_000, (16 * Chunk) - 1, 16 * Chunk, 40_000];

    private static byte[] File(int size, int seed = 3) => Fuzzing.Seeded(seed).Bytes(size);

    private static (byte[] Sealed, ContentKey Key, SealedObject Object) Seal(byte[] file, int seed = 5)
    {
        var random = Fuzzing.Seeded(seed);
        var key = ContentKey.Create(random);
        var output = new MemoryStream();
        var done = ObjectWriter.SealAsync(new MemoryStream(file), output, key, random, Chunk).GetAwaiter().GetResult();
        return (output.ToArray(), key, done);
    }

    private static (byte[] File, SealedObject Object) Open(byte[] sealedObject, ContentKey key)
    {
        using var reader = ObjectReader.OpenAsync(new MemoryStream(sealedObject), key).GetAwaiter().GetResult();
        var output = new MemoryStream();
        var read = reader.CopyToAsync(output).GetAwaiter().GetResult();
        return (output.ToArray(), read);
    }

    private static RefusedException Refused(byte[] sealedObject, ContentKey key) => Assert.Throws<RefusedException>(() => Open(sealedObject, key));

    /// <summary>The sealed bytes as their chunks.</summary>
    private static List<byte[]> Chunks(byte[] sealedObject) => [.. sealedObject.Skip(SealedHeader.Size).Chunk(Chunk + 16)];

    private static byte[] Joined(byte[] sealedObject, IEnumerable<byte[]> chunks) => [.. sealedObject.Take(SealedHeader.Size), .. chunks.SelectMany(chunk => chunk)];

    [Fact]
    public void Every_size_around_the_borders_comes_back()
    {
        foreach (var size in Sizes)
        {
            var file = File(size);
            var (bytes, key, written) = Seal(file);
            var (opened, read) = Open(bytes, key);
            Assert.Equal(file, opened);
            Assert.Equal(written, read);
            Assert.Equal(new FileIdentity(size, Digest.Of(file), Convert.ToHexStringLower(SHA512.HashData(file))), written.Plaintext);
            Assert.Equal(written.Layout.SealedSize, bytes.Length);
            Assert.Equal(Padme.Padded(size), written.Layout.PaddedSize);
            Assert.Equal(written.Layout, ObjectLayout.OfSealed(SealedHeader.Parse(bytes.AsSpan(0, SealedHeader.Size)), bytes.Length));
        }
    }

    [Fact]
    public async Task Chunks_are_a_mebibyte_unless_chosen_otherwise()
    {
        var file = File((3 << 20) + 5);
        var output = new MemoryStream();
        using var key = ContentKey.Create(Fuzzing.Seeded(6));
        var done = await ObjectWriter.SealAsync(new MemoryStream(file), output, key, Fuzzing.Seeded(6));
        Assert.Equal((1 << 20, 4), (done.Layout.ChunkSize, done.Layout.Chunks));
        Assert.Equal(file, Open(output.ToArray(), key).File);
    }

    [Fact]
    public void Content_that_looks_like_padding_comes_back() => Prop.ForAll<byte, byte, byte>((zeros, marks, more) =>
    {
        byte[] file = [.. File(more), .. Enumerable.Repeat((byte)0x80, marks % 3), .. new byte[zeros * 40], .. Enumerable.Repeat((byte)0x80, marks % 2), .. new byte[more * 9]];
        var (bytes, key, written) = Seal(file);
        var (opened, read) = Open(bytes, key);
        return opened.AsSpan().SequenceEqual(file) && read == written;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ChunkAlone()
    {
        var (bytes, key, _) = Seal(File(6 * Chunk));
        var chunks = Chunks(bytes);
        for (var i = 0; i < chunks.Count; i++)
        {
            var changed = chunks.ToList();
            changed[i] = [.. chunks[i]];
            changed[i][^1] ^= 1;
            Assert.Contains($"Chunk {i} ", Refused(Joined(bytes, changed), key).Message, StringComparison.Ordinal);

            var repeated = chunks.ToList();
            repeated.Insert(i, chunks[i]);
            var named = i == chunks.Count - 1 ? i : i + 1; // the last chunk repeated is found at its first place: bytes follow
            Assert.Contains($"Chunk {named} ", Refused(Joined(bytes, repeated), key).Message, StringComparison.Ordinal);

            var left = chunks.ToList();
            left.RemoveAt(i);
            named = i == chunks.Count - 1 ? i - 1 : i;
            Assert.Contains($"Chunk {named} ", Refused(Joined(bytes, left), key).Message, StringComparison.Ordinal);

            if (i == 0) continue;
            var swapped = chunks.ToList();
            (swapped[i], swapped[i - 1]) = (swapped[i - 1], swapped[i]);
            Assert.Contains($"Chunk {i - 1} ", Refused(Joined(bytes, swapped), key).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cut_at_any_byte_is_refused()
    {
        var (bytes, key, _) = Seal(File(2 * Chunk));
        for (var length = 0; length < bytes.Length; length++) Refused(bytes[..length], key);
        Refused([.. bytes, 0], key);
    }

    [Fact]
    public void Any_flipped_bit_of_the_header_is_refused()
    {
        var (bytes, key, _) = Seal(File(100));
        for (var bit = 0; bit < SealedHeader.Size * 8; bit++)
        {
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(bad, key);
        }
    }

    [Fact]
    public void Another_key_is_told_apart_before_any_chunk_is_opened()
    {
        var (bytes, _, _) = Seal(File(100));
        var refusal = Refused(bytes, ContentKey.Create(Fuzzing.Seeded(99)));
        Assert.Equal(RefusalCode.Seal, refusal.Code);
        Assert.Contains("not the one that sealed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_of_another_object_under_the_same_key_does_not_fit()
    {
        var key = ContentKey.Create(Fuzzing.Seeded(1));
        var first = new MemoryStream();
        var second = new MemoryStream();
        await ObjectWriter.SealAsync(new MemoryStream(File(3 * Chunk)), first, key, Fuzzing.Seeded(2), Chunk);
        await ObjectWriter.SealAsync(new MemoryStream(File(3 * Chunk)), second, ContentKey.Create(Fuzzing.Seeded(1)), Fuzzing.Seeded(3), Chunk);
        var mixed = Chunks(first.ToArray());
        mixed[1] = Chunks(second.ToArray())[1];
        Assert.Contains("Chunk 1 ", Refused(Joined(first.ToArray(), mixed), key).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_content_key_never_seals_two_objects()
    {
        var (_, key, _) = Seal(File(10));
        Assert.Throws<InvalidOperationException>(() => ObjectWriter.StartAsync(new MemoryStream(), key, Fuzzing.Seeded(1)).GetAwaiter().GetResult());
        Assert.Throws<InvalidOperationException>(() =>
            ObjectWriter.StartAsync(new MemoryStream(), ContentKey.Of(new byte[32]), Fuzzing.Seeded(1)).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task Any_range_is_read_alone()
    {
        var file = File(5000);
        var (bytes, key, done) = Seal(file);
        byte[] padded = [.. file, 0x80, .. new byte[done.Layout.PaddedSize - file.Length - 1]];
        using var reader = await ObjectReader.OpenAsync(new MemoryStream(bytes), key);
        foreach (var (offset, count) in ((int, int)[])[(0, 10), (1000, 100), (1023, 2), (0, 5000), (4999, 400), (2048, 1024), (6000, 5)])
        {
            var buffer = new byte[count];
            var read = await reader.ReadAsync(offset, buffer);
            Assert.Equal(padded.Skip(offset).Take(count), buffer[..read]);
        }
    }

    [Fact]
    public async Task A_range_beside_a_damaged_chunk_can_still_be_read()
    {
        var file = File(5000);
        var (bytes, key, _) = Seal(file);
        bytes[SealedHeader.Size + 5] ^= 1;
        using var reader = await ObjectReader.OpenAsync(new MemoryStream(bytes), key);
        var buffer = new byte[100];
        await Assert.ThrowsAsync<RefusedException>(async () => await reader.ReadAsync(0, buffer));
        Assert.Equal(100, await reader.ReadAsync(Chunk, buffer));
        Assert.Equal(file.Skip(Chunk).Take(100), buffer);
    }

    [Fact]
    public async Task An_upload_broken_off_anywhere_is_resumed_to_the_same_object()
    {
        var file = File(3000);
        var (whole, key, done) = Seal(file);
        for (var cut = SealedHeader.Size; cut < whole.Length; cut += 37)
        {
            var stored = new MemoryStream();
            stored.Write(whole, 0, cut);
            using var writer = await ObjectWriter.ResumeAsync(stored, key);
            Assert.NotNull(writer);
            Assert.Equal(0, writer.Position % Chunk);
            await writer.WriteAsync(file.AsMemory((int)writer.Position));
            Assert.Equal(done, await writer.FinishAsync());
            Assert.Equal(whole, stored.ToArray());
        }
    }

    [Fact]
    public async Task A_complete_object_has_nothing_to_resume()
    {
        foreach (var size in Sizes)
        {
            var (whole, key, _) = Seal(File(size));
            var stored = new MemoryStream();
            stored.Write(whole);
            Assert.Null(await ObjectWriter.ResumeAsync(stored, key));
        }
    }

    [Fact]
    public async Task One_counter_never_seals_other_content()
    {
        var file = File(3000);
        var (whole, key, _) = Seal(file);
        var stored = new MemoryStream();
        stored.Write(whole, 0, SealedHeader.Size + Chunk + 16 + 100); // chunk 1 was stored in part
        using var writer = await ObjectWriter.ResumeAsync(stored, key);
        var other = file[Chunk..];
        other[50] ^= 1;
        var refusal = await Assert.ThrowsAsync<RefusedException>(async () => await writer!.FinishAsync(new MemoryStream(other)));
        Assert.Contains("Chunk 1 ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SealedHeader.Size + Chunk + 16 + 100, stored.Length); // nothing of it was written
    }

    [Fact]
    public async Task A_damaged_chunk_is_not_resumed()
    {
        var (whole, key, _) = Seal(File(5000));
        whole[SealedHeader.Size + Chunk + 16 + 3] ^= 1;
        var stored = new MemoryStream();
        stored.Write(whole, 0, whole.Length - 40);
        var refusal = await Assert.ThrowsAsync<RefusedException>(async () => await ObjectWriter.ResumeAsync(stored, key));
        Assert.Contains("Chunk 1 ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_piece_is_proven_without_the_key()
    {
        var (bytes, _, done) = Seal(File(5000));
        var list = await ChunkList.OfAsync(new MemoryStream(bytes));
        Assert.Equal(done.Root, list.Root);
        Assert.Equal(done.Layout.Leaves, list.Leaves);
        List<byte[]> pieces = [bytes[..SealedHeader.Size], .. Chunks(bytes)];
        Assert.Equal(done.Root, MerkleTree.Root(pieces.Select(piece => MerkleHash.Leaf(piece))));
        var received = ChunkList.Read(list.ToBytes(), done.Root);
        for (var leaf = 0; leaf < pieces.Count; leaf++)
        {
            Assert.True(received.Proof(leaf).Holds(pieces[leaf], done.Root));
            Assert.False(received.Proof(leaf).Holds(pieces[(leaf + 1) % pieces.Count], done.Root));
            received.Check(leaf, pieces[leaf]);
            pieces[leaf][0] ^= 1;
            Assert.Contains(leaf == 0 ? "header" : $"Chunk {leaf - 1} ", Assert.Throws<RefusedException>(() => received.Check(leaf, pieces[leaf])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chunk_list_of_another_object_is_refused()
    {
        var (bytes, _, done) = Seal(File(5000));
        var list = (await ChunkList.OfAsync(new MemoryStream(bytes))).ToBytes();
        Assert.Throws<RefusedException>(() => ChunkList.Read(list, MerkleHash.Empty));
        Assert.Throws<RefusedException>(() => ChunkList.Read(list.AsSpan(1), done.Root));
        Assert.Throws<RefusedException>(() => ChunkList.Read([], done.Root));
        await Assert.ThrowsAsync<RefusedException>(async () => await ChunkList.OfAsync(new MemoryStream(bytes[..(SealedHeader.Size + 16)])));
    }

    [Fact]
    public async Task The_sealed_bytes_of_a_small_file_are_those_of_the_specification()
    {
        var output = new MemoryStream();
        RandomFill counting = buffer =>
        {
            for (var i = 0; i < buffer.Length; i++) buffer[i] = (byte)i;
        };
        using var key = ContentKey.Create(counting);
        var done = await ObjectWriter.SealAsync(new MemoryStream("abc"u8.ToArray()), output, key, counting, Chunk);
        Assert.Equal(Plain(), Convert.ToHexStringLower(output.ToArray()));
        Assert.Equal(SpecRoot, done.Root.ToHex());
    }

    private const string SpecRoot = "ff11bcb6ec576b4ecd4e4e7790441ea6fcf068ae9ac54fc290e810ae4e651cf7";

    /// <summary>The format by hand, without the code under test.</summary>
    private static string Plain()
    {
        byte[] cek = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], salt = cek, prefix = [32, 33, 34, 35, 36, 37, 38];
        byte[] commitment = HKDF.DeriveKey(HashAlgorithmName.SHA256, cek, 32, salt, "comity-sealed/v1 commit\0"u8.ToArray());
        byte[] header = [.. "comity-sealed/v1\n"u8, 0, 0, 4, 0, .. salt, .. prefix, .. commitment];
        byte[] padded = [.. "abc"u8, 0x80];
        using var gcm = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, cek, 32, salt, "comity-sealed/v1 key\0"u8.ToArray()), 16);
        byte[] text = new byte[padded.Length], tag = new byte[16];
        byte[] nonce = [.. prefix, 0, 0, 0, 0, 1];
        gcm.Encrypt(nonce, padded, text, tag, SHA256.HashData(header));
        return Convert.ToHexStringLower([.. header, .. text, .. tag]);
    }
}
