using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Dossiers;
using Comity.Node.Look;

namespace Comity.Node.Evidence;

/// <summary>The conditions that a package came under, for its face. They bind whatever later happens to request or dossier (R22).</summary>
internal static class UseLimits
{
    internal static IReadOnlyList<Comity.Node.Dossiers.Safeguard> Of(NodeCore node, DossierFile file, IReadOnlyList<ItemState> items) =>
        [.. items.SelectMany(i => i.Under).Distinct().Select(key => Of(node, file, key))];

    private static Comity.Node.Dossiers.Safeguard Of(NodeCore node, DossierFile file, ConditionKey key)
    {
        var offer = file.Find(key.Offer);
        var terms = offer?.Claims.Terms.Conditions.FirstOrDefault(c => c.Id == key.Id);
        var accepted = file.State.Requests.SelectMany(r => r.Conditions).FirstOrDefault(c => c.Key == key)?.SettledBy is { } by ? file.Find(by) : null;
        var when = accepted is null ? "not yet accepted" : "accepted " + Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(accepted.Claims.At));
        return new(Text(terms), [new($"Condition of the delivering side, {when}.", Provision(node, offer, terms))], Limits: true);
    }

    private static string Text(ConditionTerms? terms) => terms switch
    {
        { Kind: ConditionKind.UseLimit } => "For this case only: no other investigation or proceeding than the one stated in the request.",
        { Kind: ConditionKind.Confidentiality } => "To be kept confidential.",
        { Kind: ConditionKind.NoOnwardTransfer } => "Not to be passed on without consent.",
        { Kind: ConditionKind.EraseBy, Until: { } until } => $"To be erased by {Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(until))}.",
        { Kind: ConditionKind.EraseBy } => "To be erased when no longer needed.",
        { Kind: ConditionKind.Assurance } => "Under an assurance given.",
        _ => "A condition whose offer is not at hand.",
    };

    /// <summary>Where the law data set the safeguard that the condition rests on; else the article on limits of use.</summary>
    private static string? Provision(NodeCore node, StoredStatement? offer, ConditionTerms? terms)
    {
        if (offer is null || terms is null) return null;
        var release = node.Law.Find(offer.Claims.Law);
        var source = release?.Channels.SelectMany(c => c.Safeguards).FirstOrDefault(s => s.Id == terms.Basis)?.Source.First;
        return source?.ToString() ?? terms.Kind switch
        {
            ConditionKind.UseLimit => "ets-185/28/2/b",
            ConditionKind.Confidentiality => "ets-185/28/2/a",
            _ => null,
        };
    }
}
