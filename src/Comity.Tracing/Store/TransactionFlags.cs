namespace Comity.Tracing;

/// <summary>What change heuristics need to know of a transaction beyond its amounts.</summary>
[Flags]
internal enum TransactionFlags : byte
{
    None = 0,
    Coinbase = 1,
    Witness = 2,
    Version1 = 4,
    Version2 = 8,
    LockHeight = 16,
    LockTime = 32,
    ReplaceByFee = 64,

    VersionMask = Version1 | Version2,
    LockMask = LockHeight | LockTime,
}
