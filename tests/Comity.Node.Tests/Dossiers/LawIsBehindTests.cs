using System.Text;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Law;

namespace Comity.Node.Tests.Dossiers;

/// <summary>The law advises (R17a), a dossier is judged by the data it was made under (R10): acceptance story S8, played between real nodes that later start with other data.</summary>
[Trait("Spec", "statement/R17a")]
[Trait("Spec", "statement/R10")]
public sealed class LawIsBehindTests : IAsyncLifetime
{
    private const string Preservation = "ch.185.29", Reason = "Japan deposited on 10 November 2026; note verbale of the treaty office, not in the data yet.";

    private readonly TestFolder _folder = new();
    private DemoFederation? _federation;

    private Bureau Serbia => new(_federation!["rs"]);

    private Bureau Japan => new(_federation!["jp"]);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_federation is { } running) await running.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S8_an_officer_goes_against_data_that_are_behind_with_a_reason_and_newer_data_agree_with_him()
    {
        await StartAsync(Behind());
        var channel = Serbia.Release.FindChannel(Preservation)!;
        var officer = Serbia.Issuer(channel);
        Assert.Contains(Serbia.Of<RouteQueries>().Show(Need, officer.Office).Closed, w => w.Channel == Preservation && w.CanStart);

        var draft = await Serbia.WriteAsync(officer, channel, Need);
        Assert.Contains(DraftDesk.Blocks(draft), b => b.Text.Contains("closed-route ch.185.29", StringComparison.Ordinal));
        var undeclared = await Assert.ThrowsAsync<RefusedException>(() => Serbia.SendAsync(officer, draft.Draft.Id));
        Assert.Equal(RefusalCode.UndeclaredFinding, undeclared.Code);

        var doubt = new Finding(FindingKind.ClosedRoute, Preservation);
        await Serbia.FillAsync(officer, draft.Draft.Id, new() { [DraftActs.ReasonField(doubt)] = Reason });
        var sent = await Serbia.SendAsync(officer, draft.Draft.Id);
        Assert.False((await Serbia.VerdictAsync(sent)).Rejected);
        Assert.Equal([doubt], Japan.Stored(sent)!.Claims.Terms.Against);
        var dossier = Japan.Stored(sent)!.Claims.Dossier;
        foreach (var side in (string[])["rs", "jp"]) Assert.Contains(Reason, await PageAsync(side, dossier), StringComparison.Ordinal);

        var granted = await AnswerAsync(Japan, dossier, ActType.Granted, sent);
        Assert.False((await Japan.VerdictAsync(granted)).Rejected);

        await RestartAsync(new(LawFolder.Load(LawFolder.Beside))); // the data catch up
        foreach (var side in (string[])["rs", "jp"])
        {
            var page = await PageAsync(side, dossier);
            Assert.Contains("closed by the data of the request, open by the present", page, StringComparison.Ordinal);
            Assert.Contains("The present law data would decide otherwise here", page, StringComparison.Ordinal);
        }

        Assert.Equal([doubt], Serbia.Stored(sent)!.Claims.Terms.Against); // what was signed stays, and so does its judgement
        Assert.Equal(Behind().Current.Digest, Serbia.Stored(sent)!.Claims.Law);
    }

    [Fact]
    public async Task A_dossier_shows_which_time_limit_the_present_data_set_otherwise_and_stays_as_it_was()
    {
        await StartAsync(new(LawFolder.Load(LawFolder.Beside)));
        var channel = Serbia.Release.FindChannel(Preservation)!;
        var officer = Serbia.Issuer(channel);
        var sent = await Serbia.SendAsync(officer, (await Serbia.WriteAsync(officer, channel, Need)).Draft.Id);
        Assert.False((await Serbia.VerdictAsync(sent)).Rejected);
        var dossier = Serbia.Stored(sent)!.Claims.Dossier;
        Assert.DoesNotContain("by the present", await PageAsync("rs", dossier), StringComparison.Ordinal);

        await RestartAsync(With("ets-185.yaml", "duration: P60D", "duration: P90D"));
        var page = await PageAsync("rs", dossier);
        Assert.Contains("60 days by the data of the request, 90 days by the present", page, StringComparison.Ordinal);
        Assert.Equal(60 * 86_400, Serbia.Of<LawDesk>().View(QuestionOf(sent))!.Limits.Single(l => l.Id == "dl.29.7.min").Term);
    }

    [Fact]
    public async Task Data_that_change_nothing_here_are_said_to_agree()
    {
        await StartAsync(new(LawFolder.Load(LawFolder.Beside)));
        var channel = Serbia.Release.FindChannel(Preservation)!;
        var officer = Serbia.Issuer(channel);
        var sent = await Serbia.SendAsync(officer, (await Serbia.WriteAsync(officer, channel, Need)).Draft.Id);
        await Serbia.VerdictAsync(sent);
        await RestartAsync(With("cets-201.yaml", "title: Victim's complaint in the State of residence", "title: Complaint of a victim in the State of residence"));
        Assert.Contains("It would decide nothing here otherwise", await PageAsync("jp", Serbia.Stored(sent)!.Claims.Dossier), StringComparison.Ordinal);
    }

    private static Need Need { get; } = new("traffic", "ExampleCloud K.K.", "JP", "off.185.4", "none", "", "none", Consent: false);

    private ChannelQuestion QuestionOf(Digest request)
    {
        using var sql = Serbia.Node.Database.Read();
        var file = DossierFile.Load(sql, Serbia.Stored(request)!.Claims.Dossier);
        return ChannelQuestion.Of(file.State.Request(request)!, file.Sides);
    }

    private static async Task<Digest> AnswerAsync(Bureau bureau, Digest dossier, ActType type, Digest on)
    {
        var officer = bureau.Officers("poc")[0];
        var id = await bureau.Desk.BeginAsync(officer, dossier, type, on, null);
        return await bureau.SendAsync(officer, (await bureau.FillAsync(officer, id, new() { [OrderForm.With] = "" })).Draft.Id);
    }

    private async Task<string> PageAsync(string name, Digest dossier)
    {
        using var browser = await new DemoOffice(_federation![name], "poc").BrowserAsync();
        return FormReader.Text(await browser.GetStringAsync(new Uri($"/dossiers/{dossier}", UriKind.Relative)));
    }

    /// <summary>The data as they were before they knew that ETS 185 binds Japan.</summary>
    private static LawShelf Behind() => With(
        "status/treaty_status.csv",
        ("ETS185,JP,party,2001-11-23,2012-07-03,acceptance,2012-11-01", "ETS185,JP,signatory,2001-11-23,,,"),
        ("CETS224,JP,consented,2022-05-12,2023-08-10,acceptance,,,NLDB224-2026;MOFA-JP;WIPOLEX-19810,high,deposited; protocol not known to be in force (3 of 5 consents found; latest snapshot after 2026-02-05)\n", "")); // a protocol binds Parties to its convention only

    private static LawShelf With(string file, string was, string becomes) => With(file, [(was, becomes)]);

    private static LawShelf With(string file, params (string Was, string Becomes)[] changes)
    {
        var files = LawFolder.Read(LawFolder.Beside);
        var text = Encoding.UTF8.GetString(files[file]);
        foreach (var (was, becomes) in changes)
        {
            Assert.Contains(was, text, StringComparison.Ordinal);
            text = text.Replace(was, becomes, StringComparison.Ordinal);
        }

        files[file] = Encoding.UTF8.GetBytes(text);
        return new(LawRelease.Load(files));
    }

    private async Task StartAsync(LawShelf law) => _federation = await DemoFederation.StartAsync(_folder.At("demo"), law, default);

    private async Task RestartAsync(LawShelf law)
    {
        await _federation!.DisposeAsync();
        await StartAsync(law);
    }
}
