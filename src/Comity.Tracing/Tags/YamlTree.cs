using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Comity.Tracing;

/// <summary>A value read from YAML: text, list or map. Every scalar stays the text it was written as.</summary>
internal abstract record YamlValue(int Line)
{
    internal sealed record Text(string Value, int Line, bool Plain) : YamlValue(Line)
    {
        /// <summary>Whether the scalar stands for nothing.</summary>
        internal bool IsNull => Plain && Value is "" or "~" or "null";
    }

    internal sealed record List(IReadOnlyList<YamlValue> Items, int Line) : YamlValue(Line);

    internal sealed record Map(IReadOnlyList<KeyValuePair<string, YamlValue>> Fields, int Line) : YamlValue(Line)
    {
        internal YamlValue? this[string name] => Fields.FirstOrDefault(f => f.Key == name).Value;
    }
}

/// <summary>Reads the plain part of YAML 1.2 that TagPacks use: no tags, depth 8, at most 100 aliases, no duplicate keys.</summary>
internal sealed class YamlTree
{
    private const int MostDepth = 8, MostAliases = 100, MostNodes = 20_000_000, LargestFile = 512 << 20;
    private readonly string _file;
    private readonly IParser _parser;
    private readonly Dictionary<string, (YamlValue Value, int Nodes)> _anchors = [];
    private int _aliases, _nodes;

    private YamlTree(string file, TextReader text) => (_file, _parser) = (file, new Parser(text));

    /// <summary>The one document of a file.</summary>
    /// <exception cref="TracingException">It breaks a rule above, or is no YAML.</exception>
    internal static YamlValue Read(string file, string text)
    {
        if (text.Length > LargestFile) throw new TracingException($"{file}: more than {LargestFile} characters");
        try
        {
            var tree = new YamlTree(file, new StringReader(text));
            return tree.Document();
        }
        catch (YamlException e)
        {
            throw new TracingException(string.Create(CultureInfo.InvariantCulture, $"{file}, line {e.Start.Line}: {e.Message}"), e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The YAML scanner throws what it likes on some malformed input; none of it is a fault of ours.
            throw new TracingException($"{file}: no YAML ({e.GetType().Name})", e);
        }
    }

    private YamlValue Document()
    {
        _ = _parser.Consume<StreamStart>();
        _ = _parser.Consume<DocumentStart>();
        var value = Value(0);
        _ = _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _)) throw new TracingException($"{_file}: more than one document");
        return value;
    }

    private YamlValue Value(int depth)
    {
        if (depth > MostDepth) throw Refuse("deeper than 8 levels");
        if (++_nodes > MostNodes) throw Refuse($"more than {MostNodes} values");
        if (_parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias);
        if (_parser.Current is NodeEvent { Tag.IsEmpty: false } tagged && tagged.Tag.Value != "!") throw Refuse("a YAML tag");
        var before = _nodes;
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? default;
        var value = Node(depth);
        if (!anchor.IsEmpty) _anchors[anchor.Value] = (value, _nodes - before + 1);
        return value;
    }

    private YamlValue Alias(AnchorAlias alias)
    {
        if (++_aliases > MostAliases) throw Refuse($"more than {MostAliases} aliases");
        if (!_anchors.TryGetValue(alias.Value.Value, out var known)) throw Refuse("an alias to nothing");
        _nodes = checked(_nodes + known.Nodes);
        return _nodes <= MostNodes ? known.Value : throw Refuse($"more than {MostNodes} values");
    }

    private YamlValue Node(int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar)) return new YamlValue.Text(scalar.Value, Line(scalar), scalar.Style == ScalarStyle.Plain);
        if (_parser.TryConsume<SequenceStart>(out var list)) return new YamlValue.List(Items(depth), Line(list));
        if (_parser.TryConsume<MappingStart>(out var map)) return new YamlValue.Map(Fields(depth), Line(map));
        throw Refuse("not a value");
    }

    private List<YamlValue> Items(int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(depth + 1));
        return items;
    }

    private List<KeyValuePair<string, YamlValue>> Fields(int depth)
    {
        var fields = new List<KeyValuePair<string, YamlValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Value(depth + 1) is not YamlValue.Text name) throw Refuse("a key that is no text");
            if (!names.Add(name.Value)) throw Refuse($"the key {name.Value} twice");
            fields.Add(new(name.Value, Value(depth + 1)));
        }

        return fields;
    }

    private static int Line(ParsingEvent e) => (int)e.Start.Line;

    private TracingException Refuse(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {_parser.Current?.Start.Line ?? 0}: {what}"));
}
