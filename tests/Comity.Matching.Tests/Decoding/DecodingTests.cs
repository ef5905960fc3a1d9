using System.Buffers.Binary;

namespace Comity.Matching.Tests;

[Trait("Spec", "matching/6")]
public sealed class DecodingTests(Workers workers) : IClassFixture<Workers>
{
    private FileOutcome Hash(byte[] file) => new FileHasher(workers.Pool).Hash("drawn", file);

    [Theory]
    [InlineData("jpeg", PictureFormat.Jpeg, 6)]
    [InlineData("png", PictureFormat.Png, 0)]
    [InlineData("gif", PictureFormat.Gif, 12)]
    [InlineData("webp", PictureFormat.WebP, 0)]
    [InlineData("tiff", PictureFormat.Tiff, 0)]
    [InlineData("heif", PictureFormat.Heif, 8)]
    public void Every_format_is_read_and_lossless_ones_give_the_bits_of_the_pixels(string format, PictureFormat expected, int tolerance)
    {
        var pixels = Drawing.Waves(640, 400);
        var hashed = Assert.IsType<FileOutcome.Hashed>(Hash(Drawing.Encode(format, pixels, 640, 400)));
        Assert.Equal((expected, 640, 400), (hashed.Picture.Format, hashed.Picture.Width, hashed.Picture.Height));
        Assert.InRange(hashed.Hash.Distance(LumaPlane.FromPixels(pixels, 640, 400, 3).Hash().Hash), 0, tolerance);
    }

    [Fact]
    public void Every_truncation_is_refused_and_the_worker_lives_on()
    {
        foreach (var format in new[] { "jpeg", "png", "gif", "webp", "tiff" })
        {
            var file = Drawing.Encode(format, Drawing.Waves(200, 150), 200, 150);
            for (var part = 1; part < 8; part++)
            {
                var refused = Assert.IsType<FileOutcome.Refused>(Hash(file[..(file.Length * part / 8)]));
                Assert.True(refused.Code is FileRefusal.Damaged or FileRefusal.Format, $"{format} {part}/8: {refused.Code} {refused.Reason}");
            }
        }
    }

    [Fact]
    public void A_decompression_bomb_is_refused_before_a_pixel_is_decoded() =>
        Assert.Equal(FileRefusal.Bomb, Assert.IsType<FileOutcome.Refused>(Hash(Drawing.Black("webp", 3000, 2000))).Code);

    [Fact]
    public void An_absurd_size_is_refused()
    {
        var png = Drawing.Encode("png", Drawing.Waves(64, 64), 64, 64);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 40_000); // width in the header; then its checksum
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        Assert.Equal(FileRefusal.TooLarge, Assert.IsType<FileOutcome.Refused>(Hash(png)).Code);
    }

    [Theory]
    [InlineData("%PDF-1.7 x")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("P6 1 1 255 abc")]
    public void What_is_none_of_the_formats_never_reaches_a_decoder(string text) =>
        Assert.Equal(FileRefusal.Format, Assert.IsType<FileOutcome.Refused>(Hash(System.Text.Encoding.ASCII.GetBytes(text))).Code);

    [Fact]
    public void Mutated_pictures_give_a_hash_or_a_refusal()
    {
        var random = new Random(4);
        var count = int.Parse(Environment.GetEnvironmentVariable("COMITY_FUZZ") ?? "40");
        foreach (var format in new[] { "jpeg", "png", "gif", "webp", "tiff", "heif" })
        {
            var file = Drawing.Encode(format, Drawing.Waves(96, 80), 96, 80);
            for (var n = 0; n < Math.Min(count, 2000); n++)
            {
                var mutated = (byte[])file.Clone();
                for (var k = random.Next(1, 9); k > 0; k--) mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                Assert.True(Hash(mutated) is FileOutcome.Hashed or FileOutcome.Refused);
            }
        }
    }

    [Fact]
    public void An_orientation_is_applied_before_hashing()
    {
        var pixels = Drawing.Waves(320, 200, 3);
        var jpeg = Drawing.Encode("jpeg", pixels, 320, 200);
        var upright = Assert.IsType<FileOutcome.Hashed>(Hash(jpeg));
        byte[] exif = [0xff, 0xe1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        var turned = Assert.IsType<FileOutcome.Hashed>(Hash([.. jpeg[..2], .. exif, .. jpeg[2..]]));
        Assert.Equal((6, 200, 320), (turned.Picture.Orientation, turned.Picture.Width, turned.Picture.Height));
        Assert.NotEqual(upright.Hash, turned.Hash);
    }

    [Fact]
    public void A_program_that_is_no_worker_is_a_refused_file_not_a_dead_program()
    {
        using var broken = new WorkerPool(Path.Combine(AppContext.BaseDirectory, "no-such-worker.dll"));
        Assert.Throws<RefusedInputException>(() => broken.Greeting());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var hasher = new FileHasher(workers.Pool);
        Assert.Equal(FileRefusal.Unreadable, Assert.IsType<FileOutcome.Refused>(hasher.Hash("/no/such/file")).Code);
        Assert.Equal(FileRefusal.Unreadable, Assert.IsType<FileOutcome.Refused>(hasher.Hash("/dev/null")).Code);
        Assert.Equal(FileRefusal.Empty, Assert.IsType<FileOutcome.Refused>(Hash([])).Code);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xffffffffu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
