using System.Xml.Linq;

namespace Comity.Matching.Tests;

[Trait("Spec", "matching/10")]
public sealed class ReportDraftTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    private static readonly ReviewedHit Confirmed = new(
        1, new(Noon, "asker", 0, "drawn", 1, 7, 12, 90, "none", "exact", false, "c"), "asker",
        [new(Noon, "r1", 1, Decision.Confirm, "x", 1), new(Noon, "r2", 1, Decision.Confirm, "x", 1)]);

    private static readonly ReportFacts Full = new()
    {
        IncidentType = ReportDraft.IncidentTypes[0], IncidentAt = Noon, Url = "https://example.test/a?b=1&c=<2>", Account = "user-7", IpAddress = "192.0.2.4", Port = 40123, IpAt = Noon,
        FileName = "drawing.png", Sha256 = new string('a', 64), Pdq = new string('b', 64), Classification = "B2", Reporter = "R. Porter", ReporterEmail = "r@example.test", Recipient = "user-8",
    };

    [Fact]
    public void A_full_draft_scores_100_and_an_empty_one_only_its_confirmation()
    {
        Assert.Equal(100, ReportDraft.Of(Confirmed, Full).Score);
        Assert.Equal(15, ReportDraft.Of(Confirmed, new()).Score);
        Assert.Equal(100, ReportDraft.Of(Confirmed, new()).Completeness.Sum(c => c.Weight));
        Assert.Contains("e-mail of the reporter", ReportDraft.Of(Confirmed, new()).Missing);
    }

    [Fact]
    public void Only_the_word_production_leaves_test_mode()
    {
        Assert.False(ReportDraft.Of(Confirmed, Full).IsProduction);
        Assert.True(ReportDraft.Of(Confirmed, Full, "production").IsProduction);
        foreach (var word in new[] { "Production", "prod", "", "true" }) Assert.Throws<RefusedInputException>(() => ReportDraft.Of(Confirmed, Full, word));
    }

    [Fact]
    public void The_xml_has_the_public_order_and_leaves_out_who_viewed_the_file()
    {
        var draft = XDocument.Parse(ReportDraft.Of(Confirmed, Full).ToXml()).Root!;
        Assert.Equal(["incidentSummary", "internetDetails", "reporter", "personOrUserReported", "intendedRecipient", "additionalInfo"], draft.Element("report")!.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(Full.Url, draft.Descendants("url").Single().Value);
        Assert.Equal("test", draft.Attribute("environment")!.Value);
        Assert.Empty(draft.Descendants("fileViewedByEsp"));
    }

    // The public shape as constraints of our own: each element with what it may hold, in order, and which of it must be there (!) or may repeat (*).
    private static readonly Dictionary<string, string> Shape = new()
    {
        ["report"] = "incidentSummary! internetDetails* lawEnforcement reporter! personOrUserReported intendedRecipient* victim* additionalInfo",
        ["incidentSummary"] = "incidentType! escalateToHighPriority reportAnnotations incidentDateTime! incidentDateTimeDescription",
        ["internetDetails"] = "webPageIncident!",
        ["webPageIncident"] = "url*! additionalInfo",
        ["reporter"] = "reportingPerson! contactPerson companyTemplate termsOfService legalURL",
        ["reportingPerson"] = "firstName lastName email*!",
        ["personOrUserReported"] = "personOrUserReportedPerson espIdentifier espService screenName* ipCaptureEvent*",
        ["intendedRecipient"] = "screenName*",
        ["victim"] = "screenName*",
        ["fileDetails"] = "reportId fileId originalFileName locationOfFile fileViewedByEsp exifViewedByEsp publiclyAvailable fileRelevance fileAnnotations industryClassification originalFileHash* ipCaptureEvent deviceId details additionalInfo",
        ["ipCaptureEvent"] = "ipAddress! eventName dateTime possibleProxy port",
        ["details"] = "nameValuePair*!",
        ["nameValuePair"] = "name! value! type",
    };

    [Fact]
    public void The_xml_holds_to_the_public_shape_whatever_is_filled_in()
    {
        Assert.Empty(FaultsOf(Full));
        Assert.Empty(FaultsOf(Full with { Victim = "user-9", Additional = "seen twice" }));
        Assert.Equal(["incidentSummary lacks incidentType", "incidentSummary lacks incidentDateTime", "reportingPerson lacks email"], FaultsOf(new()));
        Assert.Empty(FaultsOf(new() { IncidentType = ReportDraft.IncidentTypes[1], IncidentAt = Noon, ReporterEmail = "r@example.test" }));
    }

    [Fact]
    public void A_draft_out_of_shape_is_noticed()
    {
        var draft = XDocument.Parse(ReportDraft.Of(Confirmed, Full).ToXml()).Root!;
        draft.Element("report")!.AddFirst(new XElement("victim", new XElement("email", "x")));
        var faults = draft.Elements().SelectMany(Faults).ToList();
        Assert.Contains("report has incidentSummary out of order or too often", faults);
        Assert.Contains("victim has email, which does not belong there", faults);
    }

    private static string[] FaultsOf(ReportFacts facts)
    {
        var draft = XDocument.Parse(ReportDraft.Of(Confirmed, facts).ToXml()).Root!;
        Assert.Equal(("draft", "report fileDetails"), (draft.Name.LocalName, string.Join(' ', draft.Elements().Select(e => e.Name.LocalName))));
        Assert.All(draft.Descendants("dateTime").Concat(draft.Descendants("incidentDateTime")), t => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$", t.Value));
        Assert.All(draft.Descendants("industryClassification"), c => Assert.Matches("^[AB][12]$", c.Value));
        return [.. draft.Elements().SelectMany(Faults)];
    }

    private static IEnumerable<string> Faults(XElement element)
    {
        if (!Shape.TryGetValue(element.Name.LocalName, out var shape)) return element.HasElements ? [$"{element.Name.LocalName} holds elements"] : [];
        var parts = shape.Split(' ');
        var names = Array.ConvertAll(parts, p => p.TrimEnd('!', '*'));
        var faults = new List<string>();
        var last = -1;
        foreach (var child in element.Elements().Select(c => c.Name.LocalName))
        {
            var at = Array.IndexOf(names, child);
            if (at < 0) faults.Add($"{element.Name.LocalName} has {child}, which does not belong there");
            else if (at < last || (at == last && !parts[at].Contains('*', StringComparison.Ordinal))) faults.Add($"{element.Name.LocalName} has {child} out of order or too often");
            last = Math.Max(last, at);
        }

        faults.AddRange(names.Where((n, i) => parts[i].Contains('!', StringComparison.Ordinal) && element.Element(n) is null).Select(n => $"{element.Name.LocalName} lacks {n}"));
        return faults.Concat(element.Elements().SelectMany(Faults));
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("lone surrogate")]
    public void Control_characters_are_refused(string text) => Refused(text == "lone surrogate" ? "\ud800" : text);

    [Fact]
    public void Characters_beyond_the_first_plane_are_written() => Assert.Contains("\U0001f3a8", ReportDraft.Of(Confirmed, Full with { Account = "\U0001f3a8" }).ToXml(), StringComparison.Ordinal);

    private static void Refused(string text) => Assert.Throws<RefusedInputException>(() => ReportDraft.Of(Confirmed, Full with { Account = text }));

    [Fact]
    public void A_hit_that_is_not_confirmed_gives_no_draft()
    {
        foreach (var reviews in new[] { [], Confirmed.Reviews.Take(1).ToArray(), [.. Confirmed.Reviews, new(Noon, "r3", 1, Decision.False, "x", 1)] })
            Assert.Throws<RefusedInputException>(() => ReportDraft.Of(Confirmed with { Reviews = reviews }, Full));
    }

    [Fact]
    public void The_json_says_what_is_missing()
    {
        using var json = System.Text.Json.JsonDocument.Parse(ReportDraft.Of(Confirmed, new()).ToJson());
        Assert.Equal(("test", 15, 4), (json.RootElement.GetProperty("environment").GetString(), json.RootElement.GetProperty("completeness").GetInt32(), json.RootElement.GetProperty("missing").GetArrayLength()));
    }
}
