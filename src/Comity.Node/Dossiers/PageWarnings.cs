using Comity.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Fold = Comity.Dossiers.DossierView;
using Side = Comity.Dossiers.Side;

namespace Comity.Node.Dossiers;

/// <summary>What an officer must see before anything else in a dossier.</summary>
internal static class PageWarnings
{
    internal static IEnumerable<Warning> Of(SqliteConnection sql, DossierFile file, Fold fold, Side ours, PartyBook book)
    {
        foreach (var side in Enum.GetValues<Side>())
            if (fold.State.Of(side).Fork == ForkWord.Open)
                yield return new(Tone.Life, $"{(side == ours ? "Our side" : "The other side")} wrote two versions of this dossier.", [new("Nothing that rests on them counts until a repair is accepted (rule R21).")]);
        if (file.Fold.Waiting.Count > 0)
            yield return new(Tone.Time, "Part of the dossier has not arrived yet.", [new($"{file.Fold.Waiting.Count} statements wait for what comes before them.")]);
        if (fold.Requests.Any(r => r.State.Unseen.Count > 0))
            yield return new(Tone.Time, "The decision was made without sight of a later addition.", [new("The asked side confirms it or decides anew (rule R23).")]);
        if (fold.State.Items.Any(i => !i.Usable))
            yield return new(Tone.Time, "Delivered items are in quarantine.", [new("They may not be opened, exported or used until granted on a new request, or erased (rule R23).")]);
        if (Undelivered(sql, file, book) is { } undelivered) yield return undelivered;
    }

    private static Warning? Undelivered(SqliteConnection sql, DossierFile file, PartyBook book)
    {
        var own = file.Statements.Where(s => s.Ours).Select(s => s.Id.ToString()).ToHashSet();
        var stuck = ExchangeTables.Open(sql).Find(p => p.Kind == ParcelKind.Statement && p.Trouble is not null && own.Contains(p.Ref));
        return stuck is null ? null : new(Tone.Time, $"{book.SideOf(stuck.Peer).Name} has not received everything yet.",
            [new($"Tried {stuck.Attempts} times since {Shown.Exact(stuck.Made)}; it is tried again until their node answers, and nothing is lost.")]);
    }
}
