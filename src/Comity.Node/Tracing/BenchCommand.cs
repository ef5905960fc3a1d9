using System.CommandLine;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace bench</c>: measures this machine on a store, each figure beside its limit.</summary>
internal static class BenchCommand
{
    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("bench", "Measure this machine on a store, each figure beside the limit that bounds it.") { store, json };
        command.SetAction(p => TraceOutput.Run(stop =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            if (p.GetValue(json)) Write(StoreBenchmark.Run(chain, stop));
            else
                foreach (var m in StoreBenchmark.Run(chain, stop)) Console.WriteLine($"{m.Name,-70} {m.Rate,16:#,0.00} {m.Unit,-10} {m.Limit}");
            return 0;
        }));
        return command;
    }

    private static void Write(IEnumerable<Measurement> measurements) => TraceOutput.Write(json => json.WriteObjects("measurements", measurements, m =>
    {
        json.WriteString("name", m.Name);
        json.WriteNumber("rate", Math.Round(m.Rate, 3));
        json.WriteString("unit", m.Unit);
        json.WriteString("limit", m.Limit);
    }));
}
