using Comity.Node.Law;

namespace Comity.Node;

/// <summary>Holds the node: empty before set-up, then the one core for as long as the process lives.</summary>
internal sealed class NodeCell(NodeFolder folder, LawShelf law, TimeProvider clock, string url) : IAsyncDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NodeCore? _core;
    private bool _hasPersons;

    /// <summary>The public address given at the start; fixed for ever at set-up.</summary>
    internal string Url { get; } = url;

    /// <summary>Shown to whoever starts an empty node: only who knows it may set the node up.</summary>
    internal string SetUpCode { get; } = Base64UrlText.Encode(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    internal string SetUpLink => $"{Url}/set-up?code={SetUpCode}";

    /// <summary>Completes when the node is set up.</summary>
    internal Task Ready => _ready.Task;

    internal bool IsSetUp => _core is not null;

    /// <summary>True once people can work here: two officers are enrolled (R13). The invented people of the demo come with it.</summary>
    internal bool HasPersons => _hasPersons || (_core is not null && (_hasPersons = _core.Settings.Exercise || Officers(_core) >= Identity.SetUpDesk.Persons));

    internal NodeCore Core => _core ?? throw new InvalidOperationException("The node is not set up.");

    /// <summary>Opens a node that was set up before.</summary>
    internal void Open()
    {
        if (folder.Settings is null) return;
        _core = NodeCore.Open(folder, law, clock);
        _ready.SetResult();
    }

    /// <summary>Fixes the settings and starts the history of a new node.</summary>
    internal void SetUp(NodeSettings settings)
    {
        folder.SetUp(settings);
        _core = NodeCore.Open(folder, law, clock, create: true);
        _ready.SetResult();
    }

    private static long Officers(NodeCore core)
    {
        using var sql = core.Database.Read();
        return sql.Scalar<long>("SELECT count(*) FROM officer");
    }

    public async ValueTask DisposeAsync()
    {
        if (_core is not null) await _core.CloseAsync();
        folder.Dispose();
    }
}
