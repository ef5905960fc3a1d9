using System.Text.Json.Nodes;
using Comity.Dossiers;

namespace Comity.Node.Evidence;

/// <summary>A sealed package as its delivery names it: roots and sizes in the clear, names and true hashes as disclosures (R46).</summary>
internal sealed record PackedDelivery(Digest Package, IReadOnlyList<ItemTerms> Items, IReadOnlyList<KeyValuePair<string, JsonNode?>> Disclosed);
