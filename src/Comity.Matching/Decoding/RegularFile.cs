using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>Tells regular files from pipes and devices, which would hang a reader.</summary>
internal static partial class RegularFile
{
    private const int HereAndFollow = -100, BasicStats = 0x7ff, KindMask = 0xf000, Regular = 0x8000, ModeOffset = 28, StructSize = 256;

    internal static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux()) return File.Exists(path);
        var stats = new byte[StructSize];
        return StatX(HereAndFollow, path, 0, BasicStats, stats) == 0 && (BinaryPrimitives.ReadUInt16LittleEndian(stats.AsSpan(ModeOffset)) & KindMask) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, [Out] byte[] stats);
}
