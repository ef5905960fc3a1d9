using System.Net;
using System.Net.Sockets;
using Comity.Ledger;
using Comity.Node.Demo;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests.Identity;

public sealed class SetUpTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<SoftPasskey> _passkeys = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _passkeys.ForEach(p => p.Dispose());
        _folder.Dispose();
    }

    [Fact]
    [Trait("Spec", "approval/R13")]
    public async Task An_empty_node_leads_to_set_up_until_two_persons_are_enrolled_together_and_then_lets_them_in()
    {
        await using var anchor = await StartAsync("anchor");
        using var browser = new Browser(anchor.Cell.Url);
        Assert.Contains("Open the address that the node printed", (await browser.OpenAsync("/")).Text, StringComparison.Ordinal);
        var page = await OrganisationAsync(browser, anchor, ("kind", "anchor"), ("name", "Secretariat"), ("party", "FR"));
        var first = await EnrolAsync(browser, page, "1", "Claire Dumas");
        using (var sql = anchor.Core.Database.Read()) Assert.Empty(OfficerStore.All(sql));
        Assert.Contains("/set-up", (await browser.OpenAsync("/members")).Path, StringComparison.Ordinal);
        page = await browser.OpenAsync(anchor.Cell.SetUpLink);
        await EnrolAsync(browser, page, "2", "Paul Roy");
        using (var sql = anchor.Core.Database.Read())
        {
            Assert.Equal(2, OfficerStore.All(sql).Count);
            Assert.Equal(2, sql.Scalar<long>("SELECT count(*) FROM ledger_entry WHERE kind = $1", EntryKind.Enrolment.Word()));
        }

        page = await browser.SendAsync((await browser.OpenAsync(anchor.Cell.SetUpLink)).Form("/set-up/finish"));
        Assert.Contains(anchor.Core.Folder.Key(NodeKeys.Root).Kid, page.Text, StringComparison.Ordinal);
        Assert.Contains("No members yet", (await SignInAsync(browser, first, "/members")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "trust/R29")]
    public async Task A_member_is_admitted_only_with_the_fingerprint_that_came_another_way()
    {
        await using var anchor = await StartAsync("anchor");
        using var secretariat = new Browser(anchor.Cell.Url);
        var registrar = await SetUpAsync(secretariat, anchor, ("kind", "anchor"), ("name", "Secretariat"), ("party", "FR"));
        await using var member = await StartAsync("member");
        using var browser = new Browser(member.Cell.Url);
        var wrong = await OrganisationAsync(browser, member, ("kind", "authority"), ("name", "Serbia"), ("party", "RS"), ("office", "poc"), ("anchor", anchor.Cell.Url), ("anchorKey", new string('A', 43)));
        Assert.Contains("signs with another key", wrong.Text, StringComparison.Ordinal);
        Assert.False(member.Cell.IsSetUp);
        await SetUpAsync(browser, member, ("kind", "authority"), ("name", "Serbia"), ("party", "RS"), ("office", "poc"), ("anchor", anchor.Cell.Url),
            ("anchorKey", anchor.Core.Folder.Key(NodeKeys.Root).Kid));
        var members = await SignInAsync(secretariat, registrar, "/members");
        Assert.Contains("asks for admission", members.Text, StringComparison.Ordinal);
        var admit = members.Form("/members/admit");
        Assert.DoesNotContain("href=\"/requests/new\"", (await secretariat.OpenAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("Own witness only", members.Text, StringComparison.Ordinal);
        var refused = await secretariat.RefusedAsync(HttpStatusCode.Conflict, admit, ("fingerprint", "AAAAAAAA"));
        Assert.Contains("is not the key of this node", refused.Text, StringComparison.Ordinal);
        Assert.Equal("AAAAAAAA", refused.Form("/members/admit")["fingerprint"]);
        Assert.Equal(HttpStatusCode.Conflict, await secretariat.StatusAsync(admit, ("fingerprint", member.Core.Folder.Key(NodeKeys.Federation).Kid[..7])));
        Assert.Equal(HttpStatusCode.Redirect, await secretariat.StatusAsync(admit, ("fingerprint", member.Core.Folder.Key(NodeKeys.Federation).Kid[..8])));
        Assert.Contains("24/7 point of contact", (await secretariat.OpenAsync("/members")).Text, StringComparison.Ordinal);
        Assert.True(await member.Services.GetRequiredService<MemberDirectory>().TryRefreshAsync(Stop));
        Assert.True(member.Services.GetRequiredService<OwnTrust>().IsAdmitted);
        Assert.Contains("has admitted this node", (await browser.OpenAsync(member.Cell.SetUpLink)).Text, StringComparison.Ordinal);
        Assert.True(await member.Services.GetRequiredService<WitnessClient>().TrySubmitAsync(Stop));
    }

    [Fact]
    [Trait("Spec", "approval/R13")]
    public async Task A_further_officer_is_proposed_by_one_and_confirmed_by_another()
    {
        await using var anchor = await StartAsync("anchor");
        using var one = new Browser(anchor.Cell.Url);
        using var two = new Browser(anchor.Cell.Url);
        using var invited = new Browser(anchor.Cell.Url);
        var first = await SetUpAsync(one, anchor, ("kind", "anchor"), ("name", "Secretariat"), ("party", "FR"));
        var second = _passkeys[2];
        var officers = await SignInAsync(one, first, "/officers");
        officers = await one.SendAsync(officers.Form("/officers/invite"), ("name", "Nina Blanc"), ("title", "Registrar"));
        var address = System.Text.RegularExpressions.Regex.Match(officers.Text, "/enrol/[A-Za-z0-9_-]{22}").Value;
        Assert.DoesNotContain("/enrol/", (await one.OpenAsync("/officers")).Text, StringComparison.Ordinal);
        var page = await invited.OpenAsync(address);
        var (done, third) = await PasskeysAsync(invited, page.Form("/passkeys"), address + "/options");
        Assert.Contains("Both passkeys are enrolled", done.Text, StringComparison.Ordinal);
        Assert.False((await one.OpenAsync("/officers")).Has("/officers/confirm"));
        var confirm = (await SignInAsync(two, second, "/officers")).Form("/officers/confirm");
        var invite = (await one.OpenAsync("/officers")).Form("/officers/invite");
        var own = await one.RefusedAsync(HttpStatusCode.Conflict, invite with { Action = "/officers/confirm" }, ("enrolment", confirm["enrolment"]));
        Assert.Contains("You proposed this person yourself", own.Text, StringComparison.Ordinal);
        Assert.Equal("No Title", (await one.RefusedAsync(HttpStatusCode.BadRequest, invite, ("name", "No Title"))).Form("/officers/invite")["name"]);
        Assert.Contains("Nina Blanc", (await two.SendAsync(confirm)).Text, StringComparison.Ordinal);
        Assert.Contains("Officers and passkeys", (await SignInAsync(invited, third, "/officers")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_instead_of_a_new_passkey_is_refused()
    {
        using var passkey = new SoftPasskey("http://a.localhost:7080");
        var challenge = new byte[32];
        var good = passkey.Create(System.Text.Json.Nodes.JsonNode.Parse(ApprovalPasskey.Options("A", "a.localhost", "N", new byte[16], challenge))!);
        Assert.True(ApprovalPasskey.Read(good, challenge, "http://a.localhost:7080", "a.localhost").Bound);
        Assert.Throws<RefusedException>(() => ApprovalPasskey.Read(good, challenge, "http://b.localhost:7080", "a.localhost"));
        Assert.Throws<RefusedException>(() => ApprovalPasskey.Read(good, new byte[31], "http://a.localhost:7080", "a.localhost"));
        var random = new Random(1);
        for (var n = 0; n < 2000; n++)
        {
            var text = good.ToCharArray();
            for (var k = random.Next(1, 5); k > 0; k--) text[random.Next(text.Length)] = (char)random.Next(32, 127);
            try
            {
                ApprovalPasskey.Read(new string(text), challenge, "http://a.localhost:7080", "a.localhost");
            }
            catch (RefusedException)
            {
                // the one refusal that peers' bytes may lead to
            }
        }
    }

    private Task<NodeHost> StartAsync(string name)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return NodeHost.StartAsync(new(_folder.At(name), $"http://{name}.localhost:{port}", new(IPAddress.Loopback, port)), LawShelf.Load(), stop: Stop);
    }

    private static async Task<DeskPage> OrganisationAsync(Browser browser, NodeHost node, params (string, string)[] fields) =>
        await browser.SendAsync((await browser.OpenAsync(node.Cell.SetUpLink)).Form("/set-up/organisation"), fields);

    /// <summary>The whole way; the first person's sign-in passkey.</summary>
    private async Task<SoftPasskey> SetUpAsync(Browser browser, NodeHost node, params (string, string)[] fields)
    {
        var page = await OrganisationAsync(browser, node, fields);
        var first = await EnrolAsync(browser, page, "1", "First Person");
        await EnrolAsync(browser, await browser.OpenAsync(node.Cell.SetUpLink), "2", "Second Person");
        await browser.SendAsync((await browser.OpenAsync(node.Cell.SetUpLink)).Form("/set-up/finish"));
        return first;
    }

    private async Task<SoftPasskey> EnrolAsync(Browser browser, DeskPage page, string number, string name)
    {
        var form = page.Form("/set-up/persons", f => f["number"] == number);
        return (await PasskeysAsync(browser, form, "/set-up/persons/options", ("name", name), ("title", "Registrar"))).SignIn;
    }

    private async Task<(DeskPage Page, SoftPasskey SignIn)> PasskeysAsync(Browser browser, PageForm form, string options, params (string, string)[] fields)
    {
        var steps = await browser.BeginAsync(options, form, fields);
        var origin = "http://" + steps["approval"]["rp"]!["id"]!.GetValue<string>() + ":" + new Uri(browser.Address).Port;
        var (signIn, approval) = (new SoftPasskey(origin), new SoftPasskey(origin));
        _passkeys.AddRange([signIn, approval]);
        var page = await browser.SendAsync(form, [.. fields, ("signin", signIn.Create(steps["signin"])), ("approval", approval.Create(steps["approval"]))]);
        return (page, signIn);
    }

    private static async Task<DeskPage> SignInAsync(Browser browser, SoftPasskey passkey, string path)
    {
        var form = (await browser.OpenAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path))).Form("/sign-in/passkey");
        var steps = await browser.BeginAsync("/sign-in/options", form);
        return await browser.SendAsync(form, ("assertion", passkey.Assert(steps["assertion"])));
    }
}
