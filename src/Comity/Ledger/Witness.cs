namespace Comity.Ledger;

/// <summary>What a witness remembers of a log: the newest checkpoint it cosigned. Compared and replaced in one step (C2SP tlog-witness), or a slow request rolls the log back.</summary>
public sealed record WitnessedTree(long Size, Digest Root)
{
    /// <summary>Nothing cosigned yet.</summary>
    public static readonly WitnessedTree None = new(0, MerkleHash.Empty);
}

/// <summary>A witness's answer to <see cref="AddCheckpoint"/>. A closed list.</summary>
public abstract record WitnessReply
{
    private WitnessReply()
    {
    }

    /// <summary>The HTTP status that C2SP tlog-witness gives this answer.</summary>
    public abstract int Status { get; }

    /// <summary>Store the new tree, then cosign.</summary>
    public sealed record Cosign(Checkpoint Checkpoint) : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 200;
    }

    /// <summary>The old size is above the new, or the text is no checkpoint.</summary>
    public sealed record BadRequest(string Why) : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 400;
    }

    /// <summary>No signature of the log's key.</summary>
    public sealed record NotSigned : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 403;
    }

    /// <summary>No log of this origin is known here.</summary>
    public sealed record UnknownLog : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 404;
    }

    /// <summary>Another size was cosigned last; the body of the answer is that size and a newline, of type <c>text/x.tlog.size</c>.</summary>
    public sealed record OtherSize(long Size) : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 409;
    }

    /// <summary>The same size with another root, signed by the log: its history is forked. Keep both notes (rule R41).</summary>
    public sealed record Forked(long Size) : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 409;
    }

    /// <summary>The proof does not lead from the old tree to the new one. Signed by the log, so it may be evidence (rule R41).</summary>
    public sealed record NotConsistent : WitnessReply
    {
        /// <inheritdoc/>
        public override int Status => 422;
    }
}

/// <summary>What a witness checks before it cosigns. C2SP tlog-witness, <c>add-checkpoint</c>; rule R39.</summary>
public static class WitnessRules
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">What came.</param>
    /// <param name="log">The key of the log that the checkpoint names (see <see cref="OriginOf"/>), or null if none is known.</param>
    /// <param name="witnessed">What was cosigned last for it, <see cref="WitnessedTree.None"/> at first.</param>
    public static WitnessReply Consider(AddCheckpoint request, LogKey? log, WitnessedTree witnessed)
    {
        if (OriginOf(request) is not { } origin) return new WitnessReply.BadRequest("The note is not a checkpoint.");
        if (log is null || log.Origin != origin) return new WitnessReply.UnknownLog();
        if (!log.Verifies(request.Note)) return new WitnessReply.NotSigned();
        var next = Checkpoint.Parse(request.Note.Text);
        if (request.OldSize > next.Size) return new WitnessReply.BadRequest($"The old size {request.OldSize} is above the new size {next.Size}.");
        if (next.Size == witnessed.Size && next.Root != witnessed.Root) return new WitnessReply.Forked(witnessed.Size);
        if (request.OldSize != witnessed.Size) return new WitnessReply.OtherSize(witnessed.Size);
        return Extends(request, witnessed, next) ? new WitnessReply.Cosign(next) : new WitnessReply.NotConsistent();
    }

    /// <summary>The origin that the request's checkpoint names, or null if the note is no checkpoint.</summary>
    public static string? OriginOf(AddCheckpoint request)
    {
        try
        {
            return Checkpoint.Parse(request.Note.Text).Origin;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static bool Extends(AddCheckpoint request, WitnessedTree witnessed, Checkpoint next) => witnessed.Size == 0
        ? request.Proof.Count == 0
        : ConsistencyProof.Holds(witnessed.Size, witnessed.Root, next.Size, next.Root, request.Proof);
}
