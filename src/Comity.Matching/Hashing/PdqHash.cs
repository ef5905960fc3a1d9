using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Comity.Matching;

/// <summary>A 256-bit perceptual hash. Bit 16i + j says whether coefficient (i, j) lies above the median.</summary>
/// <remarks>spec/matching.md, section 2, step 7. <paramref name="A"/> holds bits 0-63, <paramref name="D"/> bits 192-255.</remarks>
public readonly record struct PdqHash(ulong A, ulong B, ulong C, ulong D) : ISpanParsable<PdqHash>, IComparable<PdqHash>
{
    /// <summary>Hexadecimal digits of a hash: 64.</summary>
    public const int Digits = 64;

    /// <summary>Bytes of a hash: 32.</summary>
    public const int Size = 32;

    /// <summary>Number of differing bits, 0-256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Distance(in PdqHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B) + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>Number of set bits: 128 where no coefficients tie at the median.</summary>
    public int PopCount => Distance(default);

    /// <summary>The 16-bit word <paramref name="index"/> (0-15): bits 16·index to 16·index + 15.</summary>
    public ushort Word(int index) => unchecked((ushort)(Quarter(index >> 2) >> ((index & 3) * 16)));

    /// <summary>Whether bit <paramref name="number"/> (0-255) is set.</summary>
    public bool Bit(int number) => (Quarter(number >> 6) >> (number & 63) & 1) != 0;

    /// <summary>The hash with bit <paramref name="number"/> (0-255) turned over.</summary>
    public PdqHash Flip(int number)
    {
        Span<ulong> quarters = [A, B, C, D];
        quarters[number >> 6] ^= 1UL << (number & 63);
        return new(quarters[0], quarters[1], quarters[2], quarters[3]);
    }

    /// <summary>The hash whose 32 bytes, most significant first, are <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 32 bytes.</exception>
    public static PdqHash FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>Writes the 32 bytes, most significant first: the order of the hexadecimal text.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, D);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], A);
    }

    /// <summary>The 32 bytes, most significant first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    /// <summary>Reads exactly 64 hexadecimal digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out PdqHash result)
    {
        result = default;
        if (s.Length != Digits) return false;
        Span<byte> bytes = stackalloc byte[Size];
        if (Convert.FromHexString(s, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != Size) return false;
        result = FromBytes(bytes);
        return true;
    }

    /// <summary>Reads exactly 64 hexadecimal digits of either case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static PdqHash Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var hash) ? hash : throw new FormatException("A PDQ hash is 64 hexadecimal digits.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static PdqHash Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out PdqHash)"/>
    public static bool TryParse(string? s, IFormatProvider? provider, out PdqHash result) => TryParse(s.AsSpan(), provider, out result);

    /// <summary>Orders as the 256-bit numbers do.</summary>
    public int CompareTo(PdqHash other) =>
        D != other.D ? D.CompareTo(other.D) : C != other.C ? C.CompareTo(other.C) : B != other.B ? B.CompareTo(other.B) : A.CompareTo(other.A);

    /// <summary>Whether the 256-bit number is smaller.</summary>
    public static bool operator <(PdqHash left, PdqHash right) => left.CompareTo(right) < 0;

    /// <summary>Whether the 256-bit number is greater.</summary>
    public static bool operator >(PdqHash left, PdqHash right) => left.CompareTo(right) > 0;

    /// <summary>Whether the 256-bit number is smaller or the same.</summary>
    public static bool operator <=(PdqHash left, PdqHash right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the 256-bit number is greater or the same.</summary>
    public static bool operator >=(PdqHash left, PdqHash right) => left.CompareTo(right) >= 0;

    private ulong Quarter(int index) => index switch { 0 => A, 1 => B, 2 => C, _ => D };
}
