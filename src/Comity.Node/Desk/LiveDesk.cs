using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Threading.Channels;

namespace Comity.Node.Desk;

/// <summary>Tells open pages that something changed: <c>GET /events</c>. A page then asks for its parts again; events carry no content.</summary>
internal sealed class LiveDesk
{
    private readonly ConcurrentDictionary<Channel<string>, bool> _watchers = [];
    private long _number;

    /// <summary>How many changes there were since the node started. A page keeps the number it was made at, and sees at <c>hello</c> whether it missed one.</summary>
    internal long Number => Interlocked.Read(ref _number);

    /// <summary>Says that <paramref name="topic"/> changed: <c>desk</c>, <c>ledger</c>, or a dossier's id.</summary>
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
            yield return new(Text(Number), "hello");
            while (await More(mine, either.Token))
                while (mine.Reader.TryRead(out var topic))
                    yield return new(topic) { EventId = Text(Number) }; // unnamed: pages listen to every message
        }
        finally
        {
            _watchers.TryRemove(mine, out _);
        }
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

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
