using System.CommandLine;
using System.Security.Cryptography;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match list</c>: custodians' keys, sealing, shares, what a list says of itself.</summary>
internal static class ListCommand
{
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "File to write." };
    private static readonly Argument<string> SealedFile = new("list") { Description = "A sealed list." };

    internal static Command Create() => new("list", "Seal lists to custodians, open shares, show what a list says of itself.") { Key(), Seal(), Share(), Show() };

    private static Command Key()
    {
        var command = new Command("key", "Make a custodian's key: FILE (secret) and FILE.pub.") { Out, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            Secret.Write(parsed.GetValue(Out)!, key.ExportPkcs8PrivateKeyPem() + "\n");
            File.WriteAllText(parsed.GetValue(Out)! + ".pub", key.ExportSubjectPublicKeyInfoPem() + "\n");
            var thumbprint = ShareEnvelope.Thumbprint(key);
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject(("key", thumbprint));
            else Console.WriteLine(thumbprint);
            return 0;
        }));
        return command;
    }

    private static Command Seal()
    {
        Option<string> terms = new("--terms") { Required = true, Description = "JSON: id, version, owner, purpose, basis, scheme, categories, from, until, conditions, threshold, unknownQualityIsLow." };
        Option<string> hashes = new("--hashes") { Required = true, Description = "The list in clear." };
        Option<string[]> custodians = new("--custodian") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "OFFICE=PUBLIC-KEY-FILE, once per custodian." };
        Option<int> k = new("--k") { Required = true, Description = "Custodians needed to open it." };
        Option<string> envelopes = new("--envelopes") { Required = true, Description = "Folder for one envelope per custodian." };
        var command = new Command("seal", "Seal a list; k of the custodians open it.") { terms, hashes, custodians, k, Out, envelopes, MatchCommand.Log, MatchCommand.Officer, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var keys = parsed.GetValue(custodians)!.Select(ReadCustodian).ToArray();
            var needed = parsed.GetValue(k);
            if (needed < 2 || needed > keys.Length || keys.Length > Shamir.MostShares) throw new RefusedInputException($"2 to {keys.Length} of the custodians open a list, and at most {Shamir.MostShares} hold shares.");
            var (list, sealedShares) = SealedList.Seal(ListHeader.ParseTerms(File.ReadAllBytes(parsed.GetValue(terms)!)), HashListReader.ReadFile(parsed.GetValue(hashes)!), needed, keys, RandomNumberGenerator.Fill);
            var digest = Convert.ToHexStringLower(list.Digest);
            using (var log = MatchLog.Open(parsed.GetValue(MatchCommand.Log)!))
                log.Append(new LogRecord.ListChange(TimeProvider.System.GetUtcNow(), parsed.GetValue(MatchCommand.Officer)!, list.Header.Terms.Id, list.Header.Terms.Version, "sealed", digest));
            File.WriteAllBytes(parsed.GetValue(Out)!, list.ToBytes());
            Directory.CreateDirectory(parsed.GetValue(envelopes)!);
            for (var i = 0; i < sealedShares.Length; i++) File.WriteAllText(Path.Combine(parsed.GetValue(envelopes)!, $"custodian-{i + 1}.jwe"), sealedShares[i] + "\n");
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject(("sealed", digest), ("needed", needed), ("custodians", keys.Length));
            else Console.WriteLine($"sealed {digest}; {needed} of {keys.Length} custodians open it");
            return 0;
        }));
        return command;
    }

    private static Command Share()
    {
        Option<string> envelope = new("--envelope") { Required = true, Description = "The custodian's envelope." };
        Option<string> key = new("--key") { Required = true, Description = "The custodian's secret key." };
        var command = new Command("share", "As a custodian: open an envelope and write the share.") { SealedFile, envelope, key, Out, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var list = SealedList.Read(File.ReadAllBytes(parsed.GetValue(SealedFile)!));
            using var custodian = Secret.ReadKey(parsed.GetValue(key)!, ECDiffieHellman.Create());
            var share = ShareEnvelope.Open(File.ReadAllText(parsed.GetValue(envelope)!), custodian, list.Digest);
            Secret.Write(parsed.GetValue(Out)!, ShareFile.Line(list.Digest, share) + "\n");
            var terms = list.Header.Terms;
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject(("share", (int)share.X), ("list", terms.Id), ("version", terms.Version));
            else Console.WriteLine($"share {share.X} of {terms.Id}, version {terms.Version}");
            return 0;
        }));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "What a sealed list says of itself; nothing is opened.") { SealedFile, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var list = SealedList.Read(File.ReadAllBytes(parsed.GetValue(SealedFile)!));
            if (parsed.GetValue(MatchCommand.Json)) Console.WriteLine(System.Text.Encoding.UTF8.GetString(list.Header.ToBytes()));
            else Print(list);
            return 0;
        }));
        return command;
    }

    private static (string Office, ECDiffieHellman Key) ReadCustodian(string text)
    {
        var at = text.LastIndexOf('=');
        return at > 0 ? (text[..at], Secret.ReadKey(text[(at + 1)..], ECDiffieHellman.Create())) : throw new RefusedInputException("A custodian is OFFICE=PUBLIC-KEY-FILE.");
    }

    private static void Print(SealedList list)
    {
        var t = list.Header.Terms;
        Console.WriteLine($"list        {t.Id}, version {t.Version}\nowner       {t.Owner}\npurpose     {t.Purpose}\nbasis       {t.Basis.Instrument} art. {t.Basis.Article} ({t.Basis.State})");
        Console.WriteLine($"valid       {t.From:yyyy-MM-dd} to {t.Until:yyyy-MM-dd}\nconditions  {t.Conditions}\nthreshold   {t.Threshold}\nscheme      {t.Scheme}");
        foreach (var (category, meaning) in t.Categories) Console.WriteLine($"  {category}  {meaning}");
        Console.WriteLine($"opens with  {list.Header.K} of {list.Header.Custodians.Count}: {string.Join("; ", list.Header.Custodians.Select(c => c.Office))}");
    }
}

/// <summary>Files that only their owner may read, and keys.</summary>
internal static class Secret
{
    /// <summary>Fills a key from a PEM file, public or secret.</summary>
    internal static T ReadKey<T>(string path, T key)
        where T : ECAlgorithm
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new RefusedInputException($"{Path.GetFileName(path)} is no P-256 key.");
        }
    }

    internal static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    internal static void Write(string path, byte[] bytes)
    {
        if (File.Exists(path)) throw new RefusedInputException($"{path} exists already; a secret is never overwritten.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
    }
}
