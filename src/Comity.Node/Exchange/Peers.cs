namespace Comity.Node.Exchange;

/// <summary>Names of peers.</summary>
internal static class Peers
{
    /// <summary>The organisation that an office belongs to: what stands before <c>/offices/</c> (ADR 0002).</summary>
    internal static string OrganisationOf(string office) => office.IndexOf("/offices/", StringComparison.Ordinal) is > 0 and var end ? office[..end] : office;
}
