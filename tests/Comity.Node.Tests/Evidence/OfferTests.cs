using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Evidence;
using Comity.Node.Evidence;

namespace Comity.Node.Tests.Evidence;

public sealed class OfferTests
{
    private static readonly (byte[] Bytes, Terms Terms) Sample = Make();

    private static (byte[], Terms) Make()
    {
        using var key = ContentKey.Create(RandomNumberGenerator.Fill);
        using var recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var objects = Enumerable.Range(0, 2).Select(i => Digest.Of($"object {i}")).Select(root =>
            new OfferedObject(root, new(1 << 20, 1234), [KeyEnvelope.Wrap(key, recipient.PublicKey, Digest.Of("key").ToString(), root, RandomNumberGenerator.Fill).Text])).ToList();
        var terms = new Terms { Package = PackageManifest.RootOf(objects.Select(o => o.Root)), Items = [.. objects.Select(o => new ItemTerms(o.Root, 1234, [Digest.Of(o.Envelopes[0])]))] };
        return (Encoding.UTF8.GetBytes(PackageOffer.Write(terms.Package.Value, objects).ToJsonString()), terms);
    }

    [Fact]
    [Trait("Spec", "evidence/R46")]
    public void An_offer_is_read_back_as_the_delivery_names_it()
    {
        var offered = PackageOffer.Read(Sample.Bytes, Sample.Terms);
        Assert.Equal(Sample.Terms.Items.Select(i => i.Root), offered.Select(o => o.Root));
        Assert.All(offered, o => Assert.Equal(1234, o.Layout.PaddedSize));
    }

    [Fact]
    [Trait("Spec", "evidence/R46")]
    public void Another_object_or_envelope_than_the_delivery_names_is_refused()
    {
        var items = Sample.Terms.Items;
        Terms[] others =
        [
            Sample.Terms with { Items = [items[1], items[0]] },
            Sample.Terms with { Items = [items[0]] },
            Sample.Terms with { Items = [items[0], items[1] with { Envelopes = [Digest.Of("another")] }] },
            Sample.Terms with { Items = [items[0], items[1] with { Envelopes = [] }] },
        ];
        Assert.All(others, terms => Assert.Throws<RefusedException>(() => PackageOffer.Read(Sample.Bytes, terms)));
    }

    [Fact]
    public void Mutated_offers_and_particulars_are_read_or_refused_and_nothing_else()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("COMITY_FUZZ") ?? "3000", System.Globalization.CultureInfo.InvariantCulture);
        var particulars = Encoding.UTF8.GetBytes(new FileParticulars(
            "a.txt", new(3, Digest.Of("x"), new string('a', 128)), new("http://x.localhost/offices/y", 5, Digest.Of("d"), 6)).ToJson().ToJsonString());
        var random = new Random(20261122);
        for (var i = 0; i < count; i++)
        {
            Fuzz(Mutated(Sample.Bytes, random));
            Fuzz(Mutated(particulars, random));
        }
    }

    private static void Fuzz(ReadOnlySpan<byte> bytes)
    {
        try
        {
            PackageOffer.Read(bytes, Sample.Terms);
        }
        catch (RefusedException)
        {
            // The one way to say no.
        }

        try
        {
            FileParticulars.Read(StrictJson.Parse(bytes, "Anything"));
        }
        catch (RefusedException)
        {
            // The one way to say no.
        }
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var n = random.Next(1, 4); n > 0 && mutated.Count > 0; n--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0: mutated[at] = (byte)random.Next(256); break;
                case 1: mutated.RemoveAt(at); break;
                case 2: mutated.Insert(at, (byte)"0{}[]\",:-e9"[random.Next(11)]); break;
                default: mutated.RemoveRange(at, Math.Min(random.Next(20), mutated.Count - at)); break;
            }
        }

        return [.. mutated];
    }
}
