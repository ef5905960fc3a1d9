using System.Collections.Immutable;

namespace Comity.Law;

/// <summary>One lawful way for evidence or help to cross a border, or a domestic order that carries out what was granted.</summary>
public sealed record Channel
{
    /// <summary>Id of the law data: <c>ch.185.29</c>, or the power of a domestic order: <c>pw.185.16</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The instrument it belongs to.</summary>
    public required string Instrument { get; init; }

    /// <summary>Article or articles, as cited.</summary>
    public required string Article { get; init; }

    /// <summary>Title of the article.</summary>
    public required string Title { get; init; }

    /// <summary>Kind of co-operation, a word of the vocabulary: <c>preservation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who turns to whom: <c>authority->provider</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>What opens it: the provision.</summary>
    public required Citation Basis { get; init; }

    /// <summary>What opens it, in words.</summary>
    public required string BasisText { get; init; }

    /// <summary>When it applies, in words.</summary>
    public required string AppliesWhen { get; init; }

    /// <summary>Who may issue: actors of the vocabulary.</summary>
    public required ImmutableArray<string> IssuedBy { get; init; }

    /// <summary>To whom: actors of the vocabulary; empty for a unilateral act.</summary>
    public required ImmutableArray<string> Addressee { get; init; }

    /// <summary>Who gets it too, at the same time.</summary>
    public required ImmutableArray<string> AlsoTo { get; init; }

    /// <summary>Data categories it can bring; empty where it is not about data.</summary>
    public required ImmutableArray<string> DataCategories { get; init; }

    /// <summary>Elements of a request, in the order of the instrument or form.</summary>
    public required ImmutableArray<Element> Elements { get; init; }

    /// <summary>Time limits.</summary>
    public required ImmutableArray<TimeLimit> Limits { get; init; }

    /// <summary>Grounds on which it may be refused.</summary>
    public required ImmutableArray<RefusalGround> Grounds { get; init; }

    /// <summary>True where the instrument allows no other ground.</summary>
    public required bool GroundsClosed { get; init; }

    /// <summary>What to know about refusing, or null.</summary>
    public string? GroundsNote { get; init; }

    /// <summary>Safeguards that go with it.</summary>
    public required ImmutableArray<Safeguard> Safeguards { get; init; }

    /// <summary>Duties that follow from events.</summary>
    public required ImmutableArray<FollowUp> FollowUps { get; init; }

    /// <summary>Switches that can change it.</summary>
    public required ImmutableArray<Switch> Switches { get; init; }

    /// <summary>Who must issue or validate which data; empty where the instrument does not say more than <see cref="IssuedBy"/>.</summary>
    public ImmutableArray<IssuerRule> IssuerRules { get; init; } = [];

    /// <summary>Paths between authorities.</summary>
    public required ImmutableArray<TransmissionPath> Paths { get; init; }

    /// <summary>The channel whose procedure and paths it borrows, or null.</summary>
    public string? ProcedureFrom { get; init; }

    /// <summary>When a decision may be put off, or null where the instrument knows no postponement.</summary>
    public ChannelRule? Postponement { get; init; }

    /// <summary>What the asked State must do before it refuses, or null.</summary>
    public ChannelRule? BeforeRefusal { get; init; }

    /// <summary>Whether dual criminality may be asked for.</summary>
    public required bool DualCriminalityAllowed { get; init; }

    /// <summary>Where the rule on dual criminality stands, or null.</summary>
    public Citation? DualCriminalitySource { get; init; }

    /// <summary>True for a duty that arises in another channel and is never asked for by itself (ETS 185 art. 30).</summary>
    public required bool IsDuty { get; init; }

    /// <summary>True for the two domestic orders.</summary>
    public required bool IsDomestic { get; init; }

    /// <summary>How sure the data are of it, unless an item says otherwise.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>What the instrument says beside.</summary>
    public required ImmutableArray<Remark> Remarks { get; init; }

    /// <summary>True where only the asking State must be bound (ETS 185 art. 32.a).</summary>
    internal bool BindsAskingOnly { get; init; }

    /// <summary>The provision by which only an emergency opens it, or null.</summary>
    internal Citation? NeedsEmergency { get; init; }

    /// <summary>The provision by which a mutual assistance treaty of the pair closes it, or null.</summary>
    internal Citation? NeedsNoTreaty { get; init; }

    /// <summary>The instrument whose offences alone it serves, or null.</summary>
    internal string? OffencesOf { get; init; }

    /// <summary>Grounds that fall away where a treaty of the pair has its own.</summary>
    internal ImmutableArray<string> FallbackGrounds { get; init; } = [];

    /// <summary>Safeguards that fall away where a treaty of the pair has its own.</summary>
    internal ImmutableArray<string> FallbackSafeguards { get; init; } = [];

    /// <summary>Questions of fact or domestic law that the data cannot answer.</summary>
    internal ImmutableArray<OpenQuestion> Undecided { get; init; } = [];

    /// <summary>True where a mutual assistance treaty of the pair closes it, or puts its own procedure, grounds or use rules in the place of those here (ETS 185 arts 27.1, 28.1; CETS 224 art. 5.5).</summary>
    public bool HangsOnTreaty => NeedsNoTreaty is not null || !FallbackGrounds.IsEmpty || !FallbackSafeguards.IsEmpty;

    /// <summary>The provision by which a mutual assistance treaty of the pair closes it, or null.</summary>
    public Provision? NeedsNoTreatyRule => NeedsNoTreaty?.First;

    /// <summary>The element of this id, or null.</summary>
    public Element? FindElement(string id)
    {
        foreach (var element in Elements)
            if (element.Id == id) return element;
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A rule of a channel that the program tells.</summary>
/// <param name="Text">The rule, in words.</param>
/// <param name="Source">Where the instrument says so.</param>
public sealed record ChannelRule(string Text, Citation Source);

/// <summary>Who may issue an order for some data, or must validate it.</summary>
/// <param name="Id">Id in the data: <c>ir.eu.4.1</c>.</param>
/// <param name="Data">Data categories it is about.</param>
/// <param name="May">Who may, in words.</param>
/// <param name="Source">Where the instrument says so.</param>
/// <param name="Confidence">How sure the data are.</param>
public sealed record IssuerRule(string Id, ImmutableArray<string> Data, string May, Citation Source, Confidence Confidence);

/// <summary>A fact or a piece of domestic law that decides whether a channel serves, and that no data can know.</summary>
/// <param name="Id">Id in the data.</param>
/// <param name="Text">The question, as a statement of the condition.</param>
/// <param name="Source">Where the instrument says so.</param>
/// <param name="AppliesTo">Data categories it concerns; empty for all.</param>
/// <param name="Confidence">How sure the data are of it.</param>
public sealed record OpenQuestion(string Id, string Text, Citation Source, ImmutableArray<string> AppliesTo, Confidence Confidence);

/// <summary>A way for a request to travel: through central authorities, directly, through Interpol.</summary>
/// <param name="Id">Id in the data: <c>rt.27.9.a</c>.</param>
/// <param name="Label">The way, in words.</param>
/// <param name="Source">Where the instrument opens it.</param>
/// <param name="IsDefault">True for the way that needs no reason.</param>
/// <param name="Condition">What it needs, in words, or null.</param>
/// <param name="BlockedBy">The switch of the asked State that closes it, or null.</param>
/// <param name="AllowedBy">The switch of the asked State without which it is closed, or null.</param>
public sealed record TransmissionPath(string Id, string Label, Citation Source, bool IsDefault, string? Condition, string? BlockedBy, string? AllowedBy);
