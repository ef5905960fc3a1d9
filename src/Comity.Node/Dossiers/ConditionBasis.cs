using Comity.Dossiers;
using Comity.Law;

namespace Comity.Node.Dossiers;

/// <summary>The safeguard of the law data on which a condition rests, and where the procedure at hand speaks of it.</summary>
internal static class ConditionBasis
{
    private const string UseLimit = "sg.use-limit", Handshake = "sg.condition-handshake";

    /// <summary>The limit of use where the procedure has one, otherwise the handshake of conditions; a condition that rests on neither is a finding.</summary>
    internal static string Of(ChannelView? view) => view is not null && !view.Conditions.Contains(UseLimit) && view.Conditions.Contains(Handshake) ? Handshake : UseLimit;

    /// <summary>Of the provisions that set the safeguard, the one nearest to the channel: of its article, of the procedure it borrows, of its instrument.</summary>
    internal static string? ProvisionOf(string basis, LawRelease? release, Channel? channel)
    {
        if (release?.Safeguards.FirstOrDefault(s => s.Id == basis)?.Source is not { } source) return null;
        if (channel is null) return source.First?.ToString();
        string[] articles = [Article(channel.Basis.First), .. Articles(ReleaseView.Lender(release, channel)), .. Articles(channel)];
        var own = source.Provisions.Where(p => p.Instrument == channel.Instrument).ToList();
        return (articles.Select(a => own.Find(p => Article(p) == a)).FirstOrDefault(p => p is not null) ?? own.FirstOrDefault() ?? source.First)?.ToString();
    }

    private static string Article(Provision? provision) => provision?.Path.Split('/')[0] ?? "";

    private static string[] Articles(Channel? channel) => channel?.Article.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
}
