namespace Comity.Matching;

/// <summary>What a list, or a file of queries, says on one line.</summary>
/// <param name="Line">0-based line of the file; for JSON the 0-based position in the array.</param>
/// <param name="Pdq">The perceptual hash, if given.</param>
/// <param name="Quality">0-100, or null if not given.</param>
/// <param name="Exact">Exact hashes, perhaps none.</param>
/// <param name="Category">The owner's category, if given.</param>
public readonly record struct HashEntry(int Line, PdqHash? Pdq, int? Quality, ExactHash[] Exact, string? Category)
{
    /// <summary>Whether the perceptual hash may be compared: there is one, and its quality is not known to be low.</summary>
    /// <param name="unknownIsLow">Whether the list asks to treat unknown quality as low.</param>
    public bool IsPerceptual(bool unknownIsLow = false) => Pdq is not null && (Quality ?? (unknownIsLow ? 0 : 100)) > Matching.Pdq.LowQuality;
}
