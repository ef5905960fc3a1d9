namespace Comity.Matching.Tests;

[Trait("Spec", "matching/2")]
public sealed class PdqTests
{
    [Theory]
    [InlineData("wave", 64, 64, "24c4cccfb9cdc3ed1f8dff058a85752a95ca681a9ff0ff8004727f808072ff80", 100, 73022)]
    [InlineData("curve16", 97, 131, "4cff91c0b703a63f2c7f2ce069c059835b8f531f533e533c53705670d6705670", 100, 129142)]
    [InlineData("curve256", 300, 200, "69583653aaac22ab7df6eaa8012b555255549a552aadaeabeaaab78a2bae84ca", 100, 53953)]
    [InlineData("xor", 512, 512, "9974b24b369c752168573ba8554cc71b9b36bb29d642f644b6cbb492b492b594", 100, 47664)]
    public void A_plane_hashes_to_the_printed_bits(string plane, int rows, int columns, string hash, int quality, int gradient)
    {
        var result = Pdq.Hash(Planes.Named(plane, rows, columns), rows, columns);
        Assert.Equal((hash, quality, gradient), (result.Hash.ToString(), result.Quality, result.Gradient));
    }

    [Fact]
    public void A_large_plane_is_first_reduced_by_exact_area_average()
    {
        var grey = Planes.Bytes(600, 900, (x, y) => ((x * x) + (y * y) + (x * y)) / 512);
        var colour = grey.SelectMany(v => new[] { v, v, v }).ToArray();
        var plane = LumaPlane.FromPixels(colour, 900, 600, 3);
        Assert.Equal((341, 512), (plane.Rows, plane.Columns));
        var result = plane.Hash();
        Assert.Equal(("202a9ffffc0080fe3eaae0ff1f80700063ffcf00ce07dc7f9cfc98f099e098c0", 119360), (result.Hash.ToString(), result.Gradient));
        Assert.Equal(plane.Values, LumaPlane.FromPixels(grey, 900, 600, 1).Values);
    }

    [Fact]
    public void A_side_below_five_pixels_has_no_hash()
    {
        var result = Pdq.Hash(new float[400], 4, 100);
        Assert.Equal((new string('0', 64), 0), (result.Hash.ToString(), result.Quality));
    }

    [Fact]
    public void The_turns_of_a_plane_are_the_printed_ones()
    {
        var turns = new PdqHash[8];
        Pdq.HashTurns(Planes.Named("curve256", 300, 200), 300, 200, turns);
        Assert.Equal(
            [
                "69583653aaac22ab7df6eaa8012b555255549a552aadaeabeaaab78a2bae84ca", "241432553010b63ba85ab26a34587479343b343a3c3a363fb63fd71d5b1fad8f",
                "3c0dbcf9fff9880128f34002545efff8000120ff7ff80001bfff1d207efb2e60", "7108d8dd696b1c91f92f1cd0212bded3696a9494696f9495e36a7db70e4a0725",
                "4958e9acaaacdd547da61557010baaad555465aa2aad5554eaaa48752bae7b35", "1c0d0106fff977fe082393fd541e000700014f0015f8fbfe1fffc01f1cfb519f",
                "245d8d88fc3e49c4ac7a4995747e8b863c3fc9c13e3ac9c0b63f28e25b1f5270", "71082722e96be32ef92fe32f212b212c696a6b6b696f6b6ae36a82480e4af8da",
            ],
            turns.Select(t => t.ToString()));
    }

    [Fact]
    public void Turning_a_64_by_64_plane_and_turning_its_hash_agree()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var plane = Planes.Smooth(64, 64, seed);
            var turns = new PdqHash[8];
            Pdq.HashTurns(plane, 64, 64, turns);
            foreach (var turn in Enum.GetValues<Turn>())
                Assert.True(turns[(int)turn].Distance(Pdq.Hash(Planes.Turned(plane, 64, turn), 64, 64).Hash) <= 2, $"{turn}, seed {seed}");
        }
    }

    [Fact]
    public void The_turns_of_coefficients_form_a_group()
    {
        var plane = Planes.Named("xor", 512, 512);
        float[] start = new float[256], once = new float[256], twice = new float[256];
        Pdq.Coefficients(plane, 512, 512, start);
        foreach (var first in Enum.GetValues<Turn>())
            foreach (var second in Enum.GetValues<Turn>())
            {
                Turns.Apply(first, start, once);
                Turns.Apply(second, once, twice);
                var both = Enum.GetValues<Turn>().Where(t => { Turns.Apply(t, start, once); return once.AsSpan().SequenceEqual(twice); });
                Assert.Single(both);
            }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(129)]
    [InlineData(300)]
    [InlineData(1025)]
    public void The_fast_filter_equals_the_plain_one_bit_for_bit(int length)
    {
        const int Columns = 37;
        var plane = Planes.Noise(length, Columns, seed: length);
        var expected = (float[])plane.Clone();
        for (var pass = 0; pass < 2; pass++)
        {
            Planes.EachRow(expected, length, Columns, line => { var o = new float[line.Length]; BoxFilter.Line(line, o, BoxFilter.Window(Columns)); return o; });
            Planes.EachColumn(expected, length, Columns, line => { var o = new float[line.Length]; BoxFilter.Line(line, o, BoxFilter.Window(length)); return o; });
        }

        BoxFilter.Tent(plane, length, Columns);
        Assert.Equal(expected, plane);
    }

    [Fact]
    public void A_hash_is_read_from_exactly_64_digits()
    {
        Prop.ForAll<ulong, ulong, ulong>((a, b, c) =>
        {
            var hash = new PdqHash(a, b, c, a ^ c);
            return PdqHash.Parse(hash.ToString()) == hash && PdqHash.Parse(hash.ToString().ToUpperInvariant()) == hash && PdqHash.FromBytes(hash.ToBytes()) == hash;
        }).QuickCheckThrowOnFailure();
        Prop.ForAll<string>(s => s is { Length: 64 } || !PdqHash.TryParse(s, null, out _)).QuickCheckThrowOnFailure();
        Assert.False(PdqHash.TryParse(new string('g', 64), null, out _));
        Assert.False(PdqHash.TryParse(new string('0', 65), null, out _));
    }

    [Fact]
    public void The_area_average_equals_its_definition()
    {
        foreach (var (width, height) in new[] { (513, 7), (700, 1400), (1023, 513) })
        {
            var random = new Random(width);
            var pixels = new byte[width * height * 3];
            random.NextBytes(pixels);
            var plane = LumaPlane.FromPixels(pixels, width, height, 3);
            for (var n = 0; n < 200; n++)
            {
                int i = random.Next(plane.Rows), j = random.Next(plane.Columns);
                Assert.Equal(Planes.AreaAverage(pixels, width, height, plane.Rows, plane.Columns, i, j), plane.Values[(i * plane.Columns) + j]);
            }
        }
    }
}
