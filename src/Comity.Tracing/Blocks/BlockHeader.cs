using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Comity.Tracing;

/// <summary>The 80 bytes at the head of a block.</summary>
/// <param name="Version">Version number.</param>
/// <param name="Previous">Id of the block before.</param>
/// <param name="MerkleRoot">Root over the transaction ids.</param>
/// <param name="Time">Seconds since 1970, as the miner said: not monotone, up to two hours off.</param>
/// <param name="Bits">The target in compact form.</param>
/// <param name="Nonce">What the miner tried.</param>
/// <param name="Id">H2 of the header.</param>
public sealed record BlockHeader(int Version, Hash256 Previous, Hash256 MerkleRoot, uint Time, uint Bits, uint Nonce, Hash256 Id)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 80;

    /// <summary>Reads the first 80 bytes.</summary>
    /// <exception cref="MalformedException">Fewer than 80 bytes.</exception>
    public static BlockHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size) throw new MalformedException("", 0, "header", $"{bytes.Length} bytes", "80 bytes");
        return new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes), new(bytes.Slice(4, 32)), new(bytes.Slice(36, 32)),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[68..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[72..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[76..]), Hash256.Of(bytes[..Size]));
    }

    /// <summary>The number that proof of work must not exceed.</summary>
    /// <exception cref="MalformedException">The compact form is negative, zero, or past 2^256.</exception>
    public BigInteger Target()
    {
        var exponent = (int)(Bits >> 24);
        var mantissa = new BigInteger(Bits & 0x7fffff);
        var target = exponent >= 3 ? mantissa << (8 * (exponent - 3)) : mantissa >> (8 * (3 - exponent));
        if ((Bits & 0x800000) != 0 || target.IsZero || target >= BigInteger.One << 256)
            throw new MalformedException("", 72, "bits", Bits.ToString("x8", CultureInfo.InvariantCulture), "a positive target below 2^256");
        return target;
    }

    /// <summary>Expected tries behind this block: floor(2^256 / (target + 1)).</summary>
    public BigInteger Work() => (BigInteger.One << 256) / (Target() + 1);

    /// <summary>Refuses a header whose hash is above its target.</summary>
    /// <exception cref="MalformedException">It is.</exception>
    internal void CheckWork(ReadOnlySpan<byte> bytes, Network network)
    {
        var proof = network.Coin == Coin.Ltc ? Scrypt.Hash(bytes[..Size]) : Id.ToArray();
        if (new BigInteger(proof, isUnsigned: true) > Target())
            throw new MalformedException("", 0, "proof of work", Id.ToString(), $"at most the target of bits {Bits:x8}");
    }
}
