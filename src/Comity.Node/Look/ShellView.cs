namespace Comity.Node.Look;

/// <summary>What every page shows around its content.</summary>
/// <param name="Now">The node's time, in UTC.</param>
/// <param name="Organisation">The authority, provider or secretariat that runs the node.</param>
/// <param name="Officer">Who is signed in, or null.</param>
/// <param name="Exercise">The text of the exercise band, or null on a live node.</param>
/// <param name="Emergencies">Open emergencies that wait for this node.</param>
/// <param name="Nav">Which parts this node has.</param>
/// <param name="Ledger">The state of the node's own log, or null before set-up.</param>
/// <param name="Seen">The number of the newest change that the page knows of; see <see cref="Desk.LiveDesk"/>.</param>
public sealed record ShellView(
    DateTimeOffset Now,
    string Organisation,
    SignedIn? Officer,
    string? Exercise,
    int Emergencies,
    NodeParts Nav,
    LedgerStrip? Ledger,
    long Seen = 0);

/// <summary>The person at the desk: their office as shown in the masthead, and role.</summary>
public sealed record SignedIn(string Office, string Role, string Name);

/// <summary>The parts of this node that the navigation offers; what does not exist is not shown.</summary>
public sealed record NodeParts(bool Requests, bool Evidence, bool Members)
{
    internal static NodeParts Of(NodeKind kind) => new(kind == NodeKind.Authority, kind != NodeKind.Anchor, kind == NodeKind.Anchor);
}

/// <summary>How the log stood when it was last checked. "Consistent" only if a check was made.</summary>
public enum LedgerHealth
{
    /// <summary>No check was made yet.</summary>
    NotChecked,

    /// <summary>The last check found every checkpoint consistent with the former.</summary>
    Consistent,

    /// <summary>A check failed.</summary>
    Broken,
}

/// <summary>The proof strip: size and head of the log, who cosigned it and when.</summary>
/// <param name="Health">The outcome of the last check.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Head">The root hash, in hexadecimal or base64url.</param>
/// <param name="Witnesses">How many witnesses cosigned the newest checkpoint.</param>
/// <param name="WitnessesAsked">How many others were asked; 0 on an anchor, which has only its own witness.</param>
/// <param name="WitnessedAt">When the youngest cosignature was given, or null.</param>
public sealed record LedgerStrip(
    LedgerHealth Health, long Size, string Head, int Witnesses, int WitnessesAsked, DateTimeOffset? WitnessedAt);
