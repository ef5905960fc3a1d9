using System.Text.Json.Nodes;

namespace Comity.Dossiers;

/// <summary>A place in a dossier's chain (R16): what a side that writes now must state of what it knows.</summary>
public sealed record ChainPlace(int Seq, Digest? Prev, IReadOnlyList<Digest> Seen, IReadOnlyList<Digest> Out)
{
    /// <summary>The place of the opening statement.</summary>
    public static readonly ChainPlace First = new(1, null, [], []);
}

/// <summary>An act before it is sealed. The person approves <see cref="Act"/> with its disclosure digests; place, time and approvals come last (R11).</summary>
public sealed record StatementDraft
{
    /// <summary>The author's office.</summary>
    public required string Issuer { get; init; }

    /// <summary>The addressee office.</summary>
    public required string To { get; init; }

    /// <summary>Other offices that the author presents it to; the addressee is added.</summary>
    public IReadOnlyList<string> AlsoTo { get; init; } = [];

    /// <summary>The dossier.</summary>
    public required Digest Dossier { get; init; }

    /// <summary>For the opening statement: the 16 random bytes and the two sides.</summary>
    public (byte[] Random, SidePair Sides)? Open { get; init; }

    /// <summary>16 random bytes, base64url.</summary>
    public required string Jti { get; init; }

    /// <summary>The act.</summary>
    public required ActType Type { get; init; }

    /// <summary>Channel or domestic power, for acts that open a request.</summary>
    public string? Channel { get; init; }

    /// <summary>What it acts upon, and what else it names.</summary>
    public IReadOnlyList<Digest> Re { get; init; } = [];

    /// <summary>The law release.</summary>
    public required Digest Law { get; init; }

    /// <summary>The terms.</summary>
    public Terms Terms { get; init; } = Terms.None;

    /// <summary>A new dossier's opening draft: id, random bytes and sides fit each other.</summary>
    public static StatementDraft Opening(
        string issuer, string to, SidePair sides, ActType type, string channel, Digest law, Terms terms, RandomFill random)
    {
        var open = random.Bytes(DossierId.OpenSize);
        return new()
        {
            Issuer = issuer, To = to, Dossier = DossierId.Of(issuer, open), Open = (open, sides), Jti = NewJti(random), Type = type, Channel = channel,
            Law = law, Terms = terms,
        };
    }

    /// <summary>A fresh identity of an act.</summary>
    public static string NewJti(RandomFill random) => Base64UrlText.Encode(random.Bytes(16));

    /// <summary>The claims that the person approves, without <c>_sd</c> and <c>_sd_alg</c>, which the seal adds.</summary>
    public JsonObject Act()
    {
        var json = new JsonObject
        {
            ["iss"] = Issuer, ["to"] = To, ["aud"] = Strings(AlsoTo.Prepend(To).Distinct()), ["dossier"] = Dossier.ToString(), ["jti"] = Jti, ["type"] = Type.Word(),
            ["re"] = Strings(Re.Select(d => d.ToString())), ["law"] = Law.ToString(), ["terms"] = TermsWriter.Write(Terms, Type),
        };
        if (Channel is not null) json["channel"] = Channel;
        if (Open is not { } open) return json;
        json["open"] = Base64UrlText.Encode(open.Random);
        json["sides"] = Strings([open.Sides.Asking, open.Sides.Asked]);
        return json;
    }

    /// <summary>All permanent claims except <c>_sd</c> and <c>_sd_alg</c>: the act at its place and time, with its approvals.</summary>
    public JsonObject Payload(ChainPlace place, long at, JsonArray approvals)
    {
        var json = Act();
        json["iat"] = at;
        json["seq"] = place.Seq;
        json["prev"] = place.Prev?.ToString();
        json["seen"] = Strings(place.Seen.Order().Select(d => d.ToString()));
        json["out"] = Strings(place.Out.Order().Select(d => d.ToString()));
        json["approvals"] = approvals;
        return json;
    }

    /// <summary>The statement that this would be at that place and time, under an id given; what the judge sees before it is sealed.</summary>
    public Statement At(ChainPlace place, long at, Digest id) => new()
    {
        Id = id, Issuer = Issuer, To = To, Audience = [.. AlsoTo.Prepend(To).Distinct()], Dossier = Dossier, Sides = Open?.Sides, Jti = Jti, At = at,
        Seq = place.Seq, Prev = place.Prev, Seen = [.. place.Seen.Order()], Out = [.. place.Out.Order()], Type = Type, Channel = Channel, Re = Re, Law = Law, Terms = Terms,
    };

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
