using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>A large buffer outside the garbage collector, on huge pages where the kernel grants them: random reads in it miss the page tables less.</summary>
internal sealed unsafe partial class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int HugePage = 2 << 20, AdviseHugePages = 14;
    private readonly nuint _bytes;

    internal NativeBuffer(int length)
    {
        Length = length;
        _bytes = (nuint)Math.Max(1, length) * (nuint)sizeof(T);
        var huge = _bytes >= HugePage;
        Pointer = (T*)NativeMemory.AlignedAlloc(_bytes, huge ? (nuint)HugePage : 64);
        if (huge && OperatingSystem.IsLinux()) _ = Advise(Pointer, _bytes, AdviseHugePages);
        GC.AddMemoryPressure((long)_bytes);
    }

    ~NativeBuffer() => Free();

    internal T* Pointer { get; private set; }

    internal int Length { get; }

    internal Span<T> Span => new(Pointer, Length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer is null) return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure((long)_bytes);
    }

    private static int Advise(void* start, nuint bytes, int advice) => NativeMemoryAdvice.Advise(start, bytes, advice);
}

internal static unsafe partial class NativeMemoryAdvice
{
    [LibraryImport("libc", EntryPoint = "madvise")]
    internal static partial int Advise(void* start, nuint bytes, int advice);
}
