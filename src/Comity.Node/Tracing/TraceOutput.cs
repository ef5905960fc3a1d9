using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary>What all tracing commands share: the store and JSON options, JSON on standard output, errors in one line.</summary>
internal static class TraceOutput
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Option<DirectoryInfo> Store() => new("--store") { Description = "The folder of the store.", Required = true };

    internal static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output." };

    /// <summary>Runs a command: what breaks a rule outside is one line and code 2; anything else is a bug and shows itself.</summary>
    internal static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (TracingException e)
        {
            Console.Error.WriteLine("comity trace: " + e.Message);
            return 2;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
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
    internal static string Coins(long satoshis) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{satoshis / 100_000_000}.{Math.Abs(satoshis % 100_000_000):00000000}");
}
