using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Identity;

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

    /// <summary>Every mandatory element of a channel, said somehow, with what matters in the test.</summary>
    internal Dictionary<string, string> Form(string channel, params (string Name, string Text)[] said)
    {
        var form = host.Core.Law.Current.FindChannel(channel)!.Elements.Where(e => e.Mandatory).ToDictionary(e => e.Id, _ => "Said in a test.");
        foreach (var (name, text) in said) form[name] = text;
        return form;
    }

    /// <summary>Approves, seals, and waits for the other side's verdict.</summary>
    internal async Task<Digest> SealAsync(StatementDraft draft, Dictionary<string, string>? disclosed = null, params string[] own)
    {
        var proposal = new ActProposal(office, draft, [.. (disclosed ?? []).Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))], own.ToHashSet());
        var id = await TestActs.SealAsync(host, proposal, draft.Terms.Urgency == Urgency.Emergency ? 2 : 1);
        await TestFederation.UntilAsync(() => Verdict(id) is not null, $"a verdict on {draft.Type}");
        Assert.False(Verdict(id)!.Rejected, $"{draft.Type} was rejected: {Verdict(id)!.Reason}");
        return id;
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

    private Verdict? Verdict(Digest id)
    {
        using var sql = host.Core.Database.Read();
        return DossierTables.Find(sql, id)?.Verdict;
    }
}

/// <summary>The demo federation after Serbia asked, Japan ordered and promised, and Serbia followed up: what the pages are tested on.</summary>
public sealed class PagesJourney : IAsyncLifetime
{
    private TestFederation _federation = null!;

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
        _federation = await TestFederation.StartAsync();
        (Serbia, SerbiaCentral) = (new(_federation["rs"], "poc"), new(_federation["rs"], "ca"));
        (Japan, JapanCentral) = (new(_federation["jp"], "poc"), new(_federation["jp"], "ca"));
        Provider = new(_federation["examplecloud"], "response");
        await PreserveAsync();
        await FollowUpAsync();
        await AskInEmergencyAsync();
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private async Task PreserveAsync()
    {
        var request = Serbia.Opens(Japan, "ch.185.29", ActType.Request, new() { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None });
        Dossier = request.Dossier;
        Request = await Serbia.SealAsync(request, Serbia.Form("ch.185.29", ("title", "Hospital attack, log-in records"), ("reference", "KT 118/26"),
            ("words", "The oldest entries are lost in ten days."), ("el.29.offence", "Illegal access to the systems of a hospital")));
        Granted = await Japan.SealAsync(Japan.Writes(Serbia, Dossier, ActType.Granted, re: Request));
        var order = Japan.Opens(Provider, "pw.185.16", ActType.Instruction, new() { Categories = ["traffic"], Until = In(40) });
        Order = order.Dossier;
        var ordered = await Japan.SealAsync(order, Japan.Form("pw.185.16", ("title", "Preserve log-in records"), ("link", Dossier.ToString()), ("el.16.reference", "NPA-4471")), "link");
        await Provider.SealAsync(Provider.Writes(Japan, Order, ActType.PreservationEffected, new() { Until = In(40) }, re: ordered));
        await Japan.SealAsync(Japan.Writes(Serbia, Dossier, ActType.PreservationEffected, new() { Until = In(61) }, re: Request));
    }

    private async Task FollowUpAsync()
    {
        var request = await SerbiaCentral.SealAsync(SerbiaCentral.Writes(
            JapanCentral, Dossier, ActType.Request, new() { Categories = ["traffic"], Offences = ["off.185.2"], Treaty = TreatyOfPair.None }, "ch.185.31", Request),
            SerbiaCentral.Form("ch.185.31", ("el.31.previous-preservation", "The preservation request of this dossier")));
        await JapanCentral.SealAsync(JapanCentral.Writes(SerbiaCentral, Dossier, ActType.GrantedOnCondition,
            new() { Conditions = [new("use", ConditionKind.UseLimit, "sg.use-limit")] }, re: request));
    }

    private async Task AskInEmergencyAsync()
    {
        var request = Serbia.Opens(Japan, "ch.185.29", ActType.Request, new()
        {
            Categories = ["subscriber"], Offences = ["off.185.2"], Urgency = Urgency.Emergency, Treaty = TreatyOfPair.None, Against = [new(FindingKind.MissingElement, "el.29.necessity")],
        });
        Emergency = request.Dossier;
        var form = Serbia.Form("ch.185.29", ("title", "Threat against a school"), ("words", "A shooting is announced for tomorrow."), ("against-reason", "No time to ask the provider."));
        form.Remove("el.29.necessity");
        await Serbia.SealAsync(request, form);
    }

    private long In(int days) => Serbia.Host.Core.Now.AddDays(days).ToUnixTimeSeconds();
}
