using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>A path between authorities: open or blocked for a pair on a day, and by what.</summary>
/// <param name="Path">The path.</param>
/// <param name="Open">False where the asked State has closed it, or has not opened what only it can open.</param>
/// <param name="Switch">The switch that decides, or null for a path that no switch touches.</param>
/// <param name="Why">The declaration that decides or its absence, in words; the path's own condition, if it has one.</param>
/// <param name="Confidence">How sure the data are of what decides.</param>
/// <param name="Since">The day since which the declaration holds, or null.</param>
/// <param name="Source">Ids of its sources, or null.</param>
public sealed record PathAnswer(TransmissionPath Path, bool Open, string? Switch, string Why, Confidence Confidence, DateOnly? Since = null, string? Source = null);

/// <summary>Something to have or to expect on a route: an approval, or what could go wrong.</summary>
/// <param name="Kind">issuer, rule, declaration; ground, postponement, question, doubt.</param>
/// <param name="Text">In words.</param>
/// <param name="Source">Where it stands, as cited.</param>
/// <param name="Confidence">How sure the data are.</param>
/// <param name="Since">The day since which it holds, or null.</param>
public sealed record RouteNote(string Kind, string Text, string Source, Confidence Confidence, DateOnly? Since = null);

/// <summary>What goes with a route beside open or closed: how it may travel, whose approval it needs, what could go wrong.</summary>
/// <param name="Paths">Every path of the channel, or of the one whose procedure it borrows.</param>
/// <param name="Approvals">Who must issue or approve.</param>
/// <param name="Risks">Grounds of refusal, postponement, open questions, and data that are not firm.</param>
public sealed record RouteAdvice(ImmutableArray<PathAnswer> Paths, ImmutableArray<RouteNote> Approvals, ImmutableArray<RouteNote> Risks);
