using System.Buffers;
using System.Runtime.CompilerServices;

namespace Comity.Matching;

/// <summary>Entries with equal hashes, so that an index stores each hash once.</summary>
/// <param name="Starts">For each distinct hash where its members start, and the end.</param>
/// <param name="Members">Entry numbers; within a group rising, groups by their first member.</param>
internal sealed record DuplicateGroups(int[] Starts, int[] Members)
{
    /// <summary>The groups, or null if no hash occurs twice. <paramref name="order"/> holds the entries by bucket of one word.</summary>
    internal static DuplicateGroups? Find(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<int> order, ReadOnlySpan<int> offsets)
    {
        int[]? first = null; // for each entry that repeats another: that one
        for (var bucket = 0; bucket + 1 < offsets.Length; bucket++)
        {
            var entries = order[offsets[bucket]..offsets[bucket + 1]];
            if (entries.Length > 1 && MayRepeat(hashes, entries)) Mark(hashes, entries, ref first);
        }

        return first is null ? null : Collect(first);
    }

    // A small table of 32-bit marks rules most buckets out; a large bucket goes the long way.
    [SkipLocalsInit]
    private static bool MayRepeat(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<int> entries)
    {
        const int Slots = 1024;
        if (entries.Length > Slots / 2) return true;
        Span<uint> table = stackalloc uint[Slots];
        table.Clear();
        foreach (var entry in entries)
        {
            var mark = unchecked((uint)(Mix(hashes[entry]) >> 32)) | 1; // 0 is an empty slot
            var slot = (int)(mark >> 5) & (Slots - 1);
            for (; table[slot] != 0; slot = (slot + 1) & (Slots - 1))
                if (table[slot] == mark) return true;
            table[slot] = mark;
        }

        return false;
    }

    private static void Mark(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<int> entries, ref int[]? first)
    {
        var keys = ArrayPool<ulong>.Shared.Rent(entries.Length);
        var numbers = ArrayPool<int>.Shared.Rent(entries.Length);
        entries.CopyTo(numbers);
        for (var i = 0; i < entries.Length; i++) keys[i] = Mix(hashes[entries[i]]);
        keys.AsSpan(0, entries.Length).Sort(numbers.AsSpan(0, entries.Length));
        for (int i = 1, run = 0; i <= entries.Length; i++)
        {
            if (i < entries.Length && keys[i] == keys[run]) continue;
            if (i - run > 1) MarkRun(hashes, numbers.AsSpan(run, i - run), ref first);
            run = i;
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(numbers);
    }

    // The key does not decide alone: equal keys of different hashes must stay apart.
    private static void MarkRun(ReadOnlySpan<PdqHash> hashes, Span<int> run, ref int[]? first)
    {
        var firsts = new Dictionary<PdqHash, int>();
        run.Sort();
        foreach (var entry in run)
        {
            if (firsts.TryAdd(hashes[entry], entry)) continue;
            if (first is null)
            {
                first = new int[hashes.Length];
                for (var i = 0; i < first.Length; i++) first[i] = i;
            }

            first[entry] = firsts[hashes[entry]];
        }
    }

    private static DuplicateGroups Collect(int[] first)
    {
        var number = new int[first.Length]; // of the group, at its first member
        var groups = 0;
        for (var i = 0; i < first.Length; i++) number[i] = first[i] == i ? groups++ : number[first[i]];
        var starts = new int[groups + 1];
        foreach (var group in number) starts[group + 1]++;
        for (var g = 0; g < groups; g++) starts[g + 1] += starts[g];
        var next = starts[..groups];
        var members = new int[first.Length];
        for (var i = 0; i < first.Length; i++) members[next[number[i]]++] = i;
        return new(starts, members);
    }

    private static ulong Mix(in PdqHash hash) =>
        unchecked((hash.A * 0x9E3779B97F4A7C15) ^ (hash.B * 0xC2B2AE3D27D4EB4F) ^ (hash.C * 0x165667B19E3779F9) ^ (hash.D * 0xD6E8FEB86659FD93));
}
