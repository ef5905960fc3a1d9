using Comity.Law;
using Comity.Law.Calendars;

namespace Comity.Dossiers;

/// <summary>Whose calendar decides when a time limit of a request ends.</summary>
internal static class LimitClocks
{
    /// <summary>The clock of a limit; null where the State that decides is not known or has no calendar in the release.</summary>
    /// <param name="release">The release that the request names.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="asking">The asking State, or null.</param>
    /// <param name="asked">The asked State, or null for one not known.</param>
    internal static TermClock? Of(LawRelease release, Channel channel, TimeLimit limit, CountryCode? asking, CountryCode? asked) =>
        (channel.IsDomestic || limit.FollowsIssuingState ? asking : asked) is { } state ? TermClock.Of(release, limit, state) : null;
}
