using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Node.Proof;

/// <summary><c>comity verify</c>: judges a proof bundle offline, with nothing but the anchor's public key.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<FileInfo> Bundle = new("bundle") { Description = "The bundle, a .zip file" };
    private static readonly Option<FileInfo> Anchor = new("--anchor") { Description = "The anchor's public key with its name, as JSON", Required = true };
    private static readonly Option<FileInfo?> Status = new("--status") { Description = "Status lists known since the bundle was made, one on each line" };
    private static readonly Option<bool> AllowUnwitnessed = new("--allow-unwitnessed") { Description = "Accept proofs that no witness has cosigned" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Command Create()
    {
        var command = new Command("verify", "Check a proof bundle offline, with the anchor's public key alone.") { Bundle, Anchor, Status, AllowUnwitnessed, Json };
        command.SetAction((parsed, stop) => RunAsync(parsed, stop));
        return command;
    }

    /// <summary>Whatever stands in the way, the answer is the same as for a bundle that does not hold: 1, with the reason.</summary>
    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            return await VerifyAsync(parsed, stop);
        }
        catch (NodeFault fault)
        {
            await Console.Error.WriteLineAsync("comity verify: " + fault.Message);
            if (parsed.GetValue(Json)) Console.WriteLine(new JsonObject { ["valid"] = false, ["verdict"] = "invalid", ["failure"] = new JsonObject { ["message"] = fault.Message } }.ToJsonString(Plain));
            return ExitCode.No;
        }
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken stop)
    {
        var anchor = ReadAnchor(await BytesAsync(parsed.GetRequiredValue(Anchor), 1 << 16, stop), parsed.GetRequiredValue(Anchor).Name);
        var policy = new BundlePolicy { AllowUnwitnessed = parsed.GetValue(AllowUnwitnessed), LaterStatus = await StatusAsync(parsed.GetValue(Status), stop) };
        var report = BundleVerifier.Verify(await BytesAsync(parsed.GetRequiredValue(Bundle), BundleArchive.Largest, stop), [anchor], policy);
        if (parsed.GetValue(Json)) Console.WriteLine(ToJson(report).ToJsonString(Plain));
        else Print(report, anchor);
        return report.Holds ? ExitCode.Done : ExitCode.No;
    }

    private static PinnedAnchor ReadAnchor(byte[] bytes, string name)
    {
        try
        {
            return AnchorFile.Read(bytes);
        }
        catch (RefusedException e)
        {
            throw new NodeFault($"{name} is no anchor key: {e.Message} Use the file that the anchor publishes: {{\"anchor\":\"https://…\",\"jwk\":{{…}}}}.");
        }
    }

    private static async Task<string[]> StatusAsync(FileInfo? file, CancellationToken stop) =>
        file is null ? [] : System.Text.Encoding.UTF8.GetString(await BytesAsync(file, StrictJson.LongestBody * 4, stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<byte[]> BytesAsync(FileInfo file, int longest, CancellationToken stop)
    {
        try
        {
            if (file.Exists && file.Length > longest) throw new NodeFault($"{file.FullName} is larger than {longest} bytes and was not read.");
            return await File.ReadAllBytesAsync(file.FullName, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeFault($"{file.FullName} cannot be read: {e.Message}", e);
        }
    }

    private static void Print(BundleReport report, PinnedAnchor anchor)
    {
        if (report.Failure is { } failure)
        {
            Console.WriteLine($"INVALID: {failure.File}");
            Console.WriteLine($"  {failure.Message}");
            Console.WriteLine($"  Rule: {failure.Rule} (spec/bundle.md)");
            return;
        }

        var cover = report.Cover!;
        Console.WriteLine(report.Verdict == BundleVerdict.Valid ? "VALID" : "VALID, WITH NOTES");
        Console.WriteLine($"  Dossier   {cover.Dossier}");
        Console.WriteLine($"  Exported  {cover.At:yyyy-MM-dd HH:mm:ss} UTC by {cover.Exporter} ({report.ExporterName})");
        Console.WriteLine($"  Anchor    {anchor.Id}");
        Console.WriteLine($"  Proven    {report.Statements} statements, {report.Receipts} receipts; {report.Undisclosed} digests not disclosed (withheld elements and decoys)");
        foreach (var note in report.Notes) Console.WriteLine($"  Note      {note.Word}: {note.File}: {note.Text}");
        Console.WriteLine("State of the dossier:");
        foreach (var line in report.State) Console.WriteLine("  " + line);
    }

    private static JsonObject ToJson(BundleReport report)
    {
        var json = new JsonObject { ["valid"] = report.Holds, ["verdict"] = Word(report.Verdict) };
        if (report.Failure is { } failure) json["failure"] = new JsonObject { ["file"] = failure.File, ["rule"] = failure.Rule, ["message"] = failure.Message };
        if (report.Cover is { } cover)
        {
            json["dossier"] = cover.Dossier.ToString();
            json["exporter"] = cover.Exporter.ToString();
            json["at"] = cover.At.ToUnixTimeSeconds();
        }

        json["statements"] = report.Statements;
        json["receipts"] = report.Receipts;
        json["undisclosed"] = report.Undisclosed;
        json["notes"] = new JsonArray([.. report.Notes.Select(n => (JsonNode)new JsonObject { ["kind"] = n.Word, ["file"] = n.File, ["text"] = n.Text })]);
        json["state"] = new JsonArray([.. report.State.Select(l => (JsonNode)l)]);
        return json;
    }

    private static string Word(BundleVerdict verdict) => verdict switch { BundleVerdict.Valid => "valid", BundleVerdict.ValidWithNotes => "valid-with-notes", _ => "invalid" };
}
