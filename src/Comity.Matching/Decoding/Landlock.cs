using System.Collections;
using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>Takes from the worker every file but those it is made of, by the kernel's Landlock, which needs no privilege.</summary>
/// <remarks>Landlock binds one thread and whatever it starts; a .NET process has many threads before its first line of ours. So the worker binds the thread it
/// is on and starts its own program again in its place: that process is bound whole. Kernel ABI 1 and up (Linux 5.13); later ones add more.</remarks>
internal static partial class Landlock
{
    private const long CreateRuleset = 444, AddRule = 445, RestrictSelf = 446; // the same on x86-64 and arm64
    private const uint AskVersion = 1, PathBeneath = 1;
    private const ulong Execute = 1, ReadFile = 4, ReadDirectory = 8;
    private const int PathOnly = 0x200000 | 0x80000; // O_PATH, O_CLOEXEC
    private const int NoNewPrivileges = 38;
    private const string Marker = "confined";

    // Folders of the system's libraries, what the runtime asks of the kernel, and the loader's cache.
    private static readonly string[] Folders = ["/usr", "/lib", "/lib64", "/nix/store", "/proc", "/sys"], Files = ["/etc/ld.so.cache", "/dev/null", "/dev/urandom"];

    /// <summary>Starts this program anew under Landlock and does not come back, unless it is there already or the kernel cannot.</summary>
    /// <param name="arguments">The arguments of the program.</param>
    internal static void StartAgain(string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || arguments is [Marker] || Version() < 1) return;
        if (Restrict((int)Version())) Execve([Environment.ProcessPath!, Environment.GetCommandLineArgs()[0], Marker]);
    }

    /// <summary>The kernel's ABI; below 1 there is none.</summary>
    internal static long Version() => Call(CreateRuleset, 0, 0, (nint)AskVersion, 0);

    private static unsafe bool Restrict(int version)
    {
        // File rights of the version, TCP (4 and up), abstract sockets and signals (6 and up): all handled, so all refused but for the rules.
        var files = (1UL << version switch { 1 => 13, 2 => 14, 3 or 4 => 15, _ => 16 }) - 1;
        var handled = stackalloc ulong[3] { files, 3, 3 };
        var rules = (int)Call(CreateRuleset, (nint)handled, version >= 6 ? 24 : version >= 4 ? 16 : 8, 0, 0);
        if (rules < 0) return false;
        var program = Path.GetDirectoryName(Environment.ProcessPath)!; // the folder of `dotnet`, which holds the runtime
        foreach (var folder in (string[])[.. Folders, program, AppContext.BaseDirectory]) Allow(rules, folder, Execute | ReadFile | ReadDirectory);
        foreach (var file in Files) Allow(rules, file, ReadFile);
        return ProcessControl(NoNewPrivileges, 1, 0, 0, 0) == 0 && Call(RestrictSelf, rules, 0, 0, 0) == 0;
    }

    private static unsafe void Allow(int rules, string path, ulong rights)
    {
        var opened = Open(path, PathOnly);
        if (opened < 0) return; // what is not there need not be allowed
        var rule = stackalloc byte[12];
        *(ulong*)rule = rights;
        *(int*)(rule + 8) = opened;
        if (Call(AddRule, rules, (nint)PathBeneath, (nint)rule, 0) != 0) throw new InvalidOperationException($"Landlock does not take {path}.");
        _ = Close(opened);
    }

    private static unsafe void Execve(string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => $"{e.Key}={e.Value}").ToArray();
        _ = Execve(arguments[0], Pointers(arguments), Pointers(environment));
        throw new InvalidOperationException($"The worker cannot start itself again (error {Marshal.GetLastPInvokeError()}).");
    }

    // Never freed: the process is replaced, or ends.
    private static unsafe byte** Pointers(string[] texts)
    {
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++) pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return pointers;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(long number, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static unsafe partial int Execve(string path, byte** arguments, byte** environment);
}
