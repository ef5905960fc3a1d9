using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests.Evidence;

/// <summary>The nodes of the demo, one by one so that each can be stopped and started, with the acts that lead to a delivery written without pages.</summary>
internal sealed class DeliveryStory : IAsyncDisposable
{
    internal const string Provider = DemoMembers.Provider, Japan = DemoMembers.Japan, Serbia = DemoMembers.Serbia;

    private static readonly LawShelf Law = LawShelf.Load();
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, NodeHost> _nodes = [];

    internal static async Task<DeliveryStory> StartAsync()
    {
        var story = new DeliveryStory();
        await DemoFolders.PrepareAsync(story._folder.Path, Law, Ports());
        foreach (var member in DemoMembers.All) await story.StartAsync(member.Name);
        for (var round = 0; round < 2; round++)
            foreach (var node in story._nodes.Values) await node.Services.GetRequiredService<MemberDirectory>().TryRefreshAsync(default);
        return story;
    }

    /// <summary>Free ports below those that the system gives to callers, so that a node that stopped finds its own again.</summary>
    private static int[] Ports()
    {
        var first = RandomNumberGenerator.GetInt32(10_000, 30_000);
        return [.. Enumerable.Range(first, 1000).Where(IsFree).Take(DemoMembers.All.Count)];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal async Task StartAsync(string name) => _nodes[name] = await NodeHost.StartAsync(DemoFolders.Options(_folder.Path, DemoMembers.All.First(m => m.Name == name)), Law);

    internal async Task StopAsync(string name)
    {
        _nodes.Remove(name, out var node);
        await node!.DisposeAsync();
    }

    internal NodeHost this[string name] => _nodes[name];

    internal T Of<T>(string name)
        where T : notnull => _nodes[name].Services.GetRequiredService<T>();

    internal string Office(string name, string office) => $"{_nodes[name].Core.Settings.Url}/offices/{office}";

    /// <summary>An officer who works through the pages.</summary>
    internal Task<OfficerAtDesk> AtDeskAsync(string name, string office) => OfficerAtDesk.SignInAsync(SignIn.DemoLink(_nodes[name].Core, Officer(name, office)), default);

    internal string FolderOf(string name) => _folder.At(name);

    internal Officer Officer(string name, string office)
    {
        using var sql = _nodes[name].Core.Database.Read();
        return OfficerStore.All(sql).First(o => o.Office == office);
    }

    /// <summary>Japan orders the provider to produce, the provider obeys: the state in which a delivery may be written.</summary>
    internal Task<Digest> OrderedAsync() => GrantedAsync((Japan, "ca"), (Provider, "response"), ActType.Instruction, "pw.185.18.1.a");

    /// <summary>Serbia asks Japan, Japan grants.</summary>
    internal Task<Digest> AskedAsync() => GrantedAsync((Serbia, "ca"), (Japan, "ca"), ActType.Request, "ch.185.31");

    private async Task<Digest> GrantedAsync((string Node, string Office) asking, (string Node, string Office) asked, ActType type, string channel)
    {
        var node = _nodes[asking.Node].Core;
        var to = Office(asked.Node, asked.Office);
        var terms = new Terms { Categories = ["traffic"], Offences = ["off.185.4"], Treaty = TreatyOfPair.None };
        var draft = StatementDraft.Opening(node.Settings.OfficeId(asking.Office), to, new(node.Settings.Url, Peers.OrganisationOf(to)), type, channel, Law.Current.Digest, terms, node.Random);
        var elements = Law.Current.FindChannel(channel)!.Elements.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Id, "Said in a test."));
        var request = await SealAsync(asking.Node, new(asking.Office, draft, [.. elements], new HashSet<string>()));
        await ValidatedAsync(asked.Node, request);
        await WriteAsync(asked, asking, draft.Dossier, ActType.Granted, [request], Terms.None, []);
        return draft.Dossier;
    }

    /// <summary>Writes an act in a dossier; its id once the other side has validated it.</summary>
    internal async Task<Digest> WriteAsync(
        (string Node, string Office) by, (string Node, string Office) to, Digest dossier, ActType type, IReadOnlyList<Digest> re, Terms terms, IReadOnlyList<KeyValuePair<string, JsonNode?>> disclosed)
    {
        var id = await SealAsync(by.Node, by.Office, Office(to.Node, to.Office), dossier, type, re, terms, disclosed);
        await ValidatedAsync(to.Node, id);
        return id;
    }

    /// <summary>Seals an act and does not wait for anybody.</summary>
    internal Task<Digest> SealAsync(
        string name, string office, string to, Digest dossier, ActType type, IReadOnlyList<Digest> re, Terms terms, IReadOnlyList<KeyValuePair<string, JsonNode?>> disclosed)
    {
        var draft = new StatementDraft
        {
            Issuer = Office(name, office), To = to, Dossier = dossier, Jti = StatementDraft.NewJti(_nodes[name].Core.Random), Type = type, Re = re, Law = Law.Current.Digest, Terms = terms,
        };
        return SealAsync(name, new(office, draft, disclosed, new HashSet<string>()));
    }

    /// <summary>A draft of a delivery, as the pages would begin it.</summary>
    internal async Task<string> DraftAsync(string name, string office, Digest dossier)
    {
        var id = Base64UrlText.Encode(_nodes[name].Core.Random.Bytes(12));
        await _nodes[name].Core.Writer.RunAsync(t => DraftTables.Put(t.Sql, new(id, office, Officer(name, office).Id, ActType.Delivery, dossier, null, null, new Dictionary<string, string>(), _nodes[name].Core.Now)));
        return id;
    }

    internal async Task<string> DraftWithAsync(string name, string office, Digest dossier, params (string Name, byte[] Content)[] files)
    {
        var draft = await DraftAsync(name, office, dossier);
        foreach (var (file, content) in files) Assert.Null(await Of<EvidenceDesk>(name).AddAsync(draft, file, new MemoryStream(content), content.Length, default));
        return draft;
    }

    /// <summary>Packs a draft and seals its delivery; the delivery's id.</summary>
    internal async Task<Digest> DeliverAsync((string Node, string Office) by, (string Node, string Office) to, Digest dossier, string draft)
    {
        var packed = (await Of<EvidenceDesk>(by.Node).PackAsync(draft, Office(to.Node, to.Office), dossier))!;
        var request = FileOf(by.Node, dossier).State.Requests[^1];
        return await WriteAsync(by, to, dossier, ActType.Delivery, [.. request.NamedByDelivery()], new() { Package = packed.Package, Items = packed.Items }, packed.Disclosed);
    }

    internal DossierFile FileOf(string name, Digest dossier)
    {
        using var sql = _nodes[name].Core.Database.Read();
        return DossierFile.Load(sql, dossier);
    }

    internal Package? PackageAt(string name, Digest delivery)
    {
        using var sql = _nodes[name].Core.Database.Read();
        return EvidenceTables.Package(sql, delivery);
    }

    internal List<string> RungsAt(string name, Digest package)
    {
        using var sql = _nodes[name].Core.Database.Read();
        return [.. DossierTables.Receipts(sql, package).Where(r => !r.Ours).Select(r => r.Rung)];
    }

    internal Task ArrivedAsync(string name, Digest delivery) => UntilAsync(() => PackageAt(name, delivery)?.Arrived is not null, () => $"the package to arrive at {name}: {PackageAt(name, delivery)}");

    internal static async Task UntilAsync(Func<bool> holds, Func<string> what)
    {
        for (var i = 0; i < 1200 && !holds(); i++) await Task.Delay(50);
        Assert.True(holds(), "Waited a minute for " + what());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        _folder.Dispose();
    }

    private Task ValidatedAsync(string name, Digest statement) => UntilAsync(() => Find(name, statement)?.Verdict is not null, () => $"a verdict of {name} on {statement}");

    private StoredStatement? Find(string name, Digest statement)
    {
        using var sql = _nodes[name].Core.Database.Read();
        var found = DossierTables.Find(sql, statement);
        if (found?.Verdict is { Rejected: true }) Assert.Fail($"{name} rejected the {found.Claims.Type}: {found.Verdict.Reason} {found.Why}");
        return found;
    }

    private async Task<Digest> SealAsync(string name, ActProposal proposal)
    {
        var desk = Of<ActDesk>(name);
        var act = desk.Prepare(Declare(name, proposal));
        var core = _nodes[name].Core;
        var key = await new Enrolment(core).KeyAsync(Officer(name, proposal.Office));
        var approval = new Approval(key.Statement.Id, ExerciseAuthenticator.Assert(key.ExerciseKey!, core.Settings.Host, core.Settings.Url, act.Challenge), core.Now);
        return (await desk.SealAsync([new(act, [approval], [key.Statement])]))[0];
    }

    /// <summary>Declares whatever the law data find (R17a): these tests are about evidence.</summary>
    private ActProposal Declare(string name, ActProposal proposal)
    {
        var core = _nodes[name].Core;
        var file = FileOf(name, proposal.Draft.Dossier);
        var place = file.Statements.Count == 0 ? ChainPlace.First : file.Fold.PlaceFor(file.SideOf(core.Settings.Url))!;
        var act = proposal.Draft.At(place, core.Now.ToUnixTimeSeconds(), Digest.Of("not sealed yet"));
        var roles = core.Settings.Offices.First(o => o.Name == proposal.Office).Roles;
        var state = file.Statements.Count == 0 ? file.State : file.Fold.StateFor(file.SideOf(core.Settings.Url));
        var found = Of<LawDesk>(name).FindingsFor(act, proposal.Disclosed.Select(d => d.Key), [.. roles], file.Fold)(state!);
        return proposal with { Draft = proposal.Draft with { Terms = proposal.Draft.Terms with { Against = found } } };
    }
}
