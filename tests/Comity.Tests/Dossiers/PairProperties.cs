using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>The table of pairs is complete: for any two acts that it does not name, order does not matter.</summary>
[Trait("Spec", "statement/R23")]
public sealed class PairProperties
{
    [Fact]
    public void PairTableComplete() => Prop.ForAll<int>(seed =>
    {
        var world = Synced(seed);
        foreach (var (one, other) in BothSides(world))
            if (Pairs.Between(one.Type, other.Type) is null && Difference(world, one, other) is { } difference) Assert.Fail(difference);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Every_row_between_two_sides_is_needed()
    {
        var needed = new HashSet<Pair>();
        var rows = Pairs.All.Where(p => !p.OnlyByFork).ToList();
        for (var seed = 1000; needed.Count < rows.Count && seed < 1120; seed++)
        {
            var world = Synced(seed);
            foreach (var (one, other) in BothSides(world))
                if (Pairs.Between(one.Type, other.Type) is { } row && !needed.Contains(row) && Difference(world, one, other, closedDiffers: true) is not null) needed.Add(row);
        }

        Assert.Empty(rows.Except(needed).Select(r => r.Outcome));
    }

    [Fact]
    public void All_acts_of_the_table_occur_in_the_runs_that_the_properties_explore()
    {
        var acts = Enumerable.Range(0, 120).SelectMany(seed => Synced(seed).Written).Select(s => s.Type).ToHashSet();
        ActType[] elsewhere = [ActType.Notification, ActType.Instruction, ActType.Repair, ActType.RepairAccepted];
        Assert.Empty(Enum.GetValues<ActType>().Except(acts).Except(elsewhere));
    }

    private static World Synced(int seed)
    {
        var dice = new Dice(seed);
        var world = new World(dice);
        world.Open(dice.Chance(10) ? ActType.Offer : ActType.Request);
        var steps = dice.Next(80);
        for (var i = 0; i < steps; i++) world.Step(8);
        world.Sync();
        return world;
    }

    private static IEnumerable<(NextAct Asking, NextAct Asked)> BothSides(World world)
    {
        var asked = world.Open(Side.Asked);
        return world.Open(Side.Asking).SelectMany(one => asked.Select(other => (one, other)));
    }

    /// <summary>The same two acts in the three orders; an order that the table of acts closes is left out. Null if all give one state.</summary>
    private static string? Difference(World world, NextAct one, NextAct other, bool closedDiffers = false)
    {
        var (s, t) = (world.Draft(Side.Asking, one), world.Draft(Side.Asked, other));
        var beside = After(world, (Side.Asking, s), (Side.Asked, t), false);
        var forth = After(world, (Side.Asking, s), (Side.Asked, t), true);
        var back = After(world, (Side.Asked, t), (Side.Asking, s), true);
        if (closedDiffers && (forth is null || back is null)) return "an order is closed";
        if (forth is not null && beside != forth) return $"{one.Type} then {other.Type}:\n{forth}\nbeside:\n{beside}";
        return back is not null && beside != back ? $"{other.Type} then {one.Type}:\n{back}\nbeside:\n{beside}" : null;
    }

    private static string? After(World from, (Side By, StatementDraft Draft) first, (Side By, StatementDraft Draft) second, bool knowing)
    {
        var world = from.Branch();
        var at = world.Now + 5;
        foreach (var (by, draft) in new[] { first, second })
        {
            var view = world.Views[(int)by];
            var place = view.PlaceFor(by)!;
            var statement = draft.At(place, at, Digest.Of(draft.Payload(place, at, []).ToJsonString()));
            if (Admission.Check(view, statement, at) is not null) return null;
            world.Send(by, statement);
            if (knowing) world.Sync();
        }

        world.Sync();
        return world.Named(world.Everything.State);
    }
}
