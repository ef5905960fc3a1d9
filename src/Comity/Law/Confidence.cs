namespace Comity.Law;

/// <summary>How sure the data are of a value, as marked there: A to D for what instruments say, high, medium or low for status and declarations.</summary>
/// <param name="Mark">The mark: <c>A</c> read in the text, <c>B</c> partly confirmed, <c>C</c> recalled, <c>D</c> doubtful;
/// <c>high</c> printed in a stored source, <c>medium</c> partly recalled, <c>low</c> recalled only.</param>
public readonly record struct Confidence(string Mark)
{
    /// <summary>True for A and high: nothing needs to be said beside the answer.</summary>
    public bool IsFirm => Mark is "A" or "high";

    /// <summary>Of a value that rests on a supposition: nobody has decided it.</summary>
    public static Confidence Supposed { get; } = new("supposed");

    /// <inheritdoc/>
    public override string ToString() => Mark;
}
