namespace Comity.Node.Identity;

/// <summary>A person who acts for an office. Names stay on this node; other members see only the officer statement beside an act (R13).</summary>
/// <param name="Id">Random, one per person and office: <c>sub</c> of the officer statement.</param>
/// <param name="Office">The office's short name.</param>
/// <param name="Exercise">An invented person of the demo, whose approval key the demo holds.</param>
internal sealed record Officer(string Id, string Name, string Title, string Office, bool Exercise)
{
    /// <summary>What a session shows in the corner.</summary>
    internal string Label => $"{Name}, {Title}";
}
