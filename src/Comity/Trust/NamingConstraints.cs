using System.Text.Json.Nodes;

namespace Comity.Trust;

/// <summary>On which hosts a superior lets those below it lie. OpenID Federation 1.0 section 6.2.2, RFC 5280 section 4.2.1.10.</summary>
/// <param name="Permitted">A host, or a domain with a leading dot for everything below it.</param>
/// <param name="Excluded">The same, and it wins.</param>
public sealed record NamingConstraints(IReadOnlyList<string> Permitted, IReadOnlyList<string> Excluded)
{
    /// <summary>True if <paramref name="host"/> is permitted and not excluded.</summary>
    public bool Allows(string host) => Permitted.Any(p => Covers(p, host)) && !Excluded.Any(e => Covers(e, host));

    internal JsonObject ToJson() => new() { ["permitted"] = JsonText.List(Permitted), ["excluded"] = JsonText.List(Excluded) };

    internal static NamingConstraints Read(ClaimReader claims)
    {
        claims.Only("permitted", "excluded");
        return new(claims.Texts("permitted", 64, 253), claims.Has("excluded") ? claims.Texts("excluded", 64, 253) : []);
    }

    private static bool Covers(string rule, string host) =>
        rule.StartsWith('.') ? host.EndsWith(rule, StringComparison.OrdinalIgnoreCase) : host.Equals(rule, StringComparison.OrdinalIgnoreCase);
}
