using Comity.Ledger;

namespace Comity.Node.Ledger;

/// <summary>Entries of the log in words. An entry holds digests and closed words only, so this is all it can say.</summary>
internal static class EntryWords
{
    internal static string Kind(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ');

    internal static string What(LedgerEntry? entry) => entry?.Kind switch
    {
        null => "Erased; its leaf stays",
        EntryKind.StatementOut => "An office of ours sealed a statement",
        EntryKind.Arrival => "Something arrived from a peer",
        EntryKind.Verdict => $"Our verdict on a statement: {entry.Text("verdict") ?? "given"}",
        EntryKind.Receipt => $"Receipt: {entry.Text("rung") ?? "given"}",
        EntryKind.Access => entry.Text("what") == "read" ? "A statement was opened by the office addressed" : $"Opened: {entry.Text("what") ?? "evidence"}",
        EntryKind.Export => "A copy left this node",
        EntryKind.Enrolment => "An officer statement was issued",
        EntryKind.Key => "A key of this node changed",
        EntryKind.LawRelease => "A law release was taken up",
        EntryKind.Erasure => "Something was erased",
        EntryKind.Hold => "Erasure is held back",
        EntryKind.PeerCheckpoint => "The head of a peer's log was noted",
        EntryKind.Equivocation => "Two versions of one thing were kept as evidence",
        _ => "The node looked through what is due",
    };
}
