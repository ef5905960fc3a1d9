using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>Room in the pipe through which a decoding worker gets its files; called by the worker's program.</summary>
public static partial class PipeRoom
{
    private const int StandardInput = 0;
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ of Linux

    /// <summary>The most that an unprivileged process may ask for by default: most pictures pass at once, instead of 64 KiB at a time with a turn of both processes for each.</summary>
    private const int Bytes = 1 << 20;

    /// <summary>Enlarges it. Where the system refuses, the pipe stays as it was: slower, not wrong.</summary>
    public static void Enlarge()
    {
        if (OperatingSystem.IsLinux()) _ = Control(StandardInput, SetPipeSize, Bytes);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int value);
}
