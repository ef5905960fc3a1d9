using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Law;

/// <summary>Channels and data categories as officers call them.</summary>
internal static class ChannelWords
{
    internal const string Preservation = "preservation", Assistance = "mutual-assistance", Order = "order", Other = "other";

    /// <summary>The procedure with the article it stands on; the bare id if the release does not have the channel.</summary>
    internal static Phrase Procedure(LawRelease? release, string channel) =>
        release?.FindChannel(channel) is { } found ? new(found.Title, ArticleOf(found)) : new(channel);

    /// <summary>What a request through the channel is called in a sentence.</summary>
    internal static string Noun(LawRelease? release, string channel) => KindOf(release, channel) switch
    {
        Preservation => release?.FindChannel(channel) is { Kind: "preservation-order" } ? "preservation order" : "preservation request",
        Assistance => "mutual assistance request",
        Order => channel == "pw.185.16" ? "preservation order" : "production order",
        _ => release?.FindChannel(channel) switch
        {
            { Kind: "spontaneous-information" } => Unasked,
            { Kind: "partial-disclosure" } => "disclosure of traffic data",
            { Kind: "direct-order" or "production-order" } => "production order",
            _ => "request",
        },
    };

    /// <summary>What an offer of information unasked is called in a sentence.</summary>
    internal const string Unasked = "spontaneous information";

    /// <summary>The group under which a desk files the channel.</summary>
    internal static string KindOf(LawRelease? release, string channel) => release?.FindChannel(channel) switch
    {
        { IsDomestic: true } => Order,
        { Kind: "preservation" or "preservation-order" } => Preservation,
        { Kind: "mutual-assistance" } => Assistance,
        _ => Other,
    };

    /// <summary><c>ets-185/29</c>: the article that a channel is known by.</summary>
    internal static string? ArticleOf(Channel channel) =>
        channel.Basis.First is { } basis ? $"{basis.Instrument}/{basis.Path.Split('/')[0]}" : null;

    internal static string Categories(LawRelease? release, IEnumerable<string> categories)
    {
        var labels = categories.Select(id => release?.DataCategories.FirstOrDefault(c => c.Id == id)?.Label ?? id).ToList();
        return labels.Count == 0 ? "not about data" : string.Join(", ", labels);
    }

    /// <summary>The provision of a citation as pages link it; null for a form or a practice.</summary>
    internal static string? ProvisionOf(Citation? citation) => citation?.First?.ToString();

    /// <summary>Roles as people say them.</summary>
    internal static string Role(string role) => role switch
    {
        "poc-24-7" => "24/7 point of contact",
        _ => role.Replace('-', ' '),
    };
}
