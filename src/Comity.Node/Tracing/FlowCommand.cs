using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace flow</c>: where the money went, or came from, by one convention.</summary>
internal static class FlowCommand
{
    private static readonly Option<string[]> From = new("--from") { Description = "A seed output, TXID:VOUT; may be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<TaintMethod> Method = TraceOutput.Method();
    private static readonly Option<long?> Until = new("--until") { Description = "Last block that counts." };
    private static readonly Option<long?> Since = new("--since") { Description = "Backward: first block that counts." };
    private static readonly Option<int?> Hops = new("--hops") { Description = "Most transactions in a row." };
    private static readonly Option<long> Least = new("--min") { Description = "Outputs holding less, in satoshis, are not followed." };
    private static readonly Option<bool> Backward = new("--backward") { Description = "Where did these outputs come from?" };
    private static readonly Option<string> Fees = new("--fees") { Description = "destroy (default) or follow.", DefaultValueFactory = _ => "destroy" };
    private static readonly Option<bool> Fast = new("--fast") { Description = "Haircut in units of 2^-24 satoshi." };

    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("flow", "Where the money of an output went, or came from.") { From, Method, Until, Since, Hops, Least, Backward, Fees, Fast, store, json };
        command.SetAction(p => TraceOutput.Run(stop =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var question = Question(p);
            if (p.GetValue(json)) Write(chain, question, Trace(chain, question, stop));
            else Sum(Flow.Trace(chain, question, row => Print(chain, row), stop));
            return 0;
        }));
        return command;
    }

    private static FlowQuestion Question(ParseResult p) => new()
    {
        Seeds = [.. p.GetValue(From)!.SelectMany(s => s.Split(',')).Select(s => Outpoint.Parse(s))],
        Method = p.GetValue(Method), Until = p.GetValue(Until), Since = p.GetValue(Since), Hops = p.GetValue(Hops), Least = p.GetValue(Least),
        Backward = p.GetValue(Backward), Fast = p.GetValue(Fast),
        FollowFees = p.GetValue(Fees) switch { "follow" => true, "destroy" => false, var other => throw new TracingException($"--fees {other}: destroy or follow") },
    };

    private static FlowAnswer Trace(ChainStore chain, FlowQuestion question, CancellationToken stop) => TraceProgress.Show("transactions", tell =>
    {
        var first = question.Seeds.Min(s => chain.MakerOf(chain.OutputAt(s)).Id);
        return Flow.Trace(chain, question, row => tell("trace", Math.Abs(chain.MakerOf(row.Output).Id - (long)first), question.Backward ? first - chain.FirstTransaction : chain.TransactionEnd - first), stop);
    });

    private static void Write(ChainStore store, FlowQuestion question, FlowAnswer answer) => TraceOutput.Write(json =>
    {
        json.WriteString("method", question.Method.ToString().ToLowerInvariant());
        json.WriteString("arithmetic", answer.Arithmetic);
        json.WriteObjects("outputs", answer.Rows, row => WriteRow(json, store, question.Method, row));
        json.WriteNumber("total", answer.Total);
        if (question.Method != TaintMethod.Poison) WriteBooks(json, store, question, answer);
    });

    private static void WriteRow(Utf8JsonWriter json, ChainStore store, TaintMethod method, FlowRow row)
    {
        var point = store.PointOf(row.Output);
        json.WriteString("txid", point.Transaction.ToString());
        json.WriteNumber("vout", point.Index);
        json.WriteNumber("value", row.Value);
        json.WriteNumber("tainted", row.Tainted);
        json.WriteBoolean("unspent", row.Unspent);
        if (method == TaintMethod.Haircut) json.WriteString("fraction", row.Exact.ToString());
        if (row.Ranges.Count > 0) WriteRanges(json, row.Ranges);
        json.WriteString("address", store.TextOf(store.AddressOf(row.Output)));
        json.WriteNumber("hops", row.Hops);
        if (row.Stopped is not null) json.WriteString("stopped", row.Stopped);
    }

    private static void WriteRanges(Utf8JsonWriter json, IReadOnlyList<TaintRange> ranges)
    {
        json.WriteStartArray("ranges");
        foreach (var r in ranges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(r.Seed);
            json.WriteNumberValue(r.Start);
            json.WriteNumberValue(r.End);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteBooks(Utf8JsonWriter json, ChainStore store, FlowQuestion question, FlowAnswer answer)
    {
        json.WriteString("totalExact", answer.TotalExact.ToString());
        WriteFees(json, "fees", store, answer.Fees);
        if (question.Backward && question.FollowFees) WriteFees(json, "subsidies", store, answer.Subsidies);
        json.WriteString("absorbed", answer.Absorbed.ToString());
        json.WriteObjects("seeds", answer.Books.Zip(question.Seeds), seed =>
        {
            var (b, point) = seed;
            json.WriteString("seed", point.ToString());
            json.WriteNumber("value", b.Value);
            json.WriteString("held", b.Held.ToString());
            json.WriteString("fees", b.Fees.ToString());
            json.WriteString("absorbed", b.Absorbed.ToString());
            json.WriteString("stopped", b.Stopped.ToString());
            json.WriteBoolean("balances", b.Balance);
            json.WriteBoolean("rounded", b.Rounded);
        });
    }

    private static void WriteFees(Utf8JsonWriter json, string name, ChainStore store, IReadOnlyList<FlowFee> fees) => json.WriteObjects(name, fees, fee =>
    {
        json.WriteNumber("height", store.HeightOf(fee.Transaction));
        json.WriteString("txid", store.IdOf(fee.Transaction).ToString());
        json.WriteString("amount", fee.Amount.ToString());
        if (fee.Lost) json.WriteBoolean("lost", true);
    });

    private static void Print(ChainStore store, FlowRow row) =>
        Console.WriteLine($"{store.PointOf(row.Output)}  {TraceOutput.Coins(row.Tainted)} of {TraceOutput.Coins(row.Value)}  {store.TextOf(store.AddressOf(row.Output))}  {(row.Stopped is { } reason ? "not followed: " + reason : row.Unspent ? "unspent" : "spent")}");

    private static void Sum(FlowAnswer answer)
    {
        Console.WriteLine($"total {TraceOutput.Coins(answer.Total)} in {answer.Rows.Count} outputs; arithmetic {answer.Arithmetic}");
        foreach (var b in answer.Books)
            Console.WriteLine($"seed of {TraceOutput.Coins(b.Value)} = held {b.Held} + fees {b.Fees} + absorbed {b.Absorbed} + not followed {b.Stopped} satoshis{(b.Rounded ? ", balanced exactly and shown rounded down" : "")}");
    }
}
