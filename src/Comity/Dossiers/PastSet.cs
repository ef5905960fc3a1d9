using System.Numerics;

namespace Comity.Dossiers;

/// <summary>A set of places in a dossier's timeline, one bit each. Filled while the dossier is indexed, read only afterwards.</summary>
internal readonly struct PastSet(int size)
{
    private readonly ulong[] _bits = new ulong[(size + 63) >> 6];

    internal bool this[int place] => (_bits[place >> 6] & (1UL << (place & 63))) != 0;

    internal void Add(int place) => _bits[place >> 6] |= 1UL << (place & 63);

    internal void AddAll(in PastSet other)
    {
        for (var i = 0; i < other._bits.Length; i++) _bits[i] |= other._bits[i];
    }

    internal int Count()
    {
        var count = 0;
        foreach (var word in _bits) count += BitOperations.PopCount(word);
        return count;
    }
}
