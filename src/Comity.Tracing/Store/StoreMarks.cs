namespace Comity.Tracing;

/// <summary>Files that say, on disk, how far the columns that change in place can be trusted after this process or this machine stops.</summary>
/// <remarks><c>writing</c>: a run is changing them. <c>unflushed</c>: they are right in memory, and the disk follows; holds the id of the machine's
/// start, because a process that dies leaves that memory to the system, and a machine that stops does not.</remarks>
internal sealed class StoreMarks(string folder)
{
    private const string StartId = "/proc/sys/kernel/random/boot_id";

    private string Writing => Path.Combine(folder, "writing");

    private string Unflushed => Path.Combine(folder, "unflushed");

    /// <summary>Whether commits may leave the columns that change in place to the system: only where a start of the machine can be told from another.</summary>
    internal static bool CanWait { get; } = OperatingSystem.IsLinux() && File.Exists(StartId);

    /// <summary>Whether a run is changing the columns, or died while it did.</summary>
    internal bool IsWriting => File.Exists(Writing);

    /// <summary>Whether what the system was left to write is lost: the machine stopped since.</summary>
    internal bool IsLost => File.Exists(Unflushed) && (!CanWait || File.ReadAllText(Unflushed) != File.ReadAllText(StartId));

    /// <summary>Whether the disk is behind.</summary>
    internal bool IsBehind => File.Exists(Unflushed);

    internal void Begin()
    {
        if (!IsWriting) Write(Writing, []);
    }

    /// <summary>The columns are right; the disk may be behind.</summary>
    internal void EndBehind()
    {
        if (!IsBehind) Write(Unflushed, File.ReadAllBytes(StartId));
        File.Delete(Writing);
    }

    /// <summary>The columns are right, and so is the disk.</summary>
    internal void End()
    {
        File.Delete(Writing);
        File.Delete(Unflushed);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var mark = new FileStream(path, FileMode.Create, FileAccess.Write);
        mark.Write(bytes);
        mark.Flush(flushToDisk: true);
    }
}
