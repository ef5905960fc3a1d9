using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>The invariants of the fold, over random honest runs of two sides with statements and verdicts in flight.</summary>
[Trait("Spec", "statement/R22")]
public sealed class FoldProperties
{
    private static World Run(int seed, int steps, int distrust = 10)
    {
        var dice = new Dice(seed);
        var world = new World(dice);
        world.Open();
        for (var i = 0; i < steps; i++) world.Step(distrust);
        return world;
    }

    private static void ForRuns(Action<int> check, int runs = 100)
    {
        Prop.ForAll<int>(check).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
    }

    [Fact]
    public void FoldIgnoresArrivalOrder() => ForRuns(seed =>
    {
        var world = Run(seed, 60);
        var dice = new Dice(~seed);
        var expected = StateText.Of(world.Everything.State);
        var twice = dice.Shuffle(world.Written.Concat(world.Written));
        var shuffled = Dossier.Of(twice, dice.Shuffle(world.Verdicts.Concat(world.Verdicts)));
        Assert.Equal(expected, StateText.Of(shuffled.State));
        var grown = Dossier.Of([], []);
        foreach (var statement in dice.Shuffle(world.Written)) grown = grown.With(statement);
        foreach (var verdict in dice.Shuffle(world.Verdicts)) grown = grown.With(verdict);
        Assert.Equal(expected, StateText.Of(grown.State));
        Assert.Equal(world.Everything.Statements, grown.Statements);
    });

    [Fact]
    public void SameFactsSameState() => ForRuns(seed =>
    {
        var world = Run(seed, 60);
        world.Sync();
        Assert.Equal(StateText.Of(world.Views[0].State), StateText.Of(world.Views[1].State));
        foreach (var side in Enum.GetValues<Side>()) Assert.Equal(Acts(world, 0, side), Acts(world, 1, side));
    });

    private static IEnumerable<string> Acts(World world, int view, Side side) =>
        NextActs.For(world.Views[view], side, world.Law, world.Now).Select(a => $"{a.Type} {a.On} {string.Join(',', a.Re)} {string.Join(',', a.Conditions)} {a.Closed} {a.Usual}");

    [Fact]
    [Trait("Spec", "statement/R17")]
    public void BothJudgeOneState() => ForRuns(seed =>
    {
        var dice = new Dice(seed);
        var world = new World(dice);
        var opening = world.Open();
        var seen = new Dictionary<Digest, string> { [opening.Id] = StateText.Of(world.Views[0].StateBefore(opening)) };
        for (var i = 0; i < 80; i++)
            world.Step(15, s => seen[s.Id] = StateText.Of(View(world, s).StateBefore(s)), (s, judgement, distrust) =>
            {
                Assert.Equal(seen[s.Id], StateText.Of(world.Views[1 - (int)Pair(s)].StateBefore(s)));
                if (judgement is Judgement.Rejected rejected) Assert.Equal(RefusalCode.ReVoid, rejected.Refusal.Code);
            });
    });

    private static Side Pair(Statement statement) => World.Pair.Holding(statement.Issuer)!.Value;

    private static Dossier View(World world, Statement statement) => world.Views[(int)Pair(statement)];

    [Fact]
    [Trait("Spec", "statement/R16")]
    public void NothingInTheDrawer() => ForRuns(seed =>
    {
        var world = Run(seed, 30, 0);
        world.Sync();
        var side = (Side)(seed & 1);
        var place = world.Views[(int)side].PlaceFor(side)!;
        var first = world.Written[0].Id;
        var drawer = world.Seal(world.Draft(side, ActType.Acknowledgement, [first], Terms.None), place);
        var other = world.Seal(world.Draft(side, ActType.HandOver, [], TestTerms.For(ActType.HandOver, [], [])), place);
        world.Send(side, other);
        world.Sync();
        var late = world.Views[1 - (int)side].With(drawer);
        Assert.Equal(ForkWord.Open, late.State.Of(side).Fork);
        Assert.Equal(StatementStatus.Forked, late.StatusOf(drawer));
        Assert.Equal(StatementStatus.Forked, late.StatusOf(other));
    });

    [Fact]
    [Trait("Spec", "statement/R17")]
    public void VerdictIsFinal() => ForRuns(seed =>
    {
        var world = Run(seed, 60);
        var given = world.Verdicts.ToDictionary(v => v.Of);
        for (var i = 0; i < 30; i++) world.Step(15);
        Assert.Equal(world.Verdicts.Count, world.Verdicts.DistinctBy(v => v.Of).Count());
        foreach (var (of, verdict) in given) Assert.Equal(verdict, world.Everything.VerdictOn(world.Everything.Find(of)!));
    });

    [Fact]
    [Trait("Spec", "statement/R22")]
    public void OnlyOneselfIsBound() => ForRuns(seed =>
    {
        var world = Run(seed, 50);
        world.Sync();
        foreach (var side in Enum.GetValues<Side>())
            foreach (var act in world.Open(side).Where(a => !a.Type.Opens()))
            {
                var branch = world.Branch();
                var before = branch.Everything.State.Of(side.Other()).Owes;
                branch.Write(side, act);
                Assert.Empty(branch.Everything.State.Of(side.Other()).Owes.Except(before));
            }
    });
}
