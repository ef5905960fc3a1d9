using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace Comity.Node.Tests.Matching;

/// <summary>What a run of <c>comity match</c> gave.</summary>
internal sealed record MatchRun(int Code, string Output, string Error)
{
    internal static ProcessStartInfo Program(params string[] words) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Comity.Node.dll"), "match", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };

    internal static Task<MatchRun> Of(params string[] words) => Of(Program(words));

    internal static async Task<MatchRun> Of(ProcessStartInfo start)
    {
        using var program = Process.Start(start)!;
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        return new(program.ExitCode, await output, await error);
    }

    /// <summary>Runs what must succeed, and reads its JSON.</summary>
    internal static async Task<JsonElement> Json(params string[] words)
    {
        var run = await Of([.. words, "--json"]);
        Assert.True(run.Code == 0, $"{string.Join(' ', words)}: {run.Code} {run.Error}");
        return run.Read();
    }

    internal JsonElement Read()
    {
        using var json = JsonDocument.Parse(Output);
        return json.RootElement.Clone();
    }

    internal static void NeedsDecoder()
    {
        if (!Comity.Matching.VipsDecoder.IsInstalled) Assert.Skip(Comity.Matching.VipsDecoder.HowToInstall);
    }

    /// <summary>Writes a drawn, harmless PNG: waves whose shape follows from the seed.</summary>
    internal static void Draw(string path, int seed, int side = 160)
    {
        var rows = new byte[side * ((3 * side) + 1)]; // each row begins with its filter: none
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                for (var band = 0; band < 3; band++)
                    rows[(y * ((3 * side) + 1)) + 1 + (3 * x) + band] = (byte)(127 + (60 * Math.Sin((x * (seed + band + 1) / 19.0) + (y / 11.0))) + (60 * Math.Cos((y * (seed + 2) / 17.0) - (x / 29.0))));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        (header[8], header[9]) = (8, 2);
        File.WriteAllBytes(path, [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] body)
    {
        byte[] length = new byte[4], check = new byte[4], whole = [.. kind, .. body];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        var crc = uint.MaxValue;
        foreach (var b in whole)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        return [.. length, .. whole, .. check];
    }
}
