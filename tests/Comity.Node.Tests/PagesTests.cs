using System.Net;
using Comity.Dossiers;
using Comity.Node.Dossiers;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests;

/// <summary>What officers see, asked over HTTP from four running nodes.</summary>
public sealed class PagesTests(PagesJourney journey) : IClassFixture<PagesJourney>
{
    private static async Task<string> Get(DemoOffice office, string path)
    {
        using var browser = await office.BrowserAsync();
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}\n{text}");
        return text;
    }

    [Fact]
    public async Task The_desk_shows_emergencies_first_and_says_whose_turn_it_is()
    {
        var desk = await Get(journey.Japan, "/");
        Assert.Contains("Emergency lane", desk, StringComparison.Ordinal);
        Assert.Contains("Threat against a school", desk, StringComparison.Ordinal);
        Assert.Contains("A shooting is announced", desk, StringComparison.Ordinal);
        Assert.Contains("Hospital attack, log-in records", desk, StringComparison.Ordinal);
        Assert.Contains("Condition: their turn", desk, StringComparison.Ordinal);
        Assert.Contains("Condition: our turn", await Get(journey.Serbia, "/"), StringComparison.Ordinal);
        Assert.Contains("Domestic orders", desk, StringComparison.Ordinal);
        var orders = await Get(journey.Japan, "/?show=orders");
        Assert.Contains("Preserve log-in records", orders, StringComparison.Ordinal);
        Assert.DoesNotContain("Hospital attack", orders, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_problem_leads_to_what_it_means()
    {
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            var page = await Get(journey.Japan, "/problems/" + code.Word());
            foreach (var question in new[] { "What happened", "Whose fault", "What to do" }) Assert.Contains($">{question}<", page, StringComparison.Ordinal);
        }

        using var browser = await journey.Japan.BrowserAsync();
        using var unknown = await browser.GetAsync(new Uri("/problems/nonsense", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    [Trait("Spec", "statement/R27")]
    public async Task A_dossier_shows_who_sealed_what_and_what_was_computed()
    {
        var page = await Get(journey.Japan, $"/dossiers/{journey.Dossier}");
        Assert.Contains("verified: RS 24/7 point of contact", page, StringComparison.Ordinal);
        Assert.Contains("1 of 1 approval, exercise key", page, StringComparison.Ordinal);
        Assert.Contains("Illegal access to the systems of a hospital", page, StringComparison.Ordinal);
        Assert.Contains("29(2)(b)", page, StringComparison.Ordinal);
        Assert.Contains("The oldest entries are lost in ten days.", page, StringComparison.Ordinal);
        Assert.Contains("Used for this case only.", page, StringComparison.Ordinal);
        Assert.Contains("KT 118/26", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "statement/R17a")]
    public async Task Both_sides_see_what_was_sent_against_the_data_and_why()
    {
        foreach (var office in new[] { journey.Serbia, journey.Japan })
        {
            var page = await Get(office, $"/dossiers/{journey.Emergency}");
            Assert.Contains("Missing: Necessity of the preservation", page, StringComparison.Ordinal);
            Assert.Contains("No time to ask the provider.", page, StringComparison.Ordinal);
            Assert.Contains("2 of 2 approvals", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Spec", "statement/R9")]
    public async Task Only_the_side_that_linked_two_dossiers_sees_the_link_and_both_clocks()
    {
        foreach (var dossier in new[] { journey.Dossier, journey.Order })
        {
            var ours = await Get(journey.Japan, $"/dossiers/{dossier}");
            Assert.Contains("Linked dossiers", ours, StringComparison.Ordinal);
            Assert.Contains("Two clocks", ours, StringComparison.Ordinal);
            Assert.Contains("The domestic order is shorter than the promise.", ours, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Linked dossiers", await Get(journey.Serbia, $"/dossiers/{journey.Dossier}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Linked dossiers", await Get(journey.Provider, $"/dossiers/{journey.Order}"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "statement/NobodyElsesDisclosure")]
    public async Task The_provider_never_sees_Serbias_request_nor_Serbia_the_order()
    {
        foreach (var path in new[] { "/", "/dossiers?show=all", $"/dossiers/{journey.Order}" })
        {
            var page = await Get(journey.Provider, path);
            Assert.DoesNotContain("Serbia", page, StringComparison.Ordinal);
            Assert.DoesNotContain("hospital", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(journey.Dossier.ToString(), page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("NPA-4471", await Get(journey.Serbia, $"/dossiers/{journey.Dossier}"), StringComparison.Ordinal);
        using var browser = await journey.Provider.BrowserAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri($"/dossiers/{journey.Dossier}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_acts_offered_are_those_that_this_office_can_write_now()
    {
        var serbia = await Get(journey.SerbiaCentral, $"/dossiers/{journey.Dossier}");
        Assert.Contains("Accept the condition", serbia, StringComparison.Ordinal);
        Assert.DoesNotContain("Request mutual assistance", serbia, StringComparison.Ordinal);
        var central = await Get(journey.JapanCentral, $"/dossiers/{journey.Dossier}");
        Assert.Contains("Order production", central, StringComparison.Ordinal);
        Assert.Contains("a condition is open", central, StringComparison.Ordinal);
        Assert.Contains("Art. 28(3)", central, StringComparison.Ordinal);
        Assert.DoesNotContain("Order the provider to preserve", central, StringComparison.Ordinal);
        var emergency = await Get(journey.Japan, $"/dossiers/{journey.Emergency}");
        foreach (var act in new[] { "Grant", "Refuse", "Ask for clarification", "Preservation will not do", "Nothing held, gone, or elsewhere", "Order the provider to preserve" })
            Assert.Contains($"{act}</button>", emergency, StringComparison.Ordinal);
        Assert.Contains("only for offences outside Articles 2 to 11", emergency, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "receipt/R26")]
    public async Task The_first_opening_by_the_office_addressed_gives_one_read_receipt()
    {
        var request = journey.Serbia.Opens(journey.Japan, "ch.185.29", ActType.Request, new() { Categories = ["subscriber"], Treaty = TreatyOfPair.None });
        var id = await journey.Serbia.SealAsync(request, journey.Serbia.Form("ch.185.29", ("title", "To be read")));
        await Get(journey.Japan, "/");
        await Get(journey.JapanCentral, $"/dossiers/{request.Dossier}");
        Assert.Equal(0, Rungs(journey.Japan, id, "read"));
        await Get(journey.Japan, $"/dossiers/{request.Dossier}");
        await Get(journey.Japan, $"/dossiers/{request.Dossier}");
        await TestFederation.UntilAsync(() => Rungs(journey.Serbia, id, "read") == 1, "the read receipt");
        Assert.Equal(1, Rungs(journey.Japan, id, "read"));
        Assert.Contains("by 24/7 point of contact", await Get(journey.Serbia, $"/dossiers/{request.Dossier}"), StringComparison.Ordinal);
    }

    private static int Rungs(DemoOffice office, Digest statement, string rung)
    {
        using var sql = office.Host.Core.Database.Read();
        return DossierTables.Receipts(sql, statement).Count(r => r.Rung == rung);
    }

    [Fact]
    [Trait("Spec", "statement/R20")]
    public async Task An_opening_act_that_was_rejected_is_shown_as_such()
    {
        var request = journey.Serbia.Opens(journey.Japan, "ch.185.29", ActType.Request, new() { Categories = ["content"], Treaty = TreatyOfPair.None });
        var id = await journey.Serbia.SealAsync(request, journey.Serbia.Form("ch.185.29", ("title", "To be rejected")));
        var core = journey.Serbia.Host.Core;
        await core.Writer.RunAsync(t =>
        {
            t.Sql.Run("UPDATE statement SET verdict = 'role', why = 'No such role.' WHERE id = $1", id);
            DossierRows.Refresh(t, core, journey.Serbia.Host.Services.GetRequiredService<LawDesk>(), request.Dossier);
        });
        Assert.Contains("rejected by JP 24/7 point of contact", await Get(journey.Serbia, "/"), StringComparison.Ordinal);
        Assert.Contains("rejected, without effect", await Get(journey.Serbia, $"/dossiers/{request.Dossier}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_whose_stored_bytes_changed_is_not_called_verified()
    {
        var request = journey.Serbia.Opens(journey.Japan, "ch.185.29", ActType.Request, new() { Categories = ["content"], Treaty = TreatyOfPair.None });
        var id = await journey.Serbia.SealAsync(request, journey.Serbia.Form("ch.185.29", ("title", "To be spoiled")));
        await journey.Japan.Host.Core.Writer.RunAsync(t =>
        {
            var jwt = t.Sql.Scalar<string>("SELECT jwt FROM statement WHERE id = $1", id)!;
            var signature = jwt[(jwt.LastIndexOf('.') + 1)..];
            t.Sql.Run("UPDATE statement SET jwt = $2 WHERE id = $1", id, jwt[..^signature.Length] + (signature[0] == 'A' ? 'B' : 'A') + signature[1..]);
        });
        var page = await Get(journey.Japan, $"/dossiers/{request.Dossier}");
        Assert.Contains("not verified", page, StringComparison.Ordinal);
        Assert.DoesNotContain("verified: RS", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_either_reference_in_part_a_digest_and_a_party()
    {
        foreach (var words in new[] { "KT118", "kt 118/26", "00001", "serbia", "RS", journey.Dossier.ToString(), journey.Request.ToString(), "hospital" })
            Assert.Contains("Hospital attack", await Get(journey.Japan, $"/dossiers?q={Uri.EscapeDataString(words)}"), StringComparison.Ordinal);
        Assert.Contains("Nothing found", await Get(journey.Japan, "/dossiers?q=%25"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_lists_checks_that_hold_and_gives_the_bytes_as_received()
    {
        var page = await Get(journey.Japan, $"/dossiers/{journey.Dossier}/statements/{journey.Request}");
        Assert.Contains("The office's seal holds", page, StringComparison.Ordinal);
        Assert.Contains("Inclusion below checkpoint", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"warn\"", page, StringComparison.Ordinal);
        var (sent, received) = (await Get(journey.Serbia, Signed), await Get(journey.Japan, Signed));
        Assert.Equal(sent, received);
        Assert.Equal(2, sent.Count(c => c == '.'));
    }

    private string Signed => $"/dossiers/{journey.Dossier}/statements/{journey.Request}/signed";

    [Fact]
    [Trait("Spec", "ledger/R38")]
    public async Task A_check_of_the_log_finds_it_consistent_and_names_a_change()
    {
        Assert.Contains("Verdict", await Get(journey.Japan, "/log?kind=verdict"), StringComparison.Ordinal);
        var core = journey.Japan.Host.Core;
        using (var sql = core.Database.Read())
        {
            var check = core.Log.Check(sql);
            Assert.All(check.Checks, c => Assert.True(c.Holds, $"{c.Text}: {c.Note}"));
        }

        Assert.Contains("Log consistent", await Get(journey.Japan, "/log"), StringComparison.Ordinal);
        using var writer = core.Database.OpenWriter();
        writer.Run("BEGIN");
        writer.Run("UPDATE ledger_entry SET leaf = zeroblob(33) WHERE idx = 2");
        var broken = new LogWatch(core.LogKey, core.Clock).CheckWithin(writer);
        writer.Run("ROLLBACK");
        Assert.Contains(broken.Checks, c => !c.Holds && c.Note == "Entry 2 was changed");
        Assert.Contains(broken.Checks, c => !c.Holds && c.Note!.Contains("another root", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_law_shows_open_and_closed_ways_and_what_rests_on_a_provision()
    {
        var ways = await Get(journey.Serbia, "/law?from=RS&to=JP&data=traffic&offence=off.185.2");
        Assert.Contains("Expedited preservation", ways, StringComparison.Ordinal);
        Assert.Contains("Closed", ways, StringComparison.Ordinal);
        Assert.Contains("Choose one of the list", await Get(journey.Serbia, "/law?from=XX&to=JP"), StringComparison.Ordinal);
        var provision = await Get(journey.Serbia, "/law/ets-185/29/2/b");
        Assert.Contains("Offence and short summary of facts", provision, StringComparison.Ordinal);
        Assert.Contains("preservation", await Get(journey.Serbia, "/law/ets-185/29"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/more")]
    [InlineData("/help")]
    public async Task Pages_beside_the_work_open(string path) => Assert.Contains("24/7 point of contact", await Get(journey.Serbia, path), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task The_anchor_has_members_and_makes_no_requests()
    {
        var desk = await Get(new(journey.Anchor, "register"), "/");
        Assert.Contains("/members", desk, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/evidence\"", desk, StringComparison.Ordinal);
    }
}
