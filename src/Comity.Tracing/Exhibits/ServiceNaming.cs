namespace Comity.Tracing;

/// <summary>Decides whether an exhibit may name a service: wrong names ruin strangers.</summary>
internal static class ServiceNaming
{
    private const int LeastConfidence = 50;

    /// <summary>The best tag of an output's address, else of its cluster.</summary>
    internal static Tag? TagOf(ChainStore store, Entities entities, long output)
    {
        var address = store.AddressOf(output);
        return entities.Tags.Of(store.TextOf(address)) is { Count: > 0 } own ? own[0] : entities.Profile(address).Tags is [var first, ..] ? first.Tag : null;
    }

    /// <summary>The service of an output, and why naming it would be weak; both null where nobody is tagged.</summary>
    internal static (string? Service, string? Weak) Judge(ChainStore store, Entities entities, long output)
    {
        var address = store.AddressOf(output);
        if (address >= ChainStore.NoAddress || TagOf(store, entities, output) is not { } tag) return (null, null);
        var name = tag.Actor ?? tag.Label;
        if (tag.Level < LeastConfidence) return (name, $"the tag's confidence is {tag.Level}, below {LeastConfidence}");
        if (entities.Profile(address).Conflicts.Count > 0) return (name, "the tags of this entity contradict each other");
        if (tag.Address == store.TextOf(address)) return (name, null);
        var path = entities.Explain(store.FindAddress(tag.Address!)!.Value, address)!;
        var weak = path.FirstOrDefault(e => e.Rule != "common-input");
        return (name, weak is null ? null : $"the address is joined to the tag through {store.IdOf(weak.Transaction)} by {weak.Rule} only");
    }
}
