using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace entity</c>: a cluster: members by page, totals, tags, why, and decisions about its merges.</summary>
internal static class EntityCommand
{
    private static readonly Argument<string> Of = new("address") { Description = "Any address of the entity, or TXID:VOUT of an output paid to it." };
    private static readonly Option<int> Limit = TraceOutput.Bound("--limit", "Members on a page.", 100);
    private static readonly Option<string?> After = new("--after") { Description = "The last member of the page before." };
    private static readonly Option<string?> Explain = new("--explain") { Description = "Why does this address belong to it?" };
    private static readonly Option<bool> Strict = new("--strict") { Description = "Without merges by suspected PayJoins." };
    private static readonly Option<int> Level = new("--level") { Description = "0: common input (default). 1: also change." };
    private static readonly Option<bool> Times = new("--times") { Description = "Hours and weekdays (UTC) at which it pays." };
    private static readonly Option<string?> Exclude = new("--exclude") { Description = "Undo the merge by this transaction." };
    private static readonly Option<string?> Include = new("--include") { Description = "Merge by this withheld transaction after all." };
    private static readonly Option<string?> Withdraw = new("--withdraw") { Description = "Take back the decision about this transaction." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; must be given with a decision.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Officer = new("--officer") { Description = "Who decides.", DefaultValueFactory = _ => "" };

    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("entity", "The owner of an address by common input.") { Of, Limit, After, Explain, Strict, Level, Times, Exclude, Include, Withdraw, Reason, Officer, store, json };
        command.SetAction(p => TraceOutput.Run(stop =>
        {
            var folder = p.GetValue(store)!.FullName;
            if (p.GetValue(Level) is not (0 or 1)) throw new TracingException($"--level {p.GetValue(Level)}: 0 or 1");
            if (p.GetValue(Strict) && p.GetValue(Level) == 1) throw new TracingException("--strict is of level 0");
            Decide(p, folder);
            using var chain = ChainStore.Open(folder);
            var view = EntityView.Of(chain, AddressCommand.Find(chain, p.GetValue(Of)!), p.GetValue(Level), p.GetValue(Strict), stop);
            if (p.GetValue(json)) TraceOutput.Write(j => Write(j, view, p));
            else Print(view, p);
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

    private static void Write(Utf8JsonWriter json, EntityView view, ParseResult p)
    {
        json.WriteString("id", view.Text(view.Id));
        json.WriteNumber("level", p.GetValue(Level));
        json.WriteNumber("asOf", view.Chain.TipHeight);
        json.WriteNumber("size", view.Size);
        json.WriteNumber("received", view.Received);
        json.WriteNumber("balance", view.Balance);
        TagCommand.WriteTags(json, view.Tags, view.Conflicts);
        var (page, more) = view.Page(p.GetValue(After) is { } after ? AddressCommand.Find(view.Chain, after) : null, p.GetValue(Limit));
        json.WriteTexts("addresses", page.Select(view.Text));
        if (more) json.WriteString("after", view.Text(page[^1]));
        else json.WriteNull("after");
        if (view.Level1 is { } level) WriteLevel1(json, view, level);
        if (p.GetValue(Explain) is { } other) WriteExplanation(json, view, view.Explain(AddressCommand.Find(view.Chain, other)));
        if (p.GetValue(Times)) WriteTimes(json, view.Times());
    }

    private static void WriteLevel1(Utf8JsonWriter json, EntityView view, EntityLevel1 level)
    {
        json.WriteStartObject("limits");
        json.WriteNumber("largeSide", level.Limits.LargeSide);
        json.WriteNumber("largestResult", level.Limits.LargestResult);
        json.WriteNumber("ownershipLevel", level.Limits.OwnershipLevel);
        json.WriteEndObject();
        json.WriteObjects("refused", view.Refused(), merge =>
        {
            json.WriteString("txid", view.Chain.IdOf(merge.Transaction).ToString());
            json.WriteString("payer", view.Text(merge.Payer));
            json.WriteString("change", view.Text(merge.Change));
            json.WriteString("rule", merge.Rule);
            json.WriteNumber("confidence", merge.Confidence);
            json.WriteString("reason", merge.Refused);
        });
    }

    private static void WriteExplanation(Utf8JsonWriter json, EntityView view, IReadOnlyList<ClusterEdge>? path)
    {
        if (path is null) json.WriteNull("explanation");
        else
        {
            json.WriteObjects("explanation", path, edge =>
            {
                json.WriteString("from", view.Text(edge.From));
                json.WriteString("to", view.Text(edge.To));
                json.WriteString("txid", view.Chain.IdOf(edge.Transaction).ToString());
                json.WriteString("rule", edge.Rule);
                json.WriteNumber("confidence", edge.Confidence);
            });
        }

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

    private static void Print(EntityView view, ParseResult p)
    {
        var rule = view.Level1 is not null ? "by common input and change" : p.GetValue(Strict) ? "by common input without suspected PayJoins" : "by common input";
        Console.WriteLine($"entity {view.Text(view.Id)}: {view.Size} addresses {rule}, received {TraceOutput.Coins(view.Received)}, holds {TraceOutput.Coins(view.Balance)}, as of block {view.Chain.TipHeight}");
        foreach (var (tag, speaks) in view.Tags) Console.WriteLine($"{(speaks ? "tag" : "tag of a member")} {tag.Address}: {TagCommand.Line(tag)}");
        foreach (var (a, b) in view.Conflicts) Console.WriteLine($"CONFLICT: {a.Label} / {b.Label}");
        var (page, more) = view.Page(p.GetValue(After) is { } after ? AddressCommand.Find(view.Chain, after) : null, p.GetValue(Limit));
        foreach (var member in page) Console.WriteLine(view.Text(member));
        if (more) Console.WriteLine($"more: --after {view.Text(page[^1])}");
        foreach (var m in view.Refused()) Console.WriteLine($"refused: {view.Text(m.Payer)} and {view.Text(m.Change)} by {m.Rule} of {view.Chain.IdOf(m.Transaction)}: {m.Refused}");
        if (p.GetValue(Times)) Print(view.Times());
        if (p.GetValue(Explain) is { } other) Print(view, view.Explain(AddressCommand.Find(view.Chain, other)));
    }

    private static void Print(TimePattern times)
    {
        if (times.Sampled == 0)
        {
            Console.WriteLine("it has paid nobody yet");
            return;
        }

        Console.WriteLine($"{times.Sampled} payments from {Time(times.First)} to {Time(times.Last)}, UTC");
        Console.WriteLine("by hour 0 to 23: " + string.Join(' ', times.Hours));
        Console.WriteLine("by weekday from Monday: " + string.Join(' ', times.Weekdays));

        static string Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Print(EntityView view, IReadOnlyList<ClusterEdge>? path)
    {
        if (path is null) Console.WriteLine("not of this entity");
        foreach (var e in path ?? []) Console.WriteLine($"{view.Text(e.From)} and {view.Text(e.To)} joined by transaction {view.Chain.IdOf(e.Transaction)}, heuristic {e.Rule}, confidence {e.Confidence}");
    }
}
