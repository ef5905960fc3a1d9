using System.Collections.Concurrent;
using Comity.Law;

namespace Comity.Node.Law;

/// <summary>The law releases that this node knows: the one it works by, and those that its dossiers were made under (R10).</summary>
internal sealed class LawShelf(LawRelease current)
{
    private readonly ConcurrentDictionary<Digest, LawRelease> _releases = new([KeyValuePair.Create(current.Digest, current)]);

    internal LawRelease Current { get; } = current;

    internal LawRelease? Find(Digest digest) => _releases.GetValueOrDefault(digest);

    internal void Add(LawRelease release) => _releases[release.Digest] = release;

    /// <summary>The release that lies beside the program.</summary>
    /// <exception cref="LawDataException">A file of it is wrong.</exception>
    internal static LawShelf Load() => new(LawFolder.Load(LawFolder.Beside));
}
