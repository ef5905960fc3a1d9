using System.Collections.Immutable;
using Comity.Law.Calendars;

namespace Comity.Law.Reading;

/// <summary>Reads all files of a release into one checked set: every id once, every reference to something that exists.</summary>
internal sealed class LawReader
{
    private const string Common = "common.yaml";

    private readonly List<(string Path, Fields Root)> _files = [];
    private readonly List<Action> _later = [];
    private readonly FaultList? _faults;

    internal Vocabulary Words { get; private set; } = null!;

    internal Dictionary<string, Offence> Offences { get; } = [];

    internal Dictionary<string, RefusalGround> Grounds { get; } = [];

    internal Dictionary<string, GroundCode> GroundCodes { get; } = [];

    internal Dictionary<string, Safeguard> Safeguards { get; } = [];

    internal Dictionary<string, Switch> Switches { get; } = [];

    internal Dictionary<string, Instrument> Instruments { get; } = [];

    internal Dictionary<string, Channel> Channels { get; } = [];

    internal Dictionary<string, Element> Elements { get; } = [];

    internal Dictionary<string, TimeLimit> Limits { get; } = [];

    internal Dictionary<string, FollowUp> FollowUps { get; } = [];

    internal List<Channel> DomesticOrders { get; } = [];

    internal Dictionary<string, DomesticPower> Powers { get; } = [];

    internal Dictionary<string, Treaty> Treaties { get; } = [];

    internal Dictionary<CountryCode, CountrySheet> Sheets { get; } = [];

    internal Dictionary<string, SheetEntry> SheetEntries { get; } = [];

    internal StatusReader Status { get; }

    internal ImmutableArray<StateCalendar> Calendars { get; private set; } = [];

    /// <param name="files">The files of a release.</param>
    /// <param name="trees">The same files as trees and rows, where they were read before.</param>
    /// <param name="faults">Where to gather what is wrong; null to stop at the first.</param>
    internal LawReader(IReadOnlyDictionary<string, byte[]> files, ParsedFiles? trees = null, FaultList? faults = null)
    {
        (_faults, Parsed) = (faults, trees ?? new());
        var sorted = files.OrderBy(file => file.Key, StringComparer.Ordinal).ToList();
        foreach (var (path, bytes) in sorted)
            if (IsRules(path)) Guard(null, () => _files.Add((path, new(Parsed.Tree(path, bytes)))));
        ReadVocabulary();
        foreach (var (path, root) in _files) ReadParts(path, root);
        foreach (var (_, root) in _files) Guard(root, () => ReadInstrument(root));
        foreach (var (_, root) in _files) Guard(null, () => ReadOrders(root));
        Status = new(this, files);
        Guard(null, () => Calendars = CalendarReader.ReadAll(files, Status.Countries.ContainsKey));
        foreach (var (path, bytes) in sorted) Guard(null, () => SheetReader.Read(this, path, bytes));
        foreach (var check in _later) Guard(null, check);
        foreach (var (_, root) in _files) Guard(null, root.Close);
    }

    /// <summary>Files as trees and rows.</summary>
    internal ParsedFiles Parsed { get; }

    /// <summary>Reads one thing. Where faults are gathered, a fault in it does not keep the others from being read.</summary>
    /// <param name="item">What is read, so that references to it are not reported as well; null where nothing refers to it.</param>
    /// <param name="read">Reads it.</param>
    internal void Guard(Fields? item, Action read)
    {
        try
        {
            read();
        }
        catch (LawDataException wrong) when (_faults is not null)
        {
            _faults.Add(wrong, item);
        }
    }

    /// <summary>Reads a list; where faults are gathered, without the things that are wrong.</summary>
    internal ImmutableArray<T> Each<T>(IEnumerable<Fields> items, Func<Fields, T> read)
    {
        var found = ImmutableArray.CreateBuilder<T>();
        foreach (var item in items) Guard(item, () => found.Add(read(item)));
        return found.DrainToImmutable();
    }

    /// <summary>Runs <paramref name="check"/> once everything is read: for references forward.</summary>
    internal void Later(Action check) => _later.Add(check);

    /// <summary>Registers an id; the same id twice is an error.</summary>
    internal static void Add<T>(Dictionary<string, T> known, string id, T value, Fields at)
    {
        if (!known.TryAdd(id, value)) throw at.Error("id", $"The id '{id}' stands twice.", "Rename one of the two or remove it.");
    }

    /// <summary>The things that a list of ids refers to.</summary>
    internal static ImmutableArray<T> Resolve<T>(Dictionary<string, T> known, Fields at, string key, string what) =>
        [.. at.Words(key).Select(id => Resolve(known, at, key, id, what))];

    internal static T Resolve<T>(Dictionary<string, T> known, Fields at, string key, string id, string what) =>
        known.TryGetValue(id, out var found) ? found : throw at.Missing(key, id, what);

    private static bool IsRules(string path) =>
        path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal) && !path.EndsWith(".cases.yaml", StringComparison.Ordinal);

    private void ReadVocabulary()
    {
        var common = _files.FirstOrDefault(file => file.Path == Common).Root ?? throw new LawDataException(Common, 0, "The file is missing.", "Add it to the release.");
        Words = Vocabulary.Read(common);
    }

    private void ReadParts(string path, Fields root)
    {
        var home = path == Common ? null : root.Child("instrument")?.Text("id");
        ReadAll(root, "offences", item => PartReader.Offence(this, item, home ?? "ets-185"));
        ReadAll(root, "switches", item => PartReader.Switch(this, item, home));
        ReadAll(root, "refusalGrounds", item => PartReader.Ground(this, item, home));
        ReadAll(root, "groundCodes", item => GroundCodeReader.Read(this, item));
        ReadAll(root, "safeguards", item => PartReader.Safeguard(this, item));
        ReadAll(root, "treaties", item => PartReader.Treaty(this, item));
    }

    private void ReadAll(Fields root, string key, Action<Fields> read) => Guard(null, () =>
    {
        foreach (var item in root.Items(key)) Guard(item, () => read(item));
    });

    private void ReadInstrument(Fields root)
    {
        if (root.Child("instrument") is { } instrument) InstrumentReader.Instrument(this, instrument);
    }

    private void ReadOrders(Fields root)
    {
        ReadAll(root, "domesticOrders", order => InstrumentReader.DomesticOrder(this, order));
        Later(() => Vocabulary.CheckCommon(this, root));
    }
}
