namespace Comity.Node.Help;

/// <summary>The words of the desk, in English and French.</summary>
internal static class Glossary
{
    internal sealed record Term(string English, string French, string Meaning);

    internal static readonly IReadOnlyList<Term> Terms =
    [
        new("point of contact (24/7)", "point de contact 24/7", "desk of art. 35, always reachable"),
        new("central authority", "autorité centrale", "sends and receives mutual assistance (art. 27.2)"),
        new("mutual legal assistance, MLA", "entraide judiciaire", "formal help for evidence"),
        new("letter rogatory", "commission rogatoire internationale", "older name of an MLA request, from a judge"),
        new("requesting, requested Party", "Partie requérante, requise", "who asks, who is asked"),
        new("expedited preservation, freeze", "conservation rapide, gel", "keep it as it is, disclose nothing yet"),
        new("production order", "injonction de produire", "hand it over"),
        new("subscriber, traffic, content data", "données d'abonné, de trafic, de contenu", "who; when and where to; what was said"),
        new("heads-up", "préavis", "short notice before the formal request"),
        new("call-back", "contre-appel", "ring the published number to check"),
        new("chaser", "relance", "polite reminder"),
        new("supplement", "complément d'information", "what is missing before it can be executed"),
        new("execution", "exécution", "doing what was asked"),
        new("returned unexecuted", "retour sans exécution", "came back with a reason; not a refusal"),
        new("refusal, postponement", "refus, ajournement", "a decision with a ground"),
        new("dual criminality", "double incrimination", "a crime on both sides"),
        new("use limitation, speciality", "restriction d'utilisation, spécialité", "only for this case"),
        new("assurance", "assurance, garantie", "promise given to obtain assistance"),
        new("minimum gravity", "seuil de gravité", "too small to be executed"),
        new("spontaneous information", "information spontanée", "sent unasked (art. 26)"),
        new("intelligence only", "à titre de renseignement", "not for court"),
        new("identifier, selector", "identifiant, sélecteur", "account, number or address looked for"),
        new("retention", "durée de conservation", "how long logs live"),
        new("user notice, gag", "information de l'usager, interdiction d'informer", "telling the person, or not yet"),
        new("chain of custody", "chaîne de traçabilité", "who had it, when"),
        new("records certificate", "attestation d'authenticité", "the custodian's word that it is a true copy"),
        new("hand-over", "passation de consignes", "shift to shift"),
    ];
}
