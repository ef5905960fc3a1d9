using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Demo;

/// <summary>A small federation on loopback: each member a full node with its own folder, keys, database and ledger. They talk only over HTTP.</summary>
internal sealed class DemoFederation : IAsyncDisposable
{
    private const int FirstPort = 7000;

    private readonly Dictionary<string, NodeHost> _nodes = [];
    private readonly IReadOnlyList<DemoMember> _members;

    private DemoFederation(IReadOnlyList<DemoMember> members) => _members = members;

    internal NodeHost this[string name] => _nodes[name];

    internal IEnumerable<(DemoMember Member, NodeHost Host)> Nodes => _members.Select(m => (m, _nodes[m.Name]));

    /// <summary>Prepares the folders that are not there yet, starts all nodes, and waits until each knows the others.</summary>
    /// <param name="data">The folder for all of them.</param>
    /// <param name="law">The law data.</param>
    /// <param name="stop">Ends the start.</param>
    /// <param name="wellKnownPorts">True to take the ports from 7000 on if they are free.</param>
    /// <param name="members">Who takes part, the anchor first; null for the cast of the demo.</param>
    internal static async Task<DemoFederation> StartAsync(string data, LawShelf law, CancellationToken stop, bool wellKnownPorts = false, IReadOnlyList<DemoMember>? members = null)
    {
        var federation = new DemoFederation(members ?? DemoMembers.All);
        try
        {
            await DemoFolders.PrepareAsync(data, law, Ports(data, wellKnownPorts, federation._members.Count), federation._members);
            foreach (var member in federation._members)
                federation._nodes[member.Name] = await NodeHost.StartAsync(DemoFolders.Options(data, member), law, stop: stop);
            await federation.MeetAsync(stop);
            return federation;
        }
        catch
        {
            await federation.DisposeAsync();
            throw;
        }
    }

    /// <summary>The one-click links of a node's officers.</summary>
    internal IEnumerable<(Officer Officer, string Link)> Links(string name)
    {
        using var sql = _nodes[name].Core.Database.Read();
        return [.. OfficerStore.All(sql).Select(o => (o, SignIn.DemoLink(_nodes[name].Core, o)))];
    }

    /// <summary>The anchor's public root key: all that a verifier needs.</summary>
    internal PinnedAnchor Anchor()
    {
        var anchor = _nodes[DemoMembers.Secretariat].Core;
        return new(EntityId.Parse(anchor.Settings.Url), anchor.Folder.Key(NodeKeys.Root).Public.Jwk);
    }

    /// <summary>Who plays the journey.</summary>
    internal JourneyCast Cast() => new(
        LinkOf(DemoMembers.Serbia, "poc"), LinkOf(DemoMembers.Serbia, "ca"), LinkOf(DemoMembers.Japan, "poc"), LinkOf(DemoMembers.Japan, "ca"), LinkOf(DemoMembers.Provider, "response"));

    private string LinkOf(string name, string office) => Links(name).First(l => l.Officer.Office == office).Link;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values.Reverse()) await node.DisposeAsync();
    }

    /// <summary>The first round of every directory, without waiting for its beat: marks need a first round, and are seen in a second.</summary>
    private async Task MeetAsync(CancellationToken stop)
    {
        for (var round = 0; round < 2; round++)
            foreach (var node in _nodes.Values)
                await node.Services.GetRequiredService<MemberDirectory>().TryRefreshAsync(stop);
    }

    /// <summary>Ports for a new federation: 7000 and on if wished and free, otherwise free ones from a range that no system hands out by itself. A folder that was used before keeps its own.</summary>
    internal static int[] Ports(string data, bool wellKnown = false, int? count = null)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()) return [];
        var wanted = Enumerable.Range(FirstPort, count ?? DemoMembers.All.Count).ToArray();
        if (wellKnown && Array.TrueForAll(wanted, IsFree)) return wanted;
        var free = new HashSet<int>();
        while (free.Count < wanted.Length)
            if (RandomNumberGenerator.GetInt32(20_000, 32_000) is var port && IsFree(port)) free.Add(port);
        return [.. free];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
