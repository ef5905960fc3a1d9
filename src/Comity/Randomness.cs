namespace Comity;

/// <summary>Fills a buffer with random bytes. Production passes <c>RandomNumberGenerator.Fill</c>; tests pass a seeded source.</summary>
public delegate void RandomFill(Span<byte> buffer);

/// <summary>Shorthands over a <see cref="RandomFill"/>.</summary>
public static class Randomness
{
    /// <summary>A new array of <paramref name="count"/> random bytes.</summary>
    public static byte[] Bytes(this RandomFill random, int count)
    {
        var bytes = new byte[count];
        random(bytes);
        return bytes;
    }
}
