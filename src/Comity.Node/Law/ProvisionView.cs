namespace Comity.Node.Law;

/// <summary>What the data holds about a provision.</summary>
/// <param name="Provision">The provision.</param>
/// <param name="InstrumentId">The instrument's id.</param>
/// <param name="Instrument">The instrument's full title.</param>
/// <param name="Source">The address of the official text, or null.</param>
/// <param name="Title">The title of the article, or null.</param>
/// <param name="Facts">Channels, elements, limits, grounds and switches that cite it.</param>
public sealed record ProvisionView(string Provision, string InstrumentId, string Instrument, string? Source, string? Title, IReadOnlyList<LawFact> Facts);

/// <summary>A fact of the data: what kind, the words, its provision and the confidence mark.</summary>
public sealed record LawFact(string Kind, string Text, string Provision, string Confidence);
