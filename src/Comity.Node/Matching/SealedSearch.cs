using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match search --sealed</c>: the governed search. Custodians open the list, and everything is logged before an answer is shown.</summary>
internal static class SealedSearch
{
    internal static readonly Option<string[]> Sealed = new("--sealed") { AllowMultipleArgumentsPerToken = true, Description = "Sealed lists; needs --share, --log, --officer, --purpose, --case." };
    internal static readonly Option<string[]> Shares = new("--share") { AllowMultipleArgumentsPerToken = true, Description = "Shares of the custodians, as `match list share` printed them." };
    internal static readonly Option<string?> Log = new("--log") { Description = "With --sealed: the log." };
    internal static readonly Option<string?> Officer = new("--officer") { Description = "With --sealed: who asks." };
    internal static readonly Option<string?> Purpose = new("--purpose") { Description = "With --sealed: why." };
    internal static readonly Option<string?> Case = new("--case") { Description = "With --sealed: folder for the openings of hits." };

    internal static int Run(ParseResult parsed, string[] paths, int distance, MeasuredRate? measured)
    {
        string Needed(Option<string?> option) => parsed.GetValue(option) ?? throw new RefusedInputException($"A sealed list is asked with {option.Name}.");
        var (officer, purpose, folder, isJson) = (Needed(Officer), Needed(Purpose), Needed(Case), parsed.GetValue(MatchCommand.Json));
        using var files = new FileRun(HashScope.Turns, null, Environment.ProcessorCount);
        using var log = MatchLog.Open(Needed(Log));
        var lists = parsed.GetValue(Sealed)!.Select(l => Open(l, parsed.GetValue(Shares) ?? [])).ToArray();
        using var search = new GovernedSearch(log, lists, officer, RandomNumberGenerator.Fill, TimeProvider.System);
        Directory.CreateDirectory(folder);
        var (asked, refused, hits) = (0, 0, new List<LoggedHit>());
        foreach (var block in files.Hash(paths).Chunk(1000))
        {
            foreach (var hit in search.Ask(purpose, block, distance, "comity match 1; area average 512; turns", $"libvips {files.Worker.Library}"))
            {
                Keep(folder, hit);
                hits.Add(hit);
                if (!isJson) Console.WriteLine(Line(hit, lists[hit.Match.List]));
            }

            asked += block.OfType<FileOutcome.Hashed>().Count();
            refused += block.OfType<FileOutcome.Refused>().Count(SearchCommand.SayRefused);
        }

        var chance = search.Chance(asked, Turns.Count, distance, measured);
        SearchCommand.Say(chance, 0);
        Console.Error.WriteLine($"{asked} files asked, {refused} refused; log head {log.Head}");
        if (isJson) JsonOutput.Write(json => Write(json, hits, lists, chance, log.Head));
        return refused > 0 ? 1 : 0;
    }

    private static OpenedList Open(string path, string[] shares)
    {
        var list = SealedList.Read(File.ReadAllBytes(path));
        return list.Open([.. shares.Select(ShareFile.Read).Where(s => s.Digest == Convert.ToHexStringLower(list.Digest)).Select(s => s.Share)], TimeProvider.System.GetUtcNow());
    }

    private static string Line(LoggedHit hit, OpenedList list) =>
        $"hit {hit.Number}, possible: {hit.File}, {list.Header.Terms.Id} entry {hit.Match.Entry}, {SearchCommand.Words(hit.Match.Agreement)}"
        + (hit.Match.Distance is { } d ? $", distance {d}" : "") + (list.Entries[hit.Match.Entry].Category is { } c ? $", category {c}: {list.Header.Terms.Categories[c]}" : "");

    private static void Write(Utf8JsonWriter json, List<LoggedHit> hits, OpenedList[] lists, ChanceStatement chance, string head)
    {
        json.WriteStartObject();
        json.WriteStartArray("hits");
        foreach (var hit in hits)
        {
            var terms = lists[hit.Match.List].Header.Terms;
            json.WriteStartObject();
            json.WriteNumber("hit", hit.Number);
            json.WriteString("file", hit.File);
            json.WriteString("list", $"{terms.Id}/{terms.Version}");
            json.WriteNumber("entry", hit.Match.Entry);
            SearchCommand.WriteMatch(json, hit.Match, lists[hit.Match.List].Entries[hit.Match.Entry].Category);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        SearchCommand.WriteChance(json, chance);
        json.WriteString("head", head);
        json.WriteEndObject();
    }

    // Whoever holds an opening can show which file was asked: it is for the case alone.
    private static void Keep(string folder, LoggedHit hit)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("hit", hit.Number);
            json.WriteString("file", hit.File);
            json.WriteNumber("algorithm", hit.Opening.Algorithm);
            json.WriteString("key", Convert.ToHexStringLower(hit.Opening.Key));
            json.WriteString("hash", Convert.ToHexStringLower(hit.Opening.Hash));
            json.WriteEndObject();
        }

        Secret.Write(Path.Combine(folder, $"hit-{hit.Number}.json"), buffer.ToArray());
    }
}

/// <summary>A share as a line of text, for paper or a card: list digest, number, value.</summary>
internal static class ShareFile
{
    internal static string Line(byte[] digest, KeyShare share) => $"comity-share {Convert.ToHexStringLower(digest)} {share.X} {Convert.ToHexStringLower(share.Value)}";

    internal static (string Digest, KeyShare Share) Read(string path)
    {
        var parts = File.ReadAllText(path).Trim().Split(' ');
        return parts is ["comity-share", { Length: 64 } digest, var x, { Length: 64 } value] && byte.TryParse(x, out var number) && value.All(char.IsAsciiHexDigit)
            ? (digest, new(number, Convert.FromHexString(value))) : throw new RefusedInputException($"{Path.GetFileName(path)} holds no share.");
    }
}
