using System.Collections.Immutable;
using Comity.Law;
using Comity.Law.Checking;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>What changes for whom between two releases, in words.</summary>
public sealed class DiffTests
{
    [Fact]
    public void Nothing_changes_between_a_release_and_itself() => Assert.Empty(LawDiff.Between(Release, LawRelease.Unpack(Release.Pack())));

    [Fact]
    [Trait("Provision", "ets-185/36/4")]
    public void A_deposit_says_who_is_bound_and_what_opens_from_when()
    {
        var changes = After("status/treaty_status.csv", "ETS185,IE,signatory,2002-02-28,,,,", "ETS185,IE,consented,2002-02-28,2026-11-20,ratification,,");
        Assert.Contains(changes, change => change is { Kind: LawChangeKind.Party, Who: "IE", Text: "Ireland is bound by ETS 185 from 2027-03-01 (ratification deposited on 2026-11-20)." } && change.From == new DateOnly(2027, 3, 1));
        Assert.Contains(changes, change => change.Kind == LawChangeKind.Effect && change.Text.StartsWith("From 2027-03-01, where Ireland asks 81 States (", StringComparison.Ordinal)
            && change.Text.Contains("now ", StringComparison.Ordinal) && change.Text.Contains("open: Expedited preservation of stored computer data (Art. 29(1) ETS 185)", StringComparison.Ordinal));
        Assert.Contains(changes, change => change.Text.Contains("States (AD, AL, AM, AT, AZ, BA, …) ask Ireland", StringComparison.Ordinal));
        Assert.All(changes, change => Assert.Equal("IE", change.Who));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public void The_end_of_a_reservation_says_which_ground_falls_away_for_whom()
    {
        var changes = After("status/declarations.csv", "time of disclosure,2012-11-01,,2019-07-21", "time of disclosure,2012-11-01,2026-12-01,2019-07-21");
        Assert.StartsWith("Japan, reservation on art. 29.4 ETS 185, from 2012-11-01, until 2026-12-01: ends on 2026-12-01.", Assert.Single(changes, change => change.Kind == LawChangeKind.Declaration).Text, StringComparison.Ordinal);
        Assert.Equal("From 2026-12-01, where 80 States (AD, AL, AM, AT, AZ, BA, …) ask Japan: no longer the ground “Dual criminality expected to fail at disclosure” in Expedited preservation of stored computer data (Art. 29(1) ETS 185).",
            Assert.Single(changes, change => change.Kind == LawChangeKind.Effect).Text);
    }

    [Theory]
    [InlineData("ets-185.yaml", "duration: P60D, semantics: min", "duration: P90D, semantics: min", "dl.29.7.min (from preservation-effected to preservation-may-end, Art. 29(7) ETS 185), answer: “min P90D”, before “min P60D”.")]
    [InlineData("ets-185.yaml", "id: el.30.link, label: Preservation request it belongs to, source: \"30.1\", mandatory: true", "id: el.30.link, label: Preservation request it belongs to, source: \"30.1\", mandatory: false", "el.30.link (Preservation request it belongs to, Art. 30(1) ETS 185), always demanded: no longer.")]
    [InlineData("ets-185.yaml", "refusalGrounds: [rg.political, rg.essential-interests]\n      refusalListClosed: true\n      safeguards: [sg.15]\n      followUps:\n        - {id: fu.30.next", "refusalGrounds: [rg.political]\n      refusalListClosed: true\n      safeguards: [sg.15]\n      followUps:\n        - {id: fu.30.next", "ch.185.30 (Expedited disclosure of preserved traffic data, Art. 30(1) ETS 185), grounds: no longer rg.essential-interests.")]
    public void A_rule_is_told_with_its_name_and_article(string file, string good, string bad, string text)
    {
        var change = Assert.Single(After(file, good, bad));
        Assert.Equal((LawChangeKind.Rule, text), (change.Kind, change.Text));
    }

    [Fact]
    public void Words_alone_are_told_as_words()
    {
        var change = Assert.Single(After("ets-185.yaml", "label: Necessity of the preservation", "label: Why the preservation is necessary"));
        Assert.Equal(LawChangeKind.Wording, change.Kind);
        Assert.StartsWith("el.29.necessity (Why the preservation is necessary, Art. 29(2)(e) ETS 185)", change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_treaty_of_a_pair_and_a_sheet_are_told()
    {
        Assert.Equal(LawChangeKind.Pair, Assert.Single(After("status/pair_facts.csv", "JP,EU,mla-treaty,EU-Japan Agreement on mutual legal assistance,2011-01-02", "JP,EU,mla-treaty,EU-Japan Agreement on mutual legal assistance,2011-01-03")).Kind);
        Assert.Equal(LawChangeKind.Sheet, Assert.Single(After("sheets/au.yaml", "valid_from: 2013-03-01", "valid_from: 2013-03-02")).Kind);
    }

    private static ImmutableArray<LawChange> After(string file, string good, string bad) =>
        LawDiff.Between(Release, LawRelease.Load(With(file, text => text.Replace(good, bad, StringComparison.Ordinal))));
}
