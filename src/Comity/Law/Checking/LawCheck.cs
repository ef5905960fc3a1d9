using System.Collections.Immutable;
using Comity.Law.Reading;

namespace Comity.Law.Checking;

/// <summary>Checks a folder of law data as a whole: reads it, compares what must agree, runs the cases, compares the tables of answers, asks who reviewed what.</summary>
public static class LawCheck
{
    /// <summary>Checks a set of files and reports everything wrong at once, as far as one fault does not hide another.</summary>
    /// <param name="files">Path inside the folder to bytes: the release, and <c>cases/</c> beside it.</param>
    /// <param name="parts">Which parts of the check; reading is always done.</param>
    /// <param name="memory">What an earlier check read, where almost the same files are checked again; files are known by identity, not content.</param>
    public static LawCheckReport Run(IReadOnlyDictionary<string, byte[]> files, CheckParts parts = CheckParts.All, LawCheckMemory? memory = null) =>
        Run(files, parts, memory?.Next() ?? new());

    /// <summary>The tables of answers and the register of reviews as the data now are, for a reviewer who has compared them.</summary>
    /// <param name="files">Path inside the folder to bytes.</param>
    /// <param name="by">Who compared what changed with its source.</param>
    /// <param name="on">The day.</param>
    /// <exception cref="LawDataException">The release cannot be read.</exception>
    public static IReadOnlyDictionary<string, byte[]> Accept(IReadOnlyDictionary<string, byte[]> files, string by, DateOnly on)
    {
        var accepted = Answers.Of(LawRelease.Load(OfRelease(files))).ToDictionary(table => table.Path, table => table.Write());
        accepted[Reviews.Path] = Reviews.Accept(files, new(), by, on);
        return accepted;
    }

    internal static LawCheckReport Run(IReadOnlyDictionary<string, byte[]> files, CheckParts parts, ParsedFiles parsed)
    {
        var found = new FaultList();
        LawRelease? release = null;
        try
        {
            var read = new LawReader(OfRelease(files), parsed, found);
            if (!found.Found.Any()) release = new(read, LawArchive.Pack(OfRelease(files)));
        }
        catch (LawDataException wrong)
        {
            found.Add(wrong, null);
        }
        catch (ArgumentException outside)
        {
            found.Add(new(LawFiles.Cases, 0, outside.Message, "Keep the release within the limits of an archive."), null);
        }

        if (release is null) return new() { Faults = [.. found.Found.Select(Fault)] };
        return Compare(release, files, parts, parsed);
    }

    private static LawCheckReport Compare(LawRelease release, IReadOnlyDictionary<string, byte[]> files, CheckParts parts, ParsedFiles parsed)
    {
        var faults = new List<LawFault>();
        var raw = new RawIndex(files, parsed);
        List<LawCase> cases = [];
        var answers = 0;
        Part(CheckParts.Rules, found => found.AddRange([.. new RuleChecks(release, raw).Run(), .. new RegisterChecks(release, raw, files, parsed).Run()]));
        Part(CheckParts.Cases, found => RunCases(release, raw, cases = ReadCases(release, raw, files, parsed, found), found));
        Part(CheckParts.Answers, found => answers = CompareAnswers(release, files, parsed, found));
        Part(CheckParts.Reviews, found => Guarded(found, () => found.AddRange(Reviews.Compare(files, parsed))));
        return new()
        {
            Release = release,
            Faults = [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)],
            Cases = cases.Count,
            Answers = answers,
            Provisions = [.. raw.Provisions],
            Covered = [.. cases.SelectMany(one => one.Covers).Distinct()],
        };

        void Part(CheckParts part, Action<List<LawFault>> run)
        {
            if (!parts.HasFlag(part)) return;
            var found = new List<LawFault>();
            run(found);
            faults.AddRange(found.Select(fault => fault with { Part = part }));
        }
    }

    private static List<LawCase> ReadCases(LawRelease release, RawIndex raw, IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed, List<LawFault> faults)
    {
        var cases = new List<LawCase>();
        var found = new FaultList();
        foreach (var (path, bytes) in files.Where(file => CaseReader.IsCases(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
            Guarded(faults, () => cases.AddRange(CaseReader.Read(parsed.Tree(path, bytes), path, found)));
        faults.AddRange(found.Found.Select(Fault));
        if (cases.Count > 0 && faults.Count == 0) faults.AddRange(TooFew(release, raw, cases));
        foreach (var twice in cases.GroupBy(one => one.Name).Where(group => group.Count() > 1))
            faults.Add(twice.Last().Fault("another case has this name.", "Give one of the two another name."));
        return cases;
    }

    /// <summary>Three cases for each channel and order, and one of them must come out closed, refused or incomplete.</summary>
    private static IEnumerable<LawFault> TooFew(LawRelease release, RawIndex raw, List<LawCase> cases)
    {
        foreach (var channel in release.Channels.Concat(release.DomesticOrders))
        {
            var own = cases.Where(one => one.Channel == channel.Id).ToList();
            if (own.Count < 3 || !own.Exists(one => one.Refuses))
                yield return raw.Fault(channel.Id, $"{channel.Id} has {own.Count} cases{(own.Exists(one => one.Refuses) ? "" : ", none of which comes out closed or incomplete")}.", "Write at least three, one of them closed or incomplete.");
        }
    }

    private static void RunCases(LawRelease release, RawIndex raw, List<LawCase> cases, List<LawFault> faults)
    {
        foreach (var supposed in cases.GroupBy(one => string.Join(' ', one.Suppose)))
            try
            {
                var law = release.Suppose(supposed.First().Suppose);
                foreach (var one in supposed)
                {
                    faults.AddRange(new CaseRun(law, raw, one).Differences().Select(difference => one.Fault(difference, "Correct the case, or the data that decide it.")));
                    faults.AddRange(CaseTouch.Idle(one, release, raw));
                }
            }
            catch (SuppositionException wrong)
            {
                faults.AddRange(supposed.Select(one => one.Fault(wrong.Message, "Suppose deposits that the treaty would allow.")));
            }
    }

    private static int CompareAnswers(LawRelease release, IReadOnlyDictionary<string, byte[]> files, ParsedFiles parsed, List<LawFault> faults)
    {
        var count = 0;
        foreach (var table in Answers.Of(release))
            Guarded(faults, () =>
            {
                if (!files.TryGetValue(table.Path, out var kept))
                {
                    if (files.Keys.Any(CaseReader.IsCases)) faults.Add(new(table.Path, 0, "The table is missing.", "Run `comity law check --accept NAME`."));
                    return;
                }

                faults.AddRange(table.Compare(parsed.Rows(table.Path, kept, table.Columns)));
                count += table.Rows.Count;
            });
        return count;
    }

    private static void Guarded(List<LawFault> faults, Action read)
    {
        try
        {
            read();
        }
        catch (LawDataException wrong)
        {
            faults.Add(Fault(wrong));
        }
    }

    private static Dictionary<string, byte[]> OfRelease(IReadOnlyDictionary<string, byte[]> files) => files.Where(file => LawFiles.IsOfRelease(file.Key)).ToDictionary();

    private static LawFault Fault(LawDataException wrong) => new(wrong.File, wrong.Line, wrong.Wrong, wrong.Remedy);
}

/// <summary>What a check read of a folder, so that the next one need not read it again.</summary>
public sealed class LawCheckMemory
{
    private readonly ParsedFiles _read = new();

    /// <summary>Reads the files.</summary>
    /// <param name="files">Path inside the folder to bytes, which must not be changed in place.</param>
    public LawCheckMemory(IReadOnlyDictionary<string, byte[]> files) => _ = LawCheck.Run(files, CheckParts.All, _read);

    internal ParsedFiles Next() => new(_read);
}

/// <summary>The parts of a check; a measurement of what each part finds leaves others out.</summary>
[Flags]
public enum CheckParts
{
    /// <summary>Reading only.</summary>
    None = 0,

    /// <summary>What must agree.</summary>
    Rules = 1,

    /// <summary>The cases.</summary>
    Cases = 2,

    /// <summary>The tables of answers.</summary>
    Answers = 4,

    /// <summary>The register of reviews.</summary>
    Reviews = 8,

    /// <summary>Everything.</summary>
    All = Rules | Cases | Answers | Reviews,
}
