using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Comity.Law.Reading;

/// <summary>A value of a YAML file with the line it stands on. Only what the law data use: text, lists, maps.</summary>
internal abstract record YamlValue(string File, int Line)
{
    internal LawDataException Error(string wrong, string remedy) => new(File, Line, wrong, remedy);
}

internal sealed record YamlText(string File, int Line, string Text, bool IsNull) : YamlValue(File, Line);

internal sealed record YamlList(string File, int Line, List<YamlValue> Items) : YamlValue(File, Line);

internal sealed record YamlMap(string File, int Line, Dictionary<string, YamlValue> Entries) : YamlValue(File, Line);

/// <summary>Reads one YAML file. Refuses anchors, aliases, tags, duplicate keys, more than one document and deep nesting:
/// none is needed for data that a lawyer maintains, and each can hide what a value is.</summary>
internal sealed class YamlTree
{
    private const int DeepestNesting = 16;

    private readonly string _file;
    private readonly Parser _events;
    private int _depth;

    private YamlTree(string file, string text) => (_file, _events) = (file, new Parser(new StringReader(text)));

    internal static YamlMap Read(string file, byte[] bytes)
    {
        try
        {
            return new YamlTree(file, Utf8.GetString(bytes)).Document();
        }
        catch (YamlException wrong)
        {
            throw new LawDataException(file, Place(wrong.Start), $"Not YAML: {wrong.Message}", "Check indentation, colons and quotes on this line.");
        }
        catch (Exception escaped) when (escaped is InvalidOperationException or ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            // The scanner of YamlDotNet lets some broken input escape as these; found by fuzzing.
            throw new LawDataException(file, 0, $"Not YAML: {escaped.Message}", "Check brackets, quotes and indentation.");
        }
        catch (DecoderFallbackException)
        {
            throw new LawDataException(file, 0, "Not UTF-8.", "Save the file as UTF-8.");
        }
    }

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private YamlMap Document()
    {
        _events.Consume<StreamStart>();
        if (!_events.TryConsume<DocumentStart>(out _)) throw new LawDataException(_file, 0, "Empty.", "Remove the file or fill it.");
        var root = Value();
        _events.Consume<DocumentEnd>();
        if (!_events.TryConsume<StreamEnd>(out _)) throw root.Error("More than one document in the file.", "Remove the lines of three dashes.");
        return root as YamlMap ?? throw root.Error("The file is not a map.", "Begin with a key such as `instrument:`.");
    }

    private YamlValue Value()
    {
        if (++_depth > DeepestNesting) throw Error("Nested too deep.", $"Use at most {DeepestNesting} levels.");
        if (_events.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)) throw Error("Anchors and tags are not used here.", "Write the value out.");
        YamlValue value = _events.Current switch
        {
            Scalar => Text(_events.Consume<Scalar>()),
            SequenceStart => List(),
            MappingStart => Map(),
            AnchorAlias => throw Error("Aliases are not used here.", "Write the value out."),
            _ => throw Error("Unexpected content.", "Write text, a list or a map."),
        };
        _depth--;
        return value;
    }

    private YamlText Text(Scalar scalar) => new(_file, Place(scalar.Start), scalar.Value, scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" or "" });

    private YamlList List()
    {
        var list = new YamlList(_file, Place(_events.Consume<SequenceStart>().Start), []);
        while (!_events.TryConsume<SequenceEnd>(out _)) list.Items.Add(Value());
        return list;
    }

    private YamlMap Map()
    {
        var map = new YamlMap(_file, Place(_events.Consume<MappingStart>().Start), []);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            if (Value() is not YamlText key) throw Error("A key that is not text.", "Use a plain word as key.");
            if (!map.Entries.TryAdd(key.Text, Value())) throw key.Error($"The key '{key.Text}' stands twice.", "Remove one of the two.");
        }

        return map;
    }

    private LawDataException Error(string wrong, string remedy) => new(_file, _events.Current is { } at ? Place(at.Start) : 0, wrong, remedy);

    private static int Place(Mark mark) => (int)Math.Min(mark.Line, int.MaxValue);
}
