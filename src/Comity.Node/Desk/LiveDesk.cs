using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Threading.Channels;

namespace Comity.Node.Desk;

/// <summary>Tells open pages that something changed: <c>GET /events</c>. A page then asks for its parts again; events carry no content.</summary>
internal sealed class LiveDesk
{
    private readonly ConcurrentDictionary<Channel<string>, bool> _watchers = [];
    private long _number;

    /// <summary>Says that <paramref name="topic"/> changed: <c>desk</c>, or a dossier's id.</summary>
    internal void Changed(string topic)
    {
        Interlocked.Increment(ref _number);
        foreach (var (watcher, _) in _watchers) watcher.Writer.TryWrite(topic);
    }

    internal async IAsyncEnumerable<SseItem<string>> Watch([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        var mine = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[mine] = true;
        try
        {
            yield return new("ready", "hello");
            while (await More(mine, either.Token))
                while (mine.Reader.TryRead(out var topic))
                    yield return new(topic, "changed") { EventId = Interlocked.Read(ref _number).ToString(System.Globalization.CultureInfo.InvariantCulture) };
        }
        finally
        {
            _watchers.TryRemove(mine, out _);
        }
    }

    /// <summary>Ends quietly when the page leaves or the node stops: an exception here would be logged as an error.</summary>
    private static async Task<bool> More(Channel<string> channel, CancellationToken stop)
    {
        try
        {
            return await channel.Reader.WaitToReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
