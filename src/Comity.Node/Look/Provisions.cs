namespace Comity.Node.Look;

/// <summary>How a provision is written for people: <c>ets-185/29/2/a</c> is "Art. 29(2)(a) ETS 185".</summary>
internal static class Provisions
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ets-30"] = "ETS 30",
        ["ets-185"] = "ETS 185",
        ["ets-189"] = "ETS 189",
        ["cets-201"] = "CETS 201",
        ["cets-224"] = "CETS 224",
        ["eu-2023-1543"] = "Reg. 2023/1543",
        ["un-cybercrime"] = "UN Convention",
        ["us-cloud-act"] = "CLOUD Act",
    };

    /// <summary>"Art. 29(2)(a) ETS 185"; what is not of the form instrument/article/… comes back unchanged.</summary>
    internal static string Long(string provision) =>
        Split(provision) is [var instrument, ..] parts ? $"{Article(parts)} {Instrument(instrument)}" : provision;

    /// <summary>"Art. 29(2)(a)", for places that name the instrument beside it.</summary>
    internal static string Short(string provision) => Split(provision) is { Length: > 0 } parts ? Article(parts) : provision;

    /// <summary>"29(2)(a)", for lists of provisions.</summary>
    internal static string Bare(string provision) => Short(provision).Replace("Art. ", "", StringComparison.Ordinal);

    /// <summary>False for rules that no instrument holds: our own protocol, a template, a domestic power.</summary>
    internal static bool IsLaw(string provision) => Split(provision) is [var instrument, ..] && instrument.Contains('-', StringComparison.Ordinal);

    internal static string Href(string provision) => "/law/" + string.Join('/', provision.Split('/').Select(Uri.EscapeDataString));

    internal static string Instrument(string id) =>
        Names.TryGetValue(id, out var name) ? name : id.Replace('-', ' ').ToUpperInvariant();

    private static string[] Split(string provision) =>
        provision.Split('/') is { Length: > 1 } parts && !provision.Contains(' ', StringComparison.Ordinal) ? parts : [];

    private static string Article(string[] parts) => $"Art. {parts[1]}{string.Concat(parts.Skip(2).Select(p => $"({p})"))}";
}
