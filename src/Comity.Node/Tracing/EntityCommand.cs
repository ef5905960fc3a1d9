using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace entity</c>: a cluster: members by page, totals, tags, why, and decisions about its merges.</summary>
internal static class EntityCommand
{
    private static readonly Argument<string> Of = new("address") { Description = "Any address of the entity, or TXID:VOUT of an output paid to it." };
    private static readonly Option<int> Limit = new("--limit") { Description = "Members on a page.", DefaultValueFactory = _ => 100 };
    private static readonly Option<string?> After = new("--after") { Description = "The last member of the page before." };
    private static readonly Option<string?> Explain = new("--explain") { Description = "Why does this address belong to it?" };
    private static readonly Option<bool> Strict = new("--strict") { Description = "Without merges by suspected PayJoins." };
    private static readonly Option<int> Level = new("--level") { Description = "0: common input (default). 1: also change." };
    private static readonly Option<bool> Times = new("--times") { Description = "Hours and weekdays at which it pays." };
    private static readonly Option<string?> Exclude = new("--exclude") { Description = "Undo the merge by this transaction." };
    private static readonly Option<string?> Include = new("--include") { Description = "Merge by this withheld transaction after all." };
    private static readonly Option<string?> Withdraw = new("--withdraw") { Description = "Take back the decision about this transaction." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; must be given with a decision.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Officer = new("--officer") { Description = "Who decides.", DefaultValueFactory = _ => "" };

    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("entity", "The owner of an address by common input.") { Of, Limit, After, Explain, Strict, Level, Times, Exclude, Include, Withdraw, Reason, Officer, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var folder = p.GetValue(store)!.FullName;
            Decide(p, folder);
            using var chain = ChainStore.Open(folder);
            var address = AddressCommand.Find(chain, p.GetValue(Of)!);
            if (p.GetValue(json)) TraceOutput.Write(j => Write(j, chain, address, p));
            else Print(chain, address, p);
            return 0;
        }));
        return command;
    }

    private static void Decide(ParseResult p, string folder)
    {
        foreach (var (option, action) in new[] { (Exclude, ClusterAction.Exclude), (Include, ClusterAction.Include), (Withdraw, ClusterAction.Withdraw) })
            if (p.GetValue(option) is { } id)
                Entities.Decide(folder, new(action, Hash256.Parse(id), null, p.GetValue(Reason)!, p.GetValue(Officer)!, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
    }

    private static void Write(Utf8JsonWriter json, ChainStore chain, uint address, ParseResult p)
    {
        var entities = new Entities(chain);
        var profile = entities.Profile(address);
        json.WriteString("id", chain.TextOf(profile.Id));
        json.WriteNumber("level", p.GetValue(Level));
        json.WriteNumber("size", profile.Size);
        json.WriteNumber("received", profile.Received);
        json.WriteNumber("balance", profile.Balance);
        WriteTags(json, profile.Tags);
        json.WriteStartArray("conflicts");
        foreach (var (a, b) in profile.Conflicts) json.WriteStringValue($"{a.Label} / {b.Label}");
        json.WriteEndArray();
        WriteMembers(json, chain, entities, address, p);
        if (p.GetValue(Explain) is { } other) WriteExplanation(json, chain, entities, address, AddressCommand.Find(chain, other));
        if (p.GetValue(Times)) WriteTimes(json, TimePattern.Of(chain, entities.Page(profile.Id, 10_000)));
    }

    internal static void WriteTags(Utf8JsonWriter json, IReadOnlyList<MemberTag> tags)
    {
        json.WriteStartArray("tags");
        foreach (var (tag, speaks) in tags)
        {
            json.WriteStartObject();
            json.WriteString("address", tag.Address);
            json.WriteString("label", tag.Label);
            json.WriteString("actor", tag.Actor);
            json.WriteString("source", tag.Source);
            json.WriteString("confidence", tag.ConfidenceId);
            json.WriteNumber("level", tag.Level);
            json.WriteBoolean("speaksForCluster", speaks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IReadOnlyList<uint> Members(ChainStore chain, Entities entities, uint address, ParseResult p)
    {
        if (p.GetValue(Strict)) return entities.StrictMembers(address);
        if (p.GetValue(Level) == 1)
        {
            var level = EntityLevel1.Compute(chain);
            var id = level.Find(address);
            return [.. Enumerable.Range(0, (int)chain.Addresses).Select(i => (uint)(chain.Settings.FirstAddress + i)).Where(a => level.Find(a) == id)];
        }

        var from = p.GetValue(After) is { } after ? entities.After(AddressCommand.Find(chain, after)) : entities.IdOf(address);
        return from is { } first ? [.. entities.Page(first, p.GetValue(Limit)).TakeWhile((m, i) => i == 0 || m != entities.IdOf(address))] : [];
    }

    private static void WriteMembers(Utf8JsonWriter json, ChainStore chain, Entities entities, uint address, ParseResult p)
    {
        var members = Members(chain, entities, address, p);
        if (p.GetValue(Strict) || p.GetValue(Level) == 1) json.WriteNumber("members", members.Count);
        json.WriteStartArray("addresses");
        foreach (var member in members.Take(p.GetValue(Limit))) json.WriteStringValue(chain.TextOf(member));
        json.WriteEndArray();
    }

    private static void WriteExplanation(Utf8JsonWriter json, ChainStore chain, Entities entities, uint address, uint other)
    {
        var path = entities.Explain(address, other);
        json.WriteStartArray("explanation");
        foreach (var edge in path ?? [])
        {
            json.WriteStartObject();
            json.WriteString("from", chain.TextOf(edge.From));
            json.WriteString("to", chain.TextOf(edge.To));
            json.WriteString("txid", chain.IdOf(edge.Transaction).ToString());
            json.WriteString("rule", edge.Rule);
            json.WriteNumber("confidence", edge.Confidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("explanationConfidence", path is null ? 0 : path.Count == 0 ? 100 : path.Min(e => e.Confidence));
    }

    private static void WriteTimes(Utf8JsonWriter json, TimePattern times)
    {
        json.WriteStartObject("times");
        json.WriteStartArray("hours");
        foreach (var n in times.Hours) json.WriteNumberValue(n);
        json.WriteEndArray();
        json.WriteStartArray("weekdays");
        foreach (var n in times.Weekdays) json.WriteNumberValue(n);
        json.WriteEndArray();
        json.WriteNumber("first", times.First);
        json.WriteNumber("last", times.Last);
        json.WriteNumber("transactions", times.Sampled);
        json.WriteEndObject();
    }

    private static void Print(ChainStore chain, uint address, ParseResult p)
    {
        var entities = new Entities(chain);
        var profile = entities.Profile(address);
        Console.WriteLine($"entity {chain.TextOf(profile.Id)}: {profile.Size} addresses by common input, received {TraceOutput.Coins(profile.Received)}, holds {TraceOutput.Coins(profile.Balance)}");
        foreach (var (tag, speaks) in profile.Tags) Console.WriteLine($"{(speaks ? "tag" : "tag of a member")} {tag.Address}: {tag.Label} ({tag.ConfidenceId}), source {tag.Source}");
        foreach (var (a, b) in profile.Conflicts) Console.WriteLine($"CONFLICT: {a.Label} / {b.Label}");
        foreach (var member in Members(chain, entities, address, p).Take(p.GetValue(Limit))) Console.WriteLine(chain.TextOf(member));
        if (p.GetValue(Explain) is not { } other) return;
        foreach (var e in entities.Explain(address, AddressCommand.Find(chain, other)) ?? [])
            Console.WriteLine($"{chain.TextOf(e.From)} and {chain.TextOf(e.To)} joined by transaction {chain.IdOf(e.Transaction)}, heuristic {e.Rule}, confidence {e.Confidence}");
    }
}
