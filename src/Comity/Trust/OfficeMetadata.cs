using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>An office's name and keys (<c>comity_office</c>, rule R28). Keys of different uses are different, because receipts are automatic and seals are not.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">The roles it says it has; for display before the marks are judged, never believed.</param>
/// <param name="SealKeys">Keys that seal statements.</param>
/// <param name="ReceiptKeys">Keys that sign receipts.</param>
/// <param name="EncryptionKeys">Keys to which evidence is sealed.</param>
public sealed record OfficeMetadata(
    string Name, IReadOnlyList<string> Roles, IReadOnlyList<DatedKey> SealKeys, IReadOnlyList<DatedKey> ReceiptKeys, IReadOnlyList<DatedKey> EncryptionKeys)
{
    /// <summary>True if it asks that two persons approve what an organisation sends it first (rule R12).</summary>
    public bool TwoAtFirstContact { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name, ["roles"] = JsonText.List(Roles),
            ["seal_jwks"] = FederationDocument.KeySet(SealKeys, "sig"), ["receipt_jwks"] = FederationDocument.KeySet(ReceiptKeys, "sig"),
            ["enc_jwks"] = FederationDocument.KeySet(EncryptionKeys, "enc"),
        };
        if (TwoAtFirstContact) json["two_at_first_contact"] = true;
        return json;
    }

    internal static OfficeMetadata Read(ClaimReader claims)
    {
        claims.Only("name", "roles", "seal_jwks", "receipt_jwks", "enc_jwks", "two_at_first_contact");
        IReadOnlyList<DatedKey> Keys(string name, string use, ClaimReader from) => FederationDocument.ReadDatedKeySet(from.Member(name), $"comity_office: {name}", use);
        return new(claims.Text("name", 256), claims.Texts("roles", 32, 64), Keys("seal_jwks", "sig", claims), Keys("receipt_jwks", "sig", claims), Keys("enc_jwks", "enc", claims))
        {
            TwoAtFirstContact = claims.OptionalFlag("two_at_first_contact"),
        };
    }
}
