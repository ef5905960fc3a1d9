using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Comity.Tracing;

/// <summary>Makes an exhibit: a trace with everything needed to check it without the chain. The same store and question give the same bytes.</summary>
public sealed class ExhibitBuilder
{
    private readonly ChainStore _store;
    private readonly ExhibitRequest _request;
    private readonly Entities _entities;
    private readonly ServiceNaming _naming;
    private readonly RawBlocks _raw;
    private readonly long _asOf;
    private readonly SortedSet<uint> _evidence = [], _hops = [];
    private readonly Dictionary<long, (string Tainted, string Fraction, IReadOnlyList<TaintRange> Ranges)> _states = [];

    private ExhibitBuilder(ChainStore store, ExhibitRequest request)
    {
        (_store, _request) = (store, request);
        _entities = new(store);
        _naming = new(store, _entities, request.ByChange ? EntityLevel1.Compute(store, request.Question.Until) : null);
        _raw = new(store);
        _asOf = Math.Min(request.Question.Until ?? store.TipHeight, store.TipHeight);
    }

    /// <summary>The exhibit as canonical JSON.</summary>
    /// <exception cref="TracingException">The trace is too long for an exhibit, or of a kind that cannot be checked from a slice.</exception>
    public static byte[] Build(ChainStore store, ExhibitRequest request)
    {
        if (request.Question.Backward || request.Question.FollowFees) throw new TracingException("an exhibit shows a forward trace with fees destroyed: the others need whole blocks to check");
        return new ExhibitBuilder(store, request with { Question = request.Question with { Until = request.Question.Until ?? store.TipHeight } }).Build();
    }

    private byte[] Build()
    {
        var answer = FlowRecorder.Trace(_store, _request.Question, Record);
        if (_hops.Count > _request.MostHops) throw new TracingException($"{_hops.Count} transactions: bound the trace (--until, --hops, --min) to at most {_request.MostHops}");
        foreach (var seed in _request.Question.Seeds) _evidence.Add(_store.MakerOf(_store.OutputAt(seed)).Id);
        foreach (var row in answer.Rows) _evidence.Add(_store.MakerOf(row.Output).Id);
        var exhibit = Body(answer);
        exhibit["digest"] = Digest(exhibit);
        var json = CanonicalJson.Write(exhibit);
        return json.Length <= ExhibitVerifier.LargestFile ? json : throw new TracingException($"{json.Length} bytes: bound the trace (--until, --hops, --min); an exhibit has at most {ExhibitVerifier.LargestFile}");
    }

    internal static string Digest(JsonObject withoutDigest) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(withoutDigest)));

    /// <summary>Notes a transaction that taint passed through, and the states of its outputs.</summary>
    private void Record(uint transaction, IEnumerable<(long Output, long Tainted, string Exact, IReadOnlyList<TaintRange> Ranges)> outputs)
    {
        _hops.Add(transaction);
        _evidence.Add(transaction);
        var t = _store.Find(transaction);
        for (var i = 0; i < t.Inputs; i++)
            if (_store.SourceOf(t.FirstInput + i) is { } source) _evidence.Add(_store.MakerOf(source).Id);
        foreach (var (output, tainted, exact, ranges) in outputs) _states[output] = (Text(tainted), exact, ranges);
    }

    private JsonObject Body(FlowAnswer answer)
    {
        var deposit = DepositRow(answer);
        var verdict = deposit is null ? new(null, null, []) : _naming.Judge(deposit.Output);
        var named = verdict.Service is not null && (verdict.Weak is null || _request.OverrideReason is not null);
        return new()
        {
            ["format"] = "comity-exhibit/1",
            ["chain"] = _store.Network.Name,
            ["asOf"] = new JsonObject { ["height"] = _asOf, ["block"] = _store.HeaderAt(_asOf).Id.ToString(), ["time"] = TimeAt(_asOf) },
            ["question"] = Question(),
            ["tool"] = new JsonObject { ["name"] = "Comity.Tracing", ["version"] = Version, ["spec"] = "spec/taint.md", ["specDigest"] = SpecDigest },
            ["verified"] = !_store.Settings.Unverified,
            ["seeds"] = new JsonArray([.. _request.Question.Seeds.Select(s => (JsonNode)Seed(s))]),
            ["hops"] = new JsonArray([.. _hops.Select((id, i) => (JsonNode)Hop(id, i + 1))]),
            ["outputs"] = new JsonArray([.. answer.Rows.Where(r => r.Stopped is null).Select(r => (JsonNode)Row(r))]),
            ["stopped"] = new JsonArray([.. answer.Rows.Where(r => r.Stopped is not null).Select(r => (JsonNode)Row(r))]),
            ["total"] = Text(answer.Total),
            ["totalExact"] = answer.TotalExact.ToString(),
            ["arithmetic"] = answer.Arithmetic,
            ["entities"] = new JsonArray([.. EntitiesOf(answer, named)]),
            ["withheld"] = new JsonArray([.. _hops.Where(_entities.IsWithheld).Select(h => (JsonNode)new JsonObject { ["txid"] = _store.IdOf(h).ToString(), ["labels"] = LabelsOf(h) })]),
            ["unresolved"] = new JsonArray([.. answer.Rows.Where(r => r.Stopped == "unresolved-input").Select(r => (JsonNode)_store.PointOf(r.Output).ToString())]),
            ["request"] = deposit is null ? null : RequestFor(deposit, verdict, named),
            ["override"] = verdict.Weak is not null && _request.OverrideReason is not null ? new JsonObject { ["reason"] = _request.OverrideReason, ["officer"] = _request.Officer } : null,
            ["limits"] = "Not provable from this file: that an output is unspent, tags, heuristics, completeness. The order of inputs is the payer's wallet's choice: FIFO and LIFO are conventions, not facts.",
            ["evidence"] = _store.Settings.Unverified ? null : Evidence(),
        };
    }

    private static string Version => typeof(ExhibitBuilder).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>SHA-256 of the conventions as they were when this program was built.</summary>
    internal static string SpecDigest { get; } = ReadSpecDigest();

    private static string ReadSpecDigest()
    {
        using var spec = typeof(ExhibitBuilder).Assembly.GetManifestResourceStream("taint.md")!;
        return Convert.ToHexStringLower(SHA256.HashData(spec));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private string TimeAt(long height) => DateTimeOffset.FromUnixTimeSeconds(_store.HeaderAt(height).Time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private JsonObject Question()
    {
        var q = _request.Question;
        return new()
        {
            ["command"] = "flow", ["method"] = q.Method.ToString().ToLowerInvariant(), ["until"] = q.Until, ["hops"] = q.Hops, ["min"] = Text(q.Least), ["fees"] = "destroy",
            ["fast"] = q.Fast, ["level"] = _request.ByChange ? 1 : 0, ["seeds"] = new JsonArray([.. q.Seeds.Select(s => (JsonNode)s.ToString())]),
        };
    }

    private JsonObject Seed(Outpoint point) => Output(_store.OutputAt(point), point);

    private JsonObject Output(long output, Outpoint point) => new()
    {
        ["txid"] = point.Transaction.ToString(), ["vout"] = point.Index, ["value"] = Text(_store.ValueOf(output)), ["address"] = _store.TextOf(_store.AddressOf(output)),
    };

    private JsonObject Row(FlowRow row)
    {
        var json = Output(row.Output, _store.PointOf(row.Output));
        json["tainted"] = Text(row.Tainted);
        if (_request.Question.Method == TaintMethod.Haircut) json["fraction"] = row.Exact.ToString();
        if (row.Ranges.Count > 0) json["ranges"] = Ranges(row.Ranges);
        json["unspent"] = row.Unspent;
        if (row.Stopped is not null) json["reason"] = row.Stopped;
        return json;
    }

    private static JsonArray Ranges(IReadOnlyList<TaintRange> ranges) =>
        new([.. ranges.Select(r => (JsonNode)new JsonArray(r.Seed, Text(r.Start), Text(r.End)))]);

    private JsonObject Hop(uint id, int n)
    {
        var t = _store.Find(id);
        var height = _store.HeightOf(id);
        return new()
        {
            ["n"] = n, ["txid"] = _store.IdOf(id).ToString(), ["height"] = height, ["block"] = _store.HeaderAt(height).Id.ToString(), ["position"] = _store.PositionOf(id),
            ["time"] = TimeAt(height), ["method"] = _request.Question.Method.ToString().ToLowerInvariant(), ["rule"] = "output of the trace",
            ["rests"] = new JsonArray(), ["labels"] = LabelsOf(id),
            ["vin"] = new JsonArray([.. Enumerable.Range(0, t.Inputs).Select(i => (JsonNode)Input(t.FirstInput + i))]),
            ["vout"] = new JsonArray([.. Enumerable.Range(0, t.Outputs).Select(i => (JsonNode)HopOutput(t.FirstOutput + i, new(_store.IdOf(id), (uint)i)))]),
            ["fee"] = Text(Enumerable.Range(0, t.Inputs).Sum(i => _store.SourceOf(t.FirstInput + i) is { } s ? _store.ValueOf(s) : 0) - Enumerable.Range(0, t.Outputs).Sum(i => _store.ValueOf(t.FirstOutput + i))),
        };
    }

    private JsonArray LabelsOf(uint id) => new([.. _entities.LabelsOf(id).Select(l => (JsonNode)new JsonObject { ["label"] = l.Label, ["confidence"] = l.Confidence })]);

    private JsonObject Input(long input) => _store.SourceOf(input) is { } source ? Output(source, _store.PointOf(source)) : new JsonObject { ["unresolved"] = true };

    private JsonObject HopOutput(long output, Outpoint point)
    {
        var json = Output(output, point);
        if (!_states.TryGetValue(output, out var state)) return json;
        json["tainted"] = state.Tainted;
        if (_request.Question.Method == TaintMethod.Haircut) json["fraction"] = state.Fraction;
        if (state.Ranges.Count > 0) json["ranges"] = Ranges(state.Ranges);
        return json;
    }

    private FlowRow? DepositRow(FlowAnswer answer)
    {
        if (_request.Deposit is { } point)
        {
            var output = _store.OutputAt(point);
            return answer.Rows.FirstOrDefault(r => r.Output == output) ?? throw new TracingException($"{point} holds nothing of this trace");
        }

        return answer.Rows.Where(r => _naming.TagOf(r.Output) is not null).OrderByDescending(r => r.Tainted).ThenBy(r => r.Output).FirstOrDefault();
    }

    private IEnumerable<JsonNode> EntitiesOf(FlowAnswer answer, bool named)
    {
        foreach (var group in answer.Rows.Where(r => _store.HasAddress(r.Output)).GroupBy(r => _entities.IdOf(_store.AddressOf(r.Output))).OrderBy(g => g.Key))
        {
            var profile = _entities.Profile(group.Key);
            yield return new JsonObject
            {
                ["id"] = _store.TextOf(group.Key), ["level"] = 0, ["size"] = profile.Size,
                ["edges"] = new JsonArray([.. EdgesUsed(profile, _store.AddressOf(group.First().Output)).Select(e => (JsonNode)EdgeJson(e))]),
                ["exclusions"] = new JsonArray([.. _entities.DecisionsOn(group.Key).Select(d => (JsonNode)new JsonObject { ["action"] = d.Action.ToString().ToLowerInvariant(), ["txid"] = d.Transaction.ToString(), ["reason"] = d.Reason, ["officer"] = d.Officer })]),
                ["tags"] = new JsonArray([.. profile.Tags.Select(t => (JsonNode)TagJson(t, named))]),
                ["conflicts"] = new JsonArray([.. profile.Conflicts.Select(c => (JsonNode)new JsonArray(named ? c.First.Label : Hidden, named ? c.Second.Label : Hidden))]),
            };
        }
    }

    /// <summary>Why the address of the trace and the best tagged one count as one owner.</summary>
    private IReadOnlyList<ClusterEdge> EdgesUsed(EntityProfile profile, uint address) =>
        profile.Tags is [var best, ..] ? _entities.Explain(address, _store.FindAddress(best.Tag.Address!)!.Value) ?? [] : [];

    private JsonObject EdgeJson(ClusterEdge edge) => new()
    {
        ["from"] = _store.TextOf(edge.From), ["to"] = _store.TextOf(edge.To), ["txid"] = _store.IdOf(edge.Transaction).ToString(), ["rule"] = edge.Rule, ["confidence"] = edge.Confidence,
    };

    private const string Hidden = "(name withheld: the last step is weak)";

    private static JsonObject TagJson(MemberTag member, bool named) => new JsonObject
    {
        ["address"] = member.Tag.Address, ["label"] = named ? member.Tag.Label : Hidden, ["actor"] = named ? member.Tag.Actor : null, ["source"] = named ? member.Tag.Source : Hidden,
        ["confidence"] = member.Tag.ConfidenceId, ["level"] = member.Tag.Level, ["lastmod"] = member.Tag.LastModified, ["speaksForCluster"] = member.SpeaksForCluster,
    };

    private JsonObject RequestFor(FlowRow row, ServiceVerdict verdict, bool named)
    {
        var point = _store.PointOf(row.Output);
        var height = _store.HeightOf(_store.MakerOf(row.Output).Id);
        var address = _store.TextOf(_store.AddressOf(row.Output));
        var coins = string.Create(CultureInfo.InvariantCulture, $"{row.Value / 100_000_000}.{row.Value % 100_000_000:00000000}");
        return new()
        {
            ["service"] = named ? verdict.Service : null, ["serviceWithheld"] = named ? null : verdict.Weak, ["weak"] = verdict.Weak,
            ["rests"] = new JsonArray([.. verdict.Path.Select(e => (Edge: e, Rate: MeasuredErrors.Of(e.Rule))).Where(r => r.Rate is not null).Select(r => (JsonNode)Rest(r.Edge, r.Rate!))]), ["depositAddress"] = address, ["txid"] = point.Transaction.ToString(), ["vout"] = point.Index,
            ["amountSat"] = Text(row.Value), ["amountBtc"] = coins, ["tainted"] = Text(row.Tainted), ["time"] = TimeAt(height), ["height"] = height,
            ["text"] = RequestText(_store.Network, address, point, coins, row.Value, Text(row.Tainted), _request.Question.Method, TimeAt(height), height),
        };
    }

    /// <summary>A heuristic that the last step rests on, with what was measured of it.</summary>
    private JsonObject Rest(ClusterEdge edge, ErrorRate rate)
    {
        var (low, high) = rate.Interval();
        return new()
        {
            ["heuristic"] = edge.Rule, ["txid"] = _store.IdOf(edge.Transaction).ToString(), ["wrong"] = rate.Wrong, ["n"] = rate.Applicable,
            ["error"] = Percent(rate.Rate), ["low"] = Percent(low), ["high"] = Percent(high), ["source"] = MeasuredErrors.Source,
        };

        static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");
    }

    /// <summary>The text to copy; the verifier writes it again and compares.</summary>
    internal static string RequestText(Network network, string address, Outpoint point, string coins, long value, string tainted, TaintMethod method, string time, long height) =>
        string.Create(CultureInfo.InvariantCulture, $"""
        Chain: {network.Name}
        Deposit address: {address}
        Transaction: {point.Transaction}, output {point.Index}
        Amount: {coins} ({value} satoshis), of which {tainted} satoshis traced by {method.ToString().ToLowerInvariant()}
        Block time (UTC): {time}, height {height}
        Requested: account holder, deposits and withdrawals of this address, and a hold on the balance as the law allows.
        """);

    private JsonObject Evidence()
    {
        var heights = new SortedSet<long>(_evidence.Select(_store.HeightOf));
        return new()
        {
            ["headers"] = new JsonArray([.. heights.Select(h => (JsonNode)new JsonObject { ["height"] = h, ["header"] = Convert.ToHexStringLower(_store.Columns.BlockHeaders.Bytes(h - _store.BaseHeight)) })]),
            ["transactions"] = new JsonArray([.. _evidence.Select(id => (JsonNode)Proven(id))]),
        };
    }

    private JsonObject Proven(uint id)
    {
        var height = _store.HeightOf(id);
        return new JsonObject
        {
            ["txid"] = _store.IdOf(id).ToString(), ["raw"] = Convert.ToHexStringLower(_raw.Raw(id)), ["height"] = height, ["position"] = _store.PositionOf(id),
            ["count"] = _store.EndOfBlock(height) - _store.FirstOfBlock(height - _store.BaseHeight),
            ["proof"] = new JsonArray([.. _raw.Proof(id).Select(h => (JsonNode)h.ToString())]),
        };
    }
}
