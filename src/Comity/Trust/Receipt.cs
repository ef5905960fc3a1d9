using System.Text;
using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>The rungs of the ladder that a receipt can prove (rule R26). The legal rungs are statements.</summary>
public enum Rung
{
    /// <summary>The bytes are durable; the verdict takes longer.</summary>
    Arrived,

    /// <summary>The verdict: admitted. Final.</summary>
    Validated,

    /// <summary>The verdict: not admitted, with a reason. Final.</summary>
    Rejected,

    /// <summary>An officer opened it.</summary>
    Read,

    /// <summary>Every chunk of a package is verified and stored.</summary>
    Delivered,

    /// <summary>A package was opened and its hashes hold.</summary>
    Acknowledged,
}

/// <summary>The ledger entry that records the state which a receipt claims (rule R25).</summary>
/// <param name="Origin">The ledger's origin line.</param>
/// <param name="Index">The entry's index.</param>
/// <param name="Leaf">The entry's leaf hash.</param>
public sealed record LogPlace(string Origin, long Index, Digest Leaf);

/// <summary>An office's signed word about what happened to a statement or a package (rules R25, R26).</summary>
public sealed record Receipt
{
    private const string What = "The receipt", Type = "comity-receipt+jwt";
    private static readonly string[] Words = ["arrived", "validated", "rejected", "read", "delivered", "acknowledged"];

    /// <summary>The office that received.</summary>
    public required EntityId Issuer { get; init; }

    /// <summary>The office that sent.</summary>
    public required EntityId Audience { get; init; }

    /// <summary>The dossier.</summary>
    public required Digest Dossier { get; init; }

    /// <summary>The statement's id, or the package's root.</summary>
    public required Digest Of { get; init; }

    /// <summary>What happened.</summary>
    public required Rung Rung { get; init; }

    /// <summary>When; whole seconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why it was rejected; stands with <see cref="Rung.Rejected"/> and only there.</summary>
    public RefusalCode? Reason { get; init; }

    /// <summary>What was shown (<see cref="SdJwt.Shown"/>); always with <see cref="Rung.Validated"/>, never for a package.</summary>
    public Digest? Shown { get; init; }

    /// <summary>What it was judged by (<see cref="TrustMaterial.Digest"/>); always with <see cref="Rung.Validated"/>, never for a package.</summary>
    public Digest? Trust { get; init; }

    /// <summary>The entry that records it.</summary>
    public required LogPlace Log { get; init; }

    /// <summary>The receipt's number: the same for the same issuer, thing and rung, so that a repeated question cannot make a second receipt.</summary>
    public Digest Number => Digest.Labelled("comity-receipt/v1", Encoding.UTF8.GetBytes($"{Issuer}\0{Of}\0{Words[(int)Rung]}"));

    /// <summary>The wire's word of a rung.</summary>
    public static string WordOf(Rung rung) => Words[(int)rung];

    /// <summary>Signs with the office's receipt key. Store the text before sending it, and answer a repeated question with it: a second signature would differ.</summary>
    /// <exception cref="RefusedException">The parts contradict each other.</exception>
    public string Sign(SigningKey receiptKey)
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer.ToString(), ["aud"] = Audience.ToString(), ["dossier"] = Dossier.ToString(), ["of"] = Of.ToString(), ["rung"] = WordOf(Rung),
            ["at"] = At.ToUnixTimeSeconds(), ["iat"] = At.ToUnixTimeSeconds(), ["jti"] = Number.ToString(),
            ["log"] = new JsonObject { ["origin"] = Log.Origin, ["index"] = Log.Index, ["leaf"] = Log.Leaf.ToString() },
        };
        claims.With("reason", Reason?.Word()).With("shown", Shown?.ToString()).With("trust", Trust?.ToString());
        return Parse(Jws.Sign(Type, claims, receiptKey).Text).Text;
    }

    /// <summary>Reads a receipt; its signature is checked by <see cref="Verify"/>.</summary>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Malformed"/> or <see cref="RefusalCode.Header"/>.</exception>
    public static Attested<Receipt> Parse(string text)
    {
        var document = Jws.Parse(text, Type, What);
        var claims = new ClaimReader(document.Payload, What);
        claims.Only("iss", "aud", "dossier", "of", "rung", "at", "reason", "shown", "trust", "log", "jti", "iat");
        var receipt = Read(claims);
        if (claims.Time("iat") != receipt.At) throw claims.Wrong("iat", "differs from at");
        if (claims.Hash("jti") != receipt.Number) throw claims.Wrong("jti", "does not follow from issuer, thing and rung");
        receipt.CheckShape(claims);
        return new(receipt, document);
    }

    /// <summary>Checks that the office whose standing is given signed the receipt.</summary>
    /// <param name="receipt">The receipt as read.</param>
    /// <param name="issuer">The receiving office, judged at the receipt's time.</param>
    /// <exception cref="RefusedException"><see cref="RefusalCode.Seal"/> or <see cref="RefusalCode.Trust"/>.</exception>
    public static void Verify(Attested<Receipt> receipt, OfficeStanding issuer)
    {
        if (receipt.Content.Issuer != issuer.Office) throw new RefusedException(RefusalCode.Trust, "The receipt is of another office than the one judged.");
        receipt.Document.Verify(issuer.ReceiptKey(receipt.Document.Kid), What);
    }

    private static Receipt Read(ClaimReader claims)
    {
        var rung = Array.IndexOf(Words, claims.Text("rung"));
        if (rung < 0) throw claims.Wrong("rung", "is not one of " + string.Join(", ", Words));
        RefusalCode? reason = claims.OptionalText("reason") is { } word ? RefusalWords.Parse(word) ?? throw claims.Wrong("reason", "is not a word of ours") : null;
        var log = claims.Object("log");
        log.Only("origin", "index", "leaf");
        return new()
        {
            Issuer = claims.Entity("iss"),
            Audience = claims.Entity("aud"),
            Dossier = claims.Hash("dossier"),
            Of = claims.Hash("of"),
            Rung = (Rung)rung,
            At = claims.Time("at"),
            Reason = reason,
            Shown = claims.Has("shown") ? claims.Hash("shown") : null,
            Trust = claims.Has("trust") ? claims.Hash("trust") : null,
            Log = new(log.Text("origin", 300), log.Whole("index"), log.Hash("leaf")),
        };
    }

    private void CheckShape(ClaimReader claims)
    {
        if (Reason is null == (Rung == Rung.Rejected)) throw claims.Wrong("reason", "stands with rejected and only there");
        var missing = Shown is null || Trust is null;
        var present = Shown is not null || Trust is not null;
        if (Rung == Rung.Validated && missing) throw claims.Wrong("shown", "and trust are missing from a verdict");
        if (Rung is Rung.Delivered or Rung.Acknowledged && present) throw claims.Wrong("shown", "and trust have no place in a receipt for a package");
    }
}
