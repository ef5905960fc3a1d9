using System.Diagnostics;

namespace Comity.Node.Demo;

/// <summary>A step of the journey, with the time it took.</summary>
internal sealed record JourneyStep(string Name, long Ms);

/// <summary>What the journey left behind.</summary>
/// <param name="Bundle">The proof bundle that Serbia exported.</param>
internal sealed record JourneyResult(IReadOnlyList<JourneyStep> Steps, byte[] Bundle);

/// <summary>The links by which the officers of the exercise sign in, by node and office.</summary>
internal sealed record JourneyCast(string Investigator, string SerbianAuthority, string DutyOfficer, string JapaneseAuthority, string Responder);

/// <summary>The whole way of a request and its evidence, played through the pages of the four nodes as persons would (docs/scenarios.md, S0).</summary>
internal sealed class Journey(JourneyCast cast, Func<JourneyStep, Task>? afterStep = null)
{
    /// <summary>The name of the last step but one.</summary>
    internal const string BeforeExport = "each sees only its own";

    private const string Preservation = "ch.185.29", Assistance = "ch.185.31", Production = "pw.185.18.1.a", Case = "Hospital ransomware, account log-ins", File = "log-ins-2026-11.csv";

    private static readonly System.Buffers.SearchValues<char> AddressEnds = System.Buffers.SearchValues.Create("\"/?#'&");

    private readonly List<JourneyStep> _steps = [];
    private readonly Dictionary<string, OfficerAtDesk> _desks = [];

    internal async Task<JourneyResult> PlayAsync(CancellationToken stop)
    {
        string draft = "", serbian = "", japanese = "", provider = "", order = "", package = "";
        byte[] bundle = [];
        await StepAsync("find the lawful way", async () => draft = await FindWayAsync(stop));
        await StepAsync("write the request", () => WriteAsync(draft, stop));
        await StepAsync("approve, seal, send", async () => serbian = await ApproveAsync(cast.Investigator, draft, "Validated", stop));
        await StepAsync("Japan opens it", async () => japanese = await FindDossierAsync(cast.DutyOfficer, stop));
        await StepAsync("Japan grants and orders", () => GrantAndOrderAsync(japanese, stop));
        await StepAsync("the provider takes the order", async () => provider = await FindDossierAsync(cast.Responder, stop));
        await StepAsync("the provider preserves", () => PreserveAsync(cast.Responder, provider, stop));
        await StepAsync("Japan says preserved", () => PreserveAsync(cast.DutyOfficer, japanese, stop));
        await StepAsync("Serbia sees it preserved", () => SeesAsync(cast.Investigator, serbian, "Preserved", stop));
        await StepAsync("Serbia asks for the data", () => AskAsync(serbian, stop));
        await StepAsync("Japan grants on condition", () => ActAsync(cast.JapaneseAuthority, japanese, "granted-on-condition", null, stop));
        await StepAsync("no delivery before acceptance", () => NoDeliveryAsync(japanese, stop));
        await StepAsync("Serbia accepts the condition", () => ActAsync(cast.SerbianAuthority, serbian, "condition-accepted", null, stop));
        await StepAsync("Japan orders production", async () => order = await OrderProductionAsync(japanese, stop));
        await StepAsync("the provider delivers", () => DeliverAsync(cast.Responder, provider, Records, stop));
        await StepAsync("Japan receives", () => SeesAsync(cast.JapaneseAuthority, order, "Delivered", stop));
        await StepAsync("Japan checks what came", () => OpenEvidenceAsync(cast.JapaneseAuthority, order, stop));
        await StepAsync("Japan delivers", () => DeliverAsync(cast.JapaneseAuthority, japanese, null, stop));
        await StepAsync("Serbia opens the evidence", async () => package = await OpenEvidenceAsync(cast.SerbianAuthority, serbian, stop, "28(2)"));
        await StepAsync(BeforeExport, () => NobodyElsesAsync(serbian, provider, order, stop));
        await StepAsync("Serbia exports the proof", async () => bundle = await ExportAsync(serbian, package, stop));
        foreach (var desk in _desks.Values) desk.Dispose();
        return new(_steps, bundle);
    }

    /// <summary>The records that the invented provider hands over.</summary>
    private static byte[] Records { get; } = System.Text.Encoding.UTF8.GetBytes(
        "time_utc,account,address,port\n2026-11-14T21:07:44Z,med-backup@examplecloud.example,198.51.100.23,51514\n2026-11-14T23:52:10Z,med-backup@examplecloud.example,198.51.100.23,51760\n");

    private async Task StepAsync(string name, Func<Task> step)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await step();
        }
        catch (Exception e) when (e is HttpRequestException or JourneyException)
        {
            throw new JourneyException($"Step '{name}': {e.Message}");
        }

        _steps.Add(new(name, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds));
        if (afterStep is not null) await afterStep(_steps[^1]);
    }

    private async Task<OfficerAtDesk> DeskAsync(string link, CancellationToken stop) =>
        _desks.TryGetValue(link, out var desk) ? desk : _desks[link] = await OfficerAtDesk.SignInAsync(link, stop);

    private async Task<string> FindWayAsync(CancellationToken stop)
    {
        var desk = await DeskAsync(cast.Investigator, stop);
        const string Need = "/requests/new?data=traffic&holder=ExampleCloud+K.K.&to=JP&offence=off.185.4&urgency=volatile&issuer=competent-authority&treaty=";
        var asked = await desk.OpenAsync(Need + "unknown", stop);
        Expect(asked, "CETS 224", "3 of 5");
        var page = await desk.OpenAsync(Need + "none", stop);
        var written = await desk.SendAsync(page.Form("/requests", f => f["channel"] == Preservation), null, stop);
        return Last(written.Path);
    }

    private async Task WriteAsync(string draft, CancellationToken stop)
    {
        var desk = await DeskAsync(cast.Investigator, stop);
        var page = await desk.OpenAsync($"/drafts/{draft}", stop);
        var incomplete = await desk.SendAsync(page.Form("/save"), new Dictionary<string, string> { ["title"] = Case, ["go"] = "review" }, stop);
        Expect(incomplete, "29(2)(e)"); // what is missing is named with the paragraph that asks for it
        var review = await desk.SendAsync(incomplete.Form("/save"), new Dictionary<string, string>
        {
            ["title"] = Case,
            ["el.29.offence"] = "Data interference (Art. 4 ETS 185). On 14 November 2026 the systems of a hospital were encrypted and a ransom note was left.",
            ["el.29.data"] = "Log-in records (time, address, source port) of account med-backup@examplecloud.example, 1 to 21 November 2026, UTC. The intruder used the account to take the back-ups.",
            ["el.29.necessity"] = "The provider keeps log-in records for a short time only, and no other copy is known.",
            ["go"] = "review",
        }, stop);
        if (!review.Path.EndsWith("/review", StringComparison.Ordinal)) throw new JourneyException("The form was not accepted.", review);
    }

    /// <summary>Approves a draft with the officer's exercise key and waits for the receipt; the dossier.</summary>
    private async Task<string> ApproveAsync(string who, string draft, string rung, CancellationToken stop)
    {
        var desk = await DeskAsync(who, stop);
        var review = await desk.OpenAsync($"/drafts/{draft}/review", stop);
        await desk.SendAsync(review.Form("/approve"), new Dictionary<string, string> { ["key"] = "exercise" }, stop);
        var sent = await desk.AwaitAsync($"/drafts/{draft}/review", rung, p => p.Text.Contains(rung, StringComparison.Ordinal) && !p.Text.Contains("Not yet " + rung, StringComparison.OrdinalIgnoreCase), stop);
        return After(sent.Html, "/dossiers/");
    }

    /// <summary>Waits until the case stands on an officer's desk and opens it.</summary>
    private async Task<string> FindDossierAsync(string who, CancellationToken stop)
    {
        var desk = await DeskAsync(who, stop);
        var list = await desk.AwaitAsync("/", "the case on the desk", p => p.Html.Contains("/dossiers/", StringComparison.Ordinal) && p.Text.Contains(Case, StringComparison.Ordinal), stop);
        var named = list.Html.IndexOf(Case, StringComparison.Ordinal);
        var dossier = After(list.Html[list.Html.LastIndexOf("/dossiers/", named, StringComparison.Ordinal)..], "/dossiers/");
        Expect(await desk.OpenAsync("/dossiers/" + dossier, stop), "verified");
        return dossier;
    }

    private Task<string> GrantAndOrderAsync(string dossier, CancellationToken stop) => ActAsync(cast.DutyOfficer, dossier, "granted", new Dictionary<string, string>
    {
        ["order.el.16.legal-basis"] = "Provision named by the exercise",
        ["order.el.16.data"] = "Log-in records (time, address, source port) of account med-backup@examplecloud.example, 1 to 21 November 2026, UTC.",
    }, stop);

    private async Task PreserveAsync(string who, string dossier, CancellationToken stop)
    {
        var desk = await DeskAsync(who, stop);
        var page = await desk.OpenAsync("/dossiers/" + dossier, stop);
        if (page.Has("/drafts", f => f["type"] == "granted")) await ActAsync(who, dossier, "granted", null, stop);
        await ActAsync(who, dossier, "preservation-effected", null, stop);
    }

    private Task<string> AskAsync(string dossier, CancellationToken stop) => ActAsync(cast.SerbianAuthority, dossier, "request", new Dictionary<string, string>
    {
        ["el.31.facts"] = "On 14 November 2026 the systems of a hospital were encrypted. The log-ins show from where the intruder came.",
        ["el.31.legal-basis"] = "Provision named by the exercise",
    }, stop, Assistance);

    private async Task<string> OrderProductionAsync(string japanese, CancellationToken stop) =>
        await ActAsync(cast.JapaneseAuthority, japanese, "instruction", new Dictionary<string, string>
        {
            ["el.18.legal-basis"] = "Warrant named by the exercise",
            ["el.18.time"] = TimeProvider.System.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        }, stop, Production);

    private async Task NoDeliveryAsync(string dossier, CancellationToken stop)
    {
        var page = await (await DeskAsync(cast.JapaneseAuthority, stop)).OpenAsync("/dossiers/" + dossier, stop);
        if (page.Has("/drafts", f => f["type"] == "delivery" && f["channel"] == "" && f["re"] != "")) throw new JourneyException("A delivery is offered while a condition is open.", page);
    }

    private async Task DeliverAsync(string who, string dossier, byte[]? file, CancellationToken stop)
    {
        var desk = await DeskAsync(who, stop);
        if (file is not null)
        {
            await desk.AwaitAsync("/dossiers/" + dossier, "the order to grant", p => p.Has("/drafts", f => f["type"] == "granted"), stop);
            await ActAsync(who, dossier, "granted", null, stop);
        }

        var page = await desk.AwaitAsync("/dossiers/" + dossier, "the delivery to be possible", p => p.Has("/drafts", f => f["type"] == "delivery"), stop);
        var form = await desk.SendAsync(page.Form("/drafts", f => f["type"] == "delivery"), null, stop);
        form = file is not null
            ? await desk.UploadAsync(form.Form("/items"), File, file, stop)
            : await desk.SendAsync(form.Form("/items/forward"), null, stop); // the same sealed objects, with envelopes for Serbia
        await ReviewAndApproveAsync(who, form, null, stop);
    }

    private async Task<string> OpenEvidenceAsync(string who, string dossier, CancellationToken stop, params string[] alsoShows)
    {
        var desk = await DeskAsync(who, stop);
        var page = await desk.AwaitAsync("/dossiers/" + dossier, "the evidence", p => p.Html.Contains("/evidence/", StringComparison.Ordinal), stop);
        var package = After(page.Html, "/evidence/");
        var sealedPage = await desk.AwaitAsync("/evidence/" + package, "the package to be complete", p => p.Has("/open"), stop);
        var opened = await desk.SendAsync(sealedPage.Form("/open"), new Dictionary<string, string> { ["purpose"] = "Attribution of the intrusion" }, stop);
        Expect(opened, [File, .. alsoShows]);
        return package;
    }

    /// <summary>Serbia never sees Japan's order, the provider never sees Serbia's request (R9).</summary>
    private async Task NobodyElsesAsync(string serbian, string provider, string order, CancellationToken stop)
    {
        var atSerbia = await (await DeskAsync(cast.SerbianAuthority, stop)).OpenAsync("/dossiers/" + serbian, stop);
        var atProvider = await (await DeskAsync(cast.Responder, stop)).OpenAsync("/dossiers/" + provider, stop);
        if (atSerbia.Html.Contains(order, StringComparison.Ordinal)) throw new JourneyException("Serbia's page names Japan's order.", atSerbia);
        if (atProvider.Html.Contains(serbian, StringComparison.Ordinal) || atProvider.Text.Contains("hospital were encrypted", StringComparison.Ordinal)) throw new JourneyException("The provider's page shows Serbia's request.", atProvider);
    }

    private async Task<byte[]> ExportAsync(string dossier, string package, CancellationToken stop)
    {
        var desk = await DeskAsync(cast.SerbianAuthority, stop);
        await desk.DownloadAsync($"/evidence/{package}/bag", stop);
        return await desk.DownloadAsync($"/dossiers/{dossier}/bundle", stop);
    }

    private async Task SeesAsync(string who, string dossier, string what, CancellationToken stop) =>
        await (await DeskAsync(who, stop)).AwaitAsync("/dossiers/" + dossier, what, p => p.Text.Contains(what, StringComparison.Ordinal), stop);

    /// <summary>Chooses an act on a dossier's page, fills its form, reviews and approves it; the dossier that it was written in.</summary>
    private async Task<string> ActAsync(string who, string dossier, string type, Dictionary<string, string>? changes, CancellationToken stop, string channel = "")
    {
        var desk = await DeskAsync(who, stop);
        bool Wanted(PageForm f) => f["type"] == type && f["channel"] == channel;
        var page = await desk.AwaitAsync("/dossiers/" + dossier, $"the act {type} {channel}", p => p.Has("/drafts", Wanted), stop);
        var form = await desk.SendAsync(page.Form("/drafts", Wanted), null, stop);
        return await ReviewAndApproveAsync(who, form, changes, stop);
    }

    private async Task<string> ReviewAndApproveAsync(string who, DeskPage form, Dictionary<string, string>? changes, CancellationToken stop)
    {
        var desk = await DeskAsync(who, stop);
        var filled = new Dictionary<string, string>(changes ?? []) { ["go"] = "review" };
        var review = await desk.SendAsync(form.Form("/save"), filled, stop);
        if (!review.Path.EndsWith("/review", StringComparison.Ordinal)) throw new JourneyException("The form was not accepted.", review);
        return await ApproveAsync(who, review.Path.Split('/')[2], "Validated", stop);
    }

    private static void Expect(DeskPage page, params string[] words)
    {
        foreach (var word in words)
            if (!page.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) throw new JourneyException($"'{word}' is not on the page.", page);
    }

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The id that follows the first such address in a page.</summary>
    private static string After(string html, string address)
    {
        var at = html.IndexOf(address, StringComparison.Ordinal);
        if (at < 0) throw new JourneyException($"The page has no link to {address}.");
        var rest = html.AsSpan(at + address.Length);
        var end = rest.IndexOfAny(AddressEnds);
        return rest[..end].ToString();
    }
}
