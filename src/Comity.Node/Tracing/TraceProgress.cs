using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Comity.Node.Tracing;

/// <summary>Bars of long commands on standard error: share done, rate, time left. Nothing where standard error is no screen.</summary>
internal static class TraceProgress
{
    /// <summary>Tells how far a stage is.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="done">Of what <paramref name="total"/> counts.</param>
    /// <param name="total">When it is over.</param>
    internal delegate void Tell(string stage, long done, long total);

    /// <summary>Does work with bars.</summary>
    /// <param name="unit">What is counted, as in <c>rows</c>; <c>bytes</c> are shown as megabytes.</param>
    /// <param name="work">The work; it may tell its stages as often as it likes.</param>
    internal static T Show<T>(string unit, Func<Tell, T> work)
    {
        if (Console.IsErrorRedirected) return work((_, _, _) => { });
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(unit), new RemainingTimeColumn()).Start(bars =>
        {
            var stages = new Dictionary<string, ProgressTask>();
            return work((stage, done, total) =>
            {
                if (!stages.TryGetValue(stage, out var bar)) stages[stage] = bar = bars.AddTask(stage);
                bar.MaxValue = Math.Max(1, total);
                bar.Value = done;
            });
        });
    }

    private sealed class RateColumn(string unit) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var rate = task.Speed ?? task.Value / Math.Max(1e-3, task.ElapsedTime?.TotalSeconds ?? 0);
            return new Text(unit == "bytes"
                ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0.0} MB/s")
                : string.Create(CultureInfo.InvariantCulture, $"{rate:#,0} {unit}/s"));
        }
    }
}
