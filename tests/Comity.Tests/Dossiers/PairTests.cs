using Comity.Dossiers;
using static Comity.Dossiers.ActType;

namespace Comity.Tests.Dossiers;

/// <summary>One test for each row of the table of pairs.</summary>
[Trait("Spec", "statement/R23")]
public sealed class PairTests
{
    private readonly World _world = new(new Dice(11));
    private readonly Digest _request;

    public PairTests()
    {
        _request = _world.Open(channel: "ch.185.31").Id;
        _world.Sync();
    }

    private DossierState Dossier => _world.Everything.State;

    private RequestState State => Dossier.Request(_request)!;

    private Digest Does(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null)
    {
        var id = _world.Write(by, type, re, terms).Id;
        _world.Sync();
        return id;
    }

    private Digest Writes(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null) => _world.Write(by, type, re, terms).Id;

    /// <summary>Writes a second act for the place of the last one of the side, as only a fork can.</summary>
    private Digest Forks(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null)
    {
        var last = _world.Written.Last(s => World.Pair.Holding(s.Issuer) == by);
        var statement = _world.Seal(_world.Draft(by, type, re, terms ?? TestTerms.For(type, [], [])), new(last.Seq, last.Prev, last.Seen, []));
        _world.Written.Add(statement);
        return statement.Id;
    }

    [Theory]
    [InlineData(Granted)]
    [InlineData(GrantedOnCondition)]
    [InlineData(Refused)]
    [InlineData(ActType.Outcome)]
    [InlineData(Postponed)]
    public void A_withdrawal_overtakes_the_decision_beside_it(ActType decision)
    {
        Writes(Side.Asking, Withdrawal, [_request]);
        var decided = Writes(Side.Asked, decision, [_request]);
        _world.Sync();
        Assert.True(State.Withdrawn);
        Assert.True(State.Overtaken);
        Assert.Equal(decided, State.DecidedBy);
        Assert.Empty(Dossier.Asked.Owes);
    }

    [Fact]
    public void A_withdrawal_overtakes_a_question_and_a_condition_beside_it()
    {
        Does(Side.Asked, Granted, [_request]);
        Writes(Side.Asking, Withdrawal, [_request]);
        Writes(Side.Asked, ClarificationAsked, [_request]);
        Writes(Side.Asked, ConditionOffered, [_request]);
        _world.Sync();
        Assert.False(State.Overtaken);
        Assert.True(State.Questions[0].Overtaken);
        Assert.All(State.Conditions, c => Assert.True(c.Overtaken));
    }

    [Fact]
    public void A_delivery_beside_a_withdrawal_is_quarantined_until_granted_anew()
    {
        Does(Side.Asked, Granted, [_request]);
        var delivery = Writes(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        var withdrawal = Writes(Side.Asking, Withdrawal, [_request]);
        _world.Sync();
        var item = new ItemKey(delivery, TestTerms.Root);
        Assert.Equal([withdrawal], Dossier.Item(item)!.Quarantine);
        var anew = Does(Side.Asking, Request, [], TestTerms.For(Request, [], [item]));
        Assert.False(Dossier.Item(item)!.Usable);
        Does(Side.Asked, Granted, [anew]);
        Assert.True(Dossier.Item(item)!.Usable);
    }

    [Fact]
    public void A_withdrawal_that_knew_the_delivery_quarantines_nothing()
    {
        Does(Side.Asked, Granted, [_request]);
        Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        Does(Side.Asking, Withdrawal, [_request]);
        Assert.True(Dossier.Items[0].Usable);
    }

    [Theory]
    [InlineData(ConditionAccepted)]
    [InlineData(ConditionDeclined)]
    public void A_condition_withdrawn_beside_its_answer_is_withdrawn(ActType answer)
    {
        var grant = Does(Side.Asked, GrantedOnCondition, [_request]);
        var both = Terms.None with { Answers = ["a", "b"] };
        Writes(Side.Asking, answer, [grant], both);
        var withdrawn = Writes(Side.Asked, ConditionWithdrawn, [grant], both);
        _world.Sync();
        Assert.All(State.Conditions, c => Assert.Equal((ConditionWord.Withdrawn, withdrawn), (c.State, c.SettledBy)));
    }

    [Fact]
    public void A_decision_beside_a_supplement_stands_without_sight_of_it_until_confirmed()
    {
        var supplement = Writes(Side.Asking, Supplement, [_request]);
        var first = Writes(Side.Asked, Granted, [_request]);
        _world.Sync();
        Assert.Equal((first, supplement), (State.DecidedBy, Assert.Single(State.Unseen)));
        var second = Does(Side.Asked, Granted, [_request]);
        Assert.Equal(second, State.DecidedBy);
        Assert.Empty(State.Unseen);
    }

    [Fact]
    public void A_decision_beside_an_answer_stands_without_sight_of_it()
    {
        var question = Does(Side.Asked, ClarificationAsked, [_request]);
        var answer = Writes(Side.Asking, ClarificationGiven, [question]);
        Writes(Side.Asked, Refused, [_request]);
        _world.Sync();
        Assert.Equal([answer], State.Unseen);
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void An_end_of_preservation_beside_a_request_owes_a_word_whether_the_data_are_still_there()
    {
        Does(Side.Asked, PreservationEffected, [_request]);
        var followUp = Writes(Side.Asking, Request, [_request]);
        Writes(Side.Asked, PreservationEnded, [_request]);
        _world.Sync();
        Assert.Equal(PreservationWord.Ended, State.Preservation.State);
        Assert.Equal([followUp], State.Preservation.Unseen);
        Assert.Contains(new Duty(DutyKind.SayWhetherHeld, _request), Dossier.Asked.Owes);
        Does(Side.Asked, Acknowledgement, [_request], Terms.None with { Held = true });
        Assert.DoesNotContain(new Duty(DutyKind.SayWhetherHeld, _request), Dossier.Asked.Owes);
    }

    [Fact]
    public void A_completion_beside_an_act_that_is_not_quiet_completes_nothing()
    {
        Writes(Side.Asking, Completion, []);
        Writes(Side.Asked, Granted, [_request]);
        _world.Sync();
        Assert.False(Dossier.Complete);
    }

    [Fact]
    public void A_completion_beside_a_quiet_act_completes()
    {
        Writes(Side.Asking, Completion, []);
        Writes(Side.Asked, Acknowledgement, [_request]);
        Writes(Side.Asked, Completion, []);
        _world.Sync();
        Assert.True(Dossier.Complete);
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void Granted_in_one_branch_and_refused_in_the_other_execution_stays_owed()
    {
        Does(Side.Asked, Granted, [_request]);
        Forks(Side.Asked, Refused, [_request]);
        Assert.Equal(ForkWord.Open, Dossier.Asked.Fork);
        Assert.Contains(new Duty(DutyKind.Execution, _request), Dossier.Asked.Owes);
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void Accepted_in_one_branch_and_declined_in_the_other_is_bound()
    {
        var grant = Does(Side.Asked, GrantedOnCondition, [_request]);
        var both = Terms.None with { Answers = ["a", "b"] };
        Does(Side.Asking, ConditionDeclined, [grant], both);
        Forks(Side.Asking, ConditionAccepted, [grant], both);
        Assert.All(State.Conditions, c => Assert.Equal(ConditionWord.Accepted, c.State));
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void Extended_in_one_branch_and_ended_in_the_other_is_ended_yet_owed()
    {
        Does(Side.Asked, PreservationEffected, [_request]);
        Does(Side.Asked, PreservationExtended, [_request]);
        Forks(Side.Asked, PreservationEnded, [_request]);
        Assert.Equal(PreservationWord.EndedYetOwed, State.Preservation.State);
    }

    [Theory]
    [InlineData(Stop)]
    [InlineData(ConditionOffered)]
    [Trait("Spec", "statement/R21")]
    public void Delivered_in_one_branch_and_stopped_or_conditioned_in_the_other_is_quarantined(ActType other)
    {
        Does(Side.Asked, Granted, [_request]);
        Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        var beside = Forks(Side.Asked, other, [_request]);
        Assert.Contains(beside, Dossier.Items[0].Quarantine);
    }

    [Fact]
    [Trait("Spec", "statement/R21")]
    public void A_grant_clears_only_the_causes_that_it_knew()
    {
        Does(Side.Asked, Granted, [_request]);
        var delivery = Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        var item = new ItemKey(delivery, TestTerms.Root);
        var anew = Does(Side.Asking, Request, [], TestTerms.For(Request, [], [item]));
        Does(Side.Asked, Granted, [anew]);
        var opening = _world.Written[0];
        var hidden = _world.Seal(_world.Draft(Side.Asking, Withdrawal, [_request], Terms.None), new(2, opening.Id, [], []));
        _world.Written.Add(hidden);
        Assert.Equal([hidden.Id], Dossier.Item(item)!.Quarantine);
    }

    [Fact]
    [Trait("Spec", "statement/R20")]
    public void What_names_a_rejected_act_is_gone_before_any_verdict()
    {
        var question = Does(Side.Asked, ClarificationAsked, [_request]);
        var grant = Writes(Side.Asked, GrantedOnCondition, [_request]);
        Writes(Side.Asked, ConditionWithdrawn, [grant], Terms.None with { Answers = ["a"] });
        var upon = _world.Written[^1];
        _world.Deliver(Side.Asking, RefusalCode.Trust);
        Assert.Equal(StatementStatus.Gone, _world.Everything.StatusOf(upon));
        Assert.Equal(Decision.None, State.Decision);
        Assert.Equal(QuestionWord.Open, Assert.Single(State.Questions, q => q.Id == question).State);
    }
}
