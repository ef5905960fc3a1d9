using Comity.Law;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>The registers obey the arithmetic of the treaties, and the counts that were reconciled with official totals.</summary>
public sealed class EntryIntoForceTests
{
    [Theory]
    [InlineData("2026-02-28", "2026-06-01")]
    [InlineData("2026-02-01", "2026-06-01")]
    [InlineData("2026-09-30", "2027-01-01")]
    [Trait("Provision", "ets-185/36/4")]
    public void Three_months_then_the_first_of_the_month_is_deposit_month_plus_four(string deposit, string effect) =>
        Assert.Equal(DateOnly.Parse(effect, null), Treaty.Step(DateOnly.Parse(deposit, null), EntryStep.MonthStartAfterThreeMonths));

    [Theory]
    [InlineData("1962-03-14", "1962-06-12")]
    [InlineData("1998-02-04", "1998-05-05")]
    public void Ninety_days_are_counted_as_days(string deposit, string effect) =>
        Assert.Equal(DateOnly.Parse(effect, null), Treaty.Step(DateOnly.Parse(deposit, null), EntryStep.After90Days));

    [Theory]
    [InlineData("ETS185", "2004-07-01", 81)]
    [InlineData("ETS189", "2006-03-01", 37)]
    [InlineData("CETS201", "2010-07-01", 48)]
    [InlineData("ETS108", "1985-10-01", 55)]
    [InlineData("ETS181", "2004-07-01", 42)]
    [InlineData("ETS30", "1962-06-12", 50)]
    public void A_treaty_enters_into_force_by_its_deposits(string treaty, string first, int parties)
    {
        var bound = Release.Statuses.Where(row => row.Treaty == treaty && row.IsBound(Today)).ToList();
        Assert.Equal(DateOnly.Parse(first, null), bound.Min(row => row.BoundFrom));
        Assert.Equal(parties, bound.Count);
    }

    [Fact]
    [Trait("Provision", "cets-224/16/3")]
    public void Three_consents_bind_nobody_by_the_second_protocol() =>
        Assert.All(Release.Statuses.Where(row => row.Treaty is "CETS224" or "CETS223" or "UNCC"), row => Assert.Null(row.BoundFrom));

    [Fact]
    public void Every_printed_day_is_the_computed_one_but_the_one_marked_low() => Assert.Equal(
        ["ETS30 KR"], Release.Statuses.Where(row => row.Printed is not null && row.Printed != row.BoundFrom).Select(row => $"{row.Treaty} {row.Country}"));

    [Fact]
    public void A_wrong_month_is_found_with_file_line_and_remedy()
    {
        var wrong = Assert.Throws<LawDataException>(() => LawRelease.Load(With("status/treaty_status.csv", text => text.Replace("ETS185,JP,party,2001-11-23,2012-07-03", "ETS185,JP,party,2001-11-23,2012-08-03", StringComparison.Ordinal))));
        Assert.Equal("status/treaty_status.csv:289: ETS185 JP: a deposit of 2012-08-03 takes effect on 2012-12-01, not on 2012-11-01. Correct the deposit or the entry into force.", wrong.Message);
    }

    [Fact]
    [Trait("Provision", "ets-189/9/2")]
    public void A_protocol_binds_only_Parties_to_its_convention()
    {
        var wrong = Assert.Throws<LawDataException>(() => LawRelease.Load(With("status/treaty_status.csv", text => text + "ETS189,CN,party,2010-01-05,2010-01-05,accession,2010-05-01,source,X,high,\n")));
        Assert.Contains("not a Party to ETS185", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Provision", "ets-185/29/4")]
    public void Fifteen_States_hold_the_reservation_on_dual_criminality() => Assert.Equal(
        ["AD", "AR", "AT", "CH", "DE", "GR", "IL", "JP", "LI", "LT", "LV", "PE", "PL", "SE", "SK"], Holders("sw.185.29.4"));

    [Fact]
    [Trait("Provision", "ets-185/27/9/e")]
    public void Fourteen_States_send_even_urgent_requests_to_the_central_authority() => Assert.Equal(
        ["AZ", "CA", "CH", "CZ", "FR", "GE", "HU", "JP", "LI", "LT", "MD", "MT", "PE", "US"], Holders("sw.185.27.9.e"));

    [Fact]
    [Trait("Provision", "ets-185/27/1")]
    public void Of_3240_pairs_1226_have_a_basis_of_their_own()
    {
        var parties = Release.Statuses.Where(row => row.Treaty == "ETS185" && row.IsBound(Today)).Select(row => row.Country).ToList();
        var pairs = parties.SelectMany((a, i) => parties.Skip(i + 1).Select(b => (a, b))).ToList();
        Assert.Equal(3240, pairs.Count);
        Assert.Equal(1226, pairs.Count(pair => Route("ch.185.31", pair.a.ToString(), pair.b.ToString()).Grounds.Length == 1));
    }

    private static IEnumerable<string> Holders(string turned) => Release.Countries.Select(country => country.Code)
        .Where(code => code.ToString() != "RS" && Release.IsTurned(turned, Country("RS"), code, Today)).Select(code => code.ToString());
}
