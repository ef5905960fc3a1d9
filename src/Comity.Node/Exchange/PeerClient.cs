using System.Net;
using System.Text;

namespace Comity.Node.Exchange;

/// <summary>Asks other nodes. Five seconds at most, bounded answers, no redirects.</summary>
internal sealed class PeerClient : IDisposable
{
    private const int LongestAnswer = 4 << 20;

    private readonly HttpClient _http = new(Loopback.Handler()) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = LongestAnswer };

    /// <summary>Reads a small text.</summary>
    /// <exception cref="HttpRequestException">Not reached, or not answered with 200.</exception>
    internal async Task<string> ReadAsync(string address, CancellationToken stop) => Encoding.UTF8.GetString(await ReadBytesAsync(address, stop));

    /// <summary>Reads a small file.</summary>
    /// <exception cref="HttpRequestException">Not reached, or not answered with 200.</exception>
    internal async Task<byte[]> ReadBytesAsync(string address, CancellationToken stop)
    {
        using var answer = await _http.GetAsync(new Uri(address), stop);
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{address} answered {(int)answer.StatusCode}.", null, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(stop);
    }

    /// <summary>Sends a request as it stands.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop, bool whole = true) =>
        _http.SendAsync(request, whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead, stop);

    public void Dispose() => _http.Dispose();
}
