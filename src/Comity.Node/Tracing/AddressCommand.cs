using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace address</c>: what one address received and spent.</summary>
internal static class AddressCommand
{
    internal static Command Create()
    {
        var address = new Argument<string>("address") { Description = "An address, or TXID:VOUT of an output that pays it." };
        var limit = TraceOutput.Bound("--limit", "Outputs shown, newest first.", 50);
        var after = new Option<string?>("--after") { Description = "The last output of the page before, TXID:VOUT." };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("address", "What an address received and spent, its cluster and tags.") { address, limit, after, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var id = Find(chain, p.GetValue(address)!);
            var history = History(chain, id, p.GetValue(after)).Take(p.GetValue(limit)).ToList();
            if (p.GetValue(json)) TraceOutput.Write(j => Write(j, chain, id, history));
            else Print(chain, id, history);
            return 0;
        }));
        return command;
    }

    /// <summary>The address, written as text or as the output that pays it.</summary>
    internal static uint Find(ChainStore chain, string text)
    {
        if (Outpoint.TryParse(text, null, out var point))
        {
            var output = chain.OutputAt(point);
            return chain.HasAddress(output) ? chain.AddressOf(output) : throw new TracingException($"{text} pays no address");
        }

        return chain.FindAddress(text) ?? throw new TracingException($"the chain has not seen {text}");
    }

    private static IEnumerable<long> History(ChainStore chain, uint id, string? after)
    {
        if (after is null) return chain.OutputsOf(id);
        var last = chain.OutputAt(Outpoint.Parse(after));
        return chain.OutputsOf(id).SkipWhile(o => o >= last);
    }

    private static void Write(Utf8JsonWriter json, ChainStore chain, uint id, List<long> history)
    {
        var entities = new Entities(chain);
        var (received, balance, count) = Totals(chain, id);
        json.WriteString("address", chain.TextOf(id));
        json.WriteString("kind", chain.KindOf(id).ToString());
        json.WriteNumber("outputs", count);
        json.WriteNumber("received", received);
        json.WriteNumber("balance", balance);
        json.WriteString("entity", chain.TextOf(entities.IdOf(id)));
        json.WriteNumber("entitySize", entities.Profile(id).Size);
        var tags = entities.Tags.Of(chain.TextOf(id));
        TagCommand.WriteTags(json, [.. tags.Select(t => new MemberTag(t, t.IsClusterDefiner))], TagConflict.Among(tags));
        json.WriteObjects("history", history, output => WriteOutput(json, chain, output));
    }

    /// <summary>Satoshis ever received and held now, and the number of outputs.</summary>
    internal static (long Received, long Balance, long Count) Totals(ChainStore chain, uint id)
    {
        long received = 0, balance = 0, count = 0;
        foreach (var output in chain.OutputsOf(id))
        {
            count++;
            received += chain.ValueOf(output);
            if (chain.SpenderOf(output) == ChainStore.Unspent) balance += chain.ValueOf(output);
        }

        return (received, balance, count);
    }

    private static void WriteOutput(Utf8JsonWriter json, ChainStore chain, long output)
    {
        var maker = chain.MakerOf(output);
        var spender = chain.SpenderOf(output);
        json.WriteString("txid", chain.IdOf(maker.Id).ToString());
        json.WriteNumber("vout", output - maker.FirstOutput);
        json.WriteNumber("value", chain.ValueOf(output));
        json.WriteNumber("height", chain.HeightOf(maker.Id));
        if (spender == ChainStore.Overwritten) json.WriteBoolean("overwritten", true);
        else if (spender == ChainStore.Unspent) json.WriteNull("spentBy");
        else json.WriteString("spentBy", chain.IdOf(spender).ToString());
    }

    private static void Print(ChainStore chain, uint id, List<long> history)
    {
        var entities = new Entities(chain);
        var (received, balance, count) = Totals(chain, id);
        Console.WriteLine($"{chain.TextOf(id)}  {chain.KindOf(id)}  received {TraceOutput.Coins(received)} in {count} outputs, holds {TraceOutput.Coins(balance)}");
        Console.WriteLine($"entity {chain.TextOf(entities.IdOf(id))} of {entities.Profile(id).Size} addresses");
        var tags = entities.Tags.Of(chain.TextOf(id));
        foreach (var tag in tags) Console.WriteLine($"tag: {TagCommand.Line(tag)}");
        foreach (var (a, b) in TagConflict.Among(tags)) Console.WriteLine($"CONFLICT: {a.Label} / {b.Label}");
        foreach (var output in history)
            Console.WriteLine($"{chain.HeightOf(chain.MakerOf(output).Id),8}  {TraceOutput.Coins(chain.ValueOf(output)),16}  {chain.PointOf(output)}  {State(chain.SpenderOf(output))}");
    }

    private static string State(uint spender) => spender switch { ChainStore.Unspent => "unspent", ChainStore.Overwritten => "overwritten", _ => "spent" };
}
