using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace path</c>: ways between two entities, and peel chains.</summary>
internal static class PathCommand
{
    private const int MostMembers = 100_000;
    private static readonly Option<string> From = new("--from") { Description = "An address, or TXID:VOUT.", Required = true };
    private static readonly Option<string?> To = new("--to") { Description = "An address. Without it: the peel chain from the output --from." };
    private static readonly Option<int> Hops = TraceOutput.Bound("--hops", "Most transactions in a row.", 8);
    private static readonly Option<int> Fan = TraceOutput.Bound("--fan", "Entities with more transactions are not passed through.", 10_000);
    private static readonly Option<bool> Through = new("--through") { Description = "Pass through mixes and large entities." };
    private static readonly Option<int> Limit = TraceOutput.Bound("--limit", "Most paths.", 10);
    private static readonly Option<bool> Entity = new("--entity") { Description = "Between the whole entities of both addresses." };
    private static readonly Option<long?> Until = new("--until") { Description = "Last block that counts." };

    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("path", "Ways from one entity to another; or the peel chain of an output.") { From, To, Hops, Fan, Through, Limit, Entity, Until, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            if (p.GetValue(To) is { } to) Paths(chain, p, to, p.GetValue(json));
            else Peel(chain, Outpoint.Parse(p.GetValue(From)!), p.GetValue(Until), p.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static void Paths(ChainStore chain, ParseResult p, string to, bool asJson)
    {
        var bounds = new PathBounds(p.GetValue(Hops), p.GetValue(Fan), p.GetValue(Through), p.GetValue(Limit), p.GetValue(Until));
        var paths = PathSearch.Find(chain, Side(chain, p, p.GetValue(From)!), Side(chain, p, to), bounds);
        if (asJson) TraceOutput.Write(j => Write(j, chain, bounds, paths));
        else Print(chain, bounds, paths);
    }

    private static IReadOnlyCollection<uint> Side(ChainStore chain, ParseResult p, string text)
    {
        var address = AddressCommand.Find(chain, text);
        if (!p.GetValue(Entity)) return [address];
        var entities = new Entities(chain);
        if (entities.Profile(address).Size > MostMembers) throw new TracingException($"the entity of {text} has more than {MostMembers} addresses: name addresses instead");
        return entities.Page(entities.IdOf(address), MostMembers);
    }

    private static void Write(Utf8JsonWriter json, ChainStore chain, PathBounds bounds, IReadOnlyList<MoneyPath> paths)
    {
        json.WriteStartObject("bounds");
        json.WriteNumber("hops", bounds.Hops);
        json.WriteNumber("fan", bounds.Fan);
        json.WriteBoolean("through", bounds.Through);
        json.WriteNumber("limit", bounds.Limit);
        json.WriteEndObject();
        json.WriteObjects("paths", paths, path =>
        {
            json.WriteNumber("hops", path.Hops);
            json.WriteNumber("bottleneck", path.Bottleneck);
            json.WriteNumber("fifo", path.Fifo);
            json.WriteNumber("haircut", path.Haircut);
            json.WriteTexts("outputs", path.Outputs.Select(o => chain.PointOf(o).ToString()));
        });
    }

    private static void Print(ChainStore chain, PathBounds bounds, IReadOnlyList<MoneyPath> paths)
    {
        if (paths.Count == 0) Console.WriteLine($"none within these bounds: {bounds.Hops} hops, entities of at most {bounds.Fan} transactions{(bounds.Through ? "" : ", not through mixes")}");
        foreach (var path in paths)
        {
            Console.WriteLine($"{path.Hops} hops, bottleneck {TraceOutput.Coins(path.Bottleneck)}; reaches the end: fifo {TraceOutput.Coins(path.Fifo)}, haircut {TraceOutput.Coins(path.Haircut)} (contact is not flow)");
            foreach (var output in path.Outputs) Console.WriteLine($"  {chain.PointOf(output)}  {TraceOutput.Coins(chain.ValueOf(output))}  {chain.TextOf(chain.AddressOf(output))}");
        }
    }

    private static void Peel(ChainStore chain, Outpoint from, long? until, bool asJson)
    {
        var peel = PeelChain.Follow(chain, chain.OutputAt(from), until);
        if (!asJson)
        {
            foreach (var l in peel.Links) Console.WriteLine($"{l.Hop,4}  {chain.IdOf(l.Transaction)}  peeled {TraceOutput.Coins(chain.ValueOf(l.Peel))}  rest {TraceOutput.Coins(chain.ValueOf(l.Rest))}  {l.Rule} ({l.Confidence})");
            Console.WriteLine($"{(peel.IsChain ? "peel chain" : "no peel chain")}: {peel.Links.Count} links, stopped: {peel.Stopped}");
            return;
        }

        TraceOutput.Write(json =>
        {
            json.WriteBoolean("isChain", peel.IsChain);
            json.WriteString("stopped", peel.Stopped);
            json.WriteString("end", chain.PointOf(peel.End).ToString());
            json.WriteObjects("links", peel.Links, l =>
            {
                json.WriteNumber("hop", l.Hop);
                json.WriteString("txid", chain.IdOf(l.Transaction).ToString());
                json.WriteString("peel", chain.PointOf(l.Peel).ToString());
                json.WriteNumber("peelValue", chain.ValueOf(l.Peel));
                json.WriteString("rest", chain.PointOf(l.Rest).ToString());
                json.WriteNumber("restValue", chain.ValueOf(l.Rest));
                json.WriteString("rule", l.Rule);
                json.WriteNumber("confidence", l.Confidence);
            });
        });
    }
}
