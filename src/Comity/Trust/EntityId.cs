using System.Diagnostics.CodeAnalysis;

namespace Comity.Trust;

/// <summary>The name of an organisation, an office or an anchor: an absolute http(s) URL in one spelling only.</summary>
/// <remarks>Lower-case host, no user, query, fragment, dot segments or trailing slash, so that equal names are equal texts. At most 512 characters (our limit).</remarks>
public readonly record struct EntityId : IParsable<EntityId>
{
    private const int Longest = 512;
    private readonly string? _text;

    private EntityId(string text) => _text = text;

    /// <summary>The host that the name lies on, without port.</summary>
    public string Host => new Uri(ToString()).Host;

    /// <summary>True if this name lies below <paramref name="superior"/>: the superior's name and a slash begin it.</summary>
    public bool IsBelow(EntityId superior) => ToString().StartsWith(superior + "/", StringComparison.Ordinal);

    /// <summary>The name of something below this one: <c>offices/poc</c> gives <c>…/offices/poc</c>.</summary>
    /// <exception cref="FormatException">The path would not make a name.</exception>
    public EntityId Below(string path) => Parse($"{this}/{path}", null);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EntityId result)
    {
        result = default;
        if (s is null || s.Length > Longest || s.EndsWith('/') || !Uri.TryCreate(s, UriKind.Absolute, out var uri)) return false;
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        if (uri.AbsoluteUri.TrimEnd('/') != s) return false; // another spelling of the same address
        result = new(s);
        return true;
    }

    /// <inheritdoc/>
    public static EntityId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not an entity id (an http or https URL without trailing slash).");
}
