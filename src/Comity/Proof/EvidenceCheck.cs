using System.Text.Json;
using Comity.Dossiers;
using Comity.Evidence;

namespace Comity.Proof;

/// <summary>Step 10: packages follow from their objects, and manifests say what the deliverer signed of each file.</summary>
internal sealed class EvidenceCheck(BundleContents contents, IReadOnlyList<ProvenStatement> statements)
{
    internal void Run()
    {
        var deliveries = statements.Where(s => s.Claims.Type == ActType.Delivery && s.Verdict?.Receipt.Says.Reason is null).ToList();
        foreach (var delivery in deliveries) CheckRoot(delivery.Bundled);
        foreach (var (package, (file, manifest)) in contents.Manifests)
        {
            var of = deliveries.FindAll(d => d.Claims.Terms.Package == package);
            if (of.Count == 0) throw new BundleFaultException(file, "step 10, R46", "No delivery of the bundle brings this package.");
            foreach (var delivery in of) CheckManifest(file, manifest, delivery.Bundled);
        }
    }

    private static void CheckRoot(BundledStatement delivery)
    {
        if (PackageManifest.RootOf(delivery.Claims.Terms.Items.Select(i => i.Root)) != delivery.Claims.Terms.Package)
            throw new BundleFaultException(delivery.File, "step 10, R43", "The package root does not follow from the object roots.");
    }

    private static void CheckManifest(string file, PackageManifest manifest, BundledStatement delivery)
    {
        var roots = delivery.Claims.Terms.Items.Skip(1).Select(i => i.Root);
        if (!manifest.Items.Select(i => i.ObjectRoot).SequenceEqual(roots)) throw Fault(file, "It lists other objects than the delivery.");
        foreach (var item in manifest.Items)
            if (delivery.Text.Find(Disclosures.File(item.ObjectRoot)) is { } said && !Agrees(item, said)) throw Fault(file, $"Name, size or hashes of '{item.Name}' are not those that the delivery discloses.");
    }

    private static bool Agrees(PackageItem item, JsonElement said) =>
        Text(said, "name") == item.Name && Text(said, "sha256") == item.File.Sha256.ToHex() && Text(said, "sha512") == item.File.Sha512
        && said.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.GetInt64() == item.File.Size;

    private static string? Text(JsonElement said, string name) =>
        said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static BundleFaultException Fault(string file, string message) => new(file, "step 10, R46", message);
}
