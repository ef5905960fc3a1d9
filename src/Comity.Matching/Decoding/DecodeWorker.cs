using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>One worker process seen from the program: asked one picture at a time, killed when late or out of protocol.</summary>
internal sealed class DecodeWorker : IDisposable
{
    private const long LargestResident = 512L << 20;
    private const int MostFiles = 1000;
    private readonly TimeSpan _patience;
    private readonly Process _process;
    private readonly Stream _requests;
    private readonly FrameReader _answers;
    private ulong _asked;

    private DecodeWorker(Process process, TimeSpan patience)
    {
        (_process, _patience) = (process, patience);
        _requests = process.StandardInput.BaseStream;
        _answers = new(process.StandardOutput.BaseStream, WorkerMessage.LongestAnswer);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        Hello = Before(patience, () => Read() as WorkerMessage.Hello) ?? throw new RefusedInputException("The decoding worker did not greet.");
    }

    internal WorkerMessage.Hello Hello { get; }

    /// <summary>Whether the worker has done enough and is to be replaced.</summary>
    internal bool IsSpent
    {
        get
        {
            if (_asked >= MostFiles) return true;
            if (_asked % 16 != 0) return false;
            _process.Refresh();
            return _process.WorkingSet64 > LargestResident;
        }
    }

    /// <summary>Processor time used so far.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="start">Its program, from <see cref="Program"/>.</param>
    /// <param name="patience">How long it may take to greet, and for a small file.</param>
    /// <exception cref="RefusedInputException">It does not come up: libvips is missing or broken.</exception>
    internal static DecodeWorker Start(ProcessStartInfo start, TimeSpan patience)
    {
        var process = Process.Start(start) ?? throw new InvalidOperationException("The decoding worker did not start.");
        try
        {
            return new(process, patience);
        }
        catch
        {
            Kill(process);
            process.Dispose();
            throw;
        }
    }

    /// <summary>How a worker's assembly is started.</summary>
    internal static ProcessStartInfo Program(string assembly)
    {
        var start = new ProcessStartInfo(DotnetProgram(), [assembly])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Clear(); // and only what the runtime and the library need to stay off the disk
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["VIPS_DISC_THRESHOLD"] = "2g";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "33554432"; // pictures reuse memory instead of fetching fresh pages each
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "67108864";
        start.Environment["DOTNET_GCgen0size"] = "4000000";
        return start;
    }

    /// <summary>Asks for one file. Any <see cref="RefusedInputException"/> or <see cref="IOException"/> means that the worker is to be thrown away.</summary>
    internal WorkerMessage Ask(ReadOnlySpan<byte> file, HashScope flags)
    {
        var id = ++_asked;
        Span<byte> head = stackalloc byte[WorkerLoop.RequestHead];
        head[0] = 2;
        BinaryPrimitives.WriteUInt64LittleEndian(head[1..], id);
        head[9] = (byte)flags;
        using var deadline = Deadline(_patience + TimeSpan.FromSeconds(file.Length / (10 << 20)));
        Frames.Write(_requests, head, file);
        var answer = Read();
        var expected = flags.HasFlag(HashScope.Turns) ? Turns.Count : 1;
        return answer switch
        {
            WorkerMessage.Done d when d.Id == id && d.Picture.Hashes.Length == expected => d,
            WorkerMessage.Refused r when r.Id == id => r,
            _ => throw new RefusedInputException("The decoding worker answered another question."),
        };
    }

    public void Dispose()
    {
        Kill(_process);
        _process.Dispose();
    }

    private WorkerMessage Read() =>
        _answers.Read(out var answer) ? WorkerMessage.Parse(answer) : throw new RefusedInputException("The decoding worker ended early.");

    private T Before<T>(TimeSpan time, Func<T> act)
    {
        using var deadline = Deadline(time);
        return act();
    }

    // Killing the process ends every read and write that waits for it.
    private Timer Deadline(TimeSpan time) => new(_ => Kill(_process), null, time, Timeout.InfiniteTimeSpan);

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static string DotnetProgram()
    {
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }
}
