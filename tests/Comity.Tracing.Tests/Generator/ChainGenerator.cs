using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comity.Tracing.Tests;

/// <summary>Writes a regtest chain of valid blocks with planted behaviour, and the truth about it. The same seed writes the same bytes.</summary>
internal sealed class ChainGenerator : IDisposable
{
    private const long CoinValue = 1_0000_0000;
    private const int FileBytes = 128 << 20;
    private readonly Random _random;
    private readonly int _transactions, _perBlock, _tracked;
    private readonly bool _keepTruth;
    private readonly List<GeneratedWallet> _users = [], _miners = [], _exchanges = [];
    private readonly GeneratedWallet _gang;
    private readonly List<byte> _body = [];
    private readonly List<(Coin Coin, GeneratedWallet To)> _arriving = [];
    private readonly List<(GeneratedWallet Exchange, Coin Coin)> _deposits = [];
    private readonly List<Coin> _mixed = [];
    private readonly MemoryStream _block = new();
    private byte[] _ids = new byte[32 * 1024];
    private byte[] _tip = new byte[32];
    private int _count, _blockFirst, _addresses, _height;
    private long _fees;
    private uint _time = 1_600_000_000;
    private FileStream? _file;
    private int _files;
    private readonly string _folder;

    private ChainGenerator(string folder, int seed, int transactions, int perBlock, int tracked, bool keepTruth)
    {
        (_folder, _random, _transactions, _perBlock, _tracked, _keepTruth) = (folder, new Random(seed), transactions, perBlock, tracked, keepTruth);
        var owner = 0;
        for (var i = 0; i < 3; i++) _miners.Add(new(owner++, _random, service: true));
        for (var i = 0; i < 4; i++) _exchanges.Add(new(owner++, _random, service: true));
        _gang = new(owner++, _random, service: false);
        for (var i = 0; i < Math.Max(60, transactions / 40); i++) _users.Add(new(owner++, _random, service: false));
    }

    internal GeneratorTruth Truth { get; } = new();

    /// <summary>Writes block files until there are that many transactions, and tells the truth.</summary>
    internal static GeneratorTruth Write(string folder, int seed, int transactions, int perBlock = 250, int tracked = 4, bool keepTruth = true)
    {
        Directory.CreateDirectory(folder);
        using var generator = new ChainGenerator(folder, seed, transactions, perBlock, tracked, keepTruth);
        generator.Run();
        generator.Truth.Ids = generator._ids;
        return generator.Truth;
    }

    private void Run()
    {
        for (var i = 0; i < 60; i++) Mine();
        foreach (var miner in _miners) FanOut(miner);
        Mine();
        for (var i = 0; i < 3; i++) SplitUsers();
        while (_count < _transactions)
        {
            Step(_random.Next(1000));
            if (_count - _blockFirst >= _perBlock) Mine();
        }

        if (_count > _blockFirst) Mine();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _block.Dispose();
    }

    private void Step(int dice)
    {
        switch (dice)
        {
            case < 600: Pay(); break;
            case < 720: Deposit(User()); break;
            case < 790: Sweep(); break;
            case < 830: BatchPayout(); break;
            case < 860: PayJoin(); break;
            case < 885: Stonewall(); break;
            case < 910: JoinMarket(); break;
            case < 917: Wasabi1(levels: 1); break;
            case < 924: Wasabi1(levels: 2); break;
            case < 930: Wasabi2(); break;
            case < 945: WhirlpoolTx0(); break;
            case < 965: WhirlpoolMix(); break;
            case < 972: Ransom(); break;
            case < 980: Peel(User()); break;
            case < 990: Data(); break;
            default: Consolidate(); break;
        }
    }

    private GeneratedWallet User() => _users[_random.Next(_users.Count)];

    private int Fresh() => _addresses++;

    private Coin? Large(GeneratedWallet wallet, long least) => wallet.Take(_random, least);

    private long Amount(GeneratedWallet wallet, long most)
    {
        var amount = Math.Max(20_000, (long)(most * _random.NextDouble() * 0.7));
        return wallet.RoundAmounts && amount > 200_000 ? amount / 100_000 * 100_000 : amount;
    }

    private void FanOut(GeneratedWallet miner)
    {
        foreach (var coin in miner.Coins.ToList())
        {
            var outputs = Enumerable.Range(0, 40).Select(_ => (User(), Fresh(), (coin.Value - 100_000) / 40 - _random.Next(1, 200_000))).ToList();
            Send(miner, [coin], outputs, -1, "fan-out");
        }

        miner.Coins.Clear();
    }

    private void SplitUsers()
    {
        foreach (var user in _users)
        {
            if (Large(user, 2_000_000) is not { } coin) continue;
            var part = (coin.Value - 10_000) / 5;
            var outputs = Enumerable.Range(0, 5).Select(i => (i == 0 ? user : User(), Fresh(), part - _random.Next(1, 50_000))).ToList();
            Send(user, [coin], outputs, 0, "split");
            if (_count - _blockFirst >= _perBlock) Mine();
        }

        Mine();
    }

    /// <summary>Puts payment and change in random order; says where change went.</summary>
    private void SendWithChange(GeneratedWallet from, List<Coin> inputs, List<(GeneratedWallet To, int Address, long Value)> payments, string planted)
    {
        var fee = from.FeeRate * (60L + (100 * inputs.Count) + (34 * payments.Count));
        var change = inputs.Sum(i => i.Value) - payments.Sum(p => p.Value) - fee;
        if (change < 0) { Back(from, inputs); return; }
        if (change < 1000) { Send(from, inputs, payments, -1, planted); return; }
        var address = from.ReusesForChange ? inputs[0].Address : Fresh();
        var at = _random.Next(payments.Count + 1);
        payments.Insert(at, (from, address, change));
        Send(from, inputs, payments, at, planted);
    }

    private static void Back(GeneratedWallet wallet, List<Coin> coins) => wallet.Coins.AddRange(coins);

    private void Pay()
    {
        var (from, to) = (User(), User());
        if (from == to || Large(from, 30_000) is not { } first) return;
        var inputs = new List<Coin> { first };
        var amount = Amount(from, _random.Next(100) < 65 ? first.Value : first.Value * 3);
        while (inputs.Sum(i => i.Value) < amount + 30_000 && inputs.Count < 5 && Large(from, 30_000) is { } more) inputs.Add(more);
        if (inputs.Sum(i => i.Value) < amount + 30_000) { Back(from, inputs); return; }
        if (_random.Next(12) == 0 && Large(from, 30_000) is { } needless) inputs.Add(needless);
        var address = Fresh();
        if (_random.Next(100) < 15) address = to.Standing = to.Standing < 0 ? address : to.Standing;
        SendWithChange(from, inputs, [(to, address, amount)], "pay");
    }

    private void Deposit(GeneratedWallet from)
    {
        if (Large(from, 100_000) is not { } coin) return;
        var exchange = _exchanges[_random.Next(_exchanges.Count)];
        if (from.Standing < 0 || _random.Next(3) == 0) from.Standing = Fresh();
        var value = Amount(from, coin.Value);
        var transaction = _count;
        SendWithChange(from, [coin], [(exchange, Fresh(), value)], "deposit");
        if (_count > transaction) MoveToDeposits(exchange);
    }

    private void MoveToDeposits(GeneratedWallet exchange)
    {
        for (var i = _arriving.Count - 1; i >= 0 && _arriving[i].Coin.Transaction == _count - 1; i--)
        {
            if (_arriving[i].To != exchange) continue;
            _deposits.Add((exchange, _arriving[i].Coin));
            _arriving.RemoveAt(i);
        }
    }

    private void Sweep()
    {
        if (_deposits.Count < 4) return;
        var exchange = _deposits[0].Exchange;
        var mine = _deposits.Where(d => d.Exchange == exchange && d.Coin.Transaction < _blockFirst).Take(12).ToList();
        if (mine.Count < 2) { _deposits.Add(_deposits[0]); _deposits.RemoveAt(0); return; }
        foreach (var d in mine) _deposits.Remove(d);
        var total = mine.Sum(d => d.Coin.Value);
        Send(exchange, [.. mine.Select(d => d.Coin)], [(exchange, Fresh(), total - (exchange.FeeRate * 100L * mine.Count))], -1, "sweep");
    }

    private void BatchPayout()
    {
        var exchange = _exchanges[_random.Next(_exchanges.Count)];
        if (Large(exchange, 5_000_000) is not { } coin) return;
        var n = 3 + _random.Next(12);
        var payments = Enumerable.Range(0, n).Select(_ => (User(), Fresh(), Math.Max(20_000, (long)(coin.Value / (n + 2) * (0.3 + (_random.NextDouble() * 0.7)))))).ToList();
        SendWithChange(exchange, [coin], payments, "payout");
    }

    private void PayJoin()
    {
        var (from, to) = (User(), User());
        if (from == to || Large(from, 500_000) is not { } payer) return;
        if (to.Take(_random, 50_000, payer.Value) is not { } receiver) { from.Coins.Add(payer); return; }
        var amount = Amount(from, payer.Value / 2);
        var change = payer.Value - amount - (from.FeeRate * 300L);
        if (change < 1000) { from.Coins.Add(payer); to.Coins.Add(receiver); return; }
        Send(from, [payer, receiver], [(to, Fresh(), receiver.Value + amount), (from, Fresh(), change)], 1, "payjoin");
    }

    private void Stonewall()
    {
        var (from, to) = (User(), User());
        if (from == to || Large(from, 300_000) is not { } a) return;
        if (Large(from, 300_000) is not { } b) { from.Coins.Add(a); return; }
        var amount = Math.Min(a.Value, b.Value) / 2;
        var fee = from.FeeRate * 200L;
        if (a.Address == b.Address || a.Value == b.Value || amount - fee < 5_000) { Back(from, [a, b]); return; }
        Send(from, [a, b], [(to, Fresh(), amount), (from, Fresh(), amount), (from, Fresh(), a.Value - amount - fee), (from, Fresh(), b.Value - amount - fee)], 1, "stonewall");
    }

    /// <summary>One coin each of distinct people and addresses, of at least that value.</summary>
    private List<(GeneratedWallet Wallet, Coin Coin)> People(int count, long least, long most = long.MaxValue)
    {
        var people = new List<(GeneratedWallet Wallet, Coin Coin)>();
        var seen = new HashSet<int>();
        for (var tries = 0; tries < 12 * count && people.Count < count; tries++)
        {
            var user = User();
            if (people.Any(p => p.Wallet == user) || user.Take(_random, least, most) is not { } coin) continue;
            if (seen.Add(coin.Address)) people.Add((user, coin));
            else user.Coins.Add(coin);
        }

        if (people.Count == count) return people;
        foreach (var (wallet, coin) in people) wallet.Coins.Add(coin);
        return [];
    }

    private void JoinMarket()
    {
        var n = 3 + _random.Next(4);
        var people = People(n, 400_000);
        if (people.Count == 0) return;
        var d = people.Min(p => p.Coin.Value) * 2 / 3;
        Mix(people, p => [(p.Wallet, Fresh(), d), (p.Wallet, Fresh(), p.Coin.Value - d - 500 - _random.Next(5000))], "joinmarket");
    }

    private void Wasabi1(int levels)
    {
        var people = People(12, levels == 1 ? 10_100_000 : 33_000_000, 200_000_000);
        if (people.Count == 0) return;
        var d = 10_000_000L + _random.Next(-400_000, 50_000);
        var rank = 0;
        Mix(people, p =>
        {
            var second = levels == 2 && rank++ % 2 == 0;
            var change = p.Coin.Value - d - (second ? 2 * d : 0);
            if (change < 2000) return [(p.Wallet, Fresh(), d), (p.Wallet, Fresh(), p.Coin.Value - d - 700 - _random.Next(5000))];
            return second ? [(p.Wallet, Fresh(), d), (p.Wallet, Fresh(), 2 * d), (p.Wallet, Fresh(), Math.Max(600, change - 900))] : [(p.Wallet, Fresh(), d), (p.Wallet, Fresh(), p.Coin.Value - d - 700 - _random.Next(5000))];
        }, levels == 1 ? "wasabi-1.0" : "wasabi-1.1");
    }

    private void Wasabi2()
    {
        var people = People(22, 300_000);
        if (people.Count == 0) return;
        long[] denominations = [5_000, 10_000, 20_000, 50_000, 100_000, 200_000];
        Mix(people, p =>
        {
            var outputs = new List<(GeneratedWallet, int, long)>();
            var left = p.Coin.Value - 8_000;
            foreach (var d in denominations.Reverse().Take(4)) if (left > d + 6_000) { outputs.Add((p.Wallet, Fresh(), d)); left -= d; }
            outputs.Add((p.Wallet, Fresh(), Math.Max(5_001, left)));
            return outputs;
        }, "wasabi-2");
    }

    private void WhirlpoolTx0()
    {
        var user = User();
        if (Large(user, 6_000_000) is not { } coin) return;
        var n = (int)Math.Min(20, (coin.Value - 300_000) / 1_000_500);
        var outputs = Enumerable.Range(0, n).Select(_ => (user, Fresh(), 1_000_400L)).ToList();
        var change = coin.Value - (n * 1_000_400L) - 50_000 - 3_000;
        outputs.Add((_exchanges[0], Fresh(), 50_000L));
        if (change > 2_000) outputs.Add((user, Fresh(), change));
        var first = _count;
        Send(user, [coin], outputs, -1, "whirlpool-tx0", data: true);
        for (var i = 0; i < n; i++) Pool(first, user);
    }

    /// <summary>Moves coins of a pool's size aside, for mixes.</summary>
    private void Pool(int transaction, GeneratedWallet user)
    {
        var at = _arriving.FindIndex(a => a.To == user && a.Coin.Transaction == transaction && a.Coin.Value is 1_000_400 or 1_000_000);
        if (at < 0) return;
        _mixed.Add(_arriving[at].Coin);
        _poolOwners[_arriving[at].Coin] = user;
        _arriving.RemoveAt(at);
    }

    private readonly Dictionary<Coin, GeneratedWallet> _poolOwners = [];

    private void WhirlpoolMix()
    {
        var ready = _mixed.Where(c => c.Transaction < _blockFirst).ToList();
        var fresh = ready.Where(c => c.Value == 1_000_400).Take(2).ToList();
        var again = ready.Where(c => c.Value == 1_000_000).Take(3).ToList();
        if (fresh.Count == 0) return;
        while (fresh.Count + again.Count < 5)
        {
            var user = User();
            if (user.Take(_random, 1_000_000, 1_000_000) is not { } exact)
            {
                if (Large(user, 1_200_000) is { } big) SendWithChange(user, [big], [(user, Fresh(), 1_000_000)], "pay");
                return;
            }

            again.Add(exact);
            _poolOwners[exact] = user;
        }

        var people = fresh.Concat(again).Select(c => (_poolOwners[c], c)).ToList();
        if (people.Select(p => p.c.Address).Distinct().Count() < 5) return;
        foreach (var (_, c) in people) { _mixed.Remove(c); _poolOwners.Remove(c); }
        var first = _count;
        Mix([.. people.Select(p => (p.Item1, p.c))], p => [(p.Wallet, Fresh(), 1_000_000)], "whirlpool-mix");
        foreach (var wallet in people.Select(p => p.Item1)) Pool(first, wallet);
    }

    private void Mix(List<(GeneratedWallet Wallet, Coin Coin)> people, Func<(GeneratedWallet Wallet, Coin Coin), List<(GeneratedWallet, int, long)>> share, string planted)
    {
        var outputs = people.SelectMany(share).ToList();
        for (var i = outputs.Count - 1; i > 0; i--)
        {
            var k = _random.Next(i + 1);
            (outputs[i], outputs[k]) = (outputs[k], outputs[i]);
        }

        if (planted.StartsWith("wasabi-1", StringComparison.Ordinal) && LooksLikePayout(outputs))
        {
            foreach (var (wallet, coin) in people) wallet.Coins.Add(coin);
            return;
        }

        Send(people[0].Wallet, [.. people.Select(p => p.Coin)], outputs, -1, planted);
    }

    /// <summary>By chance some mixes look like a payout in equal shares, which the rule leaves alone; none of those is planted.</summary>
    private static bool LooksLikePayout(List<(GeneratedWallet To, int Address, long Value)> outputs)
    {
        var (v, total) = (outputs.GroupBy(o => o.Value).MaxBy(g => g.Count())!.Key, outputs.Sum(o => o.Value));
        if (10_000m * Math.Abs(total - ((total + (v / 2)) / v * v)) <= 2 * total) return true;
        return Enumerable.Range(0, 20).Any(i => outputs.Count(o => Math.Abs(o.Value - (10_000_000L << i)) <= 500_000L << i) > 12);
    }

    private void Ransom()
    {
        var victim = User();
        if (Large(victim, 3_000_000) is not { } coin) return;
        var transaction = _count;
        var value = coin.Value / 2 / 100_000 * 100_000;
        SendWithChange(victim, [coin], [(_gang, Fresh(), value)], "ransom");
        if (_count == transaction) return;
        var index = _arriving.Last(a => a.Coin.Transaction == transaction && a.To == _gang).Coin.Index;
        Truth.Ransoms.Add((transaction, index, value));
        if (Truth.Taints.Count < _tracked)
        {
            var taint = new TaintTruth();
            taint.Seed(transaction, index, value);
            Truth.Taints.Add(taint);
        }

        if (_random.Next(2) == 0) Deposit(_gang);
        else Peel(_gang);
    }

    /// <summary>A peel chain: small payments off a large coin, one after the other, within and across blocks.</summary>
    private void Peel(GeneratedWallet from)
    {
        if (Large(from, 2_000_000) is not { } coin) return;
        var start = coin;
        var links = 0;
        for (var n = 4 + _random.Next(12); n > 0 && coin.Value > 800_000; n--, links++)
        {
            var fee = 250L * from.FeeRate;
            var peel = 100_000L + (_random.Next(30) * 10_000L);
            var (to, at) = (User(), _random.Next(2));
            List<(GeneratedWallet, int, long)> outputs = [(to, Fresh(), peel)];
            outputs.Insert(at, (from, Fresh(), coin.Value - peel - fee));
            var transaction = _count;
            Send(from, [coin], outputs, at, "peel");
            var next = _arriving.FindIndex(a => a.To == from && a.Coin.Transaction == transaction && a.Coin.Index == at);
            coin = _arriving[next].Coin;
            _arriving.RemoveAt(next);
        }

        from.Coins.Add(coin);
        Truth.PeelChains.Add((start.Transaction, start.Index, links));
    }

    private void Data()
    {
        var user = User();
        if (Large(user, 50_000) is not { } coin) return;
        Send(user, [coin], [(user, Fresh(), coin.Value - 3_000)], 0, "data", data: true);
    }

    private void Consolidate()
    {
        var user = User();
        if (user.Coins.Count < 3) return;
        var coins = user.Coins.Take(6).ToList();
        user.Coins.RemoveRange(0, coins.Count);
        if (coins.Sum(c => c.Value) < 20_000) { Back(user, coins); return; }
        Send(user, coins, [(user, Fresh(), coins.Sum(c => c.Value) - (user.FeeRate * 100L * coins.Count))], 0, "consolidate");
    }

    /// <summary>Writes one transaction into the block being made.</summary>
    private void Send(GeneratedWallet from, List<Coin> inputs, List<(GeneratedWallet To, int Address, long Value)> outputs, int change, string planted, bool data = false)
    {
        var fee = inputs.Sum(i => i.Value) - outputs.Sum(o => o.Value);
        if (fee < 0 || outputs.Any(o => o.Value < 0)) { throw new InvalidOperationException($"{planted}: fee {fee}"); }
        _fees += fee;
        _body.Clear();
        _body.AddRange(ChainBuilder.Compact(inputs.Count));
        foreach (var i in inputs)
        {
            _body.AddRange(_ids.AsSpan(32 * i.Transaction, 32));
            _body.AddRange(ChainBuilder.Little(i.Index));
            AddSignature(i);
            _body.AddRange(ChainBuilder.Little(from.Replaceable ? unchecked((int)0xfffffffd) : unchecked((int)0xfffffffe)));
        }

        _body.AddRange(ChainBuilder.Compact(outputs.Count + (data ? 1 : 0)));
        foreach (var (to, address, value) in outputs) AddOutput(to, address, value);
        if (data) _body.AddRange([.. ChainBuilder.Little(0L), 10, 0x6a, 8, .. ChainBuilder.Little((long)_count)]);
        Finish(from, inputs, outputs);
        Note(change, planted);
        foreach (var taint in Truth.Taints) taint.Spend(inputs, _count - 1, [.. outputs.Select(o => o.Value), .. data ? [0L] : Array.Empty<long>()]);
    }

    private void AddSignature(Coin input)
    {
        // A bare input script for old kinds; witness kinds have an empty one. Signatures are noise: nobody here checks them.
        var length = _kinds.Count > input.Address && _kinds[input.Address] is 0 or 3 ? 107 : 0;
        _body.Add((byte)length);
        for (var i = 0; i < length; i++) _body.Add((byte)(i * 37 % 251));
    }

    private readonly List<byte> _kinds = [];

    private void AddOutput(GeneratedWallet to, int address, long value)
    {
        while (_kinds.Count <= address) _kinds.Add(255);
        if (_kinds[address] == 255) _kinds[address] = (byte)(_random.Next(100) < 6 ? _random.Next(4) : to.Kind); // wallets move to newer kinds
        Span<byte> key = stackalloc byte[32], seed = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(seed, address);
        SHA256.HashData(seed, key);
        if (_keepTruth) Truth.Owners[BinaryPrimitives.ReadUInt64LittleEndian(key)] = to.Owner;
        _body.AddRange(ChainBuilder.Little(value));
        switch (_kinds[address])
        {
            case 0: _body.AddRange([25, 0x76, 0xa9, 0x14]); _body.AddRange(key[..20]); _body.AddRange([0x88, 0xac]); break;
            case 1: _body.AddRange([22, 0, 20]); _body.AddRange(key[..20]); break;
            case 2: _body.AddRange([34, 0x51, 32]); _body.AddRange(key); break;
            default: _body.AddRange([23, 0xa9, 20]); _body.AddRange(key[..20]); _body.Add(0x87); break;
        }
    }

    private void Finish(GeneratedWallet from, List<Coin> inputs, List<(GeneratedWallet To, int Address, long Value)> outputs)
    {
        var witness = inputs.Any(i => _kinds[i.Address] is 1 or 2);
        var lockTime = ChainBuilder.Little(from.LocksHeight ? _height : 0);
        byte[] stripped = [.. ChainBuilder.Little(from.Version), .. _body, .. lockTime];
        var number = _count++;
        AddId(number, SHA256.HashData(SHA256.HashData(stripped)));
        if (witness)
        {
            _block.Write([.. ChainBuilder.Little(from.Version), 0, 1]);
            _block.Write([.. _body]);
            foreach (var i in inputs) _block.Write(_kinds[i.Address] switch { 1 => WitnessKey, 2 => WitnessTap, _ => WitnessNone });
            _block.Write(lockTime);
        }
        else
        {
            _block.Write(stripped);
        }

        for (var i = 0; i < outputs.Count; i++) _arriving.Add((new(number, i, outputs[i].Value, outputs[i].Address), outputs[i].To));
    }

    private static readonly byte[] WitnessNone = [0], WitnessTap = [1, 64, .. new byte[64]], WitnessKey = [2, 72, .. new byte[72], 33, .. new byte[33]];

    private void AddId(int number, byte[] id)
    {
        if (_ids.Length < 32 * (number + 1)) Array.Resize(ref _ids, checked(_ids.Length * 2));
        id.CopyTo(_ids, 32 * number);
    }

    private void Note(int change, string planted)
    {
        if (!_keepTruth) return;
        Truth.Change.Add((short)change);
        Truth.Planted.Add(planted);
    }

    /// <summary>Closes the block: the coinbase takes the number after its transactions here, but stands first in the chain.</summary>
    private void Mine()
    {
        var miner = _miners[_height % _miners.Count];
        var body = _block.ToArray();
        _body.Clear();
        byte[] script = [3, .. ChainBuilder.Little(_height).AsSpan(0, 3), 4, .. ChainBuilder.Little(7)];
        byte[] head = [.. ChainBuilder.Little(1), 1, .. new byte[32], 0xff, 0xff, 0xff, 0xff, (byte)script.Length, .. script, 0xff, 0xff, 0xff, 0xff, 1];
        var value = Math.Max(0, Network.Regtest.Subsidy(_height)) + _fees;
        var address = Fresh();
        AddOutput(miner, address, value);
        byte[] coinbase = [.. head, .. _body, .. ChainBuilder.Little(0)];
        var number = _count++;
        AddId(number, SHA256.HashData(SHA256.HashData(coinbase)));
        WriteBlock(number, coinbase, body);
        if (_keepTruth)
        {
            Truth.Change.Insert(_blockFirst, -1);
            Truth.Planted.Insert(_blockFirst, "coinbase");
        }

        foreach (var (coin, to) in _arriving) to.Coins.Add(coin);
        _arriving.Clear();
        miner.Coins.Add(new(number, 0, value, address));
        (_fees, _blockFirst, _height) = (0, _count, _height + 1);
        _time += 600;
        _block.SetLength(0);
        if (_height > 61 && _height % 3 == 0 && _count < _transactions) Spread(miner);
    }

    private void Spread(GeneratedWallet miner)
    {
        if (Large(miner, 1_000_000) is not { } coin) return;
        Send(miner, [coin], [.. Enumerable.Range(0, 10).Select(_ => (User(), Fresh(), (coin.Value - 20_000) / 10 - _random.Next(1000)))], -1, "fan-out");
    }

    private void WriteBlock(int coinbaseNumber, byte[] coinbase, byte[] body)
    {
        var ids = new byte[32 * (_count - _blockFirst)];
        _ids.AsSpan(32 * coinbaseNumber, 32).CopyTo(ids);
        _ids.AsSpan(32 * _blockFirst, 32 * (coinbaseNumber - _blockFirst)).CopyTo(ids.AsSpan(32));
        byte[] header = [.. ChainBuilder.Little(4), .. _tip, .. Root(ids), .. ChainBuilder.Little((int)_time), .. ChainBuilder.Little(0x207fffff), .. ChainBuilder.Little(0)];
        for (var nonce = 0; ((_tip = SHA256.HashData(SHA256.HashData(header)))[31] & 0x80) != 0; nonce++) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(76), nonce);
        byte[] lead = [.. header, .. ChainBuilder.Compact(_count - _blockFirst), .. coinbase];
        if (_file is null || _file.Length > FileBytes)
        {
            _file?.Dispose();
            _file = File.Create(Path.Combine(_folder, $"blk{_files++:00000}.dat"));
        }

        _file.Write([.. ChainBuilder.Little(unchecked((int)ChainBuilder.RegtestMagic)), .. ChainBuilder.Little(lead.Length + body.Length)]);
        _file.Write(lead);
        _file.Write(body);
    }

    private static byte[] Root(byte[] ids)
    {
        for (var n = ids.Length / 32; n > 1; n = (n + 1) / 2)
        {
            for (var i = 0; i < n; i += 2)
            {
                var right = Math.Min(i + 1, n - 1);
                byte[] pair = [.. ids.AsSpan(32 * i, 32), .. ids.AsSpan(32 * right, 32)];
                SHA256.HashData(SHA256.HashData(pair)).CopyTo(ids, 16 * i);
            }
        }

        return ids[..32];
    }

}
