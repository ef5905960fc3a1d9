using Comity.Node.Identity;
using Comity.Node.Ledger;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Look;

/// <summary>Reads what the frame of every page shows; also before set-up, when there is nothing to read.</summary>
internal sealed class ShellQueries(NodeCell cell, IServiceProvider services, TimeProvider clock)
{
    internal Task<ShellView> ShowAsync(CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(cell.IsSetUp ? Show(cell.Core) : new ShellView(clock.GetUtcNow(), "Comity", null, null, 0, new(false, false, false), null));
    }

    private ShellView Show(NodeCore node)
    {
        var seen = node.Live.Number; // before anything is read: at worst the page is read once more
        using var sql = node.Database.Read();
        var officer = services.GetRequiredService<CurrentOfficer>().Find();
        return new(
            node.Now, node.Settings.Title, officer is null ? null : Person(node.Settings, officer), node.Settings.Exercise ? "All people, cases and the provider are invented; nothing here is real." : null,
            officer is null ? 0 : (int)sql.Scalar<long>("SELECT count(*) FROM dossier WHERE complete = 0 AND emergency = 1 AND waits_for_us = 1"),
            NodeParts.Of(node.Settings.Kind), officer is null ? null : LogStrip.Of(sql, node), seen);
    }

    private static SignedIn Person(NodeSettings settings, Officer officer)
    {
        var office = settings.Offices.FirstOrDefault(o => o.Name == officer.Office)?.Title ?? officer.Office;
        return new(settings.Kind == NodeKind.Authority ? $"{settings.Party} {office}" : office, officer.Title, officer.Name);
    }
}
