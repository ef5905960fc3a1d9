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
