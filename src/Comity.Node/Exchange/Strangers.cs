using System.Collections.Concurrent;
using System.Net;

namespace Comity.Node.Exchange;

/// <summary>Counts what came from an address without a seal that holds: such a message gets no receipt and no ledger entry, and its sender soon no answer (section 5 of spec/exchange.md).</summary>
internal sealed class Strangers(TimeProvider clock, ILogger<Strangers> log)
{
    /// <summary>Unsealed messages from one address within <see cref="Window"/> before it is turned away. Ours.</summary>
    internal const int Patience = 30;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Most addresses remembered; beyond it all are forgotten, so that the list itself cannot fill the memory.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<IPAddress, (DateTimeOffset Since, int Count)> _seen = [];

    internal bool IsTurnedAway(IPAddress? from) =>
        from is not null && _seen.TryGetValue(from, out var seen) && seen.Count >= Patience && clock.GetUtcNow() - seen.Since < Window;

    internal void Note(IPAddress? from, RefusalCode code, string why)
    {
        log.LogWarning("An unsealed message from {Address} was refused ({Code}): {Why}", from, code.Word(), why);
        if (from is null) return;
        if (_seen.Count > Most) _seen.Clear();
        var now = clock.GetUtcNow();
        _seen.AddOrUpdate(from, (now, 1), (_, seen) => now - seen.Since < Window ? (seen.Since, seen.Count + 1) : (now, 1));
    }
}
