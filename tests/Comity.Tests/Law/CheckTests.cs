using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Comity.Law;
using Comity.Law.Checking;
using static Comity.Tests.Law.TestLaw;

namespace Comity.Tests.Law;

/// <summary>The check of the law data: what is wrong is told at once, with file, line and remedy; cases judge, and every provision has one.</summary>
public sealed partial class CheckTests(ITestOutputHelper output)
{
    private static readonly LawCheckMemory Memory = new(FilesWithCases);

    [Fact]
    public void The_data_are_sound() => Assert.Empty(Run(FilesWithCases).Faults);

    [Fact]
    public void Every_provision_of_the_data_is_named_by_a_case_or_a_test()
    {
        var report = Run(FilesWithCases);
        var tagged = Tagged();
        var uncovered = report.Uncovered(tagged);
        output.WriteLine($"{report.Provisions.Length} provisions in the data; named by cases: {report.Provisions.Length - report.Uncovered([]).Length}; by cases or tests: {report.Provisions.Length - uncovered.Length}; {tagged.Count} provisions in tags of tests.");
        Assert.Empty(uncovered);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var files = Changed(("ets-185.yaml", "kind: preservation\n", "kind: preserving\n"), ("cets-224.yaml", "duration: P30D", "duration: 30"), ("status/pair_facts.csv", "JP,US,mla-treaty", "JP,US,mla"),
            ("status/declarations.csv", "JP,ETS185,29.4", "ZZ,ETS185,29.4"), ("sheets/au.yaml", "topic: minimum-gravity", "topic: gravity"));
        var faults = Run(files).Faults;
        Assert.Equal(["cets-224.yaml", "ets-185.yaml", "sheets/au.yaml", "status/declarations.csv", "status/pair_facts.csv"], faults.Select(fault => fault.File));
        Assert.All(faults, fault => Assert.True(fault is { Line: > 0, Remedy.Length: > 0 }, fault.ToString()));
    }

    [Fact]
    public void A_broken_country_is_not_told_again_by_every_row_that_names_it() =>
        Assert.Equal(["status/countries.csv"], Run(Changed(("status/countries.csv", "IT,ITA,380", "IT,IT,380"))).Faults.Select(fault => fault.File).Distinct());

    [Theory]
    [InlineData("ets-185.yaml", "source: \"29.7\", note: \"start", "source: \"29.3\", note: \"start", "dl.29.7.min: Its source begins with 29.3")]
    [InlineData("ets-185.yaml", "id: dl.29.3, from: request-received, to: preservation-effected, duration: null", "id: dl.29.3, from: request-received, to: preservation-effected, duration: P3D", "without number has one")]
    [InlineData("ets-185.yaml", "from: mla-request-received, to: mla-decision, duration: null, semantics: until-event", "from: preservation-effected, to: preservation-may-end, duration: P90D, semantics: max", "collides with dl.29.7.min")]
    [InlineData("ets-185.yaml", "switches: [sw.185.29.4, sw.185.35.1, sw.185.38]", "switches: [sw.185.35.1, sw.185.38]", "does not list it")]
    [InlineData("ets-185.yaml", "requiresSwitch: sw.185.29.4", "requiresSwitch: sw.185.4.2", "which does not need it")]
    [InlineData("ets-185.yaml", "blockedBy: sw.185.27.9.e}\n        - {id: rt.27.9.d", "blockedBy: sw.185.29.4}\n        - {id: rt.27.9.d", "whose effect does not name it")]
    [InlineData("cets-224.yaml", "addressee: [registrar]", "addressee: [provider]", "addressed to provider")]
    [InlineData("cets-224.yaml", "visibleTo: [notified-authority], requiredIf", "visibleTo: [team-member], requiredIf", "who gets nothing")]
    [InlineData("cets-224.yaml", "status: not-in-force", "status: in-force", "by its deposits it is not in force")]
    [InlineData("ets-185.yaml", "inForceSince: 2004-07-01", "inForceSince: 2004-08-01", "by its deposits 2004-07-01")]
    [InlineData("common.yaml", "switch: sw.224.8.11, value: true, since: 2023-08-10", "switch: sw.224.8.13, value: true, since: 2023-08-10", "by the register")]
    [InlineData("status/declarations.csv", ",2012-11-01,,2019-07-21,COE-DECL-JP;WIPOLEX-952-JP,high\n", ",2010-11-01,,2019-07-21,COE-DECL-JP;WIPOLEX-952-JP,high\n", "before ETS185 binds its maker")]
    [InlineData("status/declarations.csv", "JP,ETS185,29.4,reservation", "JP,ETS185,29.4,territorial", "A territorial statement under art. 29.4")]
    [InlineData("status/countries.csv", "JP,JPN,392", "JP,JPN,004", "numeric 004 stands twice")]
    [InlineData("status/countries.csv", "Europe,y,y,member", "Europe,y,n,member", "none of the Council of Europe")]
    [InlineData("status/treaty_status.csv", "CETS224,FR,signatory,2023-01-27", "CETS224,FR,signatory,2028-01-27", "after the data's own day")]
    public void What_must_agree_is_checked(string file, string good, string bad, string message)
    {
        var faults = LawCheck.Run(Changed((file, good, bad)), CheckParts.Rules, Memory).Faults;
        Assert.Contains(faults, fault => fault.ToString().Contains(message, StringComparison.Ordinal) && fault.Line > 0);
    }

    [Fact]
    public void Two_reservations_of_one_State_under_one_article_collide()
    {
        var files = Appended("status/declarations.csv", "JP,ETS185,29.4,reservation,,a second one,2020-01-01,,,TEST,high\n");
        var fault = Assert.Single(LawCheck.Run(files, CheckParts.Rules, Memory).Faults);
        Assert.StartsWith("status/declarations.csv:264: It collides with line 158", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_does_not_hold_is_a_fault_where_it_stands()
    {
        var fault = Assert.Single(OfCases("- case: x\n    covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {way: closed}\n"));
        Assert.Equal("cases/x.yaml:3: Case “x”: way: expected closed; the data answer open. Correct the case, or the data that decide it.", fault.ToString());
    }

    [Theory]
    [InlineData("covers: [ets-185/27/5]\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {way: open}", "nothing in it rests on that")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.99, from: RS, to: JP}\n    then: {way: open}", "no channel 'ch.185.99'")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS}\n    then: {way: open}", "names no asked State")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {path: open}", "not an answer that can be asked")]
    [InlineData("covers: [29]\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {way: open}", "is not a provision")]
    [InlineData("covers: []\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {way: open}", "names no provision")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS, to: JP}\n    then: {}", "expects nothing")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS, to: JP, suppose: [RS:ETS185:2026-01-01]}\n    then: {way: open}", "cannot be supposed")]
    [InlineData("covers: [ets-185/29/1]\n    when: {by: ch.185.29, from: RS, to: JP, weather: fine}\n    then: {way: open}", "'weather' is not known")]
    public void A_case_that_is_no_case_is_refused(string text, string message) =>
        Assert.Contains(OfCases($"- case: x\n    {text}\n"), fault => fault.Wrong.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_channel_needs_three_cases_and_one_that_refuses()
    {
        var files = FilesWithCases.ToDictionary();
        foreach (var path in files.Keys.Where(path => path.StartsWith(LawFiles.Cases, StringComparison.Ordinal) && path != "cases/ets-189.yaml").ToList()) _ = files.Remove(path);
        Assert.Contains(LawCheck.Run(files, CheckParts.Cases, Memory).Faults, fault => fault.Wrong == "ch.185.29 has 3 cases, none of which comes out closed or incomplete.");
    }

    [Fact]
    public void Cases_and_reviews_change_no_digest()
    {
        Assert.All(FilesWithCases.Keys.Except(Files.Keys), path => Assert.StartsWith(LawFiles.Cases, path, StringComparison.Ordinal));
        Assert.Equal(Release.Digest, Run(FilesWithCases).Release!.Digest);
    }

    [Fact]
    public void A_new_declaration_waits_for_a_second_person()
    {
        var files = Appended("status/declarations.csv", "IT,ETS185,29.4,reservation,,only where the act is an offence in Italy,2026-11-01,,2026-11-10,TEST,high\n");
        var faults = Run(files).Faults;
        Assert.Contains(faults, fault => fault is { File: "status/declarations.csv", Line: 264 } && fault.Wrong.Contains("reviewed by nobody", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.File == "cases/answers/declared.csv");
        foreach (var (path, bytes) in LawCheck.Accept(files, "M. Weber", new(2026, 11, 22))) files[path] = bytes;
        Assert.Empty(Run(files).Faults);
        var register = Encoding.UTF8.GetString(files["cases/reviewed.csv"]).Split('\n');
        Assert.Single(register, line => line.EndsWith(",2026-11-22,M. Weber", StringComparison.Ordinal));
    }

    [Fact]
    public void Changed_bytes_of_cases_and_sheets_give_a_report()
    {
        var random = new FuzzSource(201);
        var paths = FilesWithCases.Keys.Where(path => path.StartsWith(LawFiles.Cases, StringComparison.Ordinal) || path.StartsWith("sheets/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < LawFuzz.Runs; i++)
        {
            var path = paths[random.Next(paths.Count)];
            LawFuzz.FuzzCheck(new Dictionary<string, byte[]>(FilesWithCases) { [path] = LawFuzz.Mutate([.. FilesWithCases[path]], random) }, Memory);
        }
    }

    private static LawCheckReport Run(Dictionary<string, byte[]> files) => LawCheck.Run(files, CheckParts.All, Memory);

    private static ImmutableArray<LawFault> OfCases(string text) =>
        LawCheck.Run(new Dictionary<string, byte[]>(FilesWithCases) { ["cases/x.yaml"] = Encoding.UTF8.GetBytes($"on: 2026-11-21\ncases:\n  {text}") }, CheckParts.Cases, Memory).Faults;

    private static Dictionary<string, byte[]> Appended(string file, string row) => new(FilesWithCases) { [file] = [.. FilesWithCases[file], .. Encoding.UTF8.GetBytes(row)] };

    private static Dictionary<string, byte[]> Changed(params ReadOnlySpan<(string File, string Good, string Bad)> changes)
    {
        var files = FilesWithCases.ToDictionary();
        foreach (var (file, good, bad) in changes)
        {
            var text = Encoding.UTF8.GetString(files[file]);
            var at = text.IndexOf(good, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{file} has no '{good}'.");
            files[file] = Encoding.UTF8.GetBytes(text.Remove(at, good.Length).Insert(at, bad));
        }

        return files;
    }

    private static List<Provision> Tagged() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Home, "..", "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Trait().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().Select(text => Provision.Parse(text)),
    ];

    [GeneratedRegex("""\[Trait\("Provision", "([^"]+)"\)\]""")]
    private static partial Regex Trait();
}
