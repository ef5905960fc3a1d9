using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match hash</c>: hashes of pictures, decoded in confined workers.</summary>
internal static class HashCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Arity = ArgumentArity.OneOrMore, Description = "Pictures, or folders to read recursively." };
    private static readonly Option<bool> Full = new("--full") { Description = "Hash without reduction to 512 pixels." };
    private static readonly Option<bool> Turned = new("--turns") { Description = "Also the hashes of the seven turned and mirrored pictures." };
    private static readonly Option<bool> Fast = new("--fast-jpeg") { Description = "Let the JPEG decoder halve large pictures: faster, perhaps a few bits off." };
    private static readonly Option<bool> Details = new("--details") { Description = "Also SHA-1, MD5, size, format, pages." };
    private static readonly Option<string?> Manifest = new("--manifest") { Description = "A file of outcomes: an interrupted run goes on from it." };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Pictures in work at once.", DefaultValueFactory = _ => Environment.ProcessorCount };

    internal static Command Create()
    {
        var command = new Command("hash", "Hash pictures: PDQ, SHA-256, SHA-1, MD5. Video is not read yet.") { Paths, MatchCommand.Json, Full, Turned, Fast, Details, Manifest, Parallel };
        command.SetAction(parsed => MatchCommand.Guarded(() => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var refused = 0;
        using var files = new FileRun(Scope(parsed), parsed.GetValue(Manifest), parsed.GetValue(Parallel));
        var outcomes = files.Hash(parsed.GetValue(Paths)!).Select(o => Count(o, ref refused));
        if (parsed.GetValue(MatchCommand.Json)) JsonOutput.Write(json => WriteAll(json, outcomes, parsed.GetValue(Details)));
        else foreach (var outcome in outcomes) Console.WriteLine(Line(outcome));
        return refused > 0 ? 1 : 0;
    }

    private static HashScope Scope(ParseResult parsed) =>
        (parsed.GetValue(Full) ? HashScope.Full : 0) | (parsed.GetValue(Turned) ? HashScope.Turns : 0) | (parsed.GetValue(Fast) ? HashScope.FastJpeg : 0);

    private static FileOutcome Count(FileOutcome outcome, ref int refused)
    {
        if (outcome is FileOutcome.Refused) refused++;
        return outcome;
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<FileOutcome> outcomes, bool details)
    {
        json.WriteStartArray();
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("file", outcome.File);
            if (outcome is FileOutcome.Refused r) json.WriteString("refused", Reason(r));
            if (outcome is FileOutcome.Hashed h) WriteHashed(json, h, details);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHashed(Utf8JsonWriter json, FileOutcome.Hashed hashed, bool details)
    {
        var p = hashed.Picture;
        json.WriteString("pdq", hashed.Hash.ToString());
        json.WriteNumber("quality", p.Quality);
        json.WriteString("sha256", Convert.ToHexStringLower(hashed.Digests.Sha256));
        if (p.Hashes.Length > 1)
        {
            json.WriteStartObject("turns");
            for (var turn = 1; turn < p.Hashes.Length; turn++) json.WriteString(((Turn)turn).Word(), p.Hashes[turn].ToString());
            json.WriteEndObject();
        }

        if (!details) return;
        json.WriteString("sha1", Convert.ToHexStringLower(hashed.Digests.Sha1));
        json.WriteString("md5", Convert.ToHexStringLower(hashed.Digests.Md5));
        json.WriteNumber("bytes", hashed.Bytes);
        json.WriteNumber("width", p.Width);
        json.WriteNumber("height", p.Height);
        json.WriteString("format", p.Format.ToString().ToLowerInvariant());
        json.WriteNumber("pages", p.Pages);
        json.WriteBoolean("matchedPerceptually", p.Quality > Pdq.LowQuality);
    }

    internal static string Reason(FileOutcome.Refused refused) => $"{refused.Code.ToString().ToLowerInvariant()}: {refused.Reason}";

    private static string Line(FileOutcome outcome) => outcome switch
    {
        FileOutcome.Refused r => $"refused   {r.File}: {Reason(r)}",
        FileOutcome.Hashed h => $"{h.Hash}  quality {h.Picture.Quality,3}  {h.File}" + More(h.Picture),
        _ => throw new UnreachableException(),
    };

    private static string More(DecodedPicture p) =>
        (p.Quality <= Pdq.LowQuality ? "  (low quality: never matched perceptually)" : "") + (p.Pages > 1 ? $"  (first of {p.Pages} pages)" : "");
}
