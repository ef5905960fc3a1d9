using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>What the worker gives up before it reads a byte from outside: memory, time, files, network, other programs.</summary>
/// <remarks>ADR 0102. Limits by <c>setrlimit</c>; a seccomp filter over all threads refuses every call that opens a file for writing, changes the
/// file system, makes a socket, starts a program or looks into another process. The filter is per kernel architecture; where it cannot be set the
/// worker says so.</remarks>
public static partial class Confinement
{
    private const int NoNewPrivileges = 38;
    private const int CpuSeconds = 0, FileSize = 1, Core = 4, OpenFiles = 7, AddressSpace = 9;
    private const long Memory = 1L << 30;
    private const long WorkerCpuSeconds = 1800;

    /// <summary>Confines this process for good. Returns in words what holds.</summary>
    public static string Apply()
    {
        if (!OperatingSystem.IsLinux()) return "none: not Linux";
        Limit(AddressSpace, VirtualSize() + Memory);
        Limit(CpuSeconds, WorkerCpuSeconds);
        Limit(FileSize, 0);
        Limit(Core, 0);
        Limit(OpenFiles, Directory.GetFileSystemEntries("/proc/self/fd").Length + 16); // the runtime holds some open for good
        if (ProcessControl(NoNewPrivileges, 1, 0, 0, 0) != 0) return "limits on memory, time and files; no system call filter";
        return SystemCallFilter.Install() ? "limits on memory, time and files; system call filter" : "limits on memory, time and files; no system call filter";
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
}
