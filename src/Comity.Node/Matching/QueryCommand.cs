using System.CommandLine;
using System.Security.Cryptography;
using Comity.Matching;

namespace Comity.Node.Matching;

/// <summary><c>comity match query</c>: the private query between two parties by files. The holder makes <c>members</c> and answers; the provider asks and finishes.</summary>
/// <remarks>spec/matching.md, section 8. Only exact hashes: a near match cannot be asked this way.</remarks>
internal static class QueryCommand
{
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "File to write." };
    private static readonly Option<string> MembersFile = new("--members") { Required = true, Description = "The holder's membership set." };
    private static readonly Option<string> HolderKey = new("--holder") { Required = true, Description = "The holder's public key (PEM), to check the set's signature." };

    internal static Command Create() =>
        new("query", "Ask whether exact hashes are on a list, without showing them and without receiving the list.") { Members(), Ask(), Answer(), Finish() };

    private static Command Members()
    {
        Option<string> hashes = new("--hashes") { Required = true, Description = "The list in clear; its exact hashes are taken." };
        Option<string> name = new("--name") { Required = true, Description = "List id and version, for instance drawn-shapes/1." };
        Option<string> signer = new("--signer") { Required = true, Description = "The holder's secret key (PEM), as `match list key` makes it." };
        var command = new Command("members", "As the holder: make the signed membership set of a list version, and the key for its queries (OUT.key).") { hashes, name, signer, Out, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            using var holder = Secret.ReadKey(parsed.GetValue(signer)!, ECDsa.Create());
            var entries = HashListReader.ReadFile(parsed.GetValue(hashes)!).SelectMany(e => e.Exact).ToArray();
            if (entries.Length == 0) throw new RefusedInputException("The list holds no exact hash; near matches cannot be asked privately.");
            var (list, key) = (parsed.GetValue(name)!, Voprf.NewKey(RandomNumberGenerator.Fill));
            var set = MembershipSet.Of(list, key, entries);
            var bytes = set.ToBytes(holder);
            Secret.Write(parsed.GetValue(Out)! + ".key", $"comity-query-key {Convert.ToHexStringLower(key)} {list}\n");
            File.WriteAllBytes(parsed.GetValue(Out)!, bytes);
            Say(parsed, $"{set.Count} entries of {list}; only exact hashes can be asked privately, near matches cannot", ("list", list), ("entries", set.Count));
            return 0;
        }));
        return command;
    }

    private static Command Ask()
    {
        Option<string> hashes = new("--hashes") { Required = true, Description = "The exact hashes to ask, at most 1,000: text, CSV or JSON. Perceptual ones are left out." };
        var command = new Command("ask", "As the provider: blind hashes. Send OUT to the holder; keep OUT.secret.") { MembersFile, HolderKey, hashes, Out, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var list = Set(parsed).List;
            var asked = HashListReader.ReadFile(parsed.GetValue(hashes)!).SelectMany(e => e.Exact.Select(hash => (e.Line, Hash: hash))).ToArray();
            if (asked.Length is 0 or > Voprf.MostInputs) throw new RefusedInputException($"A request asks 1 to {Voprf.MostInputs} exact hashes; the file holds {asked.Length}.");
            var blinded = asked.AsParallel().AsOrdered().Select(a => Voprf.Blind(PrivateQuery.Input(a.Hash), RandomNumberGenerator.Fill)).ToArray();
            Secret.Write(parsed.GetValue(Out)! + ".secret", new QuerySecret(list, [.. asked.Select(a => a.Line)], blinded).ToBytes());
            File.WriteAllBytes(parsed.GetValue(Out)!, new QueryRequest(list, [.. blinded.Select(b => b.Element)]).ToBytes());
            Say(parsed, $"{asked.Length} hashes to ask of {list}", ("list", list), ("asked", asked.Length));
            return 0;
        }));
        return command;
    }

    private static Command Answer()
    {
        Option<string> key = new("--key") { Required = true, Description = "The key that `match query members` made." };
        Option<string> request = new("--request") { Required = true, Description = "What the provider sent." };
        Option<string> client = new("--client") { Required = true, Description = "Who asks, as the holder knows it." };
        Option<int> perDay = new("--per-day") { Description = "Most hashes a client asks in 24 hours.", DefaultValueFactory = _ => 1000 };
        Option<int> perVersion = new("--per-version") { Description = "Most hashes a client asks of this version.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("answer", "As the holder: evaluate a request within the client's quota, and log that it was asked.") { key, request, client, perDay, perVersion, Out, MatchCommand.Log, MatchCommand.Officer, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var (list, secret) = ReadQueryKey(parsed.GetValue(key)!);
            var asked = QueryRequest.Read(ReadBounded(parsed.GetValue(request)!));
            using var log = MatchLog.Open(parsed.GetValue(MatchCommand.Log)!);
            var holder = new QueryHolder(log, list, secret, new(parsed.GetValue(perDay), parsed.GetValue(perVersion)));
            var answer = holder.Answer(parsed.GetValue(MatchCommand.Officer)!, parsed.GetValue(client)!, asked, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.Fill);
            CryptographicOperations.ZeroMemory(secret);
            File.WriteAllBytes(parsed.GetValue(Out)!, answer.ToBytes());
            Say(parsed, $"{asked.Elements.Count} answered of {list}; log head {log.Head}", ("list", list), ("answered", asked.Elements.Count), ("head", log.Head));
            return 0;
        }));
        return command;
    }

    private static Command Finish()
    {
        Option<string> secret = new("--secret") { Required = true, Description = "What `match query ask` kept." };
        Option<string> answer = new("--answer") { Required = true, Description = "What the holder sent back." };
        var command = new Command("finish", "As the provider: check the holder's proof and say which hashes are listed.") { MembersFile, HolderKey, secret, answer, MatchCommand.Json };
        command.SetAction(parsed => MatchCommand.Guarded(() =>
        {
            var (set, kept, got) = (Set(parsed), QuerySecret.Read(ReadBounded(parsed.GetValue(secret)!)), QueryAnswer.Read(ReadBounded(parsed.GetValue(answer)!)));
            if (kept.List != set.List || got.List != set.List) throw new RefusedInputException($"The files are of different lists: {set.List}, {kept.List}, {got.List}.");
            var outputs = Voprf.Finish(set.PublicKey, kept.Blinded, got.Evaluation);
            var listed = outputs.Select((output, i) => (kept.Lines[i], IsListed: set.Contains(output))).Where(o => o.IsListed).Select(o => o.Item1).ToArray();
            if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject(("list", set.List), ("asked", outputs.Length), ("listed", listed));
            else foreach (var line in listed) Console.WriteLine($"line {line + 1}: on {set.List} (possible: a hit is never a verdict)");
            Console.Error.WriteLine($"{outputs.Length} asked, {listed.Length} listed; the proof holds");
            return 0;
        }));
        return command;
    }

    private static void Say(ParseResult parsed, string words, params ReadOnlySpan<(string Name, object Value)> members)
    {
        if (parsed.GetValue(MatchCommand.Json)) JsonOutput.WriteObject(members);
        else Console.WriteLine(words);
    }

    private static MembershipSet Set(ParseResult parsed)
    {
        using var holder = Secret.ReadKey(parsed.GetValue(HolderKey)!, ECDsa.Create());
        return MembershipSet.Read(File.ReadAllBytes(parsed.GetValue(MembersFile)!), holder);
    }

    private static byte[] ReadBounded(string path)
    {
        const int Longest = 1 << 19;
        return new FileInfo(path) is { Exists: true, Length: > Longest } ? throw new RefusedInputException($"{Path.GetFileName(path)} is longer than {Longest} bytes.") : File.ReadAllBytes(path);
    }

    private static (string List, byte[] Key) ReadQueryKey(string path) =>
        File.ReadAllText(path).TrimEnd().Split(' ', 3) is ["comity-query-key", { Length: 64 } digits, var list] && digits.All(char.IsAsciiHexDigitLower)
            ? (list, Convert.FromHexString(digits)) : throw new RefusedInputException($"{Path.GetFileName(path)} holds no key for queries.");
}
