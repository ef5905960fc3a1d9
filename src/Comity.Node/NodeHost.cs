using System.Net;
using Comity.Node.Desk;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Look;
using Comity.Node.Proof;
using Comity.Node.Trust;
using Microsoft.AspNetCore.HttpOverrides;

namespace Comity.Node;

/// <summary>Where a node keeps its data, how it is called, where it listens, and the address of the proxy in front of it, if one names the callers.</summary>
internal sealed record NodeOptions(string Data, string Url, IPEndPoint Listen, LogLevel Log = LogLevel.Warning, IPAddress? Proxy = null);

/// <summary>One running node: a web application over a <see cref="NodeCell"/>. A process may run several; they talk only over HTTP.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private NodeHost(WebApplication app, NodeCell cell) => (_app, Cell) = (app, cell);

    internal NodeCell Cell { get; }

    internal NodeCore Core => Cell.Core;

    internal IServiceProvider Services => _app.Services;

    /// <summary>Opens the folder and starts to serve.</summary>
    /// <exception cref="NodeFault">The folder cannot be opened, or the address is taken.</exception>
    internal static async Task<NodeHost> StartAsync(NodeOptions options, LawShelf law, TimeProvider? clock = null, CancellationToken stop = default)
    {
        var folder = NodeFolder.Open(options.Data);
        var cell = new NodeCell(folder, law, clock ?? TimeProvider.System, folder.Settings?.Url ?? options.Url);
        try
        {
            cell.Open();
            var host = new NodeHost(Build(options, cell, folder, law), cell);
            if (cell.IsSetUp) await host.Services.GetRequiredService<RewindCheck>().RunAsync(stop);
            await host._app.StartAsync(stop);
            return host;
        }
        catch (IOException e)
        {
            await cell.DisposeAsync();
            throw new NodeFault($"{options.Listen} cannot be listened on ({e.Message}). Stop the program that uses it, or choose another with --listen.", e);
        }
        catch
        {
            await cell.DisposeAsync();
            throw;
        }
    }

    internal Task WaitAsync(CancellationToken stop) => _app.WaitForShutdownAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Cell.DisposeAsync();
    }

    private static WebApplication Build(NodeOptions options, NodeCell cell, NodeFolder folder, LawShelf law)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(NodeHost).Assembly.GetName().Name });
        builder.Configuration.Sources.Clear(); // set-up and the command line decide; nothing in the surroundings
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = StrictJson.LongestBody + (64 << 10);
            kestrel.Listen(options.Listen);
        });
        builder.Logging.ClearProviders().SetMinimumLevel(options.Log).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        AddServices(builder.Services, cell, folder, law);
        var app = builder.Build();
        if (options.Proxy is { } proxy) app.UseForwardedHeaders(CallersBehind(proxy));
        Map(app, cell);
        return app;
    }

    /// <summary>The caller is whom the proxy names last; what the caller wrote before it counts for nothing.</summary>
    private static ForwardedHeadersOptions CallersBehind(IPAddress proxy)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = 1 };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        options.KnownProxies.Add(proxy);
        return options;
    }

    private static void AddServices(IServiceCollection services, NodeCell cell, NodeFolder folder, LawShelf law)
    {
        services.AddSingleton<IHostLifetime, OwnedLifetime>();
        services.AddSingleton(cell).AddSingleton(law).AddTransient(_ => cell.Core).AddTransient(_ => cell.Core.Database).AddTransient(_ => cell.Core.Live);
        services.AddSingleton(TimeProvider.System);
        services.AddDataProtection().KeepIn(folder);
        services.AddProblemDetails();
        services.AddPages();
        SignIn.Add(services);
        services.AddSingleton<EncryptionKeys>().AddSingleton<OwnDocuments>().AddSingleton<OwnTrust>().AddSingleton<AnchorRegister>().AddSingleton<ApplicantDesk>().AddSingleton<TrustDesk>();
        services.AddSingleton<PeerClient>().AddSingleton<StatementChecks>();
        services.AddSingleton<LawDesk>().AddSingleton<LawReleases>().AddSingleton<ReceiptDesk>().AddSingleton<ReceiptInbox>().AddSingleton<Strangers>().AddSingleton<Inbox>().AddSingleton<ActDesk>();
        services.AddScoped<DraftDesk>().AddScoped<RouteQueries>();
        services.AddSingleton<Courier>().AddSingleton<INodeJob>(s => s.GetRequiredService<Courier>());
        services.AddSingleton<INodeJob, KeyRenewal>();
        services.AddSingleton<MemberDirectory>().AddSingleton<INodeJob>(s => s.GetRequiredService<MemberDirectory>());
        services.AddSingleton<NodeRequests>().AddSingleton<ObjectFiles>().AddSingleton<Vault>().AddSingleton<SealedStore>().AddSingleton<Packing>().AddSingleton<EvidenceDesk>();
        services.AddSingleton<PackageTransfer>().AddSingleton<PackageCheck>().AddSingleton<OpeningDesk>();
        services.AddSingleton<Collector>().AddSingleton<INodeJob>(s => s.GetRequiredService<Collector>());
        services.AddSingleton<WitnessKeys>().AddSingleton<Witness>().AddSingleton<WitnessClient>().AddSingleton<WitnessFeed>().AddSingleton<RewindCheck>();
        services.AddSingleton<INodeJob, WitnessJob>();
        services.AddSingleton<PeerProofs>().AddSingleton<BundleDesk>().AddSingleton<CosignNow>(s => s.GetRequiredService<WitnessClient>().TrySubmitAsync);
        services.AddSingleton<SetUpDesk>().AddSingleton<PasskeyCeremonies>().AddSingleton<ShownOnce>().AddScoped<OrganisationForm>().AddScoped<OfficerDesk>();
        services.AddHostedService<NodeJobs>();
    }

    private static void Map(WebApplication app, NodeCell cell)
    {
        app.UsePages();
        app.Use((http, next) => Gate.Pass(http, next, cell));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapPages().RequireAuthorization();
        FederationEndpoints.Map(app);
        ExchangeEndpoints.Map(app);
        LawReleases.Map(app);
        LedgerEndpoints.Map(app);
        WitnessEndpoints.Map(app);
        DraftEndpoints.Map(app);
        EvidenceExchange.Map(app);
        EvidenceEndpoints.Map(app);
        ProofEndpoints.Map(app);
        SignIn.Map(app);
        SetUpEndpoints.Map(app);
        OfficerEndpoints.Map(app);
        MemberEndpoints.Map(app);
        DossierEndpoints.Map(app);
        LogEndpoints.Map(app);
        app.MapGet("/events", (HttpContext http, IHostApplicationLifetime life, LiveDesk live) =>
            TypedResults.ServerSentEvents(live.Watch(http.RequestAborted, life.ApplicationStopping))).RequireAuthorization();
        app.MapGet("/health", () => TypedResults.Text("ok")).AllowAnonymous();
    }
}

/// <summary>The command that started the node stops it; several nodes of one process must not each listen for Ctrl+C.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
