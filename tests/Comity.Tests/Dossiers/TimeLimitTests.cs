using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>Time limits that run in a dossier, and the two clocks of a preservation for another State.</summary>
public sealed class TimeLimitTests
{
    private const long Day = TestLaw.Day;
    private readonly World _world = new(new Dice(9));

    private string Due(long now) => string.Join("; ", TimeLimits.Due(_world.Everything, TestLaw.View, now)
        .Select(d => $"{d.Limit} {d.Owner.Word()} {(d.At is { } at ? (at - World.Noon) / Day : "-")}{(d.Overdue ? " overdue" : "")}"));

    [Fact]
    [Trait("Provision", "ets-185/29/7")]
    public void The_limits_of_a_preservation_follow_its_events()
    {
        var request = _world.Open().Id;
        _world.Sync();
        Assert.Equal("dl.29.3 asked -", Due(World.Noon));
        _world.Write(Side.Asked, ActType.PreservationEffected, [request], Terms.None with { Until = World.Noon + (75 * Day) });
        _world.Sync();
        Assert.Equal("dl.29.7.min asked 60; promised asked 75", Due(World.Noon));
        Assert.Equal("dl.29.7.min asked 60; promised asked 75 overdue", Due(World.Noon + (76 * Day)));
        _world.Write(Side.Asking, ActType.Request, [request]);
        _world.Sync();
        Assert.Equal("dl.29.7.min asked 60; promised asked 75; dl.29.7.pending asked -; dl.31.3 asked -", Due(World.Noon));
        _world.Write(Side.Asked, ActType.PreservationEnded, [request]);
        Assert.Equal("dl.31.3 asked -", Due(World.Noon));
    }

    [Fact]
    [Trait("Provision", "ets-185/16/2")]
    public void A_domestic_order_has_a_ceiling()
    {
        var order = _world.Open(ActType.Instruction, "pw.185.16", Terms.None).Id;
        _world.Sync();
        _world.Write(Side.Asked, ActType.PreservationEffected, [order], Terms.None with { Until = World.Noon + (30 * Day) });
        Assert.Equal("promised asked 30; dl.16.2 asked 90", Due(World.Noon));
        Assert.Equal("promised asked 30 overdue; dl.16.2 asked 90 overdue", Due(World.Noon + (91 * Day)));
    }

    [Fact]
    [Trait("Spec", "statement/R12")]
    public void A_review_is_due_within_a_day()
    {
        _world.Open(terms: Terms.None with { Solo = new(SoloReason.NoAnswer, World.Noon) });
        Assert.StartsWith("review asking 1 overdue", Due(World.Noon + (2 * Day)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "statement/R34")]
    public void The_asked_sides_limits_run_from_arrival()
    {
        var opening = _world.Open();
        var late = new Verdict(opening.Id, opening.To, null, World.Noon + Day);
        Assert.Equal(World.Noon + Day, Assert.Single(TimeLimits.Due(Dossier.Of([opening], [late]), TestLaw.View, World.Noon)).From);
    }

    [Fact]
    public void The_shorter_clock_warns_seven_days_before_its_end()
    {
        static PreservationState Kept(long days) => PreservationState.Nothing with { State = PreservationWord.Kept, Until = World.Noon + (days * Day) };
        var clocks = PreservationClocks.Of(Kept(60), Kept(30));
        Assert.True(clocks.OrderIsShort);
        Assert.Equal(World.Noon + (30 * Day), clocks.Shorter);
        Assert.False(clocks.Warns(World.Noon + (22 * Day)));
        Assert.True(clocks.Warns(World.Noon + (23 * Day)));
        Assert.False(PreservationClocks.Of(Kept(60), Kept(90)).OrderIsShort);
        Assert.True(PreservationClocks.Of(Kept(60), PreservationState.Nothing).Warns(World.Noon));
        Assert.False(PreservationClocks.Of(PreservationState.Nothing, Kept(3)).OrderIsShort);
    }
}
