using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Comity.Tracing;

/// <summary>One output of one transaction, written <c>TXID:VOUT</c>.</summary>
/// <param name="Transaction">The transaction's id.</param>
/// <param name="Index">Which of its outputs, from 0.</param>
public readonly record struct Outpoint(Hash256 Transaction, uint Index) : IParsable<Outpoint>
{
    /// <summary>Reads <c>TXID:VOUT</c>.</summary>
    /// <exception cref="FormatException">Another form.</exception>
    public static Outpoint Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var point) ? point : throw new FormatException($"not TXID:VOUT: {s}");

    /// <summary>Reads <c>TXID:VOUT</c> if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Outpoint result)
    {
        result = default;
        var colon = s?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0 || !Hash256.TryParse(s![..colon], provider, out var id)) return false;
        if (!uint.TryParse(s.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        result = new(id, index);
        return true;
    }

    /// <summary><c>TXID:VOUT</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}:{Index}");
}
