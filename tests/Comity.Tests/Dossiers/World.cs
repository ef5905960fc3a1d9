using System.Text;
using System.Text.Json.Nodes;
using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>A seeded source of numbers and bytes for tests.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0xD1342543DE82EF95 + 0x9E3779B97F4A7C15);

    internal int Next(int below)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }
    }

    internal bool Chance(int percent) => Next(100) < percent;

    internal T Of<T>(IReadOnlyList<T> list) => list[Next(list.Count)];

    internal void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Next(256);
    }

    internal List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }
}

/// <summary>Two honest nodes, each with its own view; statements and verdicts travel when told, in order for each kind.</summary>
internal sealed class World
{
    internal const string Serbia = "http://rs.localhost:7001", Japan = "http://jp.localhost:7002";
    internal static readonly SidePair Pair = new(Serbia, Japan);
    internal static readonly Digest Release = Digest.Of("law");
    internal const long Noon = 1_795_262_400; // 2026-11-21T12:00:00Z

    private readonly Dice _dice;
    private readonly Queue<Statement>[] _posts = [new(), new()]; // to a side
    private readonly Queue<Verdict>[] _receipts = [new(), new()];
    private Digest _dossier;

    internal World(Dice dice) => _dice = dice;

    /// <summary>Time passes by one second with each act.</summary>
    internal long Now { get; private set; } = Noon;

    /// <summary>Lets time pass.</summary>
    internal void Wait(TimeSpan time) => Now += (long)time.TotalSeconds;

    internal Dossier[] Views { get; } = [Dossier.Of([], []), Dossier.Of([], [])];

    internal List<Statement> Written { get; } = [];

    internal List<Verdict> Verdicts { get; } = [];

    internal LawView Law { get; init; } = TestLaw.View;

    /// <summary>Told of every statement that is sealed.</summary>
    internal Action<Statement, StatementDraft, ChainPlace>? Drafted { get; set; }

    internal Dossier Everything => Dossier.Of(Written, Verdicts);

    internal static string Office(Side side) => Pair[side] + "/offices/poc";

    internal Statement Open(ActType type = ActType.Request, string channel = "ch.185.29", Terms? terms = null)
    {
        var by = Acts.Of(type).By!.Value;
        var draft = StatementDraft.Opening(Office(by), Office(by.Other()), Pair, type, channel, Release, terms ?? TestTerms.For(type, [], []), _dice.Fill);
        _dossier = draft.Dossier;
        return Send(by, Seal(draft, ChainPlace.First));
    }

    internal StatementDraft Draft(Side by, ActType type, IReadOnlyList<Digest> re, Terms terms, string channel = "ch.185.31") => new()
    {
        Issuer = Office(by), To = Office(by.Other()), Dossier = _dossier, Jti = StatementDraft.NewJti(_dice.Fill), Type = type,
        Channel = type.Opens() ? channel : null, Re = re, Law = Release, Terms = terms,
    };

    internal Statement Seal(StatementDraft draft, ChainPlace place)
    {
        var payload = draft.Payload(place, ++Now, []);
        var statement = draft.At(place, Now, Digest.Of(payload.ToJsonString()));
        Drafted?.Invoke(statement, draft, place);
        return statement;
    }

    /// <summary>Writes an act at the side's place; it must be one that an honest side can write.</summary>
    internal Statement Write(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null, string channel = "ch.185.31")
    {
        var statement = Seal(Draft(by, type, re, terms ?? TestTerms.For(type, [], []), channel), Views[(int)by].PlaceFor(by)!);
        if (Admission.Check(Views[(int)by], statement, Now) is { } refusal) throw new InvalidOperationException($"{type}: {refusal}");
        return Send(by, statement);
    }

    internal Statement Write(Side by, NextAct act) => Send(by, Seal(Draft(by, act), Views[(int)by].PlaceFor(by)!));

    /// <summary>A draft of the act. A new request follows up the first, or names what is quarantined, now and then.</summary>
    internal StatementDraft Draft(Side by, NextAct act)
    {
        if (act.Type != ActType.Request) return Draft(by, act.Type, act.Re, TestTerms.For(act.Type, act.Conditions, act.Items));
        var state = Views[(int)by].StateFor(by)!;
        var quarantined = state.Items.Where(i => !i.Usable).Select(i => i.Key).ToList();
        IReadOnlyList<Digest> re = state.Requests.Count > 0 && _dice.Chance(60) ? [_dice.Of(state.Requests).Id] : [];
        return Draft(by, act.Type, re, TestTerms.For(act.Type, [], quarantined));
    }

    internal Statement Send(Side by, Statement statement)
    {
        Written.Add(statement);
        Views[(int)by] = Views[(int)by].With(statement);
        _posts[(int)by.Other()].Enqueue(statement);
        return statement;
    }

    internal List<NextAct> Open(Side side) =>
        [.. NextActs.For(Views[(int)side], side, Law, Now).Where(a => a.IsOpen && a.Type is not (ActType.Repair or ActType.RepairAccepted))];

    /// <summary>The addressee takes the next statement and gives its verdict. Returns it with the judgement; null if nothing is under way.</summary>
    internal (Statement Statement, Judgement Judgement)? Deliver(Side to, RefusalCode? distrust = null)
    {
        if (!_posts[(int)to].TryDequeue(out var statement)) return null;
        var judgement = Admission.Judge(Views[(int)to], statement, Now);
        if (judgement is Judgement.Held held) throw new InvalidOperationException(held.Why);
        var reason = distrust ?? (judgement as Judgement.Rejected)?.Refusal.Code;
        var verdict = new Verdict(statement.Id, statement.To, reason, Now);
        Verdicts.Add(verdict);
        Views[(int)to] = Views[(int)to].With([statement], [verdict]);
        _receipts[(int)to.Other()].Enqueue(verdict);
        return (statement, judgement);
    }

    internal bool Receive(Side side)
    {
        if (!_receipts[(int)side].TryDequeue(out var verdict)) return false;
        Views[(int)side] = Views[(int)side].With(verdict);
        return true;
    }

    internal void Sync()
    {
        foreach (var side in new[] { Side.Asking, Side.Asked, Side.Asking })
        {
            while (Deliver(side) is not null) { }
            while (Receive(side.Other())) { }
        }
    }

    /// <summary>Random steps of both: write, deliver, receive; now and then the addressee rejects for a reason of its own.</summary>
    internal void Step(int distrustPercent, Action<Statement>? written = null, Action<Statement, Judgement, RefusalCode?>? judged = null)
    {
        var side = (Side)_dice.Next(2);
        switch (_dice.Next(3))
        {
            case 0:
                if (Views[(int)side].Count == 0 || Open(side) is not { Count: > 0 } acts) break;
                var statement = Write(side, Choose(acts));
                written?.Invoke(statement);
                break;
            case 1:
                var distrust = _dice.Chance(distrustPercent) && Views[(int)side].Count > 0 ? RefusalCode.Trust : (RefusalCode?)null;
                if (Deliver(side, distrust) is { } delivered) judged?.Invoke(delivered.Statement, delivered.Judgement, distrust);
                break;
            default:
                Receive(side);
                break;
        }
    }

    /// <summary>Acts that lead on are chosen more often than those that end things or change nothing, so that runs get somewhere.</summary>
    private NextAct Choose(List<NextAct> acts)
    {
        var ticket = _dice.Next(acts.Sum(Weight));
        foreach (var act in acts)
            if ((ticket -= Weight(act)) < 0) return act;
        throw new System.Diagnostics.UnreachableException();
    }

    private int Weight(NextAct act) => act.Type switch
    {
        ActType.Delivery => 20,
        ActType.ConditionAccepted or ActType.StopLifted or ActType.ClarificationGiven or ActType.OnwardAuthorised => 12,
        ActType.Request when Written.Count(s => s.Type.Opens()) < 4 => 4,
        ActType.Granted or ActType.GrantedOnCondition or ActType.OnwardAsked or ActType.Erased or ActType.Hold or ActType.HoldEnded => 6,
        ActType.PreservationEffected or ActType.PreservationExtended or ActType.ErasureAsked or ActType.ConditionOffered or ActType.Supplement => 4,
        ActType.Withdrawal or ActType.PreservationEnded or ActType.ConditionWithdrawn or ActType.ConditionDeclined => 2,
        _ => 1,
    };

    /// <summary>A copy that goes its own way from here.</summary>
    internal World Branch()
    {
        var copy = new World(_dice) { _dossier = _dossier, Now = Now, Law = Law };
        copy.Views[0] = Views[0];
        copy.Views[1] = Views[1];
        copy.Written.AddRange(Written);
        copy.Verdicts.AddRange(Verdicts);
        for (var i = 0; i < 2; i++)
        {
            foreach (var post in _posts[i]) copy._posts[i].Enqueue(post);
            foreach (var receipt in _receipts[i]) copy._receipts[i].Enqueue(receipt);
        }

        return copy;
    }

    /// <summary>The state with statements named by their acts, so that the same acts in other places compare.</summary>
    internal string Named(DossierState state)
    {
        var names = Written.ToDictionary(s => s.Id, s => $"{s.Type.Word()}:{s.Jti}");
        return StateText.Of(state, id => names.GetValueOrDefault(id) ?? id.ToString());
    }
}

/// <summary>Terms that each act must have.</summary>
internal static class TestTerms
{
    internal static readonly Digest Root = Digest.Of("object"), Package = Digest.Of("package");

    internal static Terms For(ActType type, IReadOnlyList<string> conditions, IReadOnlyList<ItemKey> items) => type switch
    {
        ActType.Request when items.Count > 0 => Terms.None with { Names = items },
        ActType.Request => Terms.None with { Categories = ["traffic"], Offences = ["off.185.2"] },
        ActType.ClarificationAsked => Terms.None with { Asks = AskWord.Question },
        ActType.GrantedOnCondition or ActType.ConditionOffered or ActType.Offer =>
            Terms.None with { Conditions = [new("a", ConditionKind.UseLimit, "sg.use-limit"), new("b", ConditionKind.Confidentiality, "sg.use-limit")] },
        ActType.ConditionAccepted or ActType.ConditionDeclined or ActType.ConditionWithdrawn => Terms.None with { Answers = conditions },
        ActType.Refused => Terms.None with { Grounds = ["rg.political"] },
        ActType.Outcome => Terms.None with { Outcome = OutcomeWord.NothingHeld },
        ActType.PreservationEffected or ActType.PreservationExtended => Terms.None with { Until = World.Noon + (90 * 86_400) },
        ActType.Delivery => Terms.None with { Package = Package, Items = [new(Root, 1024, [Digest.Of("envelope")])] },
        ActType.ErasureAsked or ActType.Erased or ActType.OnwardAsked => Terms.None with { Names = items },
        ActType.Hold => Terms.None with { Names = items, Until = World.Noon + (30 * 86_400) },
        ActType.HandOver => Terms.None with { Office = World.Serbia + "/offices/ca" },
        ActType.Incident => Terms.None with { Incident = IncidentWord.Loss },
        _ => Terms.None,
    };
}

/// <summary>A small law: enough for two channels and one domestic power.</summary>
internal static class TestLaw
{
    internal const long Day = 86_400;

    internal static ChannelView? View(ChannelQuestion question) => question.Channel switch
    {
        "ch.185.29" => new()
        {
            Kind = ChannelKind.Preservation, Open = true, Mandatory = ["el.29.authority", "el.29.offence"], Grounds = ["rg.political", "rg.essential-interests"],
            IssuedBy = ["poc-24-7", "competent-authority"], AnsweredBy = ["poc-24-7"],
            Limits =
            [
                new("dl.29.3", "request-received", "preservation-effected", null, LimitSemantics.Qualitative, "ets-185/29/3"),
                new("dl.29.7.min", "preservation-effected", "preservation-may-end", 60 * Day, LimitSemantics.Min, "ets-185/29/7"),
                new("dl.29.7.pending", "mla-request-received", "mla-decision", null, LimitSemantics.UntilEvent, "ets-185/29/7"),
            ],
        },
        "ch.185.31" => new()
        {
            Kind = ChannelKind.Disclosure, Open = true, Mandatory = ["el.31.facts"], Grounds = ["rg.political", "rg.requested-law"], MayBePostponed = true,
            GroundCodes = ["rg.requested-law.human-rights", "rg.requested-law.fiscal"], NotAlone = ["rg.requested-law.fiscal"],
            Paths = [new("rt.27.2", true, true), new("rt.27.9.a", false, false)],
            Conditions = ["sg.use-limit"], IssuedBy = ["central-authority"], AnsweredBy = ["central-authority"],
            Limits = [new("dl.31.3", "request-received", "response", null, LimitSemantics.Qualitative, "ets-185/31/3")],
        },
        "pw.185.16" => new()
        {
            Kind = ChannelKind.Preservation, Open = true, IssuedBy = ["competent-authority"], AnsweredBy = ["provider"],
            Limits = [new("dl.16.2", "order-served", "preservation-may-end", 90 * Day, LimitSemantics.Max, "ets-185/16/2")],
        },
        _ => null,
    };
}
