using System.Security.Cryptography;

namespace Comity.Matching.Tests;

[Trait("Spec", "rfc9497/A.3.2")]
public sealed class VoprfTests : IDisposable
{
    private readonly string _log = Path.Combine(Path.GetTempPath(), $"comity-query-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8)}");

    public void Dispose() => File.Delete(_log);

    private const string Key = "ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6";
    private const string Blind1 = "3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364";
    private const string Blind2 = "f9db001266677f62c095021db018cd8cbb55941d4073698ce45c405d1348b7b1";
    private static readonly string Long = string.Concat(Enumerable.Repeat("5a", 17));

    [Fact]
    public void The_public_key_is_the_printed_one() =>
        Assert.Equal("03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462", Convert.ToHexStringLower(Voprf.PublicKey(Convert.FromHexString(Key))));

    [Theory]
    [InlineData("00", "02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da", "0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2",
        "e7c2b3c5c954c035949f1f74e6bce2ed539a3be267d1481e9ddb178533df4c2664f69d065c604a4fd953e100b856ad83804eb3845189babfa5a702090d6fc5fa",
        "0412e8f78b02c415ab3a288e228978376f99927767ff37c5718d420010a645a1")]
    [InlineData("5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a", "03cd0f033e791c4d79dfa9c6ed750f2ac009ec46cd4195ca6fd3800d1e9b887dbd",
        "030d2985865c693bf7af47ba4d3a3813176576383d19aff003ef7b0784a0d83cf1",
        "2787d729c57e3d9512d3aa9e8708ad226bc48e0f1750b0767aaff73482c44b8d2873d74ec88aebd3504961acea16790a05c542d9fbff4fe269a77510db00abab",
        "771e10dcd6bcd3664e23b8f2a710cfaaa8357747c4a8cbba03133967b5c24f18")]
    public void One_input_gives_the_printed_bytes(string input, string blinded, string evaluated, string proof, string output)
    {
        var asked = Voprf.Blind(Convert.FromHexString(input), Fixed(Blind1));
        Assert.Equal(blinded, Convert.ToHexStringLower(asked.Element));
        var answer = Voprf.Evaluate(Convert.FromHexString(Key), [asked.Element], Fixed(Blind2));
        Assert.Equal((evaluated, proof), (Convert.ToHexStringLower(answer.Elements[0]), Convert.ToHexStringLower(answer.Proof)));
        Assert.Equal(output, Convert.ToHexStringLower(Voprf.Finish(Voprf.PublicKey(Convert.FromHexString(Key)), [asked], answer)[0]));
        Assert.Equal(output, Convert.ToHexStringLower(Voprf.Output(Convert.FromHexString(Key), Convert.FromHexString(input))));
    }

    [Fact]
    public void A_batch_of_two_gives_the_printed_proof()
    {
        Voprf.Blinded[] asked = [Voprf.Blind([0], Fixed(Blind1)), Voprf.Blind(Convert.FromHexString(Long), Fixed(Blind2))];
        var answer = Voprf.Evaluate(Convert.FromHexString(Key), [.. asked.Select(a => a.Element)], Fixed("350e8040f828bf6ceca27405420cdf3d63cb3aef005f40ba51943c8026877963"));
        Assert.Equal("02bb24f4d838414aef052a8f044a6771230ca69c0a5677540fff738dd31bb69771", Convert.ToHexStringLower(answer.Elements[1]));
        Assert.Equal(
            "bdcc351707d02a72ce49511c7db990566d29d6153ad6f8982fad2b435d6ce4d60da1e6b3fa740811bde34dd4fe0aa1b5fe6600d0440c9ddee95ea7fad7a60cf2",
            Convert.ToHexStringLower(answer.Proof));
    }

    [Fact]
    public void A_provider_learns_whether_its_hash_is_listed_and_nothing_else()
    {
        var key = Voprf.NewKey(RandomNumberGenerator.Fill);
        ExactHash Hash(byte n) => ExactHash.FromBytes(ExactAlgorithm.Sha256, SHA256.HashData([n]));
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var set = MembershipSet.Read(MembershipSet.Of("list 1", key, [Hash(1), Hash(2), Hash(3)]).ToBytes(signer), signer);
        var asked = new byte[] { 2, 9 }.Select(n => Voprf.Blind(PrivateQuery.Input(Hash(n)), RandomNumberGenerator.Fill)).ToArray();
        using var log = MatchLog.Open(_log);
        var answer = new QueryHolder(log, "list 1", key, new(10, 10)).Answer("officer", "provider", Request(asked), DateTimeOffset.UnixEpoch, RandomNumberGenerator.Fill);
        var outputs = Voprf.Finish(set.PublicKey, asked, QueryAnswer.Read(answer.ToBytes()).Evaluation);
        Assert.Equal([true, false], outputs.Select(o => set.Contains(o)));
    }

    [Fact]
    public void Whoever_asks_more_than_its_quota_is_refused_and_the_log_shows_it_was_kept()
    {
        var (key, noon) = (Voprf.NewKey(RandomNumberGenerator.Fill), DateTimeOffset.UnixEpoch);
        var two = Request([Voprf.Blind([1], RandomNumberGenerator.Fill), Voprf.Blind([2], RandomNumberGenerator.Fill)]);
        void Ask(string client, DateTimeOffset at)
        {
            using var log = MatchLog.Open(_log); // opened anew: what was asked before is in the log, not in a process
            new QueryHolder(log, "list 1", key, new(PerDay: 3, PerVersion: 5)).Answer("officer", client, two, at, RandomNumberGenerator.Fill);
        }

        Ask("provider", noon);
        Assert.Contains("3 a day", Assert.Throws<RefusedInputException>(() => Ask("provider", noon)).Message, StringComparison.Ordinal);
        Ask("another", noon);
        Ask("provider", noon.AddDays(2));
        Assert.Contains("5 for this version", Assert.Throws<RefusedInputException>(() => Ask("provider", noon.AddDays(4))).Message, StringComparison.Ordinal);
        Assert.Throws<RefusedInputException>(() =>
        {
            using var log = MatchLog.Open(_log);
            new QueryHolder(log, "list 2", key, new(9, 9)).Answer("officer", "provider", two, noon.AddDays(5), RandomNumberGenerator.Fill);
        });
    }

    [Fact]
    public void The_files_of_a_query_are_read_as_they_were_written_and_anything_else_is_refused()
    {
        var blinded = Voprf.Blind(PrivateQuery.Input(ExactHash.FromBytes(ExactAlgorithm.Md5, new byte[16])), RandomNumberGenerator.Fill);
        var (request, secret) = (Request([blinded]), new QuerySecret("list 1", [7], [blinded]));
        var answer = new QueryAnswer("list 1", Voprf.Evaluate(Convert.FromHexString(Key), request.Elements, RandomNumberGenerator.Fill));
        Assert.Equal(request.ToBytes(), QueryRequest.Read(request.ToBytes()).ToBytes());
        Assert.Equal(answer.ToBytes(), QueryAnswer.Read(answer.ToBytes()).ToBytes());
        Assert.Equal(secret.ToBytes(), QuerySecret.Read(secret.ToBytes()).ToBytes());
        Assert.Throws<RefusedInputException>(() => QueryAnswer.Read(request.ToBytes()));
        Fuzz.Run(FuzzFiles, [request.ToBytes(), answer.ToBytes(), secret.ToBytes()], 10_000);
    }

    internal static void FuzzFiles(ReadOnlySpan<byte> input)
    {
        foreach (var read in (Fuzz.Target[])[b => QueryRequest.Read(b), b => QueryAnswer.Read(b), b => QuerySecret.Read(b)])
            try
            {
                read(input);
            }
            catch (RefusedInputException)
            {
            }
    }

    private static QueryRequest Request(Voprf.Blinded[] asked) => QueryRequest.Read(new QueryRequest("list 1", [.. asked.Select(a => a.Element)]).ToBytes());

    [Fact]
    public void A_holder_that_uses_another_key_is_caught()
    {
        byte[] published = Voprf.PublicKey(Convert.FromHexString(Key)), other = Voprf.NewKey(RandomNumberGenerator.Fill);
        var asked = Voprf.Blind([7], RandomNumberGenerator.Fill);
        var answer = Voprf.Evaluate(other, [asked.Element], RandomNumberGenerator.Fill);
        Assert.Throws<RefusedInputException>(() => Voprf.Finish(published, [asked], answer));
        var right = Voprf.Evaluate(Convert.FromHexString(Key), [asked.Element], RandomNumberGenerator.Fill);
        for (var bit = 0; bit < 512; bit += 37)
        {
            var proof = (byte[])right.Proof.Clone();
            proof[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<RefusedInputException>(() => Voprf.Finish(published, [asked], right with { Proof = proof }));
        }
    }

    [Fact]
    public void Any_bytes_for_a_point_are_a_point_or_refused() => Fuzz.Run(FuzzPoint, [Voprf.PublicKey(Convert.FromHexString(Key)), new byte[33], [4, .. new byte[64]]], 2000);

    [Fact]
    public void Fixed_width_arithmetic_equals_big_integers() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            byte[] Draw() => P256.RandomScalar(b => random.NextBytes(b));
            var (r, c, k) = (Draw(), Draw(), Draw());
            var expected = (P256.Number(r) - (P256.Number(c) * P256.Number(k))) % P256.Order;
            return P256.Number(ScalarArithmetic.MultiplySubtract(r, c, k)) == (expected.Sign < 0 ? expected + P256.Order : expected)
                && P256.Number(ScalarArithmetic.PlusOne(r)) == P256.Number(r) + 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_secret_product_equals_the_plain_one()
    {
        var random = new Random(2);
        for (var n = 0; n < 20; n++)
        {
            var k = P256.RandomScalar(b => random.NextBytes(b));
            var point = HashToCurve.Point([(byte)n], "test"u8);
            Assert.Equal(P256.Multiply(P256.Number(k), point), P256.SecretMultiply(k, point));
        }
    }

    internal static void FuzzPoint(ReadOnlySpan<byte> input)
    {
        try
        {
            if (!P256.IsOnCurve(P256.Decompress(input))) throw new InvalidOperationException("off the curve");
        }
        catch (RefusedInputException)
        {
        }
    }

    private static RandomFill Fixed(string hex) => buffer => Convert.FromHexString(hex).CopyTo(buffer);
}
