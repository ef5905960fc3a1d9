using System.Runtime.InteropServices;

namespace Comity.Tracing;

/// <summary>Zeroed memory outside the collector's heap, asked for in pages of 2 MB where the system has them.</summary>
/// <remarks>Random access to gigabytes costs a walk of the page table per access with pages of 4 kB; with large ones it mostly costs none.
/// A system that refuses gives ordinary pages: slower, not different. Pages that are never touched take no memory.</remarks>
internal sealed unsafe partial class LargeMemory : IDisposable
{
    private const nuint LargePage = 2 << 20;
    private const int AdviseHugePage = 14; // MADV_HUGEPAGE of Linux
    private nint _start;

    /// <summary>Takes memory.</summary>
    /// <param name="bytes">How much.</param>
    internal LargeMemory(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var size = checked((nuint)Math.Max(bytes, 1));
        if (!OperatingSystem.IsLinux() || size < LargePage)
        {
            _start = (nint)NativeMemory.AllocZeroed(size);
            return;
        }

        _mapped = (size + LargePage - 1) / LargePage * LargePage;
        _start = Map(0, _mapped + LargePage, 3, 0x22, -1, 0); // read and write; private, anonymous
        if (_start == -1) throw new InsufficientMemoryException($"no {bytes} bytes of memory");
        _base = _start;
        _start = (nint)(((nuint)_start + LargePage - 1) / LargePage * LargePage);
        _ = Advise(_start, _mapped, AdviseHugePage);
    }

    private readonly nuint _mapped;
    private readonly nint _base;

    /// <summary>The first byte.</summary>
    internal void* Pointer => (void*)_start;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start == 0) return;
        if (_mapped == 0) NativeMemory.Free((void*)_start);
        else _ = Unmap(_base, _mapped + LargePage);
        _start = 0;
    }

    ~LargeMemory() => Free();

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
