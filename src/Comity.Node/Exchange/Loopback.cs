using System.Net;
using System.Net.Sockets;

namespace Comity.Node.Exchange;

/// <summary>Connects as usual, and knows that names below <c>.localhost</c> are this machine (RFC 6761), which the system's resolver may not.</summary>
internal static class Loopback
{
    internal static SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = Connect,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false, // a peer that redirects could turn our signed request against another host
        UseCookies = false,
    };

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var local = context.DnsEndPoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
            await socket.ConnectAsync(local ? new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port) : context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
