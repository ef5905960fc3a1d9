using System.Formats.Asn1;

namespace Comity.Trust;

/// <summary>Reads an ECDSA signature in DER (X9.62 Ecdsa-Sig-Value) strictly: one spelling per signature.</summary>
internal static class DerSignature
{
    private const int Half = SigningKey.SignatureSize / 2;

    internal static bool TryRead(ReadOnlySpan<byte> der, out byte[] signature)
    {
        signature = new byte[SigningKey.SignatureSize];
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.DER, out var start, out var length, out var end);
            if (end != der.Length) return false;
            var body = der.Slice(start, length);
            var r = AsnDecoder.ReadIntegerBytes(body, AsnEncodingRules.DER, out var first);
            var s = AsnDecoder.ReadIntegerBytes(body[first..], AsnEncodingRules.DER, out var second);
            return first + second == length && Write(r, signature.AsSpan(0, Half)) && Write(s, signature.AsSpan(Half));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool Write(ReadOnlySpan<byte> integer, Span<byte> half)
    {
        if (integer[0] >= 0x80) return false; // negative
        if (integer[0] == 0) integer = integer[1..];
        if (integer.Length > Half) return false;
        integer.CopyTo(half[(Half - integer.Length)..]);
        return true;
    }
}
