using System.Collections.Concurrent;

namespace Comity.Matching;

/// <summary>Workers that decode and hash, reused for speed and replaced after a fault. Safe for many threads.</summary>
public sealed class WorkerPool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Func<DecodeWorker> _start;
    private readonly ConcurrentBag<DecodeWorker> _idle = [];
    private WorkerMessage.Hello? _hello;
    private int _started;

    /// <summary>A pool that starts workers when they are first needed.</summary>
    /// <param name="program">The worker's assembly; by default <see cref="DefaultProgram"/>.</param>
    public WorkerPool(string? program = null)
        : this(() => DecodeWorker.Start(DecodeWorker.Program(program ?? DefaultProgram), Patience))
    {
    }

    internal WorkerPool(Func<DecodeWorker> start) => _start = start;

    /// <summary>Where builds put the worker: beside the program.</summary>
    public static string DefaultProgram => Path.Combine(AppContext.BaseDirectory, "Comity.Matching.Worker.dll");

    /// <summary>How many workers were started so far: more than the threads in use means that some were replaced.</summary>
    public int Started => _started;

    /// <summary>Processor time that the idle workers have used: for benchmarks.</summary>
    public TimeSpan ProcessorTime => _idle.Aggregate(TimeSpan.Zero, (sum, worker) => sum + worker.ProcessorTime);

    /// <summary>Version and confinement of the worker, from its greeting.</summary>
    /// <exception cref="RefusedInputException">No worker comes up, or it cannot be confined.</exception>
    public WorkerMessage.Hello Greeting()
    {
        if (_hello is null) _idle.Add(Start());
        return _hello!;
    }

    /// <summary>Hashes a file's bytes. A decoder that crashes, hangs or lies is asked once more afresh; then the file is refused.</summary>
    public WorkerMessage Hash(ReadOnlySpan<byte> file, HashScope flags)
    {
        if (file.IsEmpty) return new WorkerMessage.Refused(0, FileRefusal.Empty, "no bytes");
        if (file.Length > WorkerMessage.LongestRequest) return new WorkerMessage.Refused(0, FileRefusal.TooLarge, $"{file.Length} bytes");
        if (PictureFormats.Recognise(file) == PictureFormat.Unknown) return new WorkerMessage.Refused(0, FileRefusal.Format, "not JPEG, PNG, GIF, WebP, TIFF or HEIF");
        return Try(file, flags) ?? Try(file, flags, fresh: true) ?? new WorkerMessage.Refused(0, FileRefusal.Decoder, "the decoder failed twice");
    }

    /// <summary>Ends all workers.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var worker)) worker.Dispose();
    }

    private WorkerMessage? Try(ReadOnlySpan<byte> file, HashScope flags, bool fresh = false)
    {
        var worker = !fresh && _idle.TryTake(out var idle) ? idle : Start();
        var kept = false;
        try
        {
            var answer = worker.Ask(file, flags);
            kept = !worker.IsSpent;
            if (kept) _idle.Add(worker);
            return answer;
        }
        catch (Exception e) when (e is RefusedInputException or IOException)
        {
            return null;
        }
        finally
        {
            if (!kept) worker.Dispose();
        }
    }

    private DecodeWorker Start()
    {
        if (!VipsDecoder.IsInstalled) throw new RefusedInputException(VipsDecoder.HowToInstall);
        var worker = _start();
        if (!Confinement.IsEnough(worker.Hello.Confinement))
        {
            worker.Dispose();
            throw new RefusedInputException($"Pictures are decoded only where the decoder can be kept from the network and from writing; here: {worker.Hello.Confinement}.");
        }

        Interlocked.Increment(ref _started);
        _hello ??= worker.Hello;
        return worker;
    }
}
