using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>Addresses of the atlas. Each names its day, so that it shows the same tomorrow.</summary>
internal static class AtlasLinks
{
    internal static string Map(string treaty, DateOnly on, string? country = null) => $"/atlas?treaty={treaty}&on={Shown.Iso(on)}{(country is null ? "" : $"&country={country}")}";

    internal static string Status(string treaty, DateOnly on) => $"/atlas/status?treaty={treaty}&on={Shown.Iso(on)}";

    internal static string Country(string code, DateOnly on) => $"/atlas/country/{code}?on={Shown.Iso(on)}";

    internal static string Instruments(DateOnly on) => $"/atlas/instruments?on={Shown.Iso(on)}";

    internal static string Instrument(string id, DateOnly on) => $"/atlas/instrument/{id}?on={Shown.Iso(on)}";

    internal static string Channel(string id, DateOnly on) => $"/atlas/channel/{id}?on={Shown.Iso(on)}";

    internal static string WhatIf(string? suppose, DateOnly? on = null) => "/atlas/what-if" + Query(("suppose", suppose), ("on", on is { } day ? Shown.Iso(day) : null));

    internal static string Pair(PairQuestion question, string? channel = null) => "/atlas/pair" + Query(Words(question, channel)) + (channel is null ? "" : "#way");

    internal static string Routes(PairQuestion question, string format) => Download(question.Suppose is null ? "/routes" : "/what-if", format, Words(question));

    internal static string Download(string path, string format, params (string Name, string? Value)[] query) => LawApi.Root + path + Query([.. query, ("format", format)]);

    internal static (string Name, string? Value)[] Words(PairQuestion question, string? channel = null) =>
    [
        ("from", question.From), ("to", question.To), ("data", question.Data), ("offence", question.Offence), ("emergency", question.Emergency ? "yes" : null),
        ("treaty", question.Treaty), ("on", question.On), ("suppose", question.Suppose), ("channel", channel),
    ];

    /// <summary>A query string of what is not empty.</summary>
    internal static string Query(params (string Name, string? Value)[] words)
    {
        var said = words.Where(word => !string.IsNullOrEmpty(word.Value)).Select(word => $"{word.Name}={Uri.EscapeDataString(word.Value!).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)}").ToList();
        return said.Count == 0 ? "" : "?" + string.Join('&', said);
    }
}
