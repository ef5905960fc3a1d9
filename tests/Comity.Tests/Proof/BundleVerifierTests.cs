using Comity.Dossiers;
using Comity.Proof;
using Comity.Trust;

namespace Comity.Tests.Proof;

public class BundleVerifierTests
{
    private static void Fails(string file, string rule, byte[] bundle, BundlePolicy? policy = null)
    {
        var report = BundleWorld.Verify(bundle, policy);
        Assert.True(report.Failure is not null, "It is valid.");
        Assert.True(report.Failure.File.StartsWith(file, StringComparison.Ordinal) && report.Failure.Rule.Contains(rule, StringComparison.Ordinal), report.Failure.ToString());
    }

    private static BundleReport Holds(byte[] bundle, BundleNoteKind? note = null, BundlePolicy? policy = null)
    {
        var report = BundleWorld.Verify(bundle, policy);
        Assert.True(report.Holds, report.Failure?.ToString());
        if (note is { } kind) Assert.Contains(report.Notes, n => n.Kind == kind);
        return report;
    }

    [Fact]
    [Trait("Spec", "bundle/9")]
    public void A_whole_bundle_holds_and_its_state_is_printed()
    {
        var report = Holds(new BundleWorld().Seal());
        Assert.DoesNotContain(report.Notes, n => n.Kind != BundleNoteKind.Law);
        Assert.Contains(report.State, l => l.Contains("asking/1 ch.185.29: granted by asked/1", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Spec", "bundle/1")]
    public void BundleByteFlip_in_the_archive_is_named_by_file()
    {
        var bundle = new BundleWorld().Seal();
        var step = int.TryParse(Environment.GetEnvironmentVariable("COMITY_FUZZ"), out _) ? 1 : 61;
        for (var i = 0; i < bundle.Length; i += step)
        {
            bundle[i] ^= 0x20;
            var report = BundleWorld.Verify(bundle);
            Assert.True(report.Failure is { File.Length: > 0 }, $"Byte {i} may be changed.");
            bundle[i] ^= 0x20;
        }
    }

    [Fact]
    [Trait("Spec", "bundle/1")]
    public void BundleByteFlip_with_the_check_sums_repaired_is_named_by_file()
    {
        var files = BundleWorld.Files(new BundleWorld().Seal());
        foreach (var (name, content) in files.ToList())
            for (var i = 0; i < content.Length; i += name.StartsWith("law/", StringComparison.Ordinal) ? content.Length / 3 : Math.Max(1, content.Length / 16))
            {
                var changed = content.ToArray();
                changed[i] ^= 1;
                var failure = BundleWorld.Verify(BundleArchive.Write(new Dictionary<string, ReadOnlyMemory<byte>>(files) { [name] = changed })).Failure;
                Assert.True(failure is not null && (failure.File == name || name == BundleNames.Cover), $"{name} at {i}: {failure}");
            }
    }

    [Fact]
    [Trait("Spec", "bundle/1")]
    public void A_file_too_many_or_too_few_is_named()
    {
        var files = BundleWorld.Files(new BundleWorld().Seal());
        foreach (var name in files.Keys.Where(n => n != BundleNames.Cover))
            Fails(name, "step 1", BundleArchive.Write(files.Where(f => f.Key != name).ToDictionary()));
        Fails(BundleNames.Law(Digest.Of("x")), "step 1", BundleArchive.Write(new Dictionary<string, ReadOnlyMemory<byte>>(files) { [BundleNames.Law(Digest.Of("x"))] = new byte[1] }));
    }

    [Fact]
    [Trait("Spec", "bundle/3")]
    public void Without_the_authors_chain_a_seal_does_not_hold()
    {
        var world = new BundleWorld();
        world.Papers.RemoveAt(world.Papers.Count - 2);
        Fails("receipts/", "step 3, R27", world.Seal()); // Japan's status list is gone
        Assert.NotNull(BundleVerifier.Verify(new BundleWorld().Seal(), [new(BundleWorld.AnchorId, SigningKey.Create().Public.Jwk)]).Failure);
    }

    [Fact]
    [Trait("Spec", "bundle/4")]
    public void An_act_without_approval_is_invalid() => Fails("statements/", "step 4", new BundleWorld(approved: false).Seal());

    [Fact]
    [Trait("Spec", "bundle/4")]
    public void An_emergency_marked_as_approved_alone_still_needs_two_persons() => Fails("statements/", "step 4", new BundleWorld(
        request: draft => draft with { Terms = draft.Terms with { Urgency = Urgency.Emergency, Solo = new(SoloReason.NoAnswer, BundleWorld.Noon.ToUnixTimeSeconds() - 3600) } }).Seal());

    [Fact]
    [Trait("Spec", "bundle/5")]
    public void What_a_statement_has_seen_must_be_there()
    {
        var world = new BundleWorld();
        var writer = new BundleWriter();
        writer.Add(world.Grant);
        writer.AddReceipt(world.GrantReceipt, world.Serbia.Prove(1));
        writer.Add(TrustMaterial.Of(world.Papers));
        writer.AddLaw(Law.TestLaw.Release.Pack());
        Fails(BundleNames.Cover, "step 5", world.Seal(writer));
    }

    [Fact]
    [Trait("Spec", "bundle/R42")]
    public void A_bundle_that_no_witness_saw_holds_only_if_the_reader_allows_it()
    {
        var world = new BundleWorld();
        var bundle = world.Seal(world.Writer(cosigned: false));
        Fails("proofs/", "R42", bundle);
        Holds(bundle, BundleNoteKind.Unwitnessed, new() { AllowUnwitnessed = true });
    }

    [Fact]
    [Trait("Spec", "bundle/R34")]
    public void A_witness_that_saw_it_days_later_makes_a_weak_time()
    {
        var world = new BundleWorld();
        Holds(world.Seal(world.Writer(seenAfter: TimeSpan.FromHours(30))), BundleNoteKind.WeakTime);
        Holds(world.Seal(world.Writer(seenAfter: TimeSpan.FromHours(-1))), BundleNoteKind.WeakTime);
    }

    [Fact]
    [Trait("Spec", "bundle/R38")]
    public void Two_checkpoints_of_a_log_are_joined_or_unwitnessed()
    {
        var world = new BundleWorld();
        var writer = world.Writer();
        writer.AddEntry(world.Request.Id, world.Serbia.Prove(0, size: 1));
        Fails("proofs/", "R42", world.Seal(writer));
        writer.Add(world.Serbia.Join(1, 2));
        Holds(world.Seal(writer));
        var wrong = world.Writer();
        wrong.AddEntry(world.Request.Id, world.Serbia.Prove(0, size: 1));
        wrong.Add(world.Serbia.Join(1, 2) with { Path = [Digest.Of("x")] });
        Fails("consistency/", "R38", world.Seal(wrong));
    }

    [Fact]
    [Trait("Spec", "bundle/7")]
    public void Two_verdicts_on_one_statement_are_invalid()
    {
        var world = new BundleWorld();
        var second = world.Japan.Receive(world.Request, world.Serbia, BundleWorld.Noon.AddMinutes(3), RefusalCode.Role);
        var writer = world.Writer();
        writer.AddReceipt(world.RequestReceipt, world.Japan.Prove(0));
        writer.AddReceipt(second, world.Japan.Prove(1));
        Fails("receipts/", "step 7, R17", world.Seal(writer));
    }

    [Fact]
    [Trait("Spec", "bundle/8")]
    public void The_release_that_a_statement_names_must_be_there()
    {
        var world = new BundleWorld();
        Fails("law/", "step 8", world.Seal(world.Writer(withLaw: false)));
    }

    [Fact]
    [Trait("Spec", "bundle/R32")]
    public void A_revocation_with_effect_before_T_taints_and_a_later_one_changes_nothing()
    {
        var world = new BundleWorld();
        string Revoked(DateTimeOffset since) => world.Japan.SignStatus(world.Japan.Status().Next(BundleWorld.Noon.AddDays(2), new Revocation(RevokedKind.Key, world.Japan.SealKid, BundleWorld.Noon.AddDays(2), since, "compromised")));
        Holds(world.Seal(), BundleNoteKind.Tainted, new() { LaterStatus = [Revoked(BundleWorld.Noon.AddHours(-2))] });
        Assert.DoesNotContain(Holds(world.Seal(), null, new() { LaterStatus = [Revoked(BundleWorld.Noon.AddHours(2))] }).Notes, n => n.Kind == BundleNoteKind.Tainted);
    }

    [Fact]
    [Trait("Spec", "bundle/R8")]
    public void Disclosures_left_out_are_noted()
    {
        var world = new BundleWorld();
        var writer = world.Writer();
        writer.Add(world.Request.With([]));
        Holds(world.Seal(writer), BundleNoteKind.Withheld);
    }

    [Fact]
    [Trait("Spec", "bundle/1")]
    public void Nonsense_is_invalid_and_nothing_else()
    {
        var bundle = new BundleWorld().Seal();
        Ledger.Fuzzing.Run(BundleFuzz.Fuzz, bundle[..3000], bundle[^600..], [.. bundle[..1500], .. bundle[^22..]]);
    }
}

/// <summary>Whatever the bytes, a report comes back.</summary>
internal static class BundleFuzz
{
    internal static void Fuzz(ReadOnlySpan<byte> input)
    {
        if (BundleWorld.Verify(input.ToArray()).Holds) throw new InvalidOperationException("Nonsense is valid.");
        try
        {
            LogJoint.Parse(input);
        }
        catch (RefusedException)
        {
            // As it should be.
        }
    }
}
