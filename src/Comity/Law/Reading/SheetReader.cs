namespace Comity.Law.Reading;

/// <summary>Reads the country sheets under <c>sheets/</c>.</summary>
internal static class SheetReader
{
    private const string Folder = "sheets/";

    internal static void Read(LawReader reader, string path, byte[] bytes)
    {
        if (!path.StartsWith(Folder, StringComparison.Ordinal)) return;
        if (!path.EndsWith(".yaml", StringComparison.Ordinal)) throw new LawDataException(path, 0, "A sheet is a YAML file.", "Rename it to sheets/xx.yaml.");
        var sheet = Sheet(reader, new Fields(reader.Parsed.Tree(path, bytes)), path);
        reader.Sheets.Add(sheet.Country, sheet);
    }

    private static CountrySheet Sheet(LawReader reader, Fields item, string path)
    {
        var country = LawReader.Resolve(reader.Status.Countries, item, "country", item.Text("country"), "country").Code;
        if (path != $"{Folder}{Small(country)}.yaml") throw item.Error("country", $"This is the sheet of {country}.", "Name the file by the country, in small letters.");
        var madeUp = item.Flag("madeUp");
        var sheet = new CountrySheet(country, madeUp, reader.Each(item.Items("entries"), entry => Entry(reader, entry, country, madeUp)));
        if (sheet.Entries.IsEmpty) throw item.Error("entries", "The sheet is empty.", "Add an entry or remove the file.");
        item.Close();
        return sheet;
    }

    private static SheetEntry Entry(LawReader reader, Fields item, CountryCode country, bool madeUp)
    {
        var entry = new SheetEntry
        {
            Id = item.Text("id"),
            Topic = Topic(item),
            Text = item.Text("text"),
            Channels = [.. item.Words("channels").Select(channel => LawReader.Resolve(reader.Channels, item, "channels", channel, "channel").Id)],
            ValidFrom = item.Date("valid_from") ?? throw item.Error("'valid_from' is missing.", "Add the day from which it holds."),
            ValidTo = item.Date("valid_to"),
            Source = item.Text("source"),
            Confidence = item.Text("confidence") is "high" or "medium" or "low" ? new(item.Text("confidence")) : throw item.Error("confidence", "This is not a confidence of the registers.", "Write high, medium or low."),
        };
        item.Close();
        if (!entry.Id.StartsWith($"sh.{Small(country)}.", StringComparison.Ordinal)) throw item.Error("id", "The id does not begin with sh. and the country.", $"Write sh.{Small(country)}. and a word.");
        if (entry.ValidFrom >= entry.ValidTo) throw item.Error("valid_to", "It ends before it begins.", "Correct one of the two dates.");
        if (madeUp != (entry.Source == "made up") || (madeUp && entry.Confidence.Mark != "low")) throw item.Error("source", "Made up and real entries do not mix.", "In a sheet with madeUp: true write source: made up and confidence: low; elsewhere name the source.");
        LawReader.Add(reader.SheetEntries, entry.Id, entry, item);
        return entry;
    }

    private static string Small(CountryCode country) => country.ToString().ToLowerInvariant();

    private static string Topic(Fields item) => item.Text("topic") is var topic && SheetEntry.Topics.Contains(topic) ? topic
        : throw item.Error("topic", $"The topic '{topic}' is not known.", $"Write one of: {string.Join(", ", SheetEntry.Topics)}.");
}
