using static Comity.Dossiers.ActType;

namespace Comity.Dossiers;

public sealed partial class Dossier
{
    /// <summary>One fold (R22): each field from which acts exist within a set of places and which of them knew which. No field reads another's order of arrival, an id or a time of an author.</summary>
    private sealed class FoldRun
    {
        private readonly Dossier _dossier;
        private readonly Node[] _nodes;
        private readonly PastSet _rejected;
        private readonly bool[] _gone;
        private readonly bool[] _acts; // counts: not gone, by the side that may write it
        private readonly int[] _forkFrom = [int.MaxValue, int.MaxValue]; // first doubled number of each side
        private readonly int[] _repair = [-1, -1]; // place of the accepted repair of each side
        private readonly HashSet<int> _annulled = [];
        private readonly HashSet<int> _confirmed = [];

        internal FoldRun(Dossier dossier, in PastSet within, in PastSet rejected)
        {
            (_dossier, _nodes, _rejected) = (dossier, dossier._nodes, rejected);
            _gone = new bool[_nodes.Length];
            _acts = new bool[_nodes.Length];
            for (var i = 0; i < _nodes.Length; i++)
                if (within[i]) Admit(i);
            FindForks(within);
            foreach (var i in Acts())
            {
                if (_nodes[i].Target < 0 || _nodes[_nodes[i].Target].By != _nodes[i].By) continue;
                if (_nodes[i].Type == Annulment) _annulled.Add(_nodes[i].Target);
                if (_nodes[i].Type == Confirmation) _confirmed.Add(_nodes[i].Target);
            }
        }

        internal DossierState State => field ??= Build();

        internal bool IsGone(int place) => _gone[place] || _rejected[place];

        /// <summary>True for its side's statements from the first doubled number on, in every branch, until repaired (R21).</summary>
        internal bool IsForked(int place)
        {
            var node = _nodes[place];
            if (node.By is not { } by || node.Statement.Seq < _forkFrom[(int)by]) return false;
            var repair = _repair[(int)by];
            return repair < 0 || !(repair == place || _nodes[repair].Past[place] && OnChain(repair, place) || node.Past[repair]);
        }

        private void Admit(int place)
        {
            var node = _nodes[place];
            _gone[place] = _rejected[place];
            foreach (var re in node.Re)
                if (re >= 0 && IsGone(re)) _gone[place] = true;
            var rule = Dossiers.Acts.Of(node.Type);
            _acts[place] = !_gone[place] && node.By is { } by && (rule.By is null || rule.By == by);
        }

        private void FindForks(in PastSet within)
        {
            var seen = new HashSet<(Side, int)>(_nodes.Length);
            for (var i = 0; i < _nodes.Length; i++)
                if (within[i] && _nodes[i].By is { } by && !seen.Add((by, _nodes[i].Statement.Seq)))
                    _forkFrom[(int)by] = Math.Min(_forkFrom[(int)by], _nodes[i].Statement.Seq);
            foreach (var i in Acts())
                if (_nodes[i].Type == RepairAccepted && _nodes[i].Target is >= 0 and var repair && _nodes[repair].Type == Repair && _nodes[repair].By is { } side && side != _nodes[i].By)
                    _repair[(int)side] = repair;
        }

        private bool OnChain(int from, int place)
        {
            var at = _nodes[from].Statement;
            while (at.Prev is { } prev && _dossier._places.TryGetValue(prev, out var former))
            {
                if (former == place) return true;
                at = _nodes[former].Statement;
            }

            return false;
        }

        private IEnumerable<int> Acts()
        {
            for (var i = 0; i < _acts.Length; i++)
                if (_acts[i]) yield return i;
        }

        /// <summary>A claim counts only where its side wrote one chain, and did not annul it.</summary>
        private bool Claims(int place) => !_annulled.Contains(place) && !IsForked(place);

        private bool Knew(int later, int earlier) => _nodes[later].Past[earlier];

        private bool Concurrent(int a, int b) => a != b && !Knew(a, b) && !Knew(b, a);

        private Digest Id(int place) => _nodes[place].Statement.Id;

        private List<Digest> Ids(IEnumerable<int> places) => [.. places.Select(Id)];

        private Terms TermsOf(int place) => _nodes[place].Statement.Terms;

        private DossierState Build()
        {
            var byRequest = new Dictionary<int, List<int>>();
            foreach (var i in Acts())
                if (_nodes[i].Request is >= 0 and var request && _acts[request])
                    (byRequest.TryGetValue(request, out var list) ? list : byRequest[request] = []).Add(i);

            var requests = new List<RequestState>(byRequest.Count);
            var items = new List<ItemState>();
            foreach (var (request, acts) in byRequest.OrderBy(p => p.Key))
            {
                requests.Add(RequestOf(request, acts, byRequest));
                foreach (var delivery in acts.Where(i => _nodes[i].Type == Delivery)) items.AddRange(ItemsOf(delivery, request, acts));
            }

            return new()
            {
                Requests = requests, Items = items, Onward = [.. Acts().Where(i => _nodes[i].Type == OnwardAsked).Select(OnwardOf)],
                Asking = SideOf(Side.Asking, requests), Asked = SideOf(Side.Asked, requests), Complete = IsComplete(),
                Listed = Ids(Acts().Where(i => _nodes[i].Type is >= Acknowledgement and <= Incident)),
                Annulled = _annulled.Select(Id).ToHashSet(), Confirmed = _confirmed.Select(Id).ToHashSet(),
            };
        }

        private RequestState RequestOf(int request, List<int> acts, Dictionary<int, List<int>> byRequest)
        {
            var statement = _nodes[request].Statement;
            var decision = DecisionOf(request, acts);
            var withdrawals = Of(acts, Withdrawal);
            return new()
            {
                Id = statement.Id, Type = statement.Type, Channel = statement.Channel!, Terms = statement.Terms, At = statement.At, Law = statement.Law,
                FollowUpOf = FollowedBy(request) is >= 0 and var former ? Id(former) : null,
                Withdrawn = withdrawals.Count > 0, Suspended = !Claims(request),
                Decision = decision < 0 ? Decision.None : Meaning(_nodes[decision].Type), DecidedBy = decision < 0 ? null : Id(decision),
                DecisionTerms = decision < 0 ? Terms.None : TermsOf(decision),
                Overtaken = decision >= 0 && withdrawals.Exists(w => Concurrent(w, decision)),
                Unseen = decision < 0 ? [] : Ids(acts.Where(i => _nodes[i].Type is Supplement or ClarificationGiven && Claims(i) && Concurrent(i, decision))),
                Stopped = IsStopped(acts), Conditions = ConditionsOf(acts, withdrawals), Questions = [.. Of(acts, ClarificationAsked).Select(q => QuestionOf(q, acts, withdrawals))],
                Preservation = PreservationOf(request, acts, byRequest), Deliveries = Ids(Of(acts, Delivery)),
            };
        }

        private List<int> Of(List<int> acts, ActType type) => acts.FindAll(i => _nodes[i].Type == type);

        /// <summary>The request that this one follows up: the request of what <c>re</c> names first.</summary>
        private int FollowedBy(int request) => _nodes[request].Target is >= 0 and var target ? _nodes[target].Request : -1;

        private static Decision Meaning(ActType type) => type switch
        {
            Refused => Decision.Refused,
            Outcome => Decision.Outcome,
            Postponed => Decision.Postponed,
            _ => Decision.Granted,
        };

        /// <summary>The decision that no other decision knew. One side writes them all, so two stand only after a fork: then execution stays owed (R23).</summary>
        private int DecisionOf(int request, List<int> acts)
        {
            var decisions = acts.FindAll(i => i == request ? _nodes[i].Type == Offer : _nodes[i].Type.Decides() && (!Dossiers.Acts.Of(_nodes[i].Type).ClaimsOnly || Claims(i)));
            var heads = decisions.FindAll(i => !decisions.Exists(j => Knew(j, i)));
            return LastOf(heads, i => _nodes[i].Type.Grants()) is >= 0 and var grant ? grant : LastOf(heads, _ => true);
        }

        private bool IsStopped(List<int> acts)
        {
            var lifts = acts.FindAll(i => _nodes[i].Type == StopLifted && Claims(i));
            return Of(acts, Stop).Exists(stop => !lifts.Exists(lift => Knew(lift, stop)));
        }

        private List<ConditionState> ConditionsOf(List<int> acts, List<int> withdrawals)
        {
            var conditions = new List<ConditionState>();
            foreach (var offer in acts)
            {
                if (!_nodes[offer].Type.OffersConditions()) continue;
                var overtaken = withdrawals.Exists(w => Concurrent(w, offer));
                foreach (var terms in TermsOf(offer).Conditions) conditions.Add(ConditionOf(offer, terms, acts, overtaken));
            }

            return conditions;
        }

        /// <summary>Withdrawn goes over every other state, accepted over declined (R23).</summary>
        private ConditionState ConditionOf(int offer, ConditionTerms terms, List<int> acts, bool overtaken)
        {
            var answers = acts.FindAll(i => _nodes[i].Target == offer && TermsOf(i).Answers.Contains(terms.Id));
            var (withdrawn, accepted) = (LastOf(answers, i => _nodes[i].Type == ConditionWithdrawn), LastOf(answers, i => _nodes[i].Type == ConditionAccepted));
            var declined = answers.Exists(i => _nodes[i].Type == ConditionDeclined && Claims(i));
            var state = withdrawn >= 0 || _annulled.Contains(offer) ? ConditionWord.Withdrawn
                : accepted >= 0 ? ConditionWord.Accepted
                : IsForked(offer) ? ConditionWord.Suspended
                : declined ? ConditionWord.Declined : ConditionWord.Open;
            var settled = withdrawn >= 0 ? withdrawn : state == ConditionWord.Accepted ? accepted : -1;
            return new(new(Id(offer), terms.Id), terms, state, settled < 0 ? null : Id(settled), overtaken);
        }

        private static int LastOf(List<int> acts, Predicate<int> which) => acts.FindLastIndex(which) is >= 0 and var index ? acts[index] : -1;

        private QuestionState QuestionOf(int question, List<int> acts, List<int> withdrawals)
        {
            var answered = acts.Exists(i => _nodes[i].Type == ClarificationGiven && _nodes[i].Target == question && Claims(i));
            var state = !Claims(question) ? QuestionWord.Annulled : answered ? QuestionWord.Answered : QuestionWord.Open;
            return new(Id(question), TermsOf(question).Asks!.Value, state, withdrawals.Exists(w => Concurrent(w, question)));
        }

        private PreservationState PreservationOf(int request, List<int> acts, Dictionary<int, List<int>> byRequest)
        {
            var kept = acts.FindAll(i => _nodes[i].Type is PreservationEffected or PreservationExtended);
            if (kept.Count == 0) return PreservationState.Nothing;
            var ended = Of(acts, PreservationEnded);
            var followUps = byRequest.Keys.Where(r => r != request && FollowedBy(r) == request && Claims(r)).ToList();
            var unseen = ended.Count == 0 ? [] : UnseenByEnd(ended, acts, followUps, byRequest);
            var pending = followUps.Where(r => !byRequest[r].Exists(i => _nodes[i].Type == Withdrawal) && IsUndecided(r, byRequest[r]));
            var since = kept.FindAll(i => _nodes[i].Type == PreservationEffected);
            return new(
                EndOf(ended, kept), since.Count == 0 ? null : since.Min(i => _nodes[i].Statement.At), kept.Max(i => TermsOf(i).Until), Ids(unseen.Order()), Ids(pending.Order()));
        }

        private bool IsUndecided(int request, List<int> acts) => DecisionOf(request, acts) is var decision && (decision < 0 || _nodes[decision].Type == Postponed);

        private PreservationWord EndOf(List<int> ended, List<int> kept)
        {
            if (ended.Count == 0) return PreservationWord.Kept;
            var whole = ended.Exists(e => !IsForked(e)) && kept.TrueForAll(k => ended.Exists(e => Knew(e, k)));
            return whole ? PreservationWord.Ended : PreservationWord.EndedYetOwed;
        }

        private List<int> UnseenByEnd(List<int> ended, List<int> acts, List<int> followUps, Dictionary<int, List<int>> byRequest)
        {
            var asked = Of(acts, Supplement).Concat(followUps).Concat(followUps.SelectMany(r => Of(byRequest[r], Supplement))).Where(Claims);
            return [.. asked.Where(a => ended.Exists(e => Concurrent(a, e)))];
        }

        private IEnumerable<ItemState> ItemsOf(int delivery, int request, List<int> acts)
        {
            var causes = acts.FindAll(i => Concurrent(i, delivery) && (_nodes[i].Type is Withdrawal or Stop or ConditionOffered or GrantedOnCondition));
            if (IsForked(delivery)) causes.Add(delivery);
            causes.AddRange(_nodes[delivery].Re.Where(r => r >= 0 && IsForked(r) && !causes.Contains(r)));
            var under = acts.Where(i => _nodes[i].Type == ConditionAccepted && Knew(delivery, i)).SelectMany(a => TermsOf(a).Answers.Select(id => (Offer: _nodes[a].Target, Id: id)))
                .Where(c => !acts.Exists(i => _nodes[i].Type == ConditionWithdrawn && _nodes[i].Target == c.Offer && Knew(delivery, i) && TermsOf(i).Answers.Contains(c.Id)))
                .Select(c => new ConditionKey(Id(c.Offer), c.Id)).Distinct().ToList();
            foreach (var item in TermsOf(delivery).Items)
            {
                var key = new ItemKey(Id(delivery), item.Root);
                var about = Acts().Where(i => TermsOf(i).Names.Contains(key)).ToList();
                var left = causes.Where(c => !about.Exists(named => IsCleared(c, delivery, named)));
                yield return new(
                    key, item.Size, Id(request), Ids(left.Order()), under, IsErased(about, Side.Asking), IsErased(about, Side.Asked),
                    Ids(about.Where(i => _nodes[i].Type == ErasureAsked && Claims(i))));
            }
        }

        /// <summary>A grant, on a request that names the item, clears what it knew.</summary>
        private bool IsCleared(int cause, int delivery, int named) =>
            _nodes[named].Type.Opens() && Acts().Any(i => _nodes[i].Type is Granted or GrantedOnCondition && _nodes[i].Target == named && Knew(i, cause) && Knew(i, delivery));

        private bool IsErased(List<int> about, Side side) => about.Exists(i => _nodes[i].Type == Erased && _nodes[i].By == side);

        private OnwardState OnwardOf(int asked) =>
            new(Id(asked), TermsOf(asked).Names, Acts().Any(i => _nodes[i].Type == OnwardAuthorised && _nodes[i].Target == asked), !Claims(asked));

        private bool IsComplete() =>
            Acts().Any(c => _nodes[c].Type == Completion && Claims(c) && Acts().All(i => i == c || Knew(c, i) || Dossiers.Acts.Of(_nodes[i].Type).Quiet));

        private SideState SideOf(Side side, List<RequestState> requests)
        {
            var ended = Acts().Where(i => _nodes[i].Type == HoldEnded && Claims(i)).Select(i => _nodes[i].Target).ToHashSet();
            var holds = Acts().Where(i => _nodes[i].Type == Hold && _nodes[i].By == side && !ended.Contains(i))
                .Select(i => new HoldState(Id(i), side, TermsOf(i).Until!.Value, TermsOf(i).Names)).ToList();
            var fork = _forkFrom[(int)side] == int.MaxValue ? ForkWord.None : _repair[(int)side] >= 0 ? ForkWord.Repaired : ForkWord.Open;
            var owes = side == Side.Asked ? requests.SelectMany(AskedOwes).ToList() : [];
            owes.AddRange(Reviews(side));
            return new(holds, fork, owes);
        }

        private IEnumerable<Duty> AskedOwes(RequestState request)
        {
            var live = !request.Withdrawn && !request.Suspended;
            if (live && request.Decision is (Decision.None or Decision.Postponed)) yield return new(DutyKind.Answer, request.Id);
            if (live && request.Decision == Decision.Granted && !IsExecuted(request)) yield return new(DutyKind.Execution, request.Id);
            if (!IsHeldSaid(request)) yield return new(DutyKind.SayWhetherHeld, request.Id);
        }

        /// <summary>Done by a delivery or a preservation that its side did not write in a fork: forked facts discharge nothing (R21).</summary>
        private bool IsExecuted(RequestState request) =>
            Acts().Any(i => _nodes[i].Type is Delivery or PreservationEffected && Id(_nodes[i].Request) == request.Id && !IsForked(i));

        private bool IsHeldSaid(RequestState request) => request.Preservation.Unseen.Count == 0
            || Acts().Any(i => _nodes[i].Type == Acknowledgement && _nodes[i].By == Side.Asked && TermsOf(i).Held is not null && _nodes[i].Request >= 0
                && Id(_nodes[i].Request) == request.Id && !IsForked(i) && Acts().Any(e => _nodes[e].Type == PreservationEnded && Knew(i, e)))
            || request.Preservation.Unseen.All(IsDecided);

        private bool IsDecided(Digest request) =>
            _dossier._places.TryGetValue(request, out var place) && Acts().Any(i => _nodes[i].Type.Decides() && _nodes[i].Target == place && !IsForked(i));

        private IEnumerable<Duty> Reviews(Side side) =>
            Acts().Where(i => _nodes[i].By == side && TermsOf(i).Solo is not null && !Acts().Any(r => _nodes[r].Type == Review && _nodes[r].By == side && _nodes[r].Re.Contains(i)))
                .Select(i => new Duty(DutyKind.Review, Id(i)));
    }
}
