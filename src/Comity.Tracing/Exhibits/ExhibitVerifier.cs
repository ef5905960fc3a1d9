using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comity.Tracing;

/// <summary>What a check of an exhibit came to.</summary>
/// <param name="Good">Whether every check passed.</param>
/// <param name="Checks">Each check, in order, up to the first that failed.</param>
/// <param name="Failure">What failed, or null.</param>
/// <param name="NotProven">What no such check can prove.</param>
public sealed record ExhibitVerdict(bool Good, IReadOnlyList<string> Checks, string? Failure, IReadOnlyList<string> NotProven);

/// <summary>Checks an exhibit from its own bytes, without store or network.</summary>
public sealed class ExhibitVerifier
{
    internal const int LargestFile = 256 << 20;
    private readonly JsonObject _exhibit;
    private readonly List<string> _checks = [];
    private readonly Dictionary<Hash256, Proven> _transactions = [];
    private readonly Dictionary<long, BlockHeader> _headers = [];
    private Network _network = Network.Bitcoin;

    private ExhibitVerifier(JsonObject exhibit) => _exhibit = exhibit;

    private sealed record Proven(IReadOnlyList<(Outpoint Source, bool Coinbase)> Inputs, IReadOnlyList<long> Values, IReadOnlyList<string> Addresses, long Height, int Position);

    /// <summary>Checks the bytes of an exhibit.</summary>
    /// <param name="json">The JSON file.</param>
    /// <param name="headers">80 bytes of each header from the first block on, or null; ties the exhibit to the chain.</param>
    public static ExhibitVerdict Verify(ReadOnlySpan<byte> json, ReadOnlySpan<byte> headers = default)
    {
        List<string> checks = [];
        try
        {
            if (json.Length > LargestFile) throw new TracingException("larger than an exhibit can be");
            var node = JsonNode.Parse(json, null, new() { MaxDepth = 32, AllowDuplicateProperties = false }) as JsonObject ?? throw new TracingException("no JSON object");
            var verifier = new ExhibitVerifier(node);
            checks = verifier._checks;
            verifier.Run(headers);
            List<string> notProven = ["that an output is unspent", "tags", "heuristics", "completeness"];
            if (headers.IsEmpty) notProven.Insert(0, "not tied to the chain: compare these block ids with any node");
            return new(true, checks, null, notProven);
        }
        catch (Exception e) when (e is TracingException or JsonException or FormatException or InvalidOperationException or OverflowException
            or KeyNotFoundException or ArgumentException or NullReferenceException or DivideByZeroException)
        {
            // A field that is absent or of another kind fails where it is read; each is a failed check, not a fault of ours.
            return new(false, checks, e.Message, []);
        }
    }

    private void Run(ReadOnlySpan<byte> headers)
    {
        if ((string?)_exhibit["format"] != "comity-exhibit/1") throw new TracingException("not a comity-exhibit/1");
        _network = Network.ByName((string)_exhibit["chain"]!);
        CheckDigest();
        if (_exhibit["evidence"] is not JsonObject evidence) throw new TracingException("the exhibit carries no evidence: its store was filled from an export");
        CheckHeaders(evidence["headers"]!.AsArray(), headers);
        foreach (var t in evidence["transactions"]!.AsArray()) CheckTransaction(t!.AsObject());
        _checks.Add($"{_transactions.Count} transactions: raw bytes, ids, Merkle proofs");
        CheckShown();
        CheckTrace();
    }

    private void CheckDigest()
    {
        var copy = (JsonObject)_exhibit.DeepClone();
        copy.Remove("digest");
        if (ExhibitBuilder.Digest(copy) != (string?)_exhibit["digest"]) throw new TracingException("the digest does not fit the content");
        _checks.Add("digest");
    }

    private void CheckHeaders(JsonArray list, ReadOnlySpan<byte> chain)
    {
        foreach (var item in list)
        {
            var bytes = Convert.FromHexString((string)item!["header"]!);
            if (bytes.Length != BlockHeader.Size) throw new TracingException("a header has not 80 bytes");
            var (height, header) = ((long)item["height"]!, BlockHeader.Parse(bytes));
            header.CheckWork(bytes, _network);
            if (!_headers.TryAdd(height, header)) throw new TracingException($"height {height} twice");
            if (_headers.TryGetValue(height - 1, out var before) && header.Previous != before.Id) throw new TracingException($"header {height} does not follow header {height - 1}");
        }

        _checks.Add($"{_headers.Count} headers: proof of work, links");
        if (!chain.IsEmpty) CheckChain(chain);
    }

    private void CheckChain(ReadOnlySpan<byte> chain)
    {
        if (chain.Length % BlockHeader.Size != 0) throw new TracingException("the file of headers has not 80 bytes each");
        var previous = default(Hash256);
        for (var height = 0; height < chain.Length / BlockHeader.Size; height++)
        {
            var bytes = chain.Slice(height * BlockHeader.Size, BlockHeader.Size);
            var header = BlockHeader.Parse(bytes);
            header.CheckWork(bytes, _network);
            if (header.Previous != previous) throw new TracingException($"the file of headers breaks at {height}");
            if (_headers.TryGetValue(height, out var own) && own.Id != header.Id) throw new TracingException($"block {height} of the exhibit is not in that chain: reorganised or false");
            previous = header.Id;
        }

        if (_headers.Keys.Max() >= chain.Length / BlockHeader.Size) throw new TracingException("the file of headers ends before the exhibit");
        _checks.Add("headers tied to the chain given");
    }

    private void CheckTransaction(JsonObject t)
    {
        var raw = Convert.FromHexString((string)t["raw"]!);
        if (raw.Length == 64) throw new TracingException("a transaction of 64 bytes can pose as an inner node");
        var block = new Block();
        BlockParser.LoneTransaction(raw, _network, block);
        if (block.Transactions[0].Witness) throw new TracingException("raw transactions are without witness");
        var id = new Hash256(block.Id(0));
        if (id.ToString() != (string?)t["txid"]) throw new TracingException($"a raw transaction hashes to {id}, not {(string?)t["txid"]}");
        var (height, position, count) = ((long)t["height"]!, (int)t["position"]!, (int)t["count"]!);
        var proof = t["proof"]!.AsArray().Select(h => Hash256.Parse((string)h!)).ToList();
        if (!_headers.TryGetValue(height, out var header) || !MerkleTree.Verify(id, position, count, proof, header.MerkleRoot))
            throw new TracingException($"the Merkle proof of {id} does not lead to block {height}");
        var inputs = Enumerable.Range(0, block.InputCount).Select(i => Source(block, i)).ToList();
        var outputs = block.Outputs.Take(block.OutputCount).ToList();
        var addresses = outputs.ConvertAll(o => Address.Shown(Script.Identify(block.ScriptOf(in o), _network.Coin), _network));
        _transactions[id] = new(inputs, outputs.ConvertAll(o => o.Value), addresses, height, position);
    }

    private static (Outpoint, bool) Source(Block block, int i)
    {
        var source = new Hash256(block.SourceOf(in block.Inputs[i]));
        return (new(source, block.Inputs[i].Index), source.IsZero && block.Inputs[i].Index == uint.MaxValue);
    }

    private long ValueOf(Outpoint point) =>
        _transactions.TryGetValue(point.Transaction, out var t) && point.Index < t.Values.Count ? t.Values[(int)point.Index] : throw new TracingException($"no evidence for {point}");

    private string AddressOf(Outpoint point) => _transactions[point.Transaction].Addresses[(int)point.Index];

    /// <summary>Every hop shows what the raw bytes say: sources, values, fee, height, position, block, time.</summary>
    private void CheckShown()
    {
        foreach (var hop in _exhibit["hops"]!.AsArray())
        {
            var id = Hash256.Parse((string)hop!["txid"]!);
            var t = _transactions[id];
            var header = _headers[t.Height];
            if ((long)hop["height"]! != t.Height || (int)hop["position"]! != t.Position || (string?)hop["block"] != header.Id.ToString() || (string?)hop["time"] != Time(header))
                throw new TracingException($"hop {(int)hop["n"]!}: height, position, block or time is not that of {id}");
            CheckSides(hop, id, t);
        }

        foreach (var list in new[] { "seeds", "outputs", "stopped" })
            foreach (var o in _exhibit[list]!.AsArray()) CheckOutput(o!);
        CheckRequest();
        _checks.Add("every shown output, value, address, fee, block and time");
    }

    private static string Time(BlockHeader header) => DateTimeOffset.FromUnixTimeSeconds(header.Time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void CheckSides(JsonNode hop, Hash256 id, Proven t)
    {
        var (vin, vout) = (hop["vin"]!.AsArray(), hop["vout"]!.AsArray());
        if (vin.Count != t.Inputs.Count || vout.Count != t.Values.Count) throw new TracingException($"{id} has {t.Inputs.Count} inputs and {t.Values.Count} outputs");
        long sum = 0;
        var known = true;
        for (var i = 0; i < vin.Count; i++)
        {
            if (vin[i]!["unresolved"] is not null) { known = false; continue; }
            if (CheckOutput(vin[i]!) != t.Inputs[i].Source) throw new TracingException($"input {i} of {id} spends {t.Inputs[i].Source}");
            sum += Amount(vin[i]!["value"]);
        }

        for (var i = 0; i < vout.Count; i++)
            if (CheckOutput(vout[i]!) != new Outpoint(id, (uint)i)) throw new TracingException($"output {i} of {id} is shown as another");
        if (known && (sum < t.Values.Sum() || Amount(hop["fee"]) != sum - t.Values.Sum())) throw new TracingException($"the fee of {id} is {sum - t.Values.Sum()}");
    }

    private Outpoint CheckOutput(JsonNode output)
    {
        var point = new Outpoint(Hash256.Parse((string)output["txid"]!), (uint)output["vout"]!);
        if (ValueOf(point) != Amount(output["value"])) throw new TracingException($"{point} holds {ValueOf(point)} satoshis, not {Amount(output["value"])}");
        if (AddressOf(point) != (string?)output["address"]) throw new TracingException($"{point} pays {AddressOf(point)}, not {(string?)output["address"]}");
        return point;
    }

    private static long Amount(JsonNode? node) => long.Parse((string)node!, NumberStyles.None, CultureInfo.InvariantCulture);

    private void CheckRequest()
    {
        if (_exhibit["request"] is not JsonObject request) return;
        var point = new Outpoint(Hash256.Parse((string)request["txid"]!), (uint)request["vout"]!);
        var value = ValueOf(point);
        var coins = string.Create(CultureInfo.InvariantCulture, $"{value / 100_000_000}.{value % 100_000_000:00000000}");
        if (Amount(request["amountSat"]) != value || (string?)request["amountBtc"] != coins) throw new TracingException("the request names another amount");
        var row = _exhibit["outputs"]!.AsArray().Concat(_exhibit["stopped"]!.AsArray()).FirstOrDefault(r => (string?)r!["txid"] == point.Transaction.ToString() && (uint)r["vout"]! == point.Index)
            ?? throw new TracingException("the request is about an output that the trace does not reach");
        var height = _transactions[point.Transaction].Height;
        var text = ExhibitBuilder.RequestText(_network, (string)row["address"]!, point, coins, value, (string)row["tainted"]!, Method, Time(_headers[height]), height);
        if ((string?)request["tainted"] != (string?)row["tainted"] || (string?)request["depositAddress"] != (string?)row["address"] || (long)request["height"]! != height
            || (string?)request["time"] != Time(_headers[height]) || (string?)request["text"] != text) throw new TracingException("the request says something else than the trace");
    }

    private TaintMethod Method => Enum.Parse<TaintMethod>((string)_exhibit["question"]!["method"]!, ignoreCase: true);

    /// <summary>The whole trace again, from the evidence alone.</summary>
    private void CheckTrace()
    {
        var question = _exhibit["question"]!;
        var method = Method;
        var exact = (string?)_exhibit["arithmetic"] == "exact";
        var until = (long)question["until"]!;
        if (_transactions.Values.Any(t => t.Height > until)) throw new TracingException("evidence from after the last block that counts");
        switch (method)
        {
            case TaintMethod.Fifo or TaintMethod.Lifo: Retrace(new TapeRule(method == TaintMethod.Lifo)); break;
            case TaintMethod.Poison: Retrace(new PoisonRule()); break;
            default: if (exact) Retrace(new ExactHaircut(Flow.MostBits)); else Retrace(new FastHaircut()); break;
        }

        _checks.Add("the arithmetic of every hop, the rows and the total");
    }

    private void Retrace<T>(TaintRule<T> rule) where T : class
    {
        var seeds = _exhibit["question"]!["seeds"]!.AsArray().Select(s => Outpoint.Parse((string)s!)).ToList();
        var shown = _exhibit["seeds"]!.AsArray().Select(s => new Outpoint(Hash256.Parse((string)s!["txid"]!), (uint)s["vout"]!));
        if (!shown.SequenceEqual(seeds)) throw new TracingException("the seeds shown are not those of the question");
        var states = new Dictionary<Outpoint, T>();
        for (var i = 0; i < seeds.Count; i++) states[seeds[i]] = rule.OfSeed(i, ValueOf(seeds[i]));
        foreach (var hop in _exhibit["hops"]!.AsArray()) Step(rule, hop!, states, [.. seeds]);
        var rows = _exhibit["outputs"]!.AsArray().Concat(_exhibit["stopped"]!.AsArray()).ToList();
        var total = default(Rational);
        foreach (var row in rows)
        {
            var point = new Outpoint(Hash256.Parse((string)row!["txid"]!), (uint)row["vout"]!);
            if (!states.Remove(point, out var state)) throw new TracingException($"{point} holds no taint");
            Compare(rule, point, state, row);
            total += Exact(rule, point, state);
        }

        if (states.FirstOrDefault(s => Exact(rule, s.Key, s.Value) > default(Rational)) is { Key: var left } && left != default) throw new TracingException($"taint in {left} is not shown");
        if (total.ToString() != (string?)_exhibit["totalExact"] || Amount(_exhibit["total"]) != total.Floor()) throw new TracingException($"the total is {total.Floor()}");
    }

    private Rational Exact<T>(TaintRule<T> rule, Outpoint point, T state) where T : class => rule.Conserves ? rule.Total(state) : new(ValueOf(point));

    private void Step<T>(TaintRule<T> rule, JsonNode hop, Dictionary<Outpoint, T> states, HashSet<Outpoint> seeds) where T : class
    {
        var id = Hash256.Parse((string)hop["txid"]!);
        var t = _transactions[id];
        var inputs = t.Inputs.Select(i => rule.Conserves || _transactions.ContainsKey(i.Source.Transaction) ? ValueOf(i.Source) : 0).ToArray();
        var from = t.Inputs.Select(i => states.Remove(i.Source, out var s) ? s : null).ToArray();
        if (from.All(s => s is null)) throw new TracingException($"no taint enters {id}");
        var to = new T?[t.Values.Count + 1];
        rule.Pass(inputs, from, [.. t.Values, Math.Max(0, inputs.Sum() - t.Values.Sum())], to);
        var vout = hop["vout"]!.AsArray();
        for (var j = 0; j < t.Values.Count; j++)
        {
            var point = new Outpoint(id, (uint)j);
            if (to[j] is { } state)
            {
                Compare(rule, point, state, vout[j]!);
                if (!seeds.Contains(point)) states[point] = state;
            }
            else if (vout[j]!["tainted"] is not null)
            {
                throw new TracingException($"{point} holds no taint");
            }
        }
    }

    private void Compare<T>(TaintRule<T> rule, Outpoint point, T state, JsonNode shown) where T : class
    {
        var exact = Exact(rule, point, state);
        if (Amount(shown["tainted"]) != exact.Floor()) throw new TracingException($"{point} holds {exact.Floor()} tainted satoshis, not {(string?)shown["tainted"]}");
        if (shown["fraction"] is { } fraction && (string?)fraction != exact.ToString()) throw new TracingException($"the fraction of {point} is {exact}");
        var ranges = rule.Ranges(state);
        if (ranges.Count == 0 && shown["ranges"] is null) return;
        var read = shown["ranges"]!.AsArray().Select(r => new TaintRange((int)r![0]!, Amount(r[1]), Amount(r[2])));
        if (!read.SequenceEqual(ranges)) throw new TracingException($"the ranges of {point} are others");
    }
}
