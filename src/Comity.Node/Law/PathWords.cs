using Comity.Law;

namespace Comity.Node.Law;

/// <summary>The ways for a request to travel, as the law data name them.</summary>
internal static class PathWords
{
    /// <summary>The path of this id, or null.</summary>
    internal static TransmissionPath? Of(LawRelease? release, string id) => release?.Channels.SelectMany(c => c.Paths).FirstOrDefault(p => p.Id == id);
}
