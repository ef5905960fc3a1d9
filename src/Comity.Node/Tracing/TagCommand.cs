using System.CommandLine;
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
            using var ingest = Ingest.Open(p.GetValue(store)!.FullName);
            var pack = p.GetValue(file) == "seed" ? TagPack.Seed() : TagPack.Read(Path.GetFileName(p.GetValue(file)!), File.ReadAllText(p.GetValue(file)!), ingest.Store.Network);
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

    private static void Write(TagPack pack, int added, int duplicates) => TraceOutput.Write(json =>
    {
        json.WriteNumber("imported", added);
        json.WriteNumber("duplicates", duplicates);
        json.WriteNumber("withoutConfidence", pack.WithoutConfidence);
        json.WriteStartArray("refused");
        foreach (var r in pack.Refused)
        {
            json.WriteStartObject();
            json.WriteString("file", r.File);
            json.WriteNumber("line", r.Line);
            json.WriteString("address", r.Subject);
            json.WriteString("reason", r.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static Command Export()
    {
        var title = new Option<string>("--title") { DefaultValueFactory = _ => "Export" };
        var creator = new Option<string>("--creator") { DefaultValueFactory = _ => "Comity" };
        var store = TraceOutput.Store();
        var command = new Command("export", "Write all tags as a TagPack to standard output.") { title, creator, store };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            Console.Out.Write(TagPack.Write(p.GetValue(title)!, p.GetValue(creator)!, TagStore.Load(p.GetValue(store)!.FullName).All));
            return 0;
        }));
        return command;
    }

    private static Command List()
    {
        var address = new Argument<string>("address");
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("list", "Tags of an address, and which contradict each other.") { address, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var tags = TagStore.Load(p.GetValue(store)!.FullName).Of(p.GetValue(address)!);
            var conflicts = TagConflict.Among(tags).ToList();
            if (!p.GetValue(json))
            {
                foreach (var t in tags) Console.WriteLine($"{t.Label}  {t.Actor}  {t.ConfidenceId} ({t.Level})  {t.Source}");
                foreach (var (a, b) in conflicts) Console.WriteLine($"CONFLICT: {a.Label} / {b.Label}");
                return 0;
            }

            TraceOutput.Write(j =>
            {
                EntityCommand.WriteTags(j, [.. tags.Select(t => new MemberTag(t, t.IsClusterDefiner))]);
                j.WriteStartArray("conflicts");
                foreach (var (a, b) in conflicts) j.WriteStringValue($"{a.Label} / {b.Label}");
                j.WriteEndArray();
            });
            return 0;
        }));
        return command;
    }
}
