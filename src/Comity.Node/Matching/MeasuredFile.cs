using System.Globalization;
using System.Text.Json;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary>The measured rate of false matches, as <c>match bench --reference</c> writes it and <c>match search --measured</c> reads it.</summary>
internal static class MeasuredFile
{
    internal static void Write(string path, MeasuredRate rate) =>
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""{"hits":{{rate.Hits}},"pairs":{{rate.Pairs}},"distance":{{rate.Distance}},"on":"{{rate.On:yyyy-MM-dd}}"}""") + "\n");

    internal static MeasuredRate Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            long Number(string name) => json.RootElement.GetProperty(name).GetInt64();
            return new(Number("hits"), Number("pairs"), (int)Number("distance"), DateOnly.ParseExact(json.RootElement.GetProperty("on").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or OverflowException or ArgumentNullException)
        {
            throw new RefusedInputException($"{Path.GetFileName(path)} is no measured rate.");
        }
    }
}
