using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>A power that each Party must have at home, by which it carries out what it grants (ETS 185 arts 16-21).</summary>
/// <param name="Id">Id in the data: <c>pw.185.20</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Source">The article.</param>
/// <param name="Categories">Data categories it can bring.</param>
/// <param name="Limits">Time limits of the power itself.</param>
/// <param name="Switches">What can narrow it.</param>
public sealed record DomesticPower(string Id, string Title, Citation Source, ImmutableArray<string> Categories, ImmutableArray<TimeLimit> Limits, ImmutableArray<Switch> Switches);
