using System.Diagnostics;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary>One run over many files: workers, manifest, progress on standard error.</summary>
internal sealed class FileRun : IDisposable
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private readonly WorkerPool _pool = new();
    private readonly FileHasher _hasher;
    private readonly HashManifest? _manifest;
    private readonly int _parallel;

    internal FileRun(HashScope scope, string? manifest, int parallel)
    {
        var greeting = _pool.Greeting(); // says at once, and once, if the decoder is missing
        if (greeting.Confinement != Confinement.Whole) Console.Error.WriteLine($"warning: the decoder is confined in part only: {greeting.Confinement}");
        _hasher = new(_pool, scope);
        _manifest = manifest is null ? null : HashManifest.Open(manifest, scope);
        _parallel = parallel;
    }

    internal WorkerMessage.Hello Worker => _pool.Greeting();

    internal IEnumerable<FileOutcome> Hash(IEnumerable<string> paths)
    {
        var watch = Stopwatch.StartNew();
        var (done, refused, reported) = (0, 0, TimeSpan.Zero);
        var work = paths.SelectMany(FileHasher.Below).AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Clamp(_parallel, 1, 64))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Outcome);
        foreach (var (outcome, isNew) in work)
        {
            if (isNew) _manifest?.Add(outcome);
            done++;
            if (outcome is FileOutcome.Refused) refused++;
            if (!Console.IsErrorRedirected && watch.Elapsed - reported > ReportEvery)
            {
                reported = watch.Elapsed;
                Console.Error.WriteLine($"{done} files, {refused} refused, {done / reported.TotalSeconds:0}/s");
            }

            yield return outcome;
        }
    }

    public void Dispose()
    {
        _manifest?.Dispose();
        _pool.Dispose();
    }

    private (FileOutcome Outcome, bool IsNew) Outcome(string file) =>
        _manifest?.Find(file) is { } known ? (known, false) : (_hasher.Hash(file), true);
}
