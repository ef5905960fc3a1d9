using System.Collections.Immutable;
using Comity.Law.Calendars;

namespace Comity.Law.Reading;

/// <summary>Reads an instrument with its channels, and the two domestic orders.</summary>
internal static class InstrumentReader
{
    internal static void Instrument(LawReader reader, Fields item)
    {
        var id = item.Text("id");
        var confidence = PartReader.ConfidenceOf(item, new("A"));
        foreach (var power in item.Items("domesticPowers")) reader.Guard(power, () => Power(reader, power, id, confidence));
        var extends = item.Child("extends");
        var instrument = new Instrument
        {
            Id = id,
            Title = item.Text("title"),
            Reference = item.Text("reference"),
            Confidence = confidence,
            Status = item.Text("status"),
            InForceSince = item.Date("inForceSince"),
            AppliesSince = item.Date("appliesSince"),
            NotBound = [.. item.Words("notBound").Select(code => CountryCode.TryParse(code, null, out var country) ? country : throw item.Error("notBound", $"'{code}' is no country code.", "Use two letters."))],
            DataSafeguards = [.. LawReader.Resolve(reader.Safeguards, item, "dataSafeguards", "safeguard").Select(safeguard => safeguard.Id)],
            Overlays = [.. LawReader.Resolve(reader.Safeguards, item, "overlays", "safeguard").Select(safeguard => safeguard.Id)],
            Extends = extends?.Text("instrument"),
            ExtendsSource = extends is null ? null : Citation.Read(extends.Text("source"), id),
            Counting = item.Child("counting") is { } counting ? Counting(counting, confidence) : null,
            Channels = reader.Each(item.Items("channels"), channel => ChannelReader.Channel(reader, channel, id, confidence)),
            Remarks = item.Remarks(
                "opened", "source", "entryIntoForce", "secondRecall", "definitions", "transport", "scopeNote", "articleMap", "agreements", "orderConditions", "overlayWhen"),
        };
        if (instrument is { Extends: not null, ExtendsSource.First: null }) throw item.Error("extends", "Its source names no provision.", "Cite it as 8.2.");
        _ = extends?.Remarks("articles", "offences", "condition", "offencesAreCore");
        extends?.Close();
        item.Close();
        LawReader.Add(reader.Instruments, id, instrument, item);
    }

    private static TimeCounting Counting(Fields item, Confidence inherited)
    {
        if (item.Text("closedDays") is not "move-on") throw item.Error("closedDays", $"'{item.Text("closedDays")}' is not known.", "Write move-on, or leave `counting` out.");
        var counting = new TimeCounting(true, Citation.Read(item.Text("source"), null), PartReader.ConfidenceOf(item, inherited));
        item.Close();
        return counting;
    }

    internal static void DomesticOrder(LawReader reader, Fields item)
    {
        var id = item.Text("id");
        var power = LawReader.Resolve(reader.Powers, item, "id", id, "domestic power");
        if (reader.DomesticOrders.Any(other => other.Id == id)) throw item.Error("id", $"The id '{id}' stands twice.", "Remove one of the two.");
        var order = ChannelReader.Order(reader, item, power.Source.Text, power.Categories, power.Limits);
        reader.DomesticOrders.Add(order);
    }

    private static void Power(LawReader reader, Fields item, string instrument, Confidence confidence)
    {
        var id = item.Text("id");
        var limits = item.Items("deadlines").Select(limit => ChannelReader.Limit(reader, limit, instrument, confidence)).ToImmutableArray();
        var categories = item.Words("dataCategories").Select(category => reader.Words.Category(item, "dataCategories", category)).ToImmutableArray();
        var switches = LawReader.Resolve(reader.Switches, item, "switches", "switch");
        LawReader.Add(reader.Powers, id, new(id, item.Text("title"), Citation.Read(item.Text("article"), instrument), categories, limits, switches), item);
        _ = item.Remarks("note");
        item.Close();
    }
}
