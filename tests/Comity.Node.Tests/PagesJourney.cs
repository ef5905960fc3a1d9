using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests;

/// <summary>An office of the demo that acts: its officers approve with their exercise keys.</summary>
internal sealed class DemoOffice(NodeHost host, string office)
{
    internal NodeHost Host => host;

    internal string Id => host.Core.Settings.OfficeId(office);

    internal Digest Law => host.Core.Law.Current.Digest;

    internal StatementDraft Opens(DemoOffice to, string channel, ActType type, Terms terms) => StatementDraft.Opening(
        Id, to.Id, new(host.Core.Settings.Url, to.Host.Core.Settings.Url), type, channel, Law, terms, host.Core.Random);

    internal StatementDraft Writes(DemoOffice to, Digest dossier, ActType type, Terms? terms = null, string? channel = null, params Digest[] re) => new()
    {
        Issuer = Id, To = to.Id, Dossier = dossier, Jti = StatementDraft.NewJti(host.Core.Random), Type = type, Channel = channel, Re = re, Law = Law, Terms = terms ?? Terms.None,
    };

    /// <summary>Approves, seals, and waits for the other side's verdict.</summary>
    internal async Task<Digest> SealAsync(StatementDraft draft, IReadOnlyDictionary<string, string>? disclosed = null, params string[] own)
    {
        var desk = host.Services.GetRequiredService<ActDesk>();
        var act = desk.Prepare(new(office, draft, [.. Whole(draft, disclosed ?? new Dictionary<string, string>()).Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))], own.ToHashSet()));
        using var scope = host.Services.CreateScope();
        var enrolment = scope.ServiceProvider.GetRequiredService<Enrolment>();
        var (approvals, statements) = (new List<Approval>(), new List<SdJwt>());
        foreach (var officer in Officers().Take(act.Demand.Persons))
        {
            var key = await enrolment.KeyAsync(officer);
            approvals.Add(new(key.Statement.Id, ExerciseAuthenticator.Assert(key.ExerciseKey!, host.Core.Settings.Host, host.Core.Settings.Url, act.Challenge), host.Core.Now));
            statements.Add(key.Statement);
        }

        var id = (await desk.SealAsync([new(act, approvals, statements)]))[0];
        await Until(() => Verdict(id) is not null, $"{draft.Type} got no verdict");
        Assert.False(Verdict(id)!.Rejected, $"{draft.Type} was rejected: {Verdict(id)!.Reason}");
        return id;
    }

    /// <summary>What is said, and a word for each mandatory element that the test does not care about: an honest program would not send it otherwise.</summary>
    private Dictionary<string, string> Whole(StatementDraft draft, IReadOnlyDictionary<string, string> said)
    {
        var whole = new Dictionary<string, string>(said);
        foreach (var element in draft.Channel is { } channel ? host.Core.Law.Current.FindChannel(channel)!.Elements.Where(e => e.Mandatory) : [])
            whole.TryAdd(element.Id, "Said in a test.");
        return whole;
    }

    /// <summary>A browser in which the office's first officer is signed in.</summary>
    internal async Task<HttpClient> BrowserAsync()
    {
        var handler = Loopback.Handler();
        handler.UseCookies = true;
        handler.AllowAutoRedirect = true;
        var browser = new HttpClient(handler) { BaseAddress = new Uri(host.Core.Settings.Url) };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await browser.GetAsync(new Uri(SignIn.DemoLink(host.Core, Officers()[0])))).EnsureSuccessStatusCode();
        return browser;
    }

    internal IReadOnlyList<Officer> Officers()
    {
        using var sql = host.Core.Database.Read();
        return [.. OfficerStore.All(sql).Where(o => o.Office == office)];
    }

    internal static async Task Until(Func<bool> holds, string otherwise)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds()) return;
            await Task.Delay(50);
        }

        Assert.Fail(otherwise);
    }

    private Verdict? Verdict(Digest id)
    {
        using var sql = host.Core.Database.Read();
        return DossierTables.Find(sql, id)?.Verdict;
    }
}

/// <summary>The demo federation after Serbia asked, Japan ordered and promised, and Serbia followed up: what the pages are tested on.</summary>
public sealed class PagesJourney : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private DemoFederation _federation = null!;

    internal DemoOffice Serbia { get; private set; } = null!;

    internal DemoOffice SerbiaCentral { get; private set; } = null!;

    internal DemoOffice Japan { get; private set; } = null!;

    internal DemoOffice JapanCentral { get; private set; } = null!;

    internal DemoOffice Provider { get; private set; } = null!;

    internal Digest Dossier { get; private set; }

    internal Digest Order { get; private set; }

    internal Digest Request { get; private set; }

    internal Digest Granted { get; private set; }

    internal Digest Emergency { get; private set; }

    internal NodeHost Anchor => _federation["secretariat"];

    public async ValueTask InitializeAsync()
    {
        _federation = await DemoFederation.StartAsync(_folder.Path, LawShelf.Load(), TestContext.Current.CancellationToken);
        (Serbia, SerbiaCentral) = (new(_federation["rs"], "poc"), new(_federation["rs"], "ca"));
        (Japan, JapanCentral) = (new(_federation["jp"], "poc"), new(_federation["jp"], "ca"));
        Provider = new(_federation["examplecloud"], "response");
        await PreserveAsync();
        await FollowUpAsync();
        await AskInEmergencyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _federation.DisposeAsync();
        _folder.Dispose();
    }

    private async Task PreserveAsync()
    {
        var request = Serbia.Opens(Japan, "ch.185.29", ActType.Request, new() { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None });
        Dossier = request.Dossier;
        Request = await Serbia.SealAsync(request, new Dictionary<string, string>
        {
            ["title"] = "Hospital attack, log-in records", ["reference"] = "KT 118/26", ["words"] = "The oldest entries are lost in ten days.",
            ["el.29.authority"] = "High-Tech Crime Department, Belgrade", ["el.29.offence"] = "Illegal access to the systems of a hospital",
            ["el.29.data"] = "Log-in records of k.mori@example.jp, 1 to 15 November, UTC", ["el.29.custodian"] = "ExampleCloud K.K., Tokyo",
            ["el.29.necessity"] = "The provider deletes after 30 days", ["el.29.intent"] = "We intend to ask for mutual assistance",
        });
        Granted = await Japan.SealAsync(Japan.Writes(Serbia, Dossier, ActType.Granted, re: Request));
        var order = Japan.Opens(Provider, "pw.185.16", ActType.Instruction, new() { Categories = ["traffic"], Until = In(40) });
        Order = order.Dossier;
        var ordered = await Japan.SealAsync(order, new Dictionary<string, string>
        {
            ["title"] = "Preserve log-in records", ["link"] = Dossier.ToString(), ["el.16.authority"] = "Cyber Affairs Bureau", ["el.16.legal-basis"] = "CCP art. 197(3)",
            ["el.16.custodian"] = "ExampleCloud K.K.", ["el.16.data"] = "Log-in records of k.mori@example.jp", ["el.16.period"] = "40", ["el.16.reference"] = "NPA-4471",
        }, "link");
        await Provider.SealAsync(Provider.Writes(Japan, Order, ActType.PreservationEffected, new() { Until = In(40) }, re: ordered));
        await Japan.SealAsync(Japan.Writes(Serbia, Dossier, ActType.PreservationEffected, new() { Until = In(61) }, re: Request));
    }

    private async Task FollowUpAsync()
    {
        var request = await SerbiaCentral.SealAsync(SerbiaCentral.Writes(
            JapanCentral, Dossier, ActType.Request, new() { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None }, "ch.185.31", Request),
            new Dictionary<string, string> { ["el.31.status"] = "follow-up to preservation", ["el.31.facts"] = "The account rented the server" });
        await JapanCentral.SealAsync(JapanCentral.Writes(SerbiaCentral, Dossier, ActType.GrantedOnCondition,
            new() { Conditions = [new("use", ConditionKind.UseLimit, "sg.use-limit")] }, re: request));
    }

    private async Task AskInEmergencyAsync()
    {
        var request = Serbia.Opens(Japan, "ch.185.29", ActType.Request, new() { Categories = ["subscriber"], Offences = ["off.185.2"], Urgency = Urgency.Emergency });
        Emergency = request.Dossier;
        await Serbia.SealAsync(request, new Dictionary<string, string> { ["title"] = "Threat against a school", ["words"] = "A shooting is announced for tomorrow." });
    }

    private long In(int days) => Serbia.Host.Core.Now.AddDays(days).ToUnixTimeSeconds();
}
