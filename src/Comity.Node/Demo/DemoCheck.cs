using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Node.Law;

namespace Comity.Node.Demo;

/// <summary><c>comity demo --check</c>: plays the whole journey without a browser and verifies what came out of it.</summary>
internal static class DemoCheck
{
    internal static async Task<int> RunAsync(string? data, bool json, CancellationToken stop)
    {
        using var folder = DemoData.At(data);
        await using var federation = await DemoFederation.StartAsync(folder.Path, LawShelf.Load(), stop);
        JourneyResult result;
        try
        {
            result = await new Journey(federation.Cast(), json ? null : name => Console.Out.WriteLineAsync("  " + name)).PlayAsync(stop);
        }
        catch (JourneyException e)
        {
            await Console.Error.WriteLineAsync("comity demo: " + e.Message);
            if (json) Console.WriteLine(new JsonObject { ["ok"] = false, ["steps"] = new JsonArray(), ["error"] = e.Message }.ToJsonString());
            return ExitCode.No;
        }

        foreach (var step in result.Steps) if (!json) Console.WriteLine($"{step.Ms,8} ms  {step.Name}");
        return ExitCode.Done;
    }
}
