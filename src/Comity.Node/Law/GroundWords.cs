using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Law;

/// <summary>Grounds as people read them: with the code that a refusal recorded, the code first.</summary>
internal static class GroundWords
{
    /// <summary>"Human rights of a person concerned (conditions and grounds of the requested Party's law …)"; null for what the data do not know.</summary>
    internal static Phrase? Of(string recorded, LawRelease? release)
    {
        if (release?.GroundOf(recorded) is not { } ground) return null;
        if (release.FindGroundCode(recorded) is not { } code) return new(ground.Label, ChannelWords.ProvisionOf(ground.Source));
        return new($"{code.Label} ({Lower(ground.Label)})", ChannelWords.ProvisionOf(code.IsOurs ? ground.Source : code.Source));
    }

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];
}
