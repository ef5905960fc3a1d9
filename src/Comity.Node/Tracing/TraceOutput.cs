using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary>What all tracing commands share: the store and JSON options, JSON on standard output, errors in one line.</summary>
internal static class TraceOutput
{
    /// <summary>The code of a command that was told to stop; as shells have it for Ctrl-C.</summary>
    internal const int Stopped = 130;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Option<DirectoryInfo> Store() => new("--store") { Description = "The folder of the store.", Required = true };

    internal static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output." };

    /// <summary>A whole number of at least one.</summary>
    internal static Option<int> Bound(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(found =>
        {
            if (found.Tokens.Count > 0 && int.TryParse(found.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n < 1) found.AddError($"{name} {n}: at least 1");
        });
        return option;
    }

    /// <summary>The method of a trace, by its name only.</summary>
    internal static Option<TaintMethod> Method()
    {
        var option = new Option<TaintMethod>("--method") { Description = "fifo, lifo, haircut or poison.", Required = true };
        option.Validators.Add(found =>
        {
            // Else a number would do for a name.
            if (found.Tokens.Count > 0 && !Enum.GetNames<TaintMethod>().Contains(found.Tokens[0].Value, StringComparer.OrdinalIgnoreCase)) found.AddError($"--method {found.Tokens[0].Value}: fifo, lifo, haircut or poison");
        });
        return option;
    }

    /// <summary>Runs a command: what breaks a rule outside is one line and code 2; anything else is a bug and shows itself.</summary>
    internal static int Run(Func<int> command) => Run(_ => command());

    /// <summary>Runs a command that can be told to stop.</summary>
    internal static int Run(Func<CancellationToken, int> command)
    {
        using var stop = new StopSignal();
        try
        {
            return command(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("comity trace: stopped; nothing half-done is left");
            return Stopped;
        }
        catch (Exception e) when (e is TracingException or FormatException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            Console.Error.WriteLine("comity trace: " + e.Message);
            return 2;
        }
    }

    internal static void Write(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Satoshis as coins with eight decimals.</summary>
    internal static string Coins(long satoshis) =>
        string.Create(CultureInfo.InvariantCulture, $"{(satoshis < 0 ? "-" : "")}{Math.Abs(satoshis / 100_000_000)}.{Math.Abs(satoshis % 100_000_000):00000000}");
}
