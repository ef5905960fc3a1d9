namespace Comity.Dossiers;

/// <summary>A condition as it is offered: a name that is its own within the offering act, what it asks, on which safeguard of the law data it rests.</summary>
/// <param name="Id">1 to 32 characters of <c>a-z 0-9 -</c>.</param>
/// <param name="Kind">What it asks.</param>
/// <param name="Basis">A safeguard id of the law data, <c>sg.use-limit</c>.</param>
/// <param name="Until">When it ends or what it wants done by, Unix seconds; null if it has no date.</param>
public sealed record ConditionTerms(string Id, ConditionKind Kind, string Basis, long? Until = null);

/// <summary>A sealed object as a delivery names it (R46).</summary>
/// <param name="Root">The object root (R44).</param>
/// <param name="Size">Padded size in bytes.</param>
/// <param name="Envelopes">Digests of the key envelopes (R45).</param>
public sealed record ItemTerms(Digest Root, long Size, IReadOnlyList<Digest> Envelopes);

/// <summary>An item of a dossier: the delivery that brought it, and its object root.</summary>
public readonly record struct ItemKey(Digest Delivery, Digest Root);

/// <summary>A condition of a dossier: the act that offered it, and its name there. Two acts cannot offer the same one.</summary>
public readonly record struct ConditionKey(Digest Offer, string Id);

/// <summary>Why one person approved alone, and since when the second was asked (R12).</summary>
public sealed record SoloTerms(SoloReason Reason, long AskedSince);

/// <summary>The clear part of an act that the fold reads: closed words, dates, digests. No free text, no names (R5). Which members an act may have stands in <see cref="TermsShape"/>.</summary>
public sealed record Terms
{
    /// <summary>No terms.</summary>
    public static readonly Terms None = new();

    /// <summary>Data categories of the law data.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Offence ids of the law data, <c>off.185.2</c>.</summary>
    public IReadOnlyList<string> Offences { get; init; } = [];

    /// <summary>How pressing the request is.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>Whether a treaty binds the pair, as answered by the author.</summary>
    public TreatyOfPair Treaty { get; init; }

    /// <summary>The way the request travels, a path of the law data: <c>rt.27.9.a</c>; null for the one that needs no reason.</summary>
    public string? Path { get; init; }

    /// <summary>The State where the addressed provider is established or represented, as the author answered; null where the addressee speaks for a State. ISO 3166-1 alpha-2.</summary>
    public string? Established { get; init; }

    /// <summary>True if the author asks for confidentiality (ETS 185 art. 27(8)).</summary>
    public bool Confidential { get; init; }

    /// <summary>The date named: until when data are or should be held, a hold lasts, a decision is put off. Unix seconds.</summary>
    public long? Until { get; init; }

    /// <summary>Grounds of the law data, <c>rg.political</c>.</summary>
    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>The ending that is no refusal.</summary>
    public OutcomeWord? Outcome { get; init; }

    /// <summary>What a clarification is about.</summary>
    public AskWord? Asks { get; init; }

    /// <summary>Conditions offered.</summary>
    public IReadOnlyList<ConditionTerms> Conditions { get; init; } = [];

    /// <summary>Conditions answered, by their names in the act that <c>re</c> names first.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>Root of the package delivered (R43).</summary>
    public Digest? Package { get; init; }

    /// <summary>Items delivered.</summary>
    public IReadOnlyList<ItemTerms> Items { get; init; } = [];

    /// <summary>Items of this dossier that the act is about.</summary>
    public IReadOnlyList<ItemKey> Names { get; init; } = [];

    /// <summary>Whether the data are still there, said after an end of preservation that had not seen a request (R23).</summary>
    public bool? Held { get; init; }

    /// <summary>The office that carries on after a hand-over.</summary>
    public string? Office { get; init; }

    /// <summary>What went wrong.</summary>
    public IncidentWord? Incident { get; init; }

    /// <summary>Findings that the author declares (R17a).</summary>
    public IReadOnlyList<Finding> Against { get; init; } = [];

    /// <summary>Enclosed statements of other dossiers (R9).</summary>
    public IReadOnlyList<Digest> Enclosed { get; init; } = [];

    /// <summary>Set if one person approved alone (R12).</summary>
    public SoloTerms? Solo { get; init; }
}
