using System.Numerics;

namespace Comity.Matching;

/// <summary>Deals the 256 bits to the 16 words so that each word gets its share of the bits that tell little.</summary>
/// <remarks>spec/matching.md, section 4: lists whose entries share a word would otherwise crowd one bucket. Distance ignores the order of bits, so
/// matches stay the same.</remarks>
internal sealed class BitDeal
{
    private const double EvenEnough = 0.05;
    private readonly PdqHash[]? _images, _origins; // per byte and value: the bits in their new, their old places; null leaves every bit where it is

    private BitDeal(int[]? places)
    {
        if (places is null) return;
        _images = Images(places);
        var origins = new int[Pdq.Bits];
        for (var bit = 0; bit < Pdq.Bits; bit++) origins[places[bit]] = bit;
        _origins = Images(origins);
    }

    internal static BitDeal For(ReadOnlySpan<PdqHash> entries)
    {
        var ones = CountOnes(entries, out var counted);
        var uneven = Array.ConvertAll(ones, n => Math.Abs((n / (double)Math.Max(1, counted)) - 0.5));
        return uneven.Max() < EvenEnough || entries.Length < 1024 ? new(null) : new(Places(uneven));
    }

    internal PdqHash Apply(in PdqHash hash) => _images is null ? hash : Move(hash, _images);

    internal PdqHash Undo(in PdqHash dealt) => _origins is null ? dealt : Move(dealt, _origins);

    private static PdqHash Move(in PdqHash hash, PdqHash[] images)
    {
        ulong a = 0, b = 0, c = 0, d = 0;
        for (var i = 0; i < PdqHash.Size; i++)
        {
            var quarter = i < 8 ? hash.A : i < 16 ? hash.B : i < 24 ? hash.C : hash.D;
            ref readonly var image = ref images[(i << 8) | (int)(quarter >> ((i & 7) * 8) & 255)];
            a |= image.A;
            b |= image.B;
            c |= image.C;
            d |= image.D;
        }

        return new(a, b, c, d);
    }

    private static int[] CountOnes(ReadOnlySpan<PdqHash> entries, out int counted)
    {
        var ones = new int[Pdq.Bits];
        var step = Math.Max(1, entries.Length / 50_000); // a sample is enough to rank bits
        counted = 0;
        for (var i = 0; i < entries.Length; i += step, counted++)
        {
            var hash = entries[i];
            for (var bits = hash.A; bits != 0; bits &= bits - 1) ones[BitOperations.TrailingZeroCount(bits)]++;
            for (var bits = hash.B; bits != 0; bits &= bits - 1) ones[64 + BitOperations.TrailingZeroCount(bits)]++;
            for (var bits = hash.C; bits != 0; bits &= bits - 1) ones[128 + BitOperations.TrailingZeroCount(bits)]++;
            for (var bits = hash.D; bits != 0; bits &= bits - 1) ones[192 + BitOperations.TrailingZeroCount(bits)]++;
        }

        return ones;
    }

    private static int[] Places(double[] uneven)
    {
        var ranked = Enumerable.Range(0, Pdq.Bits).OrderByDescending(bit => uneven[bit]).ThenBy(bit => bit).ToArray();
        var places = new int[Pdq.Bits];
        for (var rank = 0; rank < Pdq.Bits; rank++) places[ranked[rank]] = ((rank % 16) * 16) + (rank / 16);
        return places;
    }

    private static PdqHash[] Images(int[] places)
    {
        var images = new PdqHash[PdqHash.Size * 256];
        for (var bit = 0; bit < Pdq.Bits; bit++)
            for (var value = 0; value < 256; value++)
                if ((value >> (bit & 7) & 1) != 0) images[((bit >> 3) << 8) | value] = images[((bit >> 3) << 8) | value].Flip(places[bit]);
        return images;
    }
}
