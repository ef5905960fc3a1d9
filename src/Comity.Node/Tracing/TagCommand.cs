using System.CommandLine;
using System.Text;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace tag</c>: TagPacks in and out.</summary>
internal static class TagCommand
{
    internal static Command Create() => new("tag", "Tags of addresses: import and export TagPacks, show conflicts.") { Import(), Export(), List() };

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "A TagPack (YAML), or 'seed' for the pack that comes with the program." };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("import", "Take the tags of a pack; wrong ones are refused one by one.") { file, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var folder = p.GetValue(store)!.FullName;
            var pack = Read(p.GetValue(file)!, StoreSettings.Load(folder).Network);
            using var ingest = Ingest.Open(folder);
            var (added, duplicates) = ingest.AddTags(pack);
            if (p.GetValue(json)) Write(pack, added, duplicates);
            else
            {
                foreach (var r in pack.Refused) Console.Error.WriteLine($"{r.File}, line {r.Line}: {r.Subject}: {r.Reason}");
                Console.WriteLine($"{added} tags new, {duplicates} known, {pack.Refused.Count} refused, {pack.WithoutConfidence} without confidence");
            }

            return 0;
        }));
        return command;
    }

    private static TagPack Read(string file, Network network)
    {
        if (file == "seed") return TagPack.Seed(network);
        if (!File.Exists(file)) throw new TracingException($"no such file: {file}");
        return TagPack.Read(Path.GetFileName(file), File.ReadAllText(file), network);
    }

    private static void Write(TagPack pack, int added, int duplicates) => TraceOutput.Write(json =>
    {
        json.WriteNumber("imported", added);
        json.WriteNumber("duplicates", duplicates);
        json.WriteNumber("withoutConfidence", pack.WithoutConfidence);
        json.WriteObjects("refused", pack.Refused, r =>
        {
            json.WriteString("file", r.File);
            json.WriteNumber("line", r.Line);
            json.WriteString("address", r.Subject);
            json.WriteString("reason", r.Reason);
        });
    });

    private static Command Export()
    {
        var title = new Option<string>("--title") { DefaultValueFactory = _ => "Export" };
        var creator = new Option<string>("--creator") { DefaultValueFactory = _ => "Comity" };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("export", "Write all tags as a TagPack to standard output.") { title, creator, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var tags = Load(p.GetValue(store)!).All;
            if (p.GetValue(json))
            {
                TraceOutput.Write(j =>
                {
                    j.WriteString("title", p.GetValue(title));
                    j.WriteString("creator", p.GetValue(creator));
                    j.WriteObjects("tags", tags, t => t.WriteTo(j));
                });
                return 0;
            }

            using var output = Console.OpenStandardOutput(); // UTF-8 whatever the terminal is set to
            output.Write(Encoding.UTF8.GetBytes(TagPack.Write(p.GetValue(title)!, p.GetValue(creator)!, tags)));
            return 0;
        }));
        return command;
    }

    private static TagStore Load(DirectoryInfo store)
    {
        _ = StoreSettings.Load(store.FullName);
        return TagStore.Load(store.FullName);
    }

    private static Command List()
    {
        var address = new Argument<string>("address");
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("list", "Tags of an address, and which contradict each other.") { address, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            _ = Address.Parse(p.GetValue(address)!, StoreSettings.Load(p.GetValue(store)!.FullName).Network);
            var tags = Load(p.GetValue(store)!).Of(p.GetValue(address)!);
            var conflicts = TagConflict.Among(tags).ToList();
            if (p.GetValue(json)) TraceOutput.Write(j => WriteTags(j, [.. tags.Select(t => new MemberTag(t, t.IsClusterDefiner))], conflicts));
            else Print(tags, conflicts);
            return 0;
        }));
        return command;
    }

    private static void Print(IReadOnlyList<Tag> tags, List<(Tag First, Tag Second)> conflicts)
    {
        foreach (var t in tags) Console.WriteLine(Line(t));
        foreach (var (a, b) in conflicts) Console.WriteLine($"CONFLICT: {a.Label} / {b.Label}");
    }

    internal static string Line(Tag t) => $"{t.Label}{(t.Actor is null ? "" : $" ({t.Actor})")}, {t.ConfidenceId} ({t.Level}), source {t.Source}{(t.LastModified is null ? "" : $", {t.LastModified}")}";

    /// <summary>Tags of members with their conflicts, the highest confidence first.</summary>
    internal static void WriteTags(Utf8JsonWriter json, IReadOnlyList<MemberTag> tags, IEnumerable<(Tag First, Tag Second)> conflicts)
    {
        json.WriteObjects("tags", tags, member =>
        {
            json.WriteString("address", member.Tag.Address);
            json.WriteString("label", member.Tag.Label);
            json.WriteString("actor", member.Tag.Actor);
            json.WriteString("source", member.Tag.Source);
            json.WriteString("confidence", member.Tag.ConfidenceId);
            json.WriteNumber("level", member.Tag.Level);
            json.WriteString("lastmod", member.Tag.LastModified);
            json.WriteBoolean("speaksForCluster", member.SpeaksForCluster);
        });
        json.WriteTexts("conflicts", conflicts.Select(c => $"{c.First.Label} / {c.Second.Label}"));
    }
}
