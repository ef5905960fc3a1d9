using System.Diagnostics;
using System.Text.Json.Nodes;
using Comity.Node.Law;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Node.Demo;

/// <summary><c>comity demo --check</c>: plays the whole journey without a browser, verifies what came out of it, and that any change would be seen.</summary>
internal static class DemoCheck
{
    /// <summary>How many bytes of the bundle are changed one at a time, spread over its length. Every byte is a test's matter.</summary>
    private const int Flips = 40;

    internal static async Task<int> RunAsync(string? data, bool json, CancellationToken stop)
    {
        var output = Directory.CreateTempSubdirectory("comity-check-").FullName; // stays after the end, for `comity verify`
        using var folder = DemoData.At(data);
        var (steps, began) = (new List<JourneyStep>(), Stopwatch.GetTimestamp());
        try
        {
            await using var federation = await DemoFederation.StartAsync(folder.Path, LawShelf.Load(), stop);
            steps.Add(new("start four nodes", Since(began)));
            if (!json) Print(steps[0]);
            var result = await new Journey(federation.Cast(), step => Note(steps, step, json)).PlayAsync(stop);
            var anchor = federation.Anchor();
            var (bundlePath, anchorPath) = await WriteAsync(output, result.Bundle, anchor, stop);
            Verify(steps, result.Bundle, anchor, json);
            Conclude(json, steps, bundlePath, anchorPath);
            return ExitCode.Done;
        }
        catch (JourneyException e)
        {
            await Console.Error.WriteLineAsync("comity demo: " + e.Message);
            if (json) Console.WriteLine(Json(false, steps).ToJsonString());
            return ExitCode.No;
        }
    }

    private static void Verify(List<JourneyStep> steps, byte[] bundle, PinnedAnchor anchor, bool json)
    {
        var began = Stopwatch.GetTimestamp();
        var report = BundleVerifier.Verify(bundle, [anchor]);
        if (report.Failure is { } failure) throw new JourneyException($"The bundle is invalid: {failure.File}, {failure.Rule}: {failure.Message}");
        Note(steps, new("verify the bundle", Since(began)), json);
        began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Flips; i++)
        {
            var changed = bundle.ToArray();
            changed[(int)((long)bundle.Length * i / Flips)] ^= 1;
            if (BundleVerifier.Verify(changed, [anchor]).Holds) throw new JourneyException($"A change of byte {(long)bundle.Length * i / Flips} of the bundle was not seen.");
        }

        Note(steps, new($"see {Flips} single changes", Since(began)), json);
    }

    private static async Task<(string Bundle, string Anchor)> WriteAsync(string output, byte[] bundle, PinnedAnchor anchor, CancellationToken stop)
    {
        var (bundlePath, anchorPath) = (Path.Combine(output, "bundle.zip"), Path.Combine(output, "anchor.json"));
        await File.WriteAllBytesAsync(bundlePath, bundle, stop);
        await File.WriteAllTextAsync(anchorPath, AnchorFile.Write(anchor), stop);
        return (bundlePath, anchorPath);
    }

    private static Task Note(List<JourneyStep> steps, JourneyStep step, bool json)
    {
        steps.Add(step);
        if (!json) Print(step);
        return Task.CompletedTask;
    }

    private static void Print(JourneyStep step) => Console.WriteLine($"{step.Ms,7} ms  {step.Name}");

    private static void Conclude(bool json, List<JourneyStep> steps, string bundle, string anchor)
    {
        if (json)
        {
            var answer = Json(true, steps);
            answer["bundle"] = bundle;
            answer["anchor"] = anchor;
            Console.WriteLine(answer.ToJsonString());
            return;
        }

        Console.WriteLine();
        Console.WriteLine("Every step and every verification held. Check the proof yourself, offline:");
        Console.WriteLine($"  ./comity verify {bundle} --anchor {anchor}");
    }

    private static JsonObject Json(bool ok, List<JourneyStep> steps) => new()
    {
        ["ok"] = ok,
        ["steps"] = new JsonArray([.. steps.Select(s => (JsonNode)new JsonObject { ["name"] = s.Name, ["ms"] = s.Ms })]),
    };

    private static long Since(long began) => (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}
