using System.CommandLine;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace exhibit</c> and <c>comity trace verify</c>.</summary>
internal static class ExhibitCommand
{
    private static readonly Option<string[]> From = new("--from") { Description = "A seed output, TXID:VOUT; may be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<TaintMethod> Method = TraceOutput.Method();
    private static readonly Option<long?> Until = new("--until") { Description = "Last block that counts; the tip of today is written into the exhibit." };
    private static readonly Option<int?> Hops = new("--hops");
    private static readonly Option<long> Least = new("--min") { Description = "Outputs holding less, in satoshis, are not followed." };
    private static readonly Option<bool> Fast = new("--fast") { Description = "Haircut in units of 2^-24 satoshi." };
    private static readonly Option<string?> Deposit = new("--deposit") { Description = "The output that the request to the service is about." };
    private static readonly Option<string?> Override = new("--override") { Description = "Name the service although the last step is weak, for this reason." };
    private static readonly Option<string> Officer = new("--officer") { DefaultValueFactory = _ => "" };
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder for exhibit.json, exhibit.html, exhibit.pdf.", Required = true };

    internal static Command Create()
    {
        var store = TraceOutput.Store();
        var command = new Command("exhibit", "A trace as a report that the other side can check without the chain.") { From, Method, Until, Hops, Least, Fast, Deposit, Override, Officer, Out, store };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var json = ExhibitBuilder.Build(chain, Request(p));
            var folder = p.GetValue(Out)!;
            folder.Create();
            File.WriteAllBytes(Path.Combine(folder.FullName, "exhibit.json"), json);
            File.WriteAllBytes(Path.Combine(folder.FullName, "exhibit.html"), ExhibitPages.Html(json));
            File.WriteAllBytes(Path.Combine(folder.FullName, "exhibit.pdf"), ExhibitPages.Pdf(json));
            Console.WriteLine($"{folder.FullName}: exhibit.json ({json.Length} bytes), exhibit.html, exhibit.pdf");
            return 0;
        }));
        return command;
    }

    private static ExhibitRequest Request(ParseResult p) => new()
    {
        Question = new()
        {
            Seeds = [.. p.GetValue(From)!.SelectMany(s => s.Split(',')).Select(s => Outpoint.Parse(s))], Method = p.GetValue(Method), Until = p.GetValue(Until),
            Hops = p.GetValue(Hops), Least = p.GetValue(Least), Fast = p.GetValue(Fast),
        },
        Deposit = p.GetValue(Deposit) is { } d ? Outpoint.Parse(d) : null,
        OverrideReason = p.GetValue(Override),
        Officer = p.GetValue(Officer)!,
    };

    internal static Command CreateVerify()
    {
        var file = new Argument<FileInfo>("file") { Description = "exhibit.json." };
        var headers = new Option<FileInfo?>("--headers") { Description = "80 bytes of each block header from the first on; ties the exhibit to the chain." };
        var json = TraceOutput.Json();
        var command = new Command("verify", "Check an exhibit offline; code 0 if all is right, 1 if not.") { file, headers, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            var verdict = ExhibitVerifier.Verify(File.ReadAllBytes(p.GetValue(file)!.FullName), p.GetValue(headers) is { } h ? File.ReadAllBytes(h.FullName) : []);
            if (p.GetValue(json)) Write(verdict);
            else
            {
                foreach (var check in verdict.Checks) Console.WriteLine($"ok      {check}");
                if (verdict.Failure is not null) Console.WriteLine($"FAILED  {verdict.Failure}");
                foreach (var n in verdict.NotProven) Console.WriteLine($"not proven: {n}");
            }

            return verdict.Good ? 0 : 1;
        }));
        return command;
    }

    private static void Write(ExhibitVerdict verdict) => TraceOutput.Write(json =>
    {
        json.WriteBoolean("valid", verdict.Good);
        json.WriteString("failure", verdict.Failure);
        json.WriteTexts("checks", verdict.Checks);
        json.WriteTexts("notProven", verdict.NotProven);
    });
}
