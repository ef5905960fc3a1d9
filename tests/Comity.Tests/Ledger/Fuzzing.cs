namespace Comity.Tests.Ledger;

internal delegate void FuzzEntry(ReadOnlySpan<byte> input);

/// <summary>Feeds random and mutated bytes to a parser. The number of rounds is settable: COMITY_FUZZ=1000000.</summary>
internal static class Fuzzing
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var rounds) ? rounds : 2000;

    /// <summary>Fills from a seeded source, so that a failure can be repeated.</summary>
    internal static RandomFill Seeded(int seed)
    {
        var random = new Random(seed);
        return random.NextBytes;
    }

    internal static void Run(FuzzEntry entry, params byte[][] seeds)
    {
        var random = new Random(20261121);
        for (var round = 0; round < Rounds; round++)
        {
            var input = round % 10 == 0 ? Noise(random) : Mutated(seeds[random.Next(seeds.Length)], random);
            try
            {
                entry(input);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Round {round}: {Convert.ToBase64String(input)}", e);
            }
        }
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, "\n =-+/.0{}\"\\~"u8[random.Next(13)]); break;
                case 4: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(64, bytes.Count - at)))); break;
            }
        }

        return [.. bytes];
    }
}
