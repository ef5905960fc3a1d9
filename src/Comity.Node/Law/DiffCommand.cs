using System.CommandLine;
using System.Text.Json;
using Comity.Law;
using Comity.Law.Checking;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Law;

/// <summary><c>comity law diff</c>: what changes for whom between two releases, in words.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> Old = new("old") { Description = "A folder of law data, a packed release, or the digest of a release that a node has kept" };
    private static readonly Argument<string> New = new("new") { Description = "The other, in the same ways" };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the node whose kept releases a digest names" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON" };

    internal static Command Create()
    {
        var command = new Command("diff", "What changes for whom between two releases: who is bound, which ways open or close, which element or term changes.") { Old, New, Data, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        try
        {
            var (old, now) = (Load(parsed.GetRequiredValue(Old), parsed.GetValue(Data)), Load(parsed.GetRequiredValue(New), parsed.GetValue(Data)));
            var changes = LawDiff.Between(old, now);
            if (parsed.GetValue(Json)) Console.WriteLine(JsonOf(old, now, changes));
            else Print(old, now, changes);
            return 0;
        }
        catch (UnknownWordException unknown)
        {
            Console.Error.WriteLine(unknown.Message);
            return 2;
        }
        catch (Exception wrong) when (wrong is LawDataException or RefusedException)
        {
            Console.Error.WriteLine($"The law data cannot be used: {wrong.Message}");
            return 1;
        }
    }

    private static LawRelease Load(string place, string? node)
    {
        if (Directory.Exists(place)) return LawFolder.Load(place);
        if (File.Exists(place)) return new FileInfo(place).Length <= LawArchive.LargestRelease ? LawRelease.Unpack(File.ReadAllBytes(place)) : throw new LawDataException(place, 0, "Too large for a release.", "Name a packed release.");
        if (Digest.TryParse(place, null, out var digest) && node is not null && Kept(digest, node) is { } packed) return LawRelease.Unpack(packed);
        throw new UnknownWordException("release", place, ["a folder with common.yaml", "a file of packed bytes", "a digest that the node of --data FOLDER has kept"]);
    }

    private static byte[]? Kept(Digest release, string node)
    {
        var database = Path.Combine(node, "comity.db");
        if (!File.Exists(database)) return null;
        using var sql = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        sql.Open();
        return LawTables.Packed(sql, release);
    }

    private static void Print(LawRelease old, LawRelease now, IReadOnlyList<LawChange> changes)
    {
        foreach (var group in changes.GroupBy(change => change.Kind))
        {
            Console.WriteLine(Heading(group.Key));
            foreach (var change in group) Console.WriteLine($"  {change.Text}");
        }

        Console.WriteLine($"{changes.Count} change{(changes.Count == 1 ? "" : "s")} from {old.Digest} to {now.Digest}.");
    }

    private static string Heading(LawChangeKind kind) => kind switch
    {
        LawChangeKind.Party => "Who is bound",
        LawChangeKind.Declaration => "What States declared",
        LawChangeKind.Pair => "Treaties of pairs",
        LawChangeKind.Effect => "What follows between States (in an emergency, for any data)",
        LawChangeKind.Rule => "Rules",
        LawChangeKind.Sheet => "Country sheets",
        _ => "Wording, notes and sources only",
    };

    private static string JsonOf(LawRelease old, LawRelease now, IReadOnlyList<LawChange> changes) => JsonSerializer.Serialize(
        new
        {
            from = old.Digest.ToString(),
            to = now.Digest.ToString(),
            changes = changes.Select(change => new { kind = change.Kind.ToString().ToLowerInvariant(), who = change.Who, since = change.From?.ToString("yyyy-MM-dd", null), text = change.Text }),
        },
        LawCommand.Readable);
}
