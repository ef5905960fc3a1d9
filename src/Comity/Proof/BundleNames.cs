using System.Text.RegularExpressions;

namespace Comity.Proof;

/// <summary>The names of a bundle's files. There are no others (spec/bundle.md).</summary>
public static partial class BundleNames
{
    /// <summary>The signed cover.</summary>
    public const string Cover = "bundle.jwt";

    internal const string Statements = "statements/", Receipts = "receipts/", Trust = "trust/", Proofs = "proofs/", Joints = "consistency/", Laws = "law/", Evidence = "evidence/";

    /// <summary>A statement, by its id.</summary>
    public static string Statement(Digest id) => $"{Statements}{id}.sdjwt";

    /// <summary>A receipt, by its number.</summary>
    public static string Receipt(Digest number) => $"{Receipts}{number}.jwt";

    /// <summary>A federation document or officer statement, by the digest of its signed part.</summary>
    public static string Paper(Digest digest) => $"{Trust}{digest}.jwt";

    /// <summary>The proof of a ledger entry, by the statement that the author's entry records, or by the receipt that points to the entry.</summary>
    public static string Proof(Digest statementOrReceipt) => $"{Proofs}{statementOrReceipt}.tlog-proof";

    /// <summary>A consistency proof, by the digest of its text.</summary>
    public static string Joint(Digest digest) => $"{Joints}{digest}.txt";

    /// <summary>A law release, by its digest.</summary>
    public static string Law(Digest release) => $"{Laws}{release}";

    /// <summary>The plaintext of a package's manifest, by package root.</summary>
    public static string Manifest(Digest package) => $"{Evidence}{package}.manifest";

    internal static bool IsOne(string name) => name == Cover || Pattern().IsMatch(name);

    /// <summary>The digest in a file's name.</summary>
    internal static Digest DigestIn(string name)
    {
        var from = name.IndexOf('/', StringComparison.Ordinal) + 1;
        return Digest.Parse(name.AsSpan(from, 43), null);
    }

    [GeneratedRegex(@"\A(?:statements/[\w-]{42}[AEIMQUYcgkosw048]\.sdjwt|(?:receipts|trust)/[\w-]{42}[AEIMQUYcgkosw048]\.jwt|proofs/[\w-]{42}[AEIMQUYcgkosw048]\.tlog-proof|consistency/[\w-]{42}[AEIMQUYcgkosw048]\.txt|law/[\w-]{42}[AEIMQUYcgkosw048]|evidence/[\w-]{42}[AEIMQUYcgkosw048]\.manifest)\z", RegexOptions.ECMAScript)]
    private static partial Regex Pattern();
}
