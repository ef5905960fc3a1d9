using Comity.Law;
using Comity.Law.Checking;

namespace Comity.Tests.Law;

/// <summary>Fuzz entry: any bytes as a packed release are refused, or wrong data, or a release; nothing else may happen.</summary>
public static class LawFuzz
{
    internal static int Runs => int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var runs) ? runs : 100;

    /// <summary>One input.</summary>
    public static void Fuzz(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _ = LawRelease.Unpack(bytes);
        }
        catch (RefusedException)
        {
        }
        catch (LawDataException)
        {
        }
    }

    /// <summary>One folder: any bytes as a case, an answer, a review or a sheet give a report.</summary>
    internal static void FuzzCheck(IReadOnlyDictionary<string, byte[]> files, LawCheckMemory memory) => Assert.NotNull(LawCheck.Run(files, CheckParts.All, memory));

    /// <summary>A few bytes changed, length kept, so that most inputs get past the archive into the files.</summary>
    internal static byte[] Mutate(byte[] bytes, FuzzSource random)
    {
        for (var i = random.Next(4); i >= 0; i--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
        }

        return bytes;
    }
}

/// <summary>A small seeded source, so that a failing input can be made again.</summary>
internal sealed class FuzzSource(ulong seed)
{
    private ulong _state = seed;

    internal int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)below);
    }
}
