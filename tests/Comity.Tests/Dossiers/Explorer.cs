using Comity.Dossiers;
using static Comity.Dossiers.ActType;

namespace Comity.Tests.Dossiers;

/// <summary>Every run of up to so many acts over a small alphabet, with every interleaving of writing and delivering: nothing is left to chance.</summary>
[Trait("Spec", "statement/R22")]
public sealed class Explorer
{
    private readonly HashSet<string> _visited = [];
    private int _writes;

    public static TheoryData<string, int, ActType[]> Alphabets => new()
    {
        { "conditions", 7, [GrantedOnCondition, ConditionAccepted, ConditionDeclined, ConditionWithdrawn, Delivery, Withdrawal] },
        { "preservation", 4, [PreservationEffected, PreservationExtended, PreservationEnded, Request, Supplement, Withdrawal] },
        { "decisions", 4, [Granted, Refused, Postponed, Supplement, ClarificationAsked, ClarificationGiven, Withdrawal, Completion] },
        { "items", 5, [Granted, Delivery, Withdrawal, Request, Erased, Hold] },
    };

    [Theory]
    [MemberData(nameof(Alphabets))]
    public void Every_interleaving_is_validated_and_ends_in_one_state(string name, int writes, ActType[] alphabet)
    {
        _writes = writes + (int.TryParse(Environment.GetEnvironmentVariable("COMITY_EXPLORE"), out var deeper) ? deeper : 0);
        var world = new World(new Dice(name.Length));
        world.Open(channel: "ch.185.31");
        world.Sync();
        Explore(world, alphabet, 0);
        Assert.True(_visited.Count > 1000, $"only {_visited.Count} states");
    }

    private void Explore(World world, ActType[] alphabet, int written)
    {
        if (!_visited.Add(Key(world))) return;
        CheckEnd(world.Branch());
        foreach (var side in Enum.GetValues<Side>())
        {
            if (written < _writes)
                foreach (var act in world.Open(side).Where(a => alphabet.Contains(a.Type)))
                {
                    var branch = world.Branch();
                    branch.Write(side, act);
                    Explore(branch, alphabet, written + 1);
                }

            var delivered = world.Branch();
            if (delivered.Deliver(side) is not { } judged) continue;
            Assert.IsType<Judgement.Validated>(judged.Judgement);
            while (delivered.Receive(side.Other())) { }
            Explore(delivered, alphabet, written);
        }
    }

    /// <summary>Whatever is still under way arrives: both sides hold one state, and nobody owes what it did not take on.</summary>
    private static void CheckEnd(World world)
    {
        world.Sync();
        var (one, other) = (StateText.Of(world.Views[0].State), StateText.Of(world.Views[1].State));
        Assert.Equal(one, other);
        Assert.Equal(one, StateText.Of(Dossier.Of(Enumerable.Reverse(world.Written), Enumerable.Reverse(world.Verdicts)).State));
        foreach (var item in world.Everything.State.Items) CheckItem(world, item);
    }

    /// <summary>No item came while a condition was neither accepted nor withdrawn in what its sender knew (R24).</summary>
    private static void CheckItem(World world, ItemState item)
    {
        var delivery = world.Everything.Find(item.Key.Delivery)!;
        Assert.True(world.Everything.StateBefore(delivery).Request(item.Request)!.ConditionsSettled);
        var withdrawn = world.Written.FirstOrDefault(s => s.Type == Withdrawal && s.Re[0] == item.Request);
        if (withdrawn is not null && !world.Everything.Knew(withdrawn.Id, delivery.Id)) Assert.Contains(withdrawn.Id, item.Quarantine.Append(Cleared(world, item)));
    }

    private static Digest Cleared(World world, ItemState item) =>
        world.Everything.State.Requests.Any(r => r.Decision == Decision.Granted && r.Terms.Names.Contains(item.Key)) && item.Usable
            ? world.Written.First(s => s.Type == Withdrawal && s.Re[0] == item.Request).Id : default;

    /// <summary>Two runs are one if each side wrote the same acts knowing the same, and the same is under way.</summary>
    private static string Key(World world)
    {
        var sides = world.Written.Select(s => World.Pair.Holding(s.Issuer)!.Value).ToList();
        var names = new Dictionary<Digest, string>();
        var lines = new List<string>();
        for (var i = 0; i < world.Written.Count; i++)
        {
            var s = world.Written[i];
            names[s.Id] = $"{sides[i].Word()}{s.Seq}";
            lines.Add($"{names[s.Id]} {s.Type} {string.Join('+', s.Seen.Select(x => names[x]))} {string.Join('+', s.Re.Select(x => names[x]))}");
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines) + $"\n{world.Views[0].Count} {world.Views[1].Count}";
    }
}
