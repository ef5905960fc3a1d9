namespace Comity.Dossiers;

/// <summary>Why a statement is refused.</summary>
public sealed record Refusal(RefusalCode Code, string Message);

/// <summary>What the addressee says to a statement now.</summary>
public abstract record Judgement
{
    private Judgement()
    {
    }

    /// <summary>Validated: final.</summary>
    public sealed record Validated : Judgement;

    /// <summary>Rejected: final, with a signed reason.</summary>
    public sealed record Rejected(Refusal Refusal) : Judgement;

    /// <summary>No verdict yet: something of its past is missing (R18), or it is a claim in a fork (R21).</summary>
    public sealed record Held(string Why, IReadOnlyList<Digest> Missing) : Judgement;
}

/// <summary>Judges a statement against its own past, never against what else has arrived (R17). Seal, trust, role and approval are judged before, elsewhere.</summary>
public static class Admission
{
    /// <summary>How far two clocks may differ, in seconds (R34).</summary>
    public const int ClockSlack = 120;

    /// <summary>The addressee's judgement.</summary>
    /// <param name="dossier">All that is at hand; the statement itself may be in it or not.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="now">Time of arrival, Unix seconds (R27).</param>
    /// <param name="findings">Computes the findings of the law data from the state of the past (R17a); null: the law is not asked.</param>
    public static Judgement Judge(Dossier dossier, Statement statement, long now, Func<DossierState, IReadOnlyList<Finding>>? findings = null)
    {
        var with = dossier.With(statement);
        if (with.Missing(statement) is { Count: > 0 } missing) return new Judgement.Held("Its past is not all here.", missing);
        if (statement.Prev is { } prev && with.Find(prev) is { } former && with.VerdictOn(former) is null)
            return new Judgement.Held("The former statement of its chain has no verdict yet.", []);
        if (Acts.Of(statement.Type).ClaimsOnly && statement.Type != ActType.Repair && with.StatusOf(statement) == StatementStatus.Forked)
            return new Judgement.Held("Its side wrote two statements for one place; its claims wait for a repair.", []);
        return Check(with, statement, now, findings) is { } refusal ? new Judgement.Rejected(refusal) : new Judgement.Validated();
    }

    /// <summary>What would make the addressee reject it; null if nothing. The author asks the same before sealing.</summary>
    public static Refusal? Check(Dossier dossier, Statement statement, long now, Func<DossierState, IReadOnlyList<Finding>>? findings = null)
    {
        var with = dossier.Find(statement.Id) is null ? dossier.With(statement) : dossier;
        if (with.ChainRefusal(statement) is { } chain) return chain;
        if (ClockRefusal(with, statement, now) is { } clock) return clock;
        if (with.ReVoid(statement)) return new(RefusalCode.ReVoid, "It names a statement that was rejected.");
        var past = with.StateBefore(statement);
        return Order(with, statement, past) ?? Undeclared(statement, past, findings);
    }

    /// <summary>The order of acts alone: what the table says to this act in the state of its past.</summary>
    public static Refusal? Order(Dossier dossier, Statement statement, DossierState past)
    {
        var rule = Acts.Of(statement.Type);
        if (dossier.SideOf(statement) is not { } by || rule.By is { } owner && owner != by)
            return new(RefusalCode.Order, $"{rule.Word} is an act of the {rule.By?.Word() ?? "other"} side.");
        var (place, lack) = Placement.Of(dossier, statement, past, by);
        if (place is null) return new(RefusalCode.Order, lack!);
        if (rule.When(place) is { } reason) return new(RefusalCode.Order, reason);
        return statement.Type == ActType.Delivery ? DeliveryRefusal(statement, place.Request!) : null;
    }

    private static Refusal? DeliveryRefusal(Statement statement, RequestState request)
    {
        if (!request.ConditionsSettled) return new(RefusalCode.ConditionOpen, "A condition on the request is neither accepted nor withdrawn (ETS 185 art. 28).");
        var lacking = request.NamedByDelivery().Any(id => !statement.Re.Contains(id));
        return lacking ? new(RefusalCode.Order, "A delivery names the request, the grant, and what settled each condition.") : null;
    }

    private static Refusal? ClockRefusal(Dossier dossier, Statement statement, long now)
    {
        if (statement.At > now + ClockSlack) return new(RefusalCode.Clock, "Its time lies in the future.");
        return dossier.LatestBefore(statement) is { } latest && statement.At < latest - ClockSlack
            ? new(RefusalCode.Clock, "Its time lies before that of a statement that it knew.") : null;
    }

    private static Refusal? Undeclared(Statement statement, DossierState past, Func<DossierState, IReadOnlyList<Finding>>? findings)
    {
        if (findings is null) return null;
        var undeclared = findings(past).Where(f => !statement.Terms.Against.Contains(f)).ToList();
        return undeclared.Count == 0 ? null : new(RefusalCode.UndeclaredFinding, $"Not declared: {string.Join(", ", undeclared)}.");
    }
}
