namespace Comity.Matching;

/// <summary>The eight ways to turn or mirror a picture; rotations are counter-clockwise.</summary>
public enum Turn
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>A quarter turn.</summary>
    Rotate90,

    /// <summary>Half a turn.</summary>
    Rotate180,

    /// <summary>Three quarters of a turn.</summary>
    Rotate270,

    /// <summary>Top and bottom exchanged.</summary>
    FlipX,

    /// <summary>Left and right exchanged.</summary>
    FlipY,

    /// <summary>Mirrored at the main diagonal.</summary>
    MainDiagonal,

    /// <summary>Mirrored at the other diagonal.</summary>
    OtherDiagonal,
}

/// <summary>The turns as they act on the 16 × 16 coefficients.</summary>
public static class Turns
{
    /// <summary>How many there are: 8.</summary>
    public const int Count = 8;

    /// <summary>The word that files and answers use, for instance <c>rotate-90</c>.</summary>
    public static string Word(this Turn turn) => Words[(int)turn];

    /// <summary>Writes to <paramref name="turned"/> the coefficients of the picture after <paramref name="turn"/>.</summary>
    /// <remarks>spec/matching.md, section 2: a sign per coefficient, then perhaps a transposition. Exact for 64 × 64 planes; a few bits off for
    /// others, whose windows and decimation are not symmetric.</remarks>
    public static void Apply(Turn turn, ReadOnlySpan<float> coefficients, Span<float> turned)
    {
        var transpose = turn is Turn.Rotate90 or Turn.Rotate270 or Turn.MainDiagonal or Turn.OtherDiagonal;
        for (var i = 0; i < Pdq.Side; i++)
            for (var j = 0; j < Pdq.Side; j++)
            {
                var value = coefficients[(i * Pdq.Side) + j];
                turned[transpose ? (j * Pdq.Side) + i : (i * Pdq.Side) + j] = Negates(turn, i, j) ? -value : value;
            }
    }

    private static bool Negates(Turn turn, int i, int j) => turn switch
    {
        Turn.Rotate90 or Turn.FlipY => (j & 1) == 0,
        Turn.Rotate270 or Turn.FlipX => (i & 1) == 0,
        Turn.Rotate180 or Turn.OtherDiagonal => ((i + j) & 1) == 1,
        _ => false,
    };

    private static readonly string[] Words =
        ["none", "rotate-90", "rotate-180", "rotate-270", "flip-x", "flip-y", "main-diagonal", "other-diagonal"];
}
