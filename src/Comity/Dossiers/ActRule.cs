namespace Comity.Dossiers;

/// <summary>One row of the table of acts (R22).</summary>
/// <param name="Type">The act.</param>
/// <param name="By">Who may write it; null: either side.</param>
/// <param name="Target">What the first id of <c>re</c> names.</param>
/// <param name="Class">What it does.</param>
/// <param name="Quiet">True if it does not reopen a completed dossier.</param>
/// <param name="Required">Members of <c>terms</c> that it must have.</param>
/// <param name="Optional">Members that it may have, beside those that every act may have.</param>
/// <param name="When">In which state of the past it may be written: null if it may, otherwise the reason why not.</param>
/// <param name="Effect">What it does, in a line.</param>
public sealed record ActRule(
    ActType Type, Side? By, TargetKind Target, ActClass Class, bool Quiet, IReadOnlyList<string> Required, IReadOnlyList<string> Optional,
    Func<ActPlace, string?> When, string Effect)
{
    /// <summary>The word on the wire.</summary>
    public string Word => Type.Word();

    /// <summary>True if nothing but a claim of its author hangs on it, so that a fork or an annulment takes it away whole (R21, R32).</summary>
    public bool ClaimsOnly => Class == ActClass.Claims;
}

/// <summary>Where an act would be written: the state of its past, its side, what it acts upon.</summary>
/// <param name="State">The state of the past.</param>
/// <param name="By">The author's side.</param>
/// <param name="At">The author's time, Unix seconds.</param>
public sealed record ActPlace(DossierState State, Side By, long At)
{
    /// <summary>The request concerned, if any.</summary>
    public RequestState? Request { get; init; }

    /// <summary>The conditions answered.</summary>
    public IReadOnlyList<ConditionState> Conditions { get; init; } = [];

    /// <summary>The question answered.</summary>
    public QuestionState? Question { get; init; }

    /// <summary>The items concerned.</summary>
    public IReadOnlyList<ItemState> Items { get; init; } = [];

    /// <summary>The hold ended.</summary>
    public HoldState? Hold { get; init; }

    /// <summary>The onward transfer authorised.</summary>
    public OnwardState? Onward { get; init; }

    /// <summary>The first statement named, for acts upon statements.</summary>
    public Digest? Named { get; init; }
}
