using Comity.Node.Desk;
using Comity.Node.Dossiers;
using Comity.Node.Look;

namespace Comity.Node.Ledger;

/// <summary>The node's own log, as its people see it.</summary>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Origin">The log's origin, <c>HOST/ledger</c>.</param>
/// <param name="Strip">Size, head and witnesses.</param>
/// <param name="Checkpoints">The newest checkpoints.</param>
/// <param name="Kinds">The kinds of entries, as filters with counts.</param>
/// <param name="Entries">The newest entries of the chosen kind.</param>
/// <param name="Checked">The last check, or null.</param>
/// <param name="More">The query of older entries, or null.</param>
public sealed record LogView(
    DateTimeOffset Now, string Origin, LedgerStrip Strip, IReadOnlyList<CheckpointRow> Checkpoints, IReadOnlyList<Filter> Kinds,
    IReadOnlyList<EntryRow> Entries, LogCheck? Checked, string? More = null);

/// <summary>A signed checkpoint and who cosigned it.</summary>
public sealed record CheckpointRow(long Size, string Head, DateTimeOffset At, IReadOnlyList<string> CosignedBy);

/// <summary>An entry: what it records, in words, and the dossier it belongs to, where there is one.</summary>
public sealed record EntryRow(long Index, string Kind, DateTimeOffset At, string What, string? Dossier, string? Reference, string Leaf);

/// <summary>What a check did and found.</summary>
public sealed record LogCheck(DateTimeOffset At, TimeSpan Took, IReadOnlyList<Check> Checks);
