using System.Text.Json;

namespace Comity.Dossiers;

/// <summary>The permanent claims of a statement: what is signed in clear and stays after erasure (R5). The id is that of the signed bytes (R3).</summary>
public sealed record Statement
{
    /// <summary>SHA-256 of the JWS signing input (R3).</summary>
    public required Digest Id { get; init; }

    /// <summary>The author's office.</summary>
    public required string Issuer { get; init; }

    /// <summary>The one addressee office, of the other side, whose verdict counts.</summary>
    public required string To { get; init; }

    /// <summary>All offices that the author itself presents it to, the addressee among them.</summary>
    public required IReadOnlyList<string> Audience { get; init; }

    /// <summary>The dossier (R4).</summary>
    public required Digest Dossier { get; init; }

    /// <summary>In the opening statement: the two sides.</summary>
    public SidePair? Sides { get; init; }

    /// <summary>The act's identity: 16 random bytes, base64url. The same act is never sealed twice.</summary>
    public required string Jti { get; init; }

    /// <summary>The author's time, Unix seconds.</summary>
    public required long At { get; init; }

    /// <summary>Number in the chain of the author's side, from 1.</summary>
    public required int Seq { get; init; }

    /// <summary>The former statement of the author's side; null for the first.</summary>
    public required Digest? Prev { get; init; }

    /// <summary>The newest statement of the other side that the author's side has validated; after a fork one for each branch. Sorted.</summary>
    public required IReadOnlyList<Digest> Seen { get; init; }

    /// <summary>Rejections in the past that no earlier statement of the past names. Sorted.</summary>
    public required IReadOnlyList<Digest> Out { get; init; }

    /// <summary>The act.</summary>
    public required ActType Type { get; init; }

    /// <summary>Channel or domestic power of the law data; only with an act that opens a request.</summary>
    public string? Channel { get; init; }

    /// <summary>What the act answers or amends; the first is what it acts upon, see <see cref="TargetKind"/>.</summary>
    public required IReadOnlyList<Digest> Re { get; init; }

    /// <summary>The law release that it was checked against (R10).</summary>
    public required Digest Law { get; init; }

    /// <summary>What the fold reads.</summary>
    public required Terms Terms { get; init; }

    /// <summary>Reads the payload of a statement's JWS, which <see cref="StrictJson"/> has admitted.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/>: a claim is missing, unknown, out of its form or at odds with another.</exception>
    public static Statement Parse(JsonElement payload, Digest id) => StatementReader.Read(payload, id);

    /// <summary>Equal ids: the id is a hash over every claim.</summary>
    public bool Equals(Statement? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>The two organisations of a dossier, by entity id (R4).</summary>
public sealed record SidePair(string Asking, string Asked)
{
    /// <summary>Entity id of a side.</summary>
    public string this[Side side] => side == Side.Asking ? Asking : Asked;

    /// <summary>The side that an office belongs to: it is the side's entity or lies below it. Null if neither.</summary>
    public Side? Holding(string office) => Dossiers.Sides.Holding([Asking, Asked], office);
}

/// <summary>The addressee's verdict on a statement: final, given once (R17).</summary>
/// <param name="Of">The statement.</param>
/// <param name="By">The office that gave it.</param>
/// <param name="Reason">Null: validated. Otherwise why it was rejected.</param>
/// <param name="At">The receiver's time of arrival, Unix seconds (R27). Time limits of the asked side run from it (R34).</param>
public sealed record Verdict(Digest Of, string By, RefusalCode? Reason, long At)
{
    /// <summary>True if the statement was rejected.</summary>
    public bool Rejected => Reason is not null;
}
