using System.Text;
using Comity.Dossiers;

namespace Comity.Tests.Dossiers;

/// <summary>Bytes from outside give a statement or a refusal, never another exception.</summary>
public sealed class StatementFuzz
{
    /// <summary>One input: parsed, and, if it is a statement, folded and judged.</summary>
    internal static void Fuzz(ReadOnlySpan<byte> input)
    {
        try
        {
            var statement = Statement.Parse(StrictJson.ParseObject(input, "fuzz"), Digest.Of(input));
            var dossier = Dossier.Of([statement], []);
            _ = StateText.Of(dossier.State);
            _ = Admission.Judge(dossier, statement, World.Noon);
            _ = DossierView.Of(dossier, TestLaw.View, World.Noon);
        }
        catch (RefusedException)
        {
            // a refusal is an answer
        }
    }

    [Fact]
    [Trait("Spec", "statement/R1")]
    public void Random_and_mutated_payloads_are_read_or_refused()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out var asked) ? asked : 3000;
        var dice = new Dice(42);
        var seeds = Seeds();
        for (var i = 0; i < count; i++) Fuzz(Mutate(dice, dice.Of(seeds)));
    }

    private static List<byte[]> Seeds()
    {
        var world = new World(new Dice(8));
        world.Open();
        for (var i = 0; i < 60; i++) world.Step(0);
        world.Sync();
        var acts = world.Open(Side.Asked).Select(a => (Side.Asked, a)).Concat(world.Open(Side.Asking).Select(a => (Side.Asking, a)));
        return [.. acts.Select(a => Encoding.UTF8.GetBytes(StatementTests.Payload(world.Draft(a.Item1, a.a), world.Views[(int)a.Item1].PlaceFor(a.Item1)!).ToJsonString()))];
    }

    private static byte[] Mutate(Dice dice, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var n = dice.Next(4); n >= 0; n--)
        {
            var at = dice.Next(bytes.Count);
            switch (dice.Next(5))
            {
                case 0: bytes[at] = (byte)dice.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, dice.Next(40))); break;
                case 2: bytes.InsertRange(at, bytes.Skip(dice.Next(bytes.Count)).Take(dice.Next(60)).ToArray()); break;
                case 3: bytes[at] = (byte)"{}[]\",:0-9nulltrue"[dice.Next(18)]; break;
                default: (bytes[at], bytes[^1]) = (bytes[^1], bytes[at]); break;
            }
        }

        return [.. bytes];
    }
}
