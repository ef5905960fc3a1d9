namespace Comity.Law.Reading;

/// <summary>The registers under <c>status/</c> with the columns that each must have, in the order in which they are read.</summary>
internal static class RegisterColumns
{
    internal const string Countries = "countries.csv", Declarations = "declarations.csv", PairFacts = "pair_facts.csv";

    private static readonly string[] OfStatus = ["treaty", "country", "status", "signed", "ratified", "instrument", "entry_into_force", "eif_basis", "source", "confidence", "note"];

    internal static readonly (string File, string[] Columns)[] All =
    [
        (Countries, ["alpha2", "alpha3", "numeric", "name", "un_region", "eu_member", "coe_member", "un_status", "kind"]),
        ("treaty_status.csv", OfStatus),
        ("ets30_status.csv", OfStatus),
        (Declarations, ["country", "treaty", "article", "kind", "authority_type", "value", "valid_from", "valid_to", "as_of", "source", "confidence"]),
        (PairFacts, ["between_a", "between_b", "fact", "instrument", "in_force_from", "in_force_to", "source", "confidence", "note"]),
    ];
}
