using System.Text.Json;
using Comity.Law;
using Comity.Node.Law;

namespace Comity.Node.Tests.Law;

/// <summary>Whether a treaty binds a pair: what the register shows, and what a node was told and recorded.</summary>
[Trait("Provision", "ets-185/27/1")]
public sealed class PairCommandTests
{
    [Theory]
    [InlineData("exists", "FR", "DE", "2026-11-21")]
    [InlineData("unknown", "RS", "JP", "2026-11-21")]
    [InlineData("exists", "PT", "JP", "2026-11-21")]
    [InlineData("unknown", "PT", "JP", "2010-12-31")]
    public async Task The_register_says_exists_or_unknown_and_never_none(string answer, string from, string to, string on)
    {
        var json = await LawProgram.Json("pair", "--from", from, "--to", to, "--on", on);
        Assert.Equal((answer, answer), (json.GetProperty("treaty").GetString(), json.GetProperty("register").GetString()));
        Assert.Equal(answer == "exists", json.GetProperty("facts").EnumerateArray().Any(fact => fact.GetProperty("decides").GetBoolean()));
    }

    [Theory]
    [InlineData("place to record", "--data", "--from", "RS", "--to", "JP", "--record", "none")]
    [InlineData("pair", "two different", "--from", "RS", "--to", "RS")]
    [InlineData("country", "AD, AE", "--from", "RS", "--to", "XX")]
    [InlineData("source", "--source", "--from", "RS", "--to", "JP", "--record", "none", "--data", "nowhere")]
    [InlineData("answer on the treaty", "unknown, none, exists", "--from", "RS", "--to", "JP", "--record", "maybe", "--source", "x", "--data", "nowhere")]
    public async Task Wrong_words_end_with_2(string what, string valid, params string[] words)
    {
        var (code, output, error) = await LawProgram.Run(["pair", .. words]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"Unknown {what} '", error, StringComparison.Ordinal);
        Assert.Contains(valid, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_node_is_said_and_left_alone()
    {
        using var folder = new TestFolder();
        var (code, _, error) = await LawProgram.Run("pair", "--from", "RS", "--to", "JP", "--data", folder.At("none"));
        Assert.Equal(ExitCode.Fault, code);
        Assert.Contains("holds no node", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("none")));
    }

    [Fact]
    public void An_answer_is_asked_recorded_dated_and_the_latest_that_holds_counts()
    {
        using var folder = new TestFolder();
        var database = Database.Create(folder.At("comity.db"), Tables.All);
        var (rs, jp) = (CountryCode.Parse("RS"), CountryCode.Parse("JP"));
        using (var sql = database.OpenWriter())
        {
            Assert.Null(PairAnswers.On(sql, rs, jp, new(2026, 11, 21)));
            PairAnswers.Record(sql, new(rs, jp, PairTreaty.Unknown, null, null, null, "asked the ministry, no answer yet", DateTimeOffset.FromUnixTimeSeconds(1)));
            PairAnswers.Record(sql, new(jp, rs, PairTreaty.None, null, new(2026, 1, 1), new(2027, 1, 1), "note of the ministry", DateTimeOffset.FromUnixTimeSeconds(2)));
            Assert.Throws<ArgumentException>(() => PairAnswers.Record(sql, new(rs, rs, PairTreaty.None, null, null, null, "x", default)));
            Assert.Throws<ArgumentException>(() => PairAnswers.Record(sql, new(rs, jp, PairTreaty.None, null, null, null, "", default)));
            Assert.Throws<ArgumentException>(() => PairAnswers.Record(sql, new(rs, jp, PairTreaty.None, null, new(2027, 1, 1), new(2026, 1, 1), "x", default)));
        }

        using (var sql = database.Read())
        {
            Assert.Equal(PairTreaty.None, PairAnswers.On(sql, rs, jp, new(2026, 11, 21))!.Answer);
            Assert.Equal(PairTreaty.Unknown, PairAnswers.On(sql, jp, rs, new(2027, 1, 1))!.Answer);
            Assert.Equal(2, PairAnswers.Of(sql, jp, rs).Count);
        }

        database.Release();
    }
}
