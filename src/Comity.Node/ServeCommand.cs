using System.CommandLine;
using System.Globalization;
using System.Net;
using Comity.Node.Law;

namespace Comity.Node;

/// <summary><c>comity serve</c>: one node.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 7080;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the node: settings, keys, database, evidence. Made if it is missing.", Required = true };
        var url = new Option<string?>("--url") { Description = "Public address (https://HOST, or http://NAME.localhost:PORT). Fixed at set-up." };
        var listen = new Option<string?>("--listen") { Description = $"Address and port to listen on. Default 127.0.0.1:{DefaultPort}." };
        var proxy = new Option<string?>("--proxy") { Description = "Address of the proxy in front, whose X-Forwarded-For names the caller. From anybody else that header counts for nothing." };
        var command = new Command("serve", "Start one node; an empty one shows its set-up page.") { data, url, listen, proxy };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(data), parsed.GetValue(url), parsed.GetValue(listen), parsed.GetValue(proxy), stop));
        return command;
    }

    private static async Task<int> RunAsync(string data, string? url, string? listen, string? proxy, CancellationToken stop)
    {
        if (!TryOptions(data, url, listen, proxy, out var options, out var wrong))
        {
            await Console.Error.WriteLineAsync("comity serve: " + wrong);
            return ExitCode.Usage;
        }

        await using var node = await NodeHost.StartAsync(options, LawShelf.Load(), stop: stop);
        Console.WriteLine(node.Cell.HasPersons
            ? $"{node.Core.Settings.Title} at {node.Core.Settings.Url} (listening on {options.Listen})"
            : $"{(node.Cell.IsSetUp ? "Nobody is enrolled yet" : "An empty node")}. Set it up at {node.Cell.SetUpLink}");
        await node.WaitAsync(stop);
        return ExitCode.Done;
    }

    private static bool TryOptions(string data, string? url, string? listen, string? proxy, out NodeOptions options, out string wrong)
    {
        options = null!;
        wrong = "";
        var known = NodeFolder.SettingsOf(data);
        if (known is not null && url is not null && url != known.Url) wrong = $"the address of this node is {known.Url}, fixed at set-up; leave --url out.";
        url = known?.Url ?? url ?? $"http://comity.localhost:{DefaultPort}";
        if (!NodeAddress.IsAllowed(url))
            wrong = $"--url {url} must be https://HOST without a path, or http://NAME.localhost:PORT.";
        var port = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == "http" ? address.Port : DefaultPort;
        if (!IPEndPoint.TryParse(listen ?? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), out var endpoint) || endpoint.Port == 0)
            wrong = $"--listen {listen} must be ADDRESS:PORT, for instance 127.0.0.1:{DefaultPort}.";
        IPAddress? front = null;
        if (proxy is not null && !IPAddress.TryParse(proxy, out front)) wrong = $"--proxy {proxy} must be an address, for instance 127.0.0.1.";
        if (wrong.Length == 0) options = new(data, url, endpoint!, LogLevel.Information, front);
        return wrong.Length == 0;
    }
}
