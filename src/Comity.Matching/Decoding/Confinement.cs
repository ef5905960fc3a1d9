using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>What the worker gives up before it reads a byte from outside: memory, time, files, network, other programs.</summary>
/// <remarks>ADR 0102. Limits by <c>setrlimit</c>; Landlock; a seccomp filter over all threads refuses every call that opens a file for writing, changes the
/// file system, makes a socket, starts a program or looks into another process. Then the worker tries what it must not be able to do, and its greeting says
/// what was refused: nothing is claimed that was not tried.</remarks>
public static partial class Confinement
{
    private const int NoNewPrivileges = 38;
    private const int CpuSeconds = 0, FileSize = 1, Core = 4, OpenFiles = 7, AddressSpace = 9;
    private const long Memory = 1L << 30;
    private const long WorkerCpuSeconds = 1800;

    /// <summary>The greeting of a worker that is confined in every way that it tries.</summary>
    public const string Whole = "limits on memory, time and files; refused: sockets, writing, programs, foreign files";

    /// <summary>Whether a greeting tells of a worker that may be given pictures: without network, and without writing.</summary>
    public static bool IsEnough(string greeting) => greeting.Contains("refused: sockets, writing", StringComparison.Ordinal);

    /// <summary>Starts the program anew where that confines it further; then this does not return. To be called first of all.</summary>
    /// <param name="arguments">The program's arguments.</param>
    public static void StartAgain(string[] arguments) => Landlock.StartAgain(arguments);

    /// <summary>Confines this process for good. Returns in words what holds: <see cref="Whole"/>, or what part of it.</summary>
    public static string Apply()
    {
        if (!OperatingSystem.IsLinux()) return "none: not Linux";
        Limit(AddressSpace, VirtualSize() + Memory);
        Limit(CpuSeconds, WorkerCpuSeconds);
        Limit(FileSize, 0);
        Limit(Core, 0);
        Limit(OpenFiles, Directory.GetFileSystemEntries("/proc/self/fd").Length + 16); // the runtime holds some open for good
        if (ProcessControl(NoNewPrivileges, 1, 0, 0, 0) == 0) _ = SystemCallFilter.Install();
        return Words(Refused());
    }

    private static string Words(List<string> refused) =>
        "limits on memory, time and files; " + (refused.Count > 0 ? "refused: " + string.Join(", ", refused) : "nothing else is refused here");

    // Each is tried; whatever is granted after all is undone at once.
    internal static List<string> Refused()
    {
        const int Internet = 2, Stream = 1, CreateNew = 0x1 | 0x40 | 0x80; // O_WRONLY, O_CREAT, O_EXCL
        var file = $"/tmp/comity-worker-{Environment.ProcessId}";
        var refused = new List<string>();
        if (IsRefused(Socket(Internet, Stream, 0))) refused.Add("sockets");
        var written = Open(file, CreateNew, 0x180);
        if (IsRefused(written)) refused.Add("writing");
        else _ = Unlink(file);
        if (Execve("/", 0, 0) != 0 && Marshal.GetLastPInvokeError() == NotPermitted) refused.Add("programs"); // a folder never starts: without a filter the error is another
        if (IsRefused(Open("/", 0, 0))) refused.Add("foreign files");
        return refused;
    }

    private const int NotPermitted = 1;

    private static bool IsRefused(int opened)
    {
        if (opened < 0) return true;
        _ = Close(opened);
        return false;
    }

    // The runtime reserves address space that it never uses, so the limit counts from here.
    private static long VirtualSize() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], null) * Environment.SystemPageSize;

    private static void Limit(int resource, long value)
    {
        var limit = new ResourceLimit(value, value);
        if (SetLimit(resource, in limit) != 0) throw new InvalidOperationException($"The limit {resource} cannot be set to {value}.");
    }

    private readonly record struct ResourceLimit(long Soft, long Hard);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int Socket(int family, int kind, int protocol);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execve(string path, nint arguments, nint environment);
}
