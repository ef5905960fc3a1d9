using BenchmarkDotNet.Attributes;
using Comity.Dossiers;

namespace Comity.Benchmarks;

/// <summary>What does it cost to index, fold and judge a dossier of 50 statements, beside hashing the bytes that they would have?</summary>
[MemoryDiagnoser]
public class FoldBenchmarks
{
    private const long Noon = 1_795_262_400;
    private static readonly SidePair Sides = new("http://rs.localhost:7001", "http://jp.localhost:7002");
    private static readonly Digest Law = Digest.Of("law");
    private readonly List<Statement> _statements = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly byte[] _bytes = new byte[1500];
    private Digest _dossier;
    private Dossier _indexed = null!;
    private int _counter;

    [Params(10, 50, 200)]
    public int Statements { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var opening = StatementDraft.Opening(Office(Side.Asking), Office(Side.Asked), Sides, ActType.Request, "ch.185.31", Law, Terms.None, Count);
        _dossier = opening.Dossier;
        Add(opening.At(ChainPlace.First, Noon, Digest.Of("opening")));
        var request = _statements[0].Id;
        Write(Side.Asked, ActType.Granted, request);
        while (_statements.Count < Statements)
        {
            var offer = Write(Side.Asked, ActType.ConditionOffered, request, Terms.None with { Conditions = [new("a", ConditionKind.UseLimit, "sg.use-limit")] });
            Write(Side.Asking, ActType.ConditionAccepted, offer, Terms.None with { Answers = ["a"] });
            Write(Side.Asking, ActType.Supplement, request);
            var state = Dossier.Of(_statements, _verdicts).State.Request(request)!;
            var root = Digest.Of($"object {_statements.Count}");
            Write(Side.Asked, ActType.Delivery, [.. state.NamedByDelivery()], Terms.None with { Package = root, Items = [new(root, 1024, [root])] });
        }

        _indexed = Dossier.Of(_statements, _verdicts);
    }

    [Benchmark(Baseline = true)]
    public int HashTheBytes()
    {
        var sum = 0;
        for (var i = 0; i < _statements.Count; i++) sum += Digest.Of(_bytes).GetHashCode() & 1;
        return sum;
    }

    [Benchmark]
    public DossierState IndexAndFold() => Dossier.Of(_statements, _verdicts).State;

    [Benchmark]
    public object JudgeTheLast() => Admission.Judge(_indexed, _statements[^1], Noon + 100_000);

    [Benchmark]
    public int NextActsOfTheAskedSide() => NextActs.For(_indexed, Side.Asked, _ => null, Noon).Count;

    private static string Office(Side side) => Sides[side] + "/offices/poc";

    private void Count(Span<byte> bytes) => bytes.Fill((byte)++_counter);

    private Digest Write(Side by, ActType type, Digest on, Terms? terms = null) => Write(by, type, [on], terms);

    private Digest Write(Side by, ActType type, IReadOnlyList<Digest> re, Terms? terms = null)
    {
        var draft = new StatementDraft
        {
            Issuer = Office(by), To = Office(by.Other()), Dossier = _dossier, Jti = StatementDraft.NewJti(Jti), Type = type, Re = re, Law = Law, Terms = terms ?? Terms.None,
        };
        return Add(draft.At(Dossier.Of(_statements, _verdicts).PlaceFor(by)!, Noon + _statements.Count, Digest.Of($"statement {_statements.Count}")));
    }

    private void Jti(Span<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, ++_counter);

    private Digest Add(Statement statement)
    {
        _statements.Add(statement);
        _verdicts.Add(new(statement.Id, statement.To, null, statement.At));
        return statement.Id;
    }
}
