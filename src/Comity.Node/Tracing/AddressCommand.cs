using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace address</c>: what one address received and spent.</summary>
internal static class AddressCommand
{
    internal static Command Create()
    {
        var address = new Argument<string>("address");
        var limit = new Option<int>("--limit") { Description = "Outputs shown, newest first.", DefaultValueFactory = _ => 50 };
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("address", "What an address received and spent, its cluster and tags.") { address, limit, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var id = Find(chain, p.GetValue(address)!);
            if (p.GetValue(json)) TraceOutput.Write(j => Write(j, chain, id, p.GetValue(limit)));
            else Print(chain, id, p.GetValue(limit));
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

    private static void Write(Utf8JsonWriter json, ChainStore chain, uint id, int limit)
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
        EntityCommand.WriteTags(json, [.. entities.Tags.Of(chain.TextOf(id)).Select(t => new MemberTag(t, t.IsClusterDefiner))]);
        json.WriteStartArray("history");
        foreach (var output in chain.OutputsOf(id).Take(limit)) WriteOutput(json, chain, output);
        json.WriteEndArray();
    }

    private static (long Received, long Balance, long Count) Totals(ChainStore chain, uint id)
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
        json.WriteStartObject();
        json.WriteString("txid", chain.IdOf(maker.Id).ToString());
        json.WriteNumber("vout", output - maker.FirstOutput);
        json.WriteNumber("value", chain.ValueOf(output));
        json.WriteNumber("height", chain.HeightOf(maker.Id));
        if (spender == ChainStore.Overwritten) json.WriteBoolean("overwritten", true);
        else if (spender == ChainStore.Unspent) json.WriteNull("spentBy");
        else json.WriteString("spentBy", chain.IdOf(spender).ToString());
        json.WriteEndObject();
    }

    private static void Print(ChainStore chain, uint id, int limit)
    {
        var entities = new Entities(chain);
        var (received, balance, count) = Totals(chain, id);
        Console.WriteLine($"{chain.TextOf(id)}  {chain.KindOf(id)}  received {TraceOutput.Coins(received)} in {count} outputs, holds {TraceOutput.Coins(balance)}");
        Console.WriteLine($"entity {chain.TextOf(entities.IdOf(id))} of {entities.Profile(id).Size} addresses");
        foreach (var tag in entities.Tags.Of(chain.TextOf(id))) Console.WriteLine($"tag: {tag.Label} ({tag.ConfidenceId}), source {tag.Source}");
        foreach (var output in chain.OutputsOf(id).Take(limit))
            Console.WriteLine($"{chain.HeightOf(chain.MakerOf(output).Id),8}  {TraceOutput.Coins(chain.ValueOf(output)),16}  {chain.PointOf(output)}  {(chain.SpenderOf(output) == ChainStore.Unspent ? "unspent" : "spent")}");
    }
}
