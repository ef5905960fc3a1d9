using System.CommandLine;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary><c>comity trace exhibit</c> and <c>comity trace verify</c>.</summary>
internal static class ExhibitCommand
{
    private static readonly Option<string[]> From = new("--from") { Description = "A seed output, TXID:VOUT; may be given several times.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<TaintMethod> Method = TraceOutput.Method();
    private static readonly Option<long?> Until = new("--until") { Description = "Last block that counts; the tip of today is written into the exhibit." };
    private static readonly Option<int?> Hops = new("--hops") { Description = "Most transactions in a row." };
    private static readonly Option<long> Least = new("--min") { Description = "Outputs holding less, in satoshis, are not followed." };
    private static readonly Option<bool> Fast = new("--fast") { Description = "Haircut in units of 2^-24 satoshi." };
    private static readonly Option<string?> Deposit = new("--deposit") { Description = "The output that the request to the service is about." };
    private static readonly Option<string?> Override = new("--override") { Description = "Name the service although the last step is weak, for this reason." };
    private static readonly Option<int> Level = new("--level") { Description = "0: the service's tag must be joined by common input (default). 1: also look over change; needs --override to name it." };
    private static readonly Option<string> Officer = new("--officer") { Description = "Who overrides.", DefaultValueFactory = _ => "" };
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder for exhibit.json, exhibit.html, exhibit.pdf.", Required = true };

    internal static Command Create()
    {
        var (store, json) = (TraceOutput.Store(), TraceOutput.Json());
        var command = new Command("exhibit", "A trace as a report that the other side can check without the chain.") { From, Method, Until, Hops, Least, Fast, Level, Deposit, Override, Officer, Out, store, json };
        command.SetAction(p => TraceOutput.Run(() =>
        {
            using var chain = ChainStore.Open(p.GetValue(store)!.FullName);
            var exhibit = ExhibitBuilder.Build(chain, Request(p));
            var folder = p.GetValue(Out)!;
            folder.Create();
            (string Name, byte[] Bytes)[] files = [("exhibit.json", exhibit), ("exhibit.html", ExhibitPages.Html(exhibit)), ("exhibit.pdf", ExhibitPages.Pdf(exhibit))];
            foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder.FullName, name), bytes);
            if (p.GetValue(json)) Write(folder, exhibit, files);
            else foreach (var (name, bytes) in files) Console.WriteLine($"{Path.Combine(folder.FullName, name)}  {bytes.Length} bytes");
            return 0;
        }));
        return command;
    }

    private static void Write(DirectoryInfo folder, byte[] exhibit, (string Name, byte[] Bytes)[] files) => TraceOutput.Write(json =>
    {
        using var read = JsonDocument.Parse(exhibit);
        json.WriteString("digest", read.RootElement.GetProperty("digest").GetString());
        json.WriteString("total", read.RootElement.GetProperty("total").GetString());
        json.WriteNumber("hops", read.RootElement.GetProperty("hops").GetArrayLength());
        json.WritePropertyName("request");
        read.RootElement.GetProperty("request").WriteTo(json);
        json.WriteObjects("files", files, f =>
        {
            json.WriteString("path", Path.Combine(folder.FullName, f.Name));
            json.WriteNumber("bytes", f.Bytes.Length);
        });
    });

    private static ExhibitRequest Request(ParseResult p) => new()
    {
        Question = new()
        {
            Seeds = [.. p.GetValue(From)!.SelectMany(s => s.Split(',')).Select(s => Outpoint.Parse(s))], Method = p.GetValue(Method), Until = p.GetValue(Until),
            Hops = p.GetValue(Hops), Least = p.GetValue(Least), Fast = p.GetValue(Fast),
        },
        Deposit = p.GetValue(Deposit) is { } d ? Outpoint.Parse(d) : null,
        OverrideReason = p.GetValue(Override) is { } reason ? reason.Trim().Length > 0 ? reason : throw new TracingException("--override needs a reason") : null,
        ByChange = p.GetValue(Level) switch { 0 => false, 1 => true, var other => throw new TracingException($"--level {other}: 0 or 1") },
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
