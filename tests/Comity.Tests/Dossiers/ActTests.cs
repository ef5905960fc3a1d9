using Comity.Dossiers;
using static Comity.Dossiers.ActType;

namespace Comity.Tests.Dossiers;

/// <summary>One test for each row of the table of acts: what it does, and when it is closed.</summary>
[Trait("Spec", "statement/R22")]
public sealed class ActTests
{
    private readonly World _world = new(new Dice(7));
    private readonly Digest _request;

    public ActTests()
    {
        _request = _world.Open(channel: "ch.185.31").Id;
        _world.Sync();
    }

    private RequestState State => _world.Everything.State.Request(_request)!;

    private DossierState Dossier => _world.Everything.State;

    private Digest Does(Side by, ActType type, Digest on, Terms? terms = null) => Does(by, type, [on], terms);

    private Digest Does(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null)
    {
        var id = _world.Write(by, type, re, terms).Id;
        _world.Sync();
        return id;
    }

    private void Closed(Side by, ActType type, Digest on, Terms? terms = null, RefusalCode code = RefusalCode.Order) => Closed(by, type, [on], terms, code);

    private void Closed(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null, RefusalCode code = RefusalCode.Order)
    {
        var view = _world.Views[(int)by];
        var statement = _world.Seal(_world.Draft(by, type, re, terms ?? TestTerms.For(type, [], [])), view.PlaceFor(by)!);
        Assert.Equal(code, Admission.Check(view, statement, _world.Now)?.Code);
    }

    private static Terms Answers(params string[] names) => Terms.None with { Answers = names };

    private ItemKey Delivered()
    {
        Does(Side.Asked, Granted, _request);
        return new(Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]), TestTerms.Root);
    }

    private static Terms Names(ItemKey item) => Terms.None with { Names = [item] };

    [Fact]
    public void A_request_is_open_and_the_asked_side_owes_an_answer()
    {
        Assert.Equal(Decision.None, State.Decision);
        Assert.Equal([new Duty(DutyKind.Answer, _request)], Dossier.Asked.Owes);
        Closed(Side.Asked, Request, []);
    }

    [Theory]
    [InlineData(Notification)]
    [InlineData(Instruction)]
    public void A_notification_and_an_instruction_open_like_a_request(ActType type)
    {
        var id = _world.Write(Side.Asking, type, [], channel: "pw.185.16").Id;
        Assert.Contains(new Duty(DutyKind.Answer, id), Dossier.Asked.Owes);
    }

    [Fact]
    public void An_offer_is_request_and_grant_on_condition_in_one_and_only_opens()
    {
        var world = new World(new Dice(1));
        var offer = world.Open(Offer, "ch.185.26");
        world.Sync();
        var state = world.Everything.State.Request(offer.Id)!;
        Assert.Equal(Decision.Granted, state.Decision);
        Assert.Equal([ConditionWord.Open, ConditionWord.Open], state.Conditions.Select(c => c.State));
        Assert.Empty(world.Everything.State.Asking.Owes);
        Closed(Side.Asked, Offer, []);
    }

    [Fact]
    public void A_supplement_is_for_a_request_that_is_not_withdrawn()
    {
        Does(Side.Asking, Supplement, _request);
        Closed(Side.Asked, Supplement, _request);
        Does(Side.Asking, Withdrawal, _request);
        Closed(Side.Asking, Supplement, _request);
    }

    [Fact]
    public void A_supplement_that_knew_the_decision_is_not_unseen()
    {
        Does(Side.Asked, Granted, _request);
        Does(Side.Asking, Supplement, _request);
        Assert.Empty(State.Unseen);
    }

    [Fact]
    public void A_clarification_opens_a_question_and_its_answer_closes_it()
    {
        var question = Does(Side.Asked, ClarificationAsked, _request);
        Assert.Equal(QuestionWord.Open, State.Questions[0].State);
        Closed(Side.Asking, ClarificationGiven, _request);
        Does(Side.Asking, ClarificationGiven, question);
        Assert.Equal(QuestionWord.Answered, State.Questions[0].State);
        Closed(Side.Asking, ClarificationGiven, question);
    }

    [Fact]
    public void A_withdrawal_is_for_good_and_ends_what_is_owed()
    {
        Does(Side.Asked, Granted, _request);
        Does(Side.Asking, Withdrawal, _request);
        Assert.True(State.Withdrawn);
        Assert.False(State.Overtaken);
        Assert.Empty(Dossier.Asked.Owes);
        Closed(Side.Asking, Withdrawal, _request);
        Closed(Side.Asked, Refused, _request);
        Closed(Side.Asked, ClarificationAsked, _request);
    }

    [Fact]
    public void A_grant_owes_execution_and_is_given_once()
    {
        Does(Side.Asked, Granted, _request);
        Assert.Equal([new Duty(DutyKind.Execution, _request)], Dossier.Asked.Owes);
        Closed(Side.Asked, Granted, _request);
        Closed(Side.Asked, GrantedOnCondition, _request);
        Closed(Side.Asking, Granted, _request);
    }

    [Fact]
    public void A_grant_on_condition_opens_its_conditions()
    {
        Does(Side.Asked, GrantedOnCondition, _request);
        Assert.Equal(Decision.Granted, State.Decision);
        Assert.Equal(["a", "b"], State.Conditions.Select(c => c.Key.Id));
        Assert.False(State.ConditionsSettled);
    }

    [Theory]
    [InlineData(Refused, Decision.Refused)]
    [InlineData(ActType.Outcome, Decision.Outcome)]
    [InlineData(Postponed, Decision.Postponed)]
    public void Another_decision_replaces_the_one_in_its_past(ActType type, Decision decision)
    {
        Does(Side.Asked, Granted, _request);
        Does(Side.Asked, type, _request);
        Assert.Equal(decision, State.Decision);
        Closed(Side.Asked, type, _request);
        Does(Side.Asked, Granted, _request);
        Assert.Equal(Decision.Granted, State.Decision);
    }

    [Fact]
    public void What_is_refused_is_not_put_off_afterwards()
    {
        Does(Side.Asked, Refused, _request);
        Closed(Side.Asked, Postponed, _request);
        Assert.Empty(Dossier.Asked.Owes);
    }

    [Fact]
    public void A_postponed_request_is_still_owed_an_answer()
    {
        Does(Side.Asked, Postponed, _request);
        Assert.Equal([new Duty(DutyKind.Answer, _request)], Dossier.Asked.Owes);
    }

    [Fact]
    public void A_condition_goes_with_a_grant()
    {
        Closed(Side.Asked, ConditionOffered, _request);
        Does(Side.Asked, Granted, _request);
        var offer = Does(Side.Asked, ConditionOffered, _request);
        Assert.Equal(offer, State.Conditions[0].Key.Offer);
    }

    [Fact]
    public void An_accepted_condition_binds_and_cannot_be_answered_again()
    {
        var grant = Does(Side.Asked, GrantedOnCondition, _request);
        Does(Side.Asking, ConditionAccepted, grant, Answers("a"));
        Assert.Equal([ConditionWord.Accepted, ConditionWord.Open], State.Conditions.Select(c => c.State));
        Closed(Side.Asking, ConditionAccepted, grant, Answers("a"));
        Closed(Side.Asking, ConditionDeclined, grant, Answers("a"));
        Closed(Side.Asking, ConditionAccepted, grant, Answers("c"));
        Does(Side.Asking, Withdrawal, _request);
        Assert.Equal(ConditionWord.Accepted, State.Conditions[0].State);
        Closed(Side.Asking, ConditionAccepted, grant, Answers("b"));
        Does(Side.Asking, ConditionDeclined, grant, Answers("b"));
    }

    [Fact]
    public void A_declined_condition_is_final_until_it_is_withdrawn()
    {
        var grant = Does(Side.Asked, GrantedOnCondition, _request);
        Does(Side.Asking, ConditionDeclined, grant, Answers("a", "b"));
        Closed(Side.Asking, ConditionAccepted, grant, Answers("a"));
        Closed(Side.Asked, Delivery, [.. State.NamedByDelivery()], code: RefusalCode.ConditionOpen);
        Does(Side.Asked, ConditionWithdrawn, grant, Answers("a", "b"));
        Assert.True(State.ConditionsSettled);
        Closed(Side.Asked, ConditionWithdrawn, grant, Answers("a"));
    }

    [Fact]
    public void Preservation_is_effected_once_extended_and_ended()
    {
        Does(Side.Asked, PreservationEffected, _request, Terms.None with { Until = 2_000_000_000 });
        Closed(Side.Asked, PreservationEffected, _request);
        Does(Side.Asked, PreservationExtended, _request, Terms.None with { Until = 2_000_000_500 });
        Does(Side.Asked, PreservationExtended, _request, Terms.None with { Until = 1_999_999_999 });
        Assert.Equal(2_000_000_500, State.Preservation.Until);
        Does(Side.Asked, PreservationEnded, _request);
        Assert.Equal(PreservationWord.Ended, State.Preservation.State);
        Closed(Side.Asked, PreservationEnded, _request);
        Closed(Side.Asked, PreservationExtended, _request);
    }

    [Fact]
    public void Preservation_can_be_effected_after_a_withdrawal() // the withdrawal may be overtaken in life: the data are then kept all the same
    {
        Does(Side.Asking, Withdrawal, _request);
        Does(Side.Asked, PreservationEffected, _request);
        Closed(Side.Asked, PreservationExtended, Does(Side.Asked, Acknowledgement, _request));
    }

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void A_request_that_follows_up_is_pending_until_it_is_decided()
    {
        Does(Side.Asked, PreservationEffected, _request);
        var followUp = Does(Side.Asking, Request, _request);
        Assert.Equal([followUp], State.Preservation.PendingRequests);
        Does(Side.Asked, Postponed, followUp);
        Assert.Equal([followUp], State.Preservation.PendingRequests);
        Does(Side.Asked, Refused, followUp);
        Assert.Empty(State.Preservation.PendingRequests);
    }

    [Fact]
    [Trait("Provision", "cets-224/7/5/c")]
    public void Nothing_is_delivered_while_a_stop_has_no_lifting_after_it()
    {
        Does(Side.Asked, Granted, _request);
        Closed(Side.Asked, StopLifted, _request);
        Does(Side.Asked, Stop, _request);
        Closed(Side.Asked, Stop, _request);
        Closed(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        Does(Side.Asked, StopLifted, _request);
        Does(Side.Asked, Stop, _request);
        Assert.True(State.Stopped);
        Does(Side.Asked, StopLifted, _request);
        Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
    }

    [Fact]
    [Trait("Provision", "ets-185/28/3")]
    public void A_delivery_waits_for_every_condition_and_names_what_settled_it()
    {
        Closed(Side.Asked, Delivery, _request);
        var grant = Does(Side.Asked, GrantedOnCondition, _request);
        Closed(Side.Asked, Delivery, [.. State.NamedByDelivery()], code: RefusalCode.ConditionOpen);
        Does(Side.Asking, ConditionAccepted, grant, Answers("a"));
        Does(Side.Asked, ConditionWithdrawn, grant, Answers("b"));
        Closed(Side.Asked, Delivery, [_request, grant]);
        Does(Side.Asked, Delivery, [.. State.NamedByDelivery()]);
        Assert.Equal([new ConditionKey(grant, "a")], Dossier.Items[0].Under);
        Assert.True(Dossier.Items[0].Usable);
        Assert.Empty(Dossier.Asked.Owes);
    }

    [Fact]
    public void Erasure_is_asked_shown_and_done_on_each_side_for_itself()
    {
        var item = Delivered();
        Does(Side.Asked, ErasureAsked, item.Delivery, Names(item));
        Does(Side.Asking, Erased, item.Delivery, Names(item));
        Assert.True(Dossier.Items[0].ErasedAsking);
        Assert.False(Dossier.Items[0].ErasedAsked);
        Assert.Single(Dossier.Items[0].ErasureAsked);
        Closed(Side.Asked, ErasureAsked, item.Delivery, Names(item));
        Closed(Side.Asking, Erased, item.Delivery, Names(item));
        Closed(Side.Asked, Erased, item.Delivery, Names(item with { Root = default }));
    }

    [Fact]
    [Trait("Spec", "statement/R49")]
    public void An_own_hold_in_force_stops_erasure_and_the_others_hold_does_not()
    {
        var item = Delivered();
        var hold = Does(Side.Asking, Hold, item.Delivery, Names(item) with { Until = World.Noon + 86_400 });
        Closed(Side.Asking, Erased, item.Delivery, Names(item));
        Does(Side.Asked, Erased, item.Delivery, Names(item));
        Closed(Side.Asked, HoldEnded, hold);
        Does(Side.Asking, HoldEnded, hold);
        Does(Side.Asking, Erased, item.Delivery, Names(item));
    }

    [Fact]
    public void A_hold_whose_date_has_passed_stops_nothing()
    {
        var item = Delivered();
        Does(Side.Asking, Hold, item.Delivery, Names(item) with { Until = World.Noon });
        Does(Side.Asking, Erased, item.Delivery, Names(item));
    }

    [Fact]
    public void An_onward_transfer_is_asked_by_who_got_the_data_and_authorised_once_by_the_other()
    {
        var item = Delivered();
        Closed(Side.Asked, OnwardAsked, item.Delivery, Names(item));
        var asked = Does(Side.Asking, OnwardAsked, item.Delivery, Names(item));
        Assert.False(Dossier.Onward[0].Authorised);
        Does(Side.Asked, OnwardAuthorised, asked);
        Assert.True(Dossier.Onward[0].Authorised);
        Closed(Side.Asked, OnwardAuthorised, asked);
    }

    [Fact]
    public void A_dossier_is_complete_until_an_act_that_is_not_quiet()
    {
        Does(Side.Asking, Completion, []);
        Assert.True(Dossier.Complete);
        Closed(Side.Asked, Completion, []);
        Does(Side.Asked, Acknowledgement, _request);
        Assert.True(Dossier.Complete);
        Does(Side.Asked, Refused, _request);
        Assert.False(Dossier.Complete);
        Does(Side.Asked, Completion, []);
        Assert.True(Dossier.Complete);
    }

    [Theory]
    [InlineData(Acknowledgement)]
    [InlineData(AccountOfUse)]
    [InlineData(Incident)]
    public void Quiet_acts_are_listed(ActType type)
    {
        var id = Does(Side.Asked, type, _request);
        Assert.Equal([id], Dossier.Listed);
    }

    [Fact]
    public void A_correction_and_a_hand_over_are_ones_own()
    {
        Closed(Side.Asked, Correction, _request);
        Does(Side.Asking, Correction, _request);
        Does(Side.Asking, HandOver, []);
        Assert.Equal(2, Dossier.Listed.Count);
    }

    [Fact]
    [Trait("Spec", "statement/R12")]
    public void An_act_approved_alone_owes_a_review()
    {
        var alone = Does(Side.Asked, Granted, _request, Terms.None with { Solo = new(SoloReason.NoAnswer, World.Noon) });
        Assert.Contains(new Duty(DutyKind.Review, alone), Dossier.Asked.Owes);
        Does(Side.Asked, Review, alone);
        Assert.DoesNotContain(new Duty(DutyKind.Review, alone), Dossier.Asked.Owes);
    }

    [Fact]
    [Trait("Spec", "statement/R32")]
    public void An_annulled_decision_gives_way_to_the_one_before()
    {
        Does(Side.Asked, Granted, _request);
        var refusal = Does(Side.Asked, Refused, _request);
        Closed(Side.Asking, Annulment, refusal);
        Does(Side.Asked, Annulment, refusal);
        Assert.Equal(Decision.Granted, State.Decision);
        Closed(Side.Asked, Confirmation, refusal);
    }

    [Fact]
    [Trait("Spec", "statement/R32")]
    public void What_binds_is_not_undone_by_an_annulment()
    {
        var grant = Does(Side.Asked, Granted, _request);
        Does(Side.Asked, Annulment, grant);
        Assert.Equal(Decision.Granted, State.Decision);
    }

    [Fact]
    public void A_confirmation_is_of_an_own_act()
    {
        var grant = Does(Side.Asked, Granted, _request);
        Closed(Side.Asking, Confirmation, grant);
        Does(Side.Asked, Confirmation, grant);
        Assert.Contains(grant, Dossier.Confirmed);
    }

    [Fact]
    public void Without_a_fork_there_is_nothing_to_repair()
    {
        Closed(Side.Asking, Repair, _request);
        Closed(Side.Asked, RepairAccepted, _request);
    }
}
