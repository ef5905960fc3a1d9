namespace Comity.Matching.Tests;

/// <summary>Runs a parser over random and mutated input. <c>COMITY_FUZZ</c> sets the number of executions, <c>COMITY_FUZZ_SEED</c> where they start.</summary>
internal static class Fuzz
{
    internal delegate void Target(ReadOnlySpan<byte> input);

    internal static int Executions(int usual) => int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var n) ? n : usual;

    internal static void Run(Target target, IReadOnlyList<byte[]> seeds, int usual)
    {
        var random = new Random(int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ_SEED"), out var seed) ? seed : 1);
        var buffer = new byte[4096];
        for (var n = Executions(usual); n > 0; n--) target(Mutated(seeds[random.Next(seeds.Count)], buffer, random));
    }

    private static ReadOnlySpan<byte> Mutated(byte[] seed, byte[] buffer, Random random)
    {
        var length = Math.Min(seed.Length, buffer.Length - 64);
        seed.AsSpan(0, length).CopyTo(buffer);
        for (var k = random.Next(6); k > 0; k--)
        {
            var at = random.Next(length + 1);
            switch (random.Next(6))
            {
                case 0 when at < length: buffer[at] = (byte)random.Next(256); break;
                case 1 when at < length: buffer[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: length = at; break;
                case 3 when length + 8 < buffer.Length:
                    Array.Copy(buffer, at, buffer, at + 4, length - at);
                    random.NextBytes(buffer.AsSpan(at, 4));
                    length += 4;
                    break;
                case 4 when at + 4 < length:
                    Array.Copy(buffer, at + 4, buffer, at, length - at - 4);
                    length -= 4;
                    break;
                case 5 when at < length: buffer[at] = "\",:{}[]\n#0"u8[random.Next(10)]; break;
            }
        }

        return buffer.AsSpan(0, length);
    }
}
