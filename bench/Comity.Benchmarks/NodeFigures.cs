using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Benchmarks;

/// <summary>How long does a node take to start, how much memory does it hold, and how long is a statement under way (approve -> validated at the peer -> receipt back, durable on both sides)?
/// Run with <c>-- node</c>. The machine's own limits are measured in the same run, because figures of two machines compare only as ratios.</summary>
internal static class NodeFigures
{
    private const int Starts = 5, Pages = 30, Sequential = 300, Together = 1000, InFlight = 16;

    internal static async Task RunAsync()
    {
        Limits();
        await StartUpAsync();
        await StatementsAsync();
    }

    private static void Limits()
    {
        using var key = SigningKey.Create();
        var data = new byte[1500];
        var signature = key.Sign(data);
        Say("ES256 sign", Rate(() => key.Sign(data)), "/s");
        Say("ES256 verify", Rate(() => key.Public.Verifies(data, signature)), "/s");
        Say("SHA-256 of 1 MiB", Rate(() => SHA256.HashData(new byte[1 << 20])), "MiB/s");
        Say("write 4 kB and fsync", FsyncMicroseconds(), "µs");
    }

    private static async Task StartUpAsync()
    {
        var (times, memory) = (new List<double>(), 0.0);
        for (var i = 0; i < Starts; i++)
        {
            var folder = Directory.CreateTempSubdirectory("comity-bench-").FullName;
            var port = FreePort();
            var began = Stopwatch.GetTimestamp();
            using var node = Process.Start(new ProcessStartInfo("dotnet", [typeof(NodeHost).Assembly.Location, "serve", "--data", folder, "--url", $"http://bench.localhost:{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var http = new HttpClient(Loopback.Handler()) { BaseAddress = new Uri($"http://bench.localhost:{port}") };
            await FirstPageAsync(http);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            for (var page = 0; page < Pages; page++) await http.GetAsync(new Uri("/sign-in", UriKind.Relative));
            memory = ResidentMegabytes(node.Id);
            node.Kill();
            await node.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }

        Say("start to first page, empty node (median)", times.Order().ElementAt(Starts / 2), "ms");
        Say($"resident memory after {Pages} pages", memory, "MB");
    }

    private static async Task StatementsAsync()
    {
        var folder = Directory.CreateTempSubdirectory("comity-bench-").FullName;
        var law = LawShelf.Load();
        await using (await DemoFederation.StartAsync(folder, law, default))
        {
            // The first start makes keys and people; the second is what is measured.
        }

        var began = Stopwatch.GetTimestamp();
        await using (var demo = await DemoFederation.StartAsync(folder, law, default))
        {
            Say("four demo nodes in one process, start", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");
            var way = new StatementWay(demo[DemoMembers.Serbia], demo[DemoMembers.Japan].Core.Settings.OfficeId("poc"));
            for (var i = 0; i < 50; i++) await way.GoAsync();
            var times = new List<double>();
            for (var i = 0; i < Sequential; i++) times.Add(await way.GoAsync());
            times.Sort();
            Say("statement, one at a time, p50", times[Sequential / 2], "ms");
            Say("statement, one at a time, p99", times[Sequential * 99 / 100], "ms");
            began = Stopwatch.GetTimestamp();
            await Parallel.ForAsync(0, Together, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (_, _) => await way.GoAsync());
            Say($"statements, {InFlight} under way at a time", Together / Stopwatch.GetElapsedTime(began).TotalSeconds, "/s");
            Say("resident memory of the four nodes after that", ResidentMegabytes(Environment.ProcessId), "MB");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task FirstPageAsync(HttpClient http)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/help", UriKind.Relative));
                if ((int)answer.StatusCode < 500) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }
    }

    private static double Rate(Action work)
    {
        for (var i = 0; i < 200; i++) work();
        var (began, count) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(began).TotalSeconds < 1; count++) work();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double FsyncMicroseconds()
    {
        var path = Path.GetTempFileName();
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < 200; i++)
            {
                file.Write(new byte[4096]);
                file.Flush(flushToDisk: true);
            }

            Console.Out.Flush();
            var micro = Stopwatch.GetElapsedTime(began).TotalMicroseconds / 200;
            file.Close();
            File.Delete(path);
            return micro;
        }
    }

    private static double ResidentMegabytes(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void Say(string what, double figure, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {figure,12:0.#} {unit}"));
}

/// <summary>One statement's way: an exercise officer approves, the office seals, the peer validates, the receipt is stored.</summary>
internal sealed class StatementWay(NodeHost host, string to)
{
    private readonly ActDesk _desk = host.Services.GetRequiredService<ActDesk>();
    private readonly (ApprovalKey Key, SigningKey Exercise) _officer = Officer(host);

    /// <summary>Milliseconds from the approval to the stored receipt.</summary>
    internal async Task<double> GoAsync()
    {
        var node = host.Core;
        var channel = node.Law.Current.FindChannel("ch.185.29")!;
        var draft = StatementDraft.Opening(node.Settings.OfficeId("poc"), to, new(node.Settings.Url, Peers.OrganisationOf(to)), ActType.Request, channel.Id, node.Law.Current.Digest,
            new() { Categories = ["traffic"], Offences = ["off.185.4"], Treaty = TreatyOfPair.None }, node.Random);
        var elements = channel.Elements.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Id, "Two sentences of an ordinary length, as an officer would write them. They say what is asked and why."));
        var began = Stopwatch.GetTimestamp();
        var act = _desk.Prepare(new("poc", draft, [KeyValuePair.Create<string, JsonNode?>("title", "Benchmark"), .. elements], new HashSet<string>()));
        var approval = new Approval(_officer.Key.Statement.Id, ExerciseAuthenticator.Assert(_officer.Exercise, node.Settings.Host, node.Settings.Url, act.Challenge), node.Now);
        var id = (await _desk.SealAsync([new(act, [approval], [_officer.Key.Statement])]))[0];
        while (!HasVerdict(id)) await Task.Delay(1);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private bool HasVerdict(Digest id)
    {
        using var sql = host.Core.Database.Read();
        return DossierTables.Find(sql, id)!.Verdict is not null;
    }

    private static (ApprovalKey, SigningKey) Officer(NodeHost host)
    {
        using var sql = host.Core.Database.Read();
        var officer = OfficerStore.All(sql).First(o => o.Office == "poc");
        var key = new Enrolment(host.Core).KeyAsync(officer).GetAwaiter().GetResult();
        return (key, key.ExerciseKey!);
    }
}
