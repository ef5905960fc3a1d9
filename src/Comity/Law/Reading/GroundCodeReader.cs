namespace Comity.Law.Reading;

/// <summary>Reads the codes that divide a ground; checked once all grounds are known.</summary>
internal static class GroundCodeReader
{
    private const string Prefix = "gc.";

    internal static void Read(LawReader reader, Fields item)
    {
        var id = item.Text("id");
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || id.AsSpan(Prefix.Length).ContainsAnyExcept(Letters)) throw item.Error("id", $"'{id}' is no id of a code.", "Write gc. and a word of small letters and hyphens.");
        var onlyIf = item.TextOrNull("onlyIf");
        if (onlyIf is not (null or "offence is not core")) throw item.Error("onlyIf", $"The condition '{onlyIf}' is not known.", "Write: offence is not core.");
        var (label, help) = (item.Text("label"), item.Text("help"));
        var places = 0;
        foreach (var place in item.Items("under"))
        {
            Under(reader, place, id[Prefix.Length..], label, help, onlyIf is not null);
            places++;
        }

        if (places == 0) throw item.Error("It stands under no ground.", "Add `under:` with a ground.");
        item.Close();
    }

    private static void Under(LawReader reader, Fields place, string word, string label, string help, bool notForCore)
    {
        var source = place.Text("source");
        var code = new GroundCode
        {
            Ground = place.Text("ground"),
            Word = word,
            Label = label,
            Help = help,
            Source = Citation.Read(source, null),
            NotForCoreOffences = notForCore,
            Confidence = PartReader.ConfidenceOf(place, new("D")),
        };
        place.Close();
        if (code.IsOurs == (code.Source.First is not null)) throw place.Error("source", $"'{source}' names no provision.", "Cite it as 185 25.4, or write ours where no instrument names the code.");
        if (code.IsOurs && code.Confidence.Mark != "D") throw place.Error("confidence", "A code of ours has the mark D.", "Write D, or name the provision that lists it.");
        LawReader.Add(reader.GroundCodes, code.Id, code, place);
        reader.Later(() => LawReader.Resolve(reader.Grounds, place, "ground", code.Ground, "refusal ground"));
    }

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");
}
