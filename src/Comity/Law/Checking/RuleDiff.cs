namespace Comity.Law.Checking;

/// <summary>Changes of the rules, read off the tables of answers of both releases and told with the names that people use.</summary>
internal static class RuleDiff
{
    /// <summary>Tables that other parts tell.</summary>
    private static readonly HashSet<string> Told = ["bound", "declared", "pairs"];

    internal static IEnumerable<(string Item, LawChange Change)> Between(LawRelease before, LawRelease after)
    {
        var old = Answers.Of(before).ToDictionary(table => table.Name);
        foreach (var table in Answers.Of(after))
            if (!Told.Contains(table.Name) && old.TryGetValue(table.Name, out var former))
                foreach (var change in Between(before, after, former, table)) yield return change;
    }

    private static IEnumerable<(string, LawChange)> Between(LawRelease before, LawRelease after, AnswerTable old, AnswerTable now)
    {
        var former = old.Rows.ToDictionary(row => string.Join(' ', row.Take(old.Keys)));
        var remaining = now.Rows.ToDictionary(row => string.Join(' ', row.Take(now.Keys)));
        foreach (var (key, row) in remaining)
            if (!former.TryGetValue(key, out var was)) yield return (row[0], Change(now, $"{Named(after, row[0])}{Question(now, row)}: new. {Shown(now, row)}"));
            else
                for (var i = now.Keys; i < row.Length; i++)
                    if (row[i] != was[i]) yield return (row[0], Change(now, $"{Named(after, row[0])}{Question(now, row)}, {Column(now, i)}: {Moved(was[i], row[i])}."));
        foreach (var (key, row) in former)
            if (!remaining.ContainsKey(key)) yield return (row[0], Change(now, $"{Named(before, row[0])}{Question(now, row)}: no longer in the data."));
    }

    /// <summary>An item with its label and provision: <c>dl.29.7.min (preservation-may-end, Art. 29(7) ETS 185)</c>.</summary>
    internal static string Named(LawRelease release, string id)
    {
        (string Label, Citation? Source)? known =
            release.FindChannel(id) is { } channel ? (channel.Title, channel.Basis)
            : release.FindElement(id) is { } element ? (element.Label, element.Source)
            : release.FindLimit(id) is { } limit ? ($"from {limit.From} to {limit.To}", limit.Source)
            : release.FindGround(id) is { } ground ? (ground.Label, ground.Source)
            : release.FindGroundCode(id) is { } code ? (code.Label, code.Source)
            : release.FindOffence(id) is { } offence ? (offence.Title, offence.Source)
            : release.Safeguards.FirstOrDefault(one => one.Id == id) is { } safeguard ? (safeguard.Label, safeguard.Source)
            : release.Switches.FirstOrDefault(one => one.Id == id) is { } turned ? (turned.Operation.Replace('-', ' '), turned.Source)
            : release.Channels.SelectMany(one => one.FollowUps).FirstOrDefault(one => one.Id == id) is { } duty ? (duty.Trigger, duty.Source)
            : null;
        return known is { } item ? $"{id} ({item.Label}, {item.Source!.ForPeople})" : id;
    }

    private static LawChange Change(AnswerTable table, string text) => new(table.Name == "sheets" ? LawChangeKind.Sheet : LawChangeKind.Rule, null, null, text);

    private static string Question(AnswerTable table, string[] row) => table.Keys > 1 ? $", {string.Join(' ', row[1..table.Keys])}" : "";

    private static string Column(AnswerTable table, int column) => table.Columns[column];

    private static string Shown(AnswerTable table, string[] row) =>
        string.Join(", ", row.Index().Skip(table.Keys).Where(cell => cell.Item.Length > 0).Select(cell => $"{table.Columns[cell.Index]}: {cell.Item}")) + ".";

    /// <summary>A list tells what came and what went; a value tells both.</summary>
    private static string Moved(string was, string now)
    {
        if ((was, now) is ("yes", "")) return "no longer";
        if ((was, now) is ("", "yes")) return "now";
        var (old, present) = (was.Split("; "), now.Split("; "));
        if (old.Length + present.Length <= 2) return was.Length == 0 ? $"“{now}”, before nothing" : now.Length == 0 ? $"nothing, before “{was}”" : $"“{now}”, before “{was}”";
        var (came, went) = (present.Except(old).Where(word => word.Length > 0).ToList(), old.Except(present).Where(word => word.Length > 0).ToList());
        return string.Join("; ", new[] { came.Count > 0 ? $"now also {string.Join(", ", came)}" : "", went.Count > 0 ? $"no longer {string.Join(", ", went)}" : "", came.Count + went.Count == 0 ? "in another order" : "" }.Where(part => part.Length > 0));
    }
}
