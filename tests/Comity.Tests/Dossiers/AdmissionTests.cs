using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>What the addressee refuses: chain, clock, replay, void references, undeclared findings. And what a liar tries.</summary>
[Trait("Spec", "statement/R17")]
public sealed class AdmissionTests
{
    private readonly World _world = new(new Dice(3));
    private readonly Statement _opening;

    public AdmissionTests()
    {
        _opening = _world.Open(channel: "ch.185.31");
        _world.Sync();
    }

    private Dossier Asked => _world.Views[(int)Side.Asked];

    private Statement Honest(Side by = Side.Asking, ActType type = ActType.Supplement)
    {
        var view = _world.Views[(int)by];
        return _world.Seal(_world.Draft(by, type, [_opening.Id], TestTerms.For(type, [], [])), view.PlaceFor(by)!);
    }

    private RefusalCode? Verdict(Statement statement, Dossier? at = null) =>
        Admission.Judge(at ?? Asked, statement, _world.Now) switch
        {
            Judgement.Rejected rejected => rejected.Refusal.Code,
            Judgement.Validated => null,
            var held => throw new InvalidOperationException(held.ToString()),
        };

    private static Statement Renamed(Statement statement) => statement with { Id = Digest.Of($"{statement.Id}{statement.At}{statement.Seq}{statement.To}{statement.Jti}") };

    [Fact]
    public void An_honest_act_is_validated() => Assert.Null(Verdict(Honest()));

    [Fact]
    [Trait("Spec", "statement/R16")]
    public void A_number_that_does_not_follow_the_former_is_refused() => Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Seq = 3 }));

    [Fact]
    [Trait("Spec", "statement/R16")]
    public void Seen_never_goes_back()
    {
        var first = _world.Write(Side.Asked, ActType.ClarificationAsked, [_opening.Id]);
        _world.Sync();
        _world.Write(Side.Asking, ActType.ClarificationGiven, [first.Id]);
        _world.Sync();
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Seen = [] }));
    }

    [Fact]
    public void Seen_names_only_the_newest_of_the_other_side()
    {
        var one = _world.Write(Side.Asked, ActType.ClarificationAsked, [_opening.Id]);
        var two = _world.Write(Side.Asked, ActType.ClarificationAsked, [_opening.Id]);
        _world.Sync();
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Seen = [.. new[] { one.Id, two.Id }.Order()] }));
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Seen = [_opening.Id] }));
    }

    [Fact]
    [Trait("Spec", "statement/R4")]
    public void An_office_of_neither_side_is_refused()
    {
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Issuer = "http://fr.localhost:7003/offices/poc" }));
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Issuer = World.Serbia + "9/offices/poc" }));
        Assert.Equal(RefusalCode.Audience, Verdict(Honest() with { To = World.Serbia + "/offices/ca" }));
    }

    [Fact]
    [Trait("Spec", "statement/R7")]
    public void The_same_act_sealed_twice_is_a_replay()
    {
        var first = _world.Write(Side.Asking, ActType.Supplement, [_opening.Id]);
        _world.Sync();
        Assert.Equal(RefusalCode.Replay, Verdict(Honest() with { Jti = first.Jti }));
    }

    [Fact]
    [Trait("Spec", "statement/R34")]
    public void A_time_in_the_future_or_before_what_it_knew_is_refused()
    {
        Assert.Equal(RefusalCode.Clock, Verdict(Honest() with { At = _world.Now + 200 }));
        Assert.Equal(RefusalCode.Clock, Verdict(Honest() with { At = World.Noon - 200 }));
        Assert.Null(Verdict(Honest() with { At = World.Noon - 60 }));
    }

    [Fact]
    public void A_missing_past_holds_and_names_what_is_missing()
    {
        var unknown = Digest.Of("unknown");
        var held = Assert.IsType<Judgement.Held>(Admission.Judge(Asked, Honest() with { Prev = unknown }, _world.Now));
        Assert.Equal([unknown], held.Missing);
    }

    [Fact]
    public void An_act_is_judged_only_after_the_former_one()
    {
        var former = Honest();
        var next = _world.Seal(_world.Draft(Side.Asking, ActType.Supplement, [_opening.Id], Terms.None), new(3, former.Id, former.Seen, []));
        Assert.IsType<Judgement.Held>(Admission.Judge(Asked.With(former), next, _world.Now));
    }

    [Fact]
    public void An_act_upon_a_rejected_one_is_void_even_if_its_author_could_not_know()
    {
        var question = _world.Write(Side.Asked, ActType.ClarificationAsked, [_opening.Id]);
        _world.Sync();
        var answer = _world.Write(Side.Asking, ActType.ClarificationGiven, [question.Id]);
        var upon = _world.Write(Side.Asking, ActType.Correction, [answer.Id]);
        _world.Deliver(Side.Asked, RefusalCode.Trust);
        Assert.Equal(RefusalCode.ReVoid, Verdict(upon));
    }

    [Fact]
    public void A_rejection_enters_the_past_by_out_and_both_then_judge_without_the_act()
    {
        var grant = _world.Write(Side.Asked, ActType.Granted, [_opening.Id]);
        _world.Deliver(Side.Asking, RefusalCode.Trust);
        var inFlight = _world.Write(Side.Asked, ActType.ConditionOffered, [_opening.Id]);
        Assert.Null(Verdict(inFlight, _world.Views[0]));
        _world.Sync();
        var again = _world.Write(Side.Asked, ActType.Granted, [_opening.Id]);
        Assert.Equal([grant.Id], again.Out);
        Assert.Equal(StatementStatus.Rejected, _world.Everything.StatusOf(grant));
    }

    [Fact]
    public void An_out_tells_of_a_rejection_whose_receipt_is_not_here()
    {
        var grant = _world.Write(Side.Asked, ActType.Granted, [_opening.Id]);
        _world.Deliver(Side.Asking, RefusalCode.Trust);
        _world.Sync();
        _world.Write(Side.Asked, ActType.Acknowledgement, [_opening.Id]);
        var withoutReceipt = Dossier.Of(_world.Written, _world.Verdicts.Where(v => v.Of != grant.Id));
        Assert.Equal(StatementStatus.Rejected, withoutReceipt.StatusOf(grant));
        Assert.Equal(Decision.None, withoutReceipt.State.Request(_opening.Id)!.Decision);
    }

    [Fact]
    public void A_false_out_is_refused_and_makes_nobody_forget()
    {
        var withdrawal = _world.Write(Side.Asking, ActType.Withdrawal, [_opening.Id]);
        _world.Sync();
        var place = _world.Views[1].PlaceFor(Side.Asked)!;
        var liar = _world.Seal(_world.Draft(Side.Asked, ActType.Granted, [_opening.Id], Terms.None), place with { Out = [withdrawal.Id] });
        Assert.Equal(RefusalCode.Chain, Verdict(liar, _world.Views[0]));
        var after = _world.Views[0].With([liar], [new(liar.Id, liar.To, RefusalCode.Chain, _world.Now)]);
        var next = _world.Seal(_world.Draft(Side.Asked, ActType.Granted, [_opening.Id], Terms.None), place with { Seq = place.Seq + 1, Prev = liar.Id });
        Assert.Equal(RefusalCode.Order, Verdict(next, after));
    }

    [Fact]
    public void An_own_act_that_was_not_rejected_cannot_be_named_in_out()
    {
        var first = _world.Write(Side.Asking, ActType.Supplement, [_opening.Id]);
        _world.Sync();
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Out = [first.Id] }));
    }

    [Fact]
    public void What_is_named_must_be_known() =>
        Assert.Equal(RefusalCode.Chain, Verdict(Honest() with { Re = [_opening.Id, Digest.Of("unknown")] }));

    [Fact]
    public void An_act_of_the_other_side_is_out_of_order() => Assert.Equal(RefusalCode.Order, Verdict(Honest(Side.Asking, ActType.Granted)));

    [Fact]
    public void An_act_of_the_other_side_has_no_effect_even_before_its_verdict()
    {
        var pending = Honest(Side.Asking, ActType.Granted);
        Assert.Equal(Decision.None, Asked.With(pending).State.Request(_opening.Id)!.Decision);
    }

    [Fact]
    public void Only_the_addressees_verdict_counts()
    {
        var grant = _world.Write(Side.Asked, ActType.Granted, [_opening.Id]);
        var forged = new Verdict(grant.Id, World.Serbia + "/offices/ca", RefusalCode.Trust, _world.Now);
        Assert.Equal(StatementStatus.Pending, _world.Everything.With(forged).StatusOf(grant));
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void Two_verdicts_on_one_statement_are_shown_as_such_in_any_order()
    {
        var yes = new Verdict(_opening.Id, _opening.To, null, _world.Now);
        var no = new Verdict(_opening.Id, _opening.To, RefusalCode.Trust, _world.Now);
        foreach (var verdicts in new[] { new[] { yes, no }, [no, yes] })
        {
            var dossier = Dossier.Of([_opening], verdicts);
            Assert.True(dossier.HasTwoVerdicts(_opening));
            Assert.Equal(yes, dossier.VerdictOn(_opening));
        }
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void Claims_in_a_fork_get_no_verdict_and_what_binds_is_judged()
    {
        var grant = _world.Write(Side.Asked, ActType.Granted, [_opening.Id]);
        _world.Sync();
        var place = new ChainPlace(grant.Seq, grant.Prev, grant.Seen, []);
        var refused = _world.Seal(_world.Draft(Side.Asked, ActType.Refused, [_opening.Id], TestTerms.For(ActType.Refused, [], [])), place);
        var preserved = _world.Seal(_world.Draft(Side.Asked, ActType.PreservationEffected, [_opening.Id], TestTerms.For(ActType.PreservationEffected, [], [])), place);
        Assert.IsType<Judgement.Held>(Admission.Judge(_world.Views[0], refused, _world.Now));
        Assert.IsType<Judgement.Validated>(Admission.Judge(_world.Views[0], preserved, _world.Now));
        Assert.Null(_world.Views[0].With(refused).PlaceFor(Side.Asked));
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void An_accepted_repair_gives_back_the_claims_of_the_branch_that_stands()
    {
        var refused = _world.Write(Side.Asked, ActType.Refused, [_opening.Id]);
        _world.Sync();
        var other = _world.Seal(_world.Draft(Side.Asked, ActType.Postponed, [_opening.Id], Terms.None), new(refused.Seq, refused.Prev, refused.Seen, []));
        var forked = _world.Views[0].With(other);
        Assert.Equal(Decision.None, forked.State.Request(_opening.Id)!.Decision);
        var repair = _world.Seal(_world.Draft(Side.Asked, ActType.Repair, [refused.Id], Terms.None), new(refused.Seq + 1, refused.Id, refused.Seen, []));
        var accepted = _world.Seal(
            _world.Draft(Side.Asking, ActType.RepairAccepted, [repair.Id], Terms.None), new(2, _opening.Id, [repair.Id], []));
        var repaired = forked.With([repair, accepted], []);
        Assert.Equal(ForkWord.Repaired, repaired.State.Asked.Fork);
        Assert.Equal(refused.Id, repaired.State.Request(_opening.Id)!.DecidedBy);
        Assert.Equal(StatementStatus.Forked, repaired.StatusOf(other));
    }

    [Fact]
    [Trait("Spec", "statement/R4")]
    public void A_second_opening_between_other_sides_is_refused()
    {
        var other = Renamed(_opening) with { Sides = new(World.Serbia, "http://fr.localhost:7003"), At = _opening.At + 1 };
        Assert.Equal(RefusalCode.Chain, Admission.Check(Asked, other, _world.Now)?.Code);
    }

    [Fact]
    [Trait("Spec", "statement/R17a")]
    public void LawNeverRejects() => Prop.ForAll<int>(seed =>
    {
        var dice = new Dice(seed);
        var world = new World(dice);
        world.Open();
        for (var i = 0; i < 30; i++) world.Step(0);
        world.Sync();
        var side = (Side)dice.Next(2);
        var facts = new FindingFacts(new HashSet<string>(), dice.Chance(50) ? ["oversight"] : ["poc-24-7", "central-authority"], World.Pair, world.Law);
        foreach (var act in world.Open(side))
        {
            var view = world.Views[(int)side];
            var draft = world.Draft(side, act);
            var bare = world.Seal(draft, view.PlaceFor(side)!);
            IReadOnlyList<Finding> Compute(DossierState past) => Findings.Of(bare, past, facts);
            var found = Compute(view.StateBefore(bare));
            var declared = world.Seal(draft with { Terms = draft.Terms with { Against = found } }, view.PlaceFor(side)!);
            var receiver = world.Views[1 - (int)side];
            Assert.Equal(found, Findings.Of(declared, receiver.With(declared).StateBefore(declared), facts));
            Assert.IsType<Judgement.Validated>(Admission.Judge(receiver, declared, world.Now, past => Findings.Of(declared, past, facts)));
            if (found.Count == 0) continue;
            var hidden = world.Seal(draft with { Terms = draft.Terms with { Against = [.. found.Skip(1)] } }, view.PlaceFor(side)!);
            var verdict = Assert.IsType<Judgement.Rejected>(Admission.Judge(receiver, hidden, world.Now, past => Findings.Of(hidden, past, facts)));
            Assert.Equal(RefusalCode.UndeclaredFinding, verdict.Refusal.Code);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
