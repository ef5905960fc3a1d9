using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>The table of pairs is complete: for any two acts that it does not name, order does not matter.</summary>
[Trait("Spec", "statement/R23")]
public sealed class PairProperties
{
    [Fact]
    public void PairTableComplete() => Prop.ForAll<int>(seed =>
    {
        var dice = new Dice(seed);
        var world = new World(dice);
        world.Open();
        var steps = dice.Next(40);
        for (var i = 0; i < steps; i++) world.Step(8);
        world.Sync();
        CheckAllPairs(world);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    internal static void CheckAllPairs(World world)
    {
        foreach (var one in world.Open(Side.Asking))
            foreach (var other in world.Open(Side.Asked))
                if (Pairs.Between(one.Type, other.Type) is null) CheckPair(world, one, other);
    }

    /// <summary>The same two acts in the three orders; an order that the table of acts closes is left out.</summary>
    private static void CheckPair(World world, NextAct one, NextAct other)
    {
        var s = world.Draft(Side.Asking, one.Type, one.Re, TestTerms.For(one.Type, one.Conditions, one.Items));
        var t = world.Draft(Side.Asked, other.Type, other.Re, TestTerms.For(other.Type, other.Conditions, other.Items));
        var beside = After(world, (Side.Asking, s), (Side.Asked, t), false);
        var forth = After(world, (Side.Asking, s), (Side.Asked, t), true);
        var back = After(world, (Side.Asked, t), (Side.Asking, s), true);
        if (forth is not null) Assert.True(beside == forth, $"{one.Type} then {other.Type}:\n{forth}\nbeside:\n{beside}");
        if (back is not null) Assert.True(beside == back, $"{other.Type} then {one.Type}:\n{back}\nbeside:\n{beside}");
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
