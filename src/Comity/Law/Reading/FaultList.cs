namespace Comity.Law.Reading;

/// <summary>What is wrong in a set of files, gathered so that an editor sees all of it at once.</summary>
internal sealed class FaultList
{
    private readonly List<LawDataException> _found = [];
    private readonly HashSet<string> _unread = [];

    /// <summary>Notes a fault. What could not be read is missed elsewhere too; that is no second fault.</summary>
    internal void Add(LawDataException wrong, Fields? item)
    {
        _found.Add(wrong);
        if (item is not null) _unread.UnionWith(item.Ids);
    }

    /// <summary>The faults, by file and line.</summary>
    internal IEnumerable<LawDataException> Found => _found.Where(wrong => wrong.Missing is not { } id || !_unread.Contains(id))
        .OrderBy(wrong => wrong.File, StringComparer.Ordinal).ThenBy(wrong => wrong.Line);
}
