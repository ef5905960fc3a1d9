using System.Collections.Immutable;

namespace Comity.Law.Reading;

/// <summary>Reads all files of a release into one checked set: every id once, every reference to something that exists.</summary>
internal sealed class LawReader
{
    private const string Common = "common.yaml";

    private readonly List<(string Path, Fields Root)> _files = [];
    private readonly List<Action> _later = [];

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

    internal Dictionary<string, (string Title, string Article, ImmutableArray<string> Categories, ImmutableArray<TimeLimit> Limits)> Powers { get; } = [];

    internal Dictionary<string, Treaty> Treaties { get; } = [];

    internal Dictionary<CountryCode, CountrySheet> Sheets { get; } = [];

    internal Dictionary<string, SheetEntry> SheetEntries { get; } = [];

    internal StatusReader Status { get; }

    internal LawReader(IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            if (IsRules(path)) _files.Add((path, new(YamlTree.Read(path, bytes))));
        ReadVocabulary();
        foreach (var (path, root) in _files) ReadParts(path, root);
        foreach (var (_, root) in _files) ReadInstrument(root);
        foreach (var (_, root) in _files) ReadOrders(root);
        Status = new(this, files);
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal)) SheetReader.Read(this, path, bytes);
        foreach (var check in _later) check();
        foreach (var (_, root) in _files) root.Close();
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
        known.TryGetValue(id, out var found) ? found : throw at.Error(key, $"There is no {what} '{id}'.", $"Correct the id or add the {what}.");

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
        foreach (var item in root.Items("offences")) PartReader.Offence(this, item, home ?? "ets-185");
        foreach (var item in root.Items("switches")) PartReader.Switch(this, item, home);
        foreach (var item in root.Items("refusalGrounds")) PartReader.Ground(this, item, home);
        foreach (var item in root.Items("groundCodes")) GroundCodeReader.Read(this, item);
        foreach (var item in root.Items("safeguards")) PartReader.Safeguard(this, item);
        foreach (var item in root.Items("treaties")) PartReader.Treaty(this, item);
    }

    private void ReadInstrument(Fields root)
    {
        if (root.Child("instrument") is { } instrument) InstrumentReader.Instrument(this, instrument);
    }

    private void ReadOrders(Fields root)
    {
        foreach (var order in root.Items("domesticOrders")) InstrumentReader.DomesticOrder(this, order);
        Later(() => Vocabulary.CheckCommon(this, root));
    }
}
