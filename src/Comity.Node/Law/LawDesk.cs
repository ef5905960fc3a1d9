using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Law;

/// <summary>Answers a dossier's questions from the law releases: the same answers on both sides, because both ask the release that the request names (R10).</summary>
internal sealed class LawDesk
{
    private readonly NodeCore _node;
    private readonly ReleaseView _view;

    public LawDesk(NodeCore node)
    {
        _node = node;
        _view = new(node.Law.Find, PartyOf);
    }

    internal LawRelease Current => _node.Law.Current;

    internal bool Knows(Digest release) => _node.Law.Find(release) is not null;

    internal LawRelease? Find(Digest release) => _node.Law.Find(release);

    /// <summary>How many persons must have approved an act (R12): an emergency asks for two. Alone at night is no exception yet, since nothing demands the review of it.</summary>
    internal static ApprovalDemand DemandOf(Terms terms) => ApprovalDemand.Of(terms.Urgency == Urgency.Emergency);

    /// <summary>Computes the findings of an act from the state of its past (R17a), as author and addressee both must.</summary>
    internal Func<DossierState, IReadOnlyList<Finding>> FindingsFor(Statement act, IEnumerable<string> shown, IReadOnlyCollection<string> issuerRoles, Dossier dossier)
    {
        var sides = dossier.Sides ?? act.Sides;
        if (sides is null) return _ => [];
        var facts = new FindingFacts(shown.ToHashSet(StringComparer.Ordinal), issuerRoles, sides, View);
        return past => Findings.Of(act, past, facts);
    }

    /// <summary>The State that an organisation of the federation speaks for; null for a provider or one not known.</summary>
    internal CountryCode? PartyOf(string entity)
    {
        if (entity == _node.Settings.Url) return _node.Settings.Kind == NodeKind.Authority ? CountryCode.Parse(_node.Settings.Party) : null;
        using var sql = _node.Database.Read();
        return TrustTables.Members(sql).Find(m => m.Entity == entity)?.Party is { } party ? CountryCode.Parse(party) : null;
    }

    /// <summary>What the law data say of a channel, for one request.</summary>
    internal ChannelView? View(ChannelQuestion question) => _view.View(question);

    /// <summary>The query between the two States of a request; null inside one State or towards a provider.</summary>
    internal RouteQuery? QueryOf(ChannelQuestion question) => _view.QueryOf(question);
}
