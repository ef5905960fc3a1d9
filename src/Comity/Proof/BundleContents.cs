using System.Text;
using Comity.Dossiers;
using Comity.Evidence;
using Comity.Law;
using Comity.Ledger;
using Comity.Trust;

namespace Comity.Proof;

/// <summary>A statement of a bundle, with the time T that it is judged by once that is proven.</summary>
internal sealed record BundledStatement(string File, SdJwt Text, Statement Claims)
{
    internal Digest Id => Claims.Id;
}

/// <summary>A receipt of a bundle.</summary>
internal sealed record BundledReceipt(string File, Attested<Receipt> Signed)
{
    internal Receipt Says => Signed.Content;
}

/// <summary>Steps 1 and 2: the archive taken apart, every file named by the cover and read, every file's name following from its content.</summary>
internal sealed class BundleContents
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private BundleContents(Attested<BundleCover> cover) => Cover = cover;

    internal Attested<BundleCover> Cover { get; }

    internal Dictionary<Digest, BundledStatement> Statements { get; } = [];

    internal List<BundledReceipt> Receipts { get; } = [];

    internal TrustShelf Trust { get; } = new();

    internal Dictionary<Digest, TlogProof> Proofs { get; } = [];

    internal List<(string File, LogJoint Joint)> Joints { get; } = [];

    internal Dictionary<Digest, LawRelease> Laws { get; } = [];

    internal Dictionary<Digest, (string File, PackageManifest Manifest)> Manifests { get; } = [];

    /// <summary>Takes the archive apart; the cover's signature is not checked yet.</summary>
    internal static BundleContents Read(ReadOnlyMemory<byte> archive)
    {
        var files = BundleArchive.Read(archive);
        if (!files.TryGetValue(BundleNames.Cover, out var bytes)) throw new BundleFaultException(BundleNames.Cover, "step 1, cover", "It is missing.");
        var cover = At(BundleNames.Cover, "step 1, cover", () => BundleCover.Parse(Text(bytes.Span)));
        CheckNamed(cover.Content, files);
        var contents = new BundleContents(cover);
        foreach (var (name, file) in files) contents.Add(name, file.Span.ToArray());
        return contents;
    }

    /// <summary>Runs a check on a file; what is refused there is the bundle's fault at that place.</summary>
    internal static T At<T>(string file, string rule, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (RefusedException e)
        {
            throw new BundleFaultException(file, rule, e.Message);
        }
        catch (StatusStaleException e)
        {
            throw new BundleFaultException(file, rule, e.Message);
        }
    }

    internal static void At(string file, string rule, Action check) => At(file, rule, () =>
    {
        check();
        return true;
    });

    private static void CheckNamed(BundleCover cover, SortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var named = cover.Files.ToDictionary(f => f.Name);
        if (named.Keys.FirstOrDefault(n => n == BundleNames.Cover || !files.ContainsKey(n)) is { } missing) throw new BundleFaultException(missing, "step 1, files", "The cover names it, and it is missing.");
        foreach (var (name, bytes) in files)
        {
            if (name == BundleNames.Cover) continue;
            if (!named.TryGetValue(name, out var file)) throw new BundleFaultException(name, "step 1, files", "The cover does not name it.");
            if (file.Size != bytes.Length || file.Sha256 != Digest.Of(bytes.Span)) throw new BundleFaultException(name, "step 1, files", "Its bytes are not those that the exporter signed.");
        }
    }

    private void Add(string name, byte[] bytes)
    {
        if (name == BundleNames.Cover) return;
        var folder = name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)];
        At(name, "step 2, " + folder[..^1], () => Add(folder, name, bytes));
    }

    private void Add(string folder, string name, byte[] bytes)
    {
        switch (folder)
        {
            case BundleNames.Statements: AddStatement(name, Text(bytes)); break;
            case BundleNames.Receipts:
                var receipt = Receipt.Parse(Text(bytes));
                Same(name, BundleNames.Receipt(receipt.Content.Number));
                Receipts.Add(new(name, receipt));
                break;
            case BundleNames.Trust:
                Same(name, BundleNames.Paper(TrustMaterial.DigestOf(Text(bytes))));
                Trust.Add(Text(bytes));
                break;
            case BundleNames.Proofs: Proofs.Add(BundleNames.DigestIn(name), TlogProof.Parse(bytes)); break;
            case BundleNames.Joints:
                Same(name, BundleNames.Joint(Digest.Of(bytes)));
                Joints.Add((name, LogJoint.Parse(bytes)));
                break;
            case BundleNames.Laws:
                Same(name, BundleNames.Law(Digest.Of(bytes)));
                AddLaw(bytes);
                break;
            default: Manifests.Add(BundleNames.DigestIn(name), (name, PackageManifest.Read(bytes))); break;
        }
    }

    private void AddStatement(string name, string text)
    {
        var read = SdJwt.Parse(text, SdJwtProfile.Statement, "The statement");
        Same(name, BundleNames.Statement(read.Id));
        Statements.Add(read.Id, new(name, read, Statement.Parse(read.Claims, read.Id)));
    }

    private void AddLaw(byte[] bytes)
    {
        try
        {
            Laws.Add(Digest.Of(bytes), LawRelease.Unpack(bytes));
        }
        catch (LawDataException e)
        {
            throw new RefusedException(RefusalCode.Malformed, $"The law release cannot be read: {e.Message}");
        }
    }

    private static void Same(string name, string expected)
    {
        if (name != expected) throw new RefusedException(RefusalCode.Malformed, $"Its content belongs under the name {expected}.");
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(RefusalCode.Malformed, "It is not UTF-8.");
        }
    }
}
