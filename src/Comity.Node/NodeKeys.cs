namespace Comity.Node;

/// <summary>The names of a node's lasting keys. Each use has a key of its own (R28, R38): receipts are automatic, seals are not.
/// Keys that evidence is sealed to change every few weeks and lie in the database (R47).</summary>
internal static class NodeKeys
{
    /// <summary>Signs federation documents only.</summary>
    internal const string Federation = "federation";

    /// <summary>Signs requests between nodes.</summary>
    internal const string Node = "node";

    /// <summary>Signs checkpoints of our ledger and cosigns those of others.</summary>
    internal const string Ledger = "ledger";

    /// <summary>Signs officer statements (R13): the authority's key, not an office's.</summary>
    internal const string Officers = "officers";

    /// <summary>The anchor's root: signs only its entity configuration (R33).</summary>
    internal const string Root = "root";

    internal static string OfficeFederation(string office) => $"{office}-federation";

    internal static string Seal(string office) => $"{office}-seal";

    internal static string Receipt(string office) => $"{office}-receipt";

    /// <summary>All keys that a node with these settings has.</summary>
    internal static IEnumerable<string> Needed(NodeSettings settings)
    {
        if (settings.Kind == NodeKind.Anchor) yield return Root;
        yield return Federation;
        yield return Node;
        yield return Ledger;
        yield return Officers;
        foreach (var office in settings.Offices)
        {
            yield return OfficeFederation(office.Name);
            yield return Seal(office.Name);
            yield return Receipt(office.Name);
        }
    }
}
