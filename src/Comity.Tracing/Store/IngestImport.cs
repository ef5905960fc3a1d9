namespace Comity.Tracing;

/// <content>Exports without raw bytes.</content>
public sealed partial class Ingest
{
    /// <summary>Reads an export of JSON lines or CSV, in chain order, into a store that is marked unverified.</summary>
    /// <param name="file">The export.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Ends it between two blocks; what is read by then is kept.</param>
    /// <exception cref="TracingException">A line that breaks a rule, or a block that does not follow; the store is as it was.</exception>
    public IngestReport Import(string file, Action<IngestProgress>? progress = null, CancellationToken stop = default)
    {
        if (!_store.Settings.Unverified) throw new TracingException("an export carries no raw bytes: it needs a store of its own");
        var blocks = _store.Blocks;
        _events.Clear();
        _recorded = 0;
        _store.Columns.Begin();
        try
        {
            foreach (var (exported, done, total) in ExportReader.Read(file))
            {
                if (stop.IsCancellationRequested) break;
                Import(exported);
                progress?.Invoke(new("import", done, total, _transactions));
            }

            Commit();
            return new(_store.Blocks - blocks, 0, 0, [], [.. _events], stop.IsCancellationRequested);
        }
        catch (TracingException)
        {
            _cut.CutTo(blocks);
            _store.Columns.Commit();
            throw;
        }
    }

    private void Import(ExportedBlock exported)
    {
        if (_store.Blocks > 0 && exported.Height <= _store.TipHeight && exported.Height >= _store.BaseHeight && _store.HeaderAt(exported.Height).Id == exported.Id) return;
        if (_store.Blocks > 0 && exported.Height != _store.TipHeight + 1) throw new TracingException($"block {exported.Height} does not follow {_store.TipHeight}");
        var previous = _store.Blocks > 0 ? _store.HeaderAt(_store.TipHeight).Id : exported.Height == 0 ? default : exported.Id;
        var block = ExportReader.ToBlock(exported, previous);
        var first = _store.TransactionEnd;
        _writer.Connect(block, exported.Height, default);
        _transactions += block.Count;
        _watches.Moved(_store, first, _events);
    }
}
