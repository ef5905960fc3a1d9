using Comity.Law;

namespace Comity.Node.Law;

/// <summary>The law releases that this node knows: the one it works by, and those that its dossiers were made under (R10).</summary>
internal sealed class LawShelf(LawRelease current)
{
    internal LawRelease Current { get; } = current;
}
