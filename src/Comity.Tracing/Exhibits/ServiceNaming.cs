namespace Comity.Tracing;

/// <summary>What may be said of the service behind an output.</summary>
/// <param name="Service">Its name, or null where nobody is tagged.</param>
/// <param name="Weak">Why naming it would be weak, or null.</param>
/// <param name="Path">How the output's address is joined to the tagged one; empty where the tag is its own.</param>
internal sealed record ServiceVerdict(string? Service, string? Weak, IReadOnlyList<ClusterEdge> Path);

/// <summary>Decides whether an exhibit may name a service: wrong names ruin strangers.</summary>
internal sealed class ServiceNaming(ChainStore store, Entities entities, EntityLevel1? level1)
{
    private const int LeastConfidence = 50;

    /// <summary>The best tag of an output's address, else of its cluster, else (where level 1 was asked for) of what change joins to it.</summary>
    internal Tag? TagOf(long output)
    {
        var address = store.AddressOf(output);
        if (address >= ChainStore.NoAddress) return null;
        if (entities.Tags.Of(store.TextOf(address)) is { Count: > 0 } own) return own[0];
        if (entities.Profile(address).Tags is [var first, ..]) return first.Tag;
        return level1?.PartsOf(address).SelectMany(p => entities.Profile(p).Tags).Select(t => t.Tag).MaxBy(t => t.Level);
    }

    /// <summary>The service of an output, and why naming it would be weak.</summary>
    internal ServiceVerdict Judge(long output)
    {
        if (TagOf(output) is not { } tag) return new(null, null, []);
        var address = store.AddressOf(output);
        var tagged = store.FindAddress(tag.Address!)!.Value;
        var path = entities.Explain(tagged, address) ?? level1!.Explain(entities, tagged, address)!;
        return new(tag.Actor ?? tag.Label, Weakness(tag, address, path), path);
    }

    private string? Weakness(Tag tag, uint address, IReadOnlyList<ClusterEdge> path)
    {
        if (tag.Level < LeastConfidence) return $"the tag's confidence is {tag.Level}, below {LeastConfidence}";
        if (entities.Profile(address).Conflicts.Count > 0) return "the tags of this entity contradict each other";
        return path.FirstOrDefault(e => e.Rule != "common-input") is { } weak ? $"the address is joined to the tag through {store.IdOf(weak.Transaction)} by {weak.Rule} only" : null;
    }
}
