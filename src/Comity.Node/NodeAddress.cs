namespace Comity.Node;

/// <summary>Addresses of nodes: https, or plain http where nothing leaves this machine.</summary>
internal static class NodeAddress
{
    /// <summary>True for https://HOST, or http://NAME.localhost:PORT.</summary>
    internal static bool IsAllowed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && !address.EndsWith('/')
        && (uri.Scheme == "https" || IsLoopback(uri));

    /// <summary>Whether <paramref name="own"/> should call <paramref name="other"/>: a node on the network never calls what is on its own machine because somebody names it.</summary>
    internal static bool IsAllowed(string other, string own) => IsAllowed(other) && (!IsLoopback(new Uri(other)) || IsLoopback(new Uri(own)));

    private static bool IsLoopback(Uri uri) => uri.Scheme == "http" && uri.Host.EndsWith(".localhost", StringComparison.Ordinal);
}
