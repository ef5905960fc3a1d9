using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>A key of 32 bytes in memory that is not swapped out and is zeroed at the end.</summary>
internal sealed unsafe partial class LockedKey : IDisposable
{
    private const int Size = 32;
    private byte* _memory = (byte*)NativeMemory.AlignedAlloc(Size, (nuint)Environment.SystemPageSize);

    internal LockedKey()
    {
        IsLocked = OperatingSystem.IsLinux() && Lock(_memory, Size) == 0;
        Span.Clear();
    }

    ~LockedKey() => Free();

    /// <summary>Whether the system agreed to keep it out of swap.</summary>
    internal bool IsLocked { get; }

    internal Span<byte> Span => new(_memory, Size);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory is null) return;
        CryptographicOperations.ZeroMemory(Span);
        if (IsLocked) _ = Unlock(_memory, Size);
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    [LibraryImport("libc", EntryPoint = "mlock")]
    private static partial int Lock(void* start, nuint length);

    [LibraryImport("libc", EntryPoint = "munlock")]
    private static partial int Unlock(void* start, nuint length);
}
