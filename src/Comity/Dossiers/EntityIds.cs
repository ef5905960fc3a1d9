namespace Comity.Dossiers;

/// <summary>Entity ids: absolute http or https URLs, no query, no fragment, no trailing slash, at most 512 characters.</summary>
public static class EntityIds
{
    /// <summary>True for an id of that form, written as a URL parser would write it.</summary>
    public static bool IsValid(string text) =>
        text.Length <= 512 && !text.EndsWith('/') && !text.AsSpan().ContainsAny("?#@\\ ")
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (uri.AbsoluteUri == text || uri.AbsoluteUri == text + "/");

    internal static string Check(string text, string what) =>
        IsValid(text) ? text : throw ClaimReader.Malformed($"\"{what}\" is not an entity id: {text}");
}
