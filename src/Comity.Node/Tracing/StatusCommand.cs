using System.CommandLine;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace status</c>: what a store holds.</summary>
internal static class StatusCommand
{
    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("status", "What a store holds: best chain, clusters at the level of common input.") { store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var status = StoreStatus.Of(chain);
            if (p.GetValue(json)) Write(status);
            else Print(status);
            return 0;
        }));
        return command;
    }

    private static void Write(StoreStatus s) => TraceOutput.Write(json =>
    {
        json.WriteNumber("blocks", s.Blocks);
        json.WriteNumber("transactions", s.Transactions);
        json.WriteNumber("scripts", s.Scripts);
        json.WriteNumber("addresses", s.Addresses);
        json.WriteNumber("clusters", s.Clusters);
        json.WriteNumber("inputs", s.Inputs);
        json.WriteNumber("outputs", s.Outputs);
        json.WriteNumber("unresolvedInputs", s.UnresolvedInputs);
        json.WriteNumber("sideBlocks", s.SideBlocks);
        json.WriteNumber("detachedBlocks", s.DetachedBlocks);
        json.WriteString("network", s.Network);
        json.WriteNumber("baseHeight", s.BaseHeight);
        json.WriteNumber("tipHeight", s.TipHeight);
        json.WriteString("tip", s.Tip);
        json.WriteBoolean("verified", s.Verified);
    });

    private static void Print(StoreStatus s) => Console.WriteLine($"""
        {s.Network}, blocks {s.BaseHeight} to {s.TipHeight}, tip {s.Tip}{(s.Verified ? "" : ", from an export without raw bytes: unverified")}
        {s.Blocks} blocks ({s.SideBlocks} side, {s.DetachedBlocks} detached), {s.Transactions} transactions, {s.Inputs} inputs ({s.UnresolvedInputs} unresolved), {s.Outputs} outputs
        {s.Scripts} scripts, {s.Addresses} addresses, {s.Clusters} clusters by common input
        """);
}
