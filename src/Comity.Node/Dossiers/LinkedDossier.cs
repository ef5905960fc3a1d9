using Comity.Dossiers;
using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Fold = Comity.Dossiers.DossierView;
using LawAnswers = Comity.Dossiers.LawView;

namespace Comity.Node.Dossiers;

/// <summary>A dossier that our own side linked with the one on the page.</summary>
internal sealed record LinkedDossier(DossierFile File, Fold Fold, string Reference)
{
    internal static List<LinkedDossier> Of(SqliteConnection sql, Digest dossier, LawAnswers law, long now) => [.. DossierLinks.Of(sql, dossier).Select(id =>
    {
        var file = DossierFile.Load(sql, id);
        return new LinkedDossier(file, Fold.Of(file.Fold, law, now), sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", id)!);
    })];

    /// <summary>True if its addressee keeps data now.</summary>
    internal bool Keeps => Kept is { State: PreservationWord.Kept };

    internal bool IsDomestic => Fold.Requests.Any(r => r.State.Channel.StartsWith("pw.", StringComparison.Ordinal));

    /// <summary>The preservation in it: the one that runs, or the first.</summary>
    internal PreservationState? Kept => PreservationIn(Fold)?.Preservation;

    internal static RequestState? PreservationIn(Fold fold)
    {
        var kept = fold.State.Requests.Where(r => !r.Withdrawn && (r.Preservation.State != PreservationWord.None || r.Channel is FollowUpActs.PreservationOrder or "ch.185.29")).ToList();
        return kept.Find(r => r.Preservation.State == PreservationWord.Kept) ?? kept.FirstOrDefault();
    }

    internal DossierLink Row(PartyBook book, LawDesk law, string own)
    {
        var requests = Fold.Requests.Select(r => ActNames.Capital(ChannelWords.Noun(law.Find(r.State.Law), r.State.Channel)));
        var state = Fold.Requests.Count > 0 ? StatusWords.Of(Fold.Requests[^1], File.SideOf(own), Fold.State.Complete) : new Mark(Tone.Life, "Rejected");
        return new(File.Id.ToString(), Reference, string.Join(", ", requests), book.SideOf(File.Sides.Asking), book.SideOf(File.Sides.Asked), state);
    }
}
