using Comity.Law;
using Comity.Law.Calendars;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law.Calendars;

/// <summary>Holidays of the States that have a file, against days that everybody can look up.</summary>
public sealed class CalendarTests
{
    [Theory]
    [InlineData(1961, "04-02", "04-09")]
    [InlineData(2008, "03-23", "04-27")]
    [InlineData(2011, "04-24", "04-24")]
    [InlineData(2016, "03-27", "05-01")]
    [InlineData(2019, "04-21", "04-28")]
    [InlineData(2021, "04-04", "05-02")]
    [InlineData(2024, "03-31", "05-05")]
    [InlineData(2025, "04-20", "04-20")]
    [InlineData(2026, "04-05", "04-12")]
    [InlineData(2027, "03-28", "05-02")]
    [InlineData(2038, "04-25", "04-25")]
    [InlineData(2049, "04-18", "04-25")]
    public void Both_Easters_fall_where_the_churches_keep_them(int year, string western, string orthodox)
    {
        var calendar = Read($"calendar: {{state: FR, zone: Europe/Paris, weekend: [saturday, sunday], from: {year}, to: {year}, source: RECALL, confidence: low}}\nholidays:\n- {{on: easter, name: W}}\n- {{on: orthodox-easter, name: O}}\n");
        Assert.Equal([$"{year}-{western}", $"{year}-{orthodox}"], from name in new[] { "W", "O" } select calendar.Holidays.Single(holiday => holiday.Name.Contains(name, StringComparison.Ordinal)).On.ToString("yyyy-MM-dd", null));
    }

    [Theory]
    [InlineData("PT", "2026-06-04", "Corpus Christi")]
    [InlineData("PT", "2026-12-01", "Restoration of Independence")]
    [InlineData("PT", "2026-04-03", "Good Friday")]
    [InlineData("PT", "2026-06-11", null)]
    [InlineData("FR", "2026-05-14", "Ascension")]
    [InlineData("FR", "2026-05-25", "Whit Monday")]
    [InlineData("FR", "2026-04-03", null)]
    [InlineData("DE", "2026-04-03", "Good Friday")]
    [InlineData("DE", "2026-10-03", "Day of German Unity")]
    [InlineData("DE", "2026-11-02", null)]
    [InlineData("NL", "2025-04-26", "King's Day")]
    [InlineData("NL", "2026-04-27", "King's Day")]
    [InlineData("NL", "2026-05-05", "Liberation Day")]
    [InlineData("RS", "2026-01-07", "Orthodox Christmas Day")]
    [InlineData("RS", "2026-04-10", "Orthodox Good Friday")]
    [InlineData("RS", "2026-02-17", "in place of Statehood Day")]
    [InlineData("RS", "2023-01-03", "in place of New Year")]
    [InlineData("RS", "2027-05-04", "in place of Labour Day (second day)")]
    [InlineData("RS", "2026-02-18", null)]
    [InlineData("JP", "2026-05-06", "in place of Constitution Day")]
    [InlineData("JP", "2026-09-22", "day between two holidays")]
    [InlineData("JP", "2024-09-23", "in place of Autumnal Equinox")]
    [InlineData("JP", "2027-03-22", "in place of Vernal Equinox")]
    [InlineData("JP", "2025-02-24", "in place of Emperor's Birthday")]
    [InlineData("JP", "2026-07-20", "Marine Day")]
    [InlineData("JP", "2026-05-07", null)]
    [InlineData("PT", "2026-11-21", "Saturday")]
    public void A_day_is_closed_for_the_reason_that_the_State_has(string state, string day, string? why) =>
        Assert.Equal(why, Release.FindCalendar(Country(state))!.ClosedOn(DateOnly.Parse(day, null)));

    [Fact]
    public void Every_zone_of_a_calendar_is_known_to_this_machine() =>
        Assert.All(Release.Calendars, calendar => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(calendar.Zone, out _), calendar.Zone));

    [Fact]
    public void Outside_its_years_a_calendar_knows_nothing()
    {
        var japan = Release.FindCalendar(Country("JP"))!;
        Assert.False(japan.Covers(new(2028, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => japan.ClosedOn(new(2028, 1, 1)));
        Assert.Null(japan.OpenFrom(new(2028, 1, 1)));
        Assert.Null(japan.OpenFrom(new(2027, 12, 29)));
        Assert.Null(Release.FindCalendar(Country("IE")));
    }

    [Fact]
    public void A_calendar_is_part_of_the_release() =>
        Assert.NotEqual(Release.Digest, LawRelease.Load(With("holidays/pt.yaml", text => text.Replace("12-08", "12-09", StringComparison.Ordinal))).Digest);

    [Theory]
    [InlineData("state: PT", "state: FR", "The file of FR is holidays/fr.yaml")]
    [InlineData("state: PT", "state: QQ", "There is no country 'QQ'")]
    [InlineData("Europe/Lisbon", "europe/lisbon", "is no time zone")]
    [InlineData("confidence: medium", "confidence: high", "Recall alone is not high")]
    [InlineData("from: 2016", "from: 1800", "not a year")]
    [InlineData("from: 2016", "from: 1920", "1 to 100 years")]
    [InlineData("[saturday, sunday]", "[saturday, doomsday]", "no day of the week")]
    [InlineData("[saturday, sunday]", "[saturday, sunday, monday, tuesday]", "at most three days")]
    [InlineData("easter+60", "easter+600", "'easter+600' is no rule for a day")]
    [InlineData("\"04-25\"", "\"04-31\"", "'04-31' is no rule for a day")]
    [InlineData("\"04-25\"", "04-monday-5", "'04-monday-5' is no rule for a day")]
    [InlineData("name: Assumption", "nome: Assumption", "'name' is missing")]
    [InlineData("name: Assumption", "name: Assumption, ifOn: {sunday: never}", "'never' is not known")]
    [InlineData("name: Assumption", "name: Assumption, ifOn: {someday: next-open}", "no day of the week")]
    [InlineData("name: Assumption", "name: Assumption, extra: 1", "The key 'extra' is not known here")]
    public void A_wrong_calendar_is_refused_with_file_line_and_remedy(string before, string after, string says)
    {
        var wrong = Assert.Throws<LawDataException>(() => LawRelease.Load(With("holidays/pt.yaml", text => text.Replace(before, after, StringComparison.Ordinal))));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Equal("holidays/pt.yaml", wrong.File);
        Assert.NotEqual("", wrong.Remedy);
    }

    [Fact]
    public void A_calendar_has_limits_of_size()
    {
        Assert.Contains("at most 64 kB", Assert.Throws<LawDataException>(() => LawRelease.Load(With("holidays/pt.yaml", text => text + "#" + new string('x', 70_000)))).Message, StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Repeat("  - {on: \"03-03\", name: again}\n", 101));
        Assert.Contains("at most 100 rules", Assert.Throws<LawDataException>(() => LawRelease.Load(With("holidays/pt.yaml", text => text + many))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_as_a_calendar_are_read_or_refused()
    {
        var random = new FuzzSource(20261122);
        for (var run = 0; run < LawFuzz.Runs * 2; run++)
        {
            var bytes = LawFuzz.Mutate([.. Files["holidays/jp.yaml"]], random);
            try
            {
                _ = LawRelease.Load(new Dictionary<string, byte[]>(Files) { ["holidays/jp.yaml"] = bytes }).Calendars;
            }
            catch (LawDataException)
            {
            }
        }
    }

    internal static StateCalendar Read(string yaml) =>
        LawRelease.Load(new Dictionary<string, byte[]>(Files) { ["holidays/fr.yaml"] = System.Text.Encoding.UTF8.GetBytes(yaml) }).FindCalendar(Country("FR"))!;
}
