using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Comity.Tracing;

/// <summary>A 32-byte id of a block or transaction. Text is the usual one: bytes reversed, hexadecimal.</summary>
public readonly record struct Hash256 : IParsable<Hash256>, IComparable<Hash256>
{
    private readonly ulong _a, _b, _c, _d;

    /// <summary>Takes 32 bytes in the order in which they are hashed.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 32) throw new ArgumentException("a hash has 32 bytes", nameof(bytes));
        _a = MemoryMarshal.Read<ulong>(bytes);
        _b = MemoryMarshal.Read<ulong>(bytes[8..]);
        _c = MemoryMarshal.Read<ulong>(bytes[16..]);
        _d = MemoryMarshal.Read<ulong>(bytes[24..]);
    }

    /// <summary>Whether all bytes are zero: the id before the first block.</summary>
    public bool IsZero => (_a | _b | _c | _d) == 0;

    /// <summary>H2 of the data.</summary>
    public static Hash256 Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[32];
        Sha256.Twice(data, hash);
        return new(hash);
    }

    /// <summary>The bytes in the order in which they are hashed.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[32];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        MemoryMarshal.Write(target, in _a);
        MemoryMarshal.Write(target[8..], in _b);
        MemoryMarshal.Write(target[16..], in _c);
        MemoryMarshal.Write(target[24..], in _d);
    }

    /// <summary>Compares as 256-bit numbers, as proof of work does (little-endian).</summary>
    public int CompareTo(Hash256 other)
    {
        Span<byte> x = stackalloc byte[32], y = stackalloc byte[32];
        CopyTo(x);
        other.CopyTo(y);
        for (var i = 24; i >= 0; i -= 8)
        {
            var c = BinaryPrimitives.ReadUInt64LittleEndian(x[i..]).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(y[i..]));
            if (c != 0) return c;
        }

        return 0;
    }

    /// <summary>The usual text: bytes reversed, 64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[32];
        CopyTo(bytes);
        bytes.Reverse();
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads the usual text.</summary>
    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static Hash256 Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var hash) ? hash : throw new FormatException($"not an id of 64 hexadecimal digits: {s}");

    /// <summary>Reads the usual text if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Hash256 result)
    {
        result = default;
        if (s is not { Length: 64 }) return false;
        Span<byte> bytes = stackalloc byte[32];
        if (Convert.FromHexString(s, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != 32) return false;
        bytes.Reverse();
        result = new(bytes);
        return true;
    }

    /// <summary>Whether <paramref name="left"/> is the smaller number.</summary>
    public static bool operator <(Hash256 left, Hash256 right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is the greater number.</summary>
    public static bool operator >(Hash256 left, Hash256 right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is not the greater number.</summary>
    public static bool operator <=(Hash256 left, Hash256 right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is not the smaller number.</summary>
    public static bool operator >=(Hash256 left, Hash256 right) => left.CompareTo(right) >= 0;
}
