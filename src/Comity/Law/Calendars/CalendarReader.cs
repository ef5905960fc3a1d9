using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Comity.Law.Reading;

namespace Comity.Law.Calendars;

/// <summary>Reads <c>holidays/xx.yaml</c>: one file per State, rules that give the days of each year.</summary>
internal static partial class CalendarReader
{
    /// <summary>The most bytes of a file. Our own limit, as are the next three.</summary>
    internal const int LargestFile = 64 << 10;

    /// <summary>The most rules of a file.</summary>
    internal const int MostRules = 100;

    /// <summary>The most years that a file may cover.</summary>
    internal const int MostYears = 100;

    private const int LongestName = 80;

    private const string Folder = "holidays/";

    internal static ImmutableArray<StateCalendar> ReadAll(IReadOnlyDictionary<string, byte[]> files, Func<string, bool> isCountry) =>
        [.. files.Where(file => file.Key.StartsWith(Folder, StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Read(file.Key, file.Value, isCountry))];

    internal static StateCalendar Read(string path, byte[] bytes, Func<string, bool> isCountry)
    {
        if (bytes.Length > LargestFile) throw new LawDataException(path, 0, $"A calendar has at most {LargestFile >> 10} kB.", "Write rules, not lists of days.");
        var root = new Fields(YamlTree.Read(path, bytes));
        var head = root.Child("calendar") ?? throw root.Error("'calendar' is missing.", "Begin with calendar: {state: PT, zone: Europe/Lisbon, …}.");
        var state = head.Text("state");
        if (!isCountry(state)) throw head.Error("state", $"There is no country '{state}'.", "Use a code of countries.csv.");
        if (path != $"{Folder}{state.ToLowerInvariant()}.yaml") throw head.Error("state", $"The file of {state} is {Folder}{state.ToLowerInvariant()}.yaml.", "Rename the file or correct the State.");
        var (first, last) = (Year(head, "from"), Year(head, "to"));
        if (last < first || last - first >= MostYears) throw head.Error("to", $"A calendar covers 1 to {MostYears} years.", "Correct `from` or `to`.");
        var weekend = Weekend(head);
        var calendar = new StateCalendar(Expand(Rules(root), weekend, first, last))
        {
            State = CountryCode.Parse(state),
            Zone = Zone().IsMatch(head.Text("zone")) ? head.Text("zone") : throw head.Error("zone", $"'{head.Text("zone")}' is no time zone.", "Write its IANA name, as Europe/Lisbon."),
            Weekend = weekend,
            FirstYear = first,
            LastYear = last,
            Source = head.Text("source"),
            Confidence = Confidence(head),
            Note = head.TextOrNull("note"),
        };
        head.Close();
        root.Close();
        return calendar;
    }

    private static int Year(Fields head, string key) => head.Number(key) is { } year and >= 1900 and < 2200 ? year
        : throw head.Error(key, $"'{key}' is not a year from 1900 to 2199.", "Write the first and the last year that the rules are known to hold for.");

    private static Confidence Confidence(Fields head)
    {
        var mark = head.Text("confidence");
        if (mark is not ("high" or "medium" or "low")) throw head.Error("confidence", $"'{mark}' is not a confidence.", "Write high, medium or low.");
        if (mark == "high" && head.Text("source") == "RECALL") throw head.Error("confidence", "Recall alone is not high.", "Write medium or low, or name the source.");
        return new(mark);
    }

    private static ImmutableArray<DayOfWeek> Weekend(Fields head)
    {
        var days = head.Words("weekend").Select(name => HolidayRule.Day(name) ?? throw head.Error("weekend", $"'{name}' is no day of the week.", "Write saturday, sunday.")).Distinct().ToImmutableArray();
        return days.Length <= 3 ? days : throw head.Error("weekend", "A weekend has at most three days.", "Remove some.");
    }

    /// <summary>A line of the file, read.</summary>
    private sealed record Line(HolidayRule Rule, string Name, int From, int To, ImmutableArray<(DayOfWeek On, int? Shift)> IfOn);

    private static List<Line> Rules(Fields root)
    {
        var lines = root.Items("holidays").Take(MostRules + 1).Select(Read).ToList();
        return lines.Count <= MostRules ? lines : throw root.Error("holidays", $"A calendar has at most {MostRules} rules.", "Remove some.");
    }

    private static Line Read(Fields item)
    {
        var words = item.Text("on");
        var rule = HolidayRule.Read(words) ?? throw item.Error("on", $"'{words}' is no rule for a day.", "Write 04-25, easter+60, orthodox-easter-2, 01-monday-2, 05-monday-last or 2026-09-22.");
        var name = item.Text("name");
        if (name.Length > LongestName) throw item.Error("name", $"A name has at most {LongestName} characters.", "Shorten it.");
        var line = new Line(rule, name, item.Number("from") ?? 0, item.Number("to") ?? int.MaxValue, item.Child("ifOn") is { } shifts ? Shifts(shifts) : []);
        item.Close();
        return line;
    }

    /// <summary>What follows when the holiday falls on a certain day of the week: another day instead, or the next open day too.</summary>
    private static ImmutableArray<(DayOfWeek, int?)> Shifts(Fields shifts) => [.. shifts.Keys.Select(key =>
    {
        var day = HolidayRule.Day(key) ?? throw shifts.Error(key, $"'{key}' is no day of the week.", "Write sunday: next-open.");
        return (day, shifts.Text(key) switch
        {
            "next-open" => (int?)null,
            "-1" => -1,
            "+1" => 1,
            "+2" => 2,
            var other => throw shifts.Error(key, $"'{other}' is not known.", "Write next-open, -1, +1 or +2."),
        });
    })];

    private static ImmutableArray<Holiday> Expand(List<Line> lines, ImmutableArray<DayOfWeek> weekend, int first, int last)
    {
        var days = new SortedDictionary<DateOnly, string>();
        var substitutes = new List<Holiday>();
        for (var year = Math.Max(first - 1, 1900); year <= last; year++)
            foreach (var line in lines)
                if (year >= line.From && year <= line.To && line.Rule.In(year) is { } day) Add(line, day);
        foreach (var holiday in substitutes.OrderBy(holiday => holiday.On))
        {
            var next = holiday.On;
            while (days.ContainsKey(next) || weekend.Contains(next.DayOfWeek)) next = next.AddDays(1);
            days.Add(next, $"in place of {holiday.Name}");
        }

        return [.. days.Where(day => day.Key.Year >= first && day.Key.Year <= last).Select(day => new Holiday(day.Key, day.Value))];

        void Add(Line line, DateOnly day)
        {
            foreach (var (on, shift) in line.IfOn)
                if (day.DayOfWeek == on && shift is null) substitutes.Add(new(day, line.Name));
                else if (day.DayOfWeek == on) day = day.AddDays(shift!.Value);
            days[day] = days.TryGetValue(day, out var other) && other != line.Name ? $"{other}, {line.Name}" : line.Name;
        }
    }

    [GeneratedRegex(@"^(?:UTC|[A-Z][A-Za-z]{1,20}(?:/[A-Z][A-Za-z_]{1,30}){1,2})\z")]
    private static partial Regex Zone();
}
