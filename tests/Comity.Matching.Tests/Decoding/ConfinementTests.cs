using System.Diagnostics;

namespace Comity.Matching.Tests;

[Trait("Spec", "matching/6")]
public sealed class ConfinementTests(Workers workers) : IClassFixture<Workers>
{
    // The worker tries each before it greets; the greeting names what was refused.
    [Fact]
    public void The_worker_can_make_no_socket_write_no_file_and_start_no_program()
    {
        var greeting = workers.Pool.Greeting().Confinement;
        Assert.Contains("refused: sockets, writing, programs", greeting, StringComparison.Ordinal);
        Assert.StartsWith("limits on memory, time and files", greeting, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worker_can_read_no_foreign_file_where_the_kernel_has_landlock()
    {
        if (Landlock.Version() < 1) Assert.Skip("this kernel has no Landlock");
        Assert.Equal(Confinement.Whole, workers.Pool.Greeting().Confinement);
    }

    [Fact]
    public void A_process_that_is_not_confined_is_not_said_to_be() => Assert.Empty(Confinement.Refused());

    [Theory]
    [InlineData("exec sleep 60")] // hangs
    [InlineData("head -c 20 > /dev/null; kill -SEGV $$")] // crashes
    [InlineData("exit 0")] // ends at once
    [InlineData("head -c 20 > /dev/null; exec cat /dev/zero")] // floods
    [InlineData("head -c 20 > /dev/null; printf '\\014\\000\\000\\000\\004\\377\\000\\000\\000\\000\\000\\000\\000\\004\\001x'; exec sleep 60")] // answers another question
    public void A_decoder_that_fails_is_a_refused_file_and_the_program_lives_on(string behaviour)
    {
        var started = 0;
        using var pool = new WorkerPool(() =>
        {
            started++;
            return Script(behaviour);
        });
        var refused = Assert.IsType<FileOutcome.Refused>(new FileHasher(pool).Hash("drawn", Drawing.Encode("png", Drawing.Waves(64, 64), 64, 64)));
        Assert.Equal((FileRefusal.Decoder, 2), (refused.Code, started));
        Assert.NotNull(refused.Digests);
    }

    [Fact]
    public void A_worker_that_dies_once_costs_nothing_but_itself()
    {
        var first = true;
        using var pool = new WorkerPool(() =>
        {
            var start = first ? Script("exit 1") : DecodeWorker.Start(DecodeWorker.Program(WorkerPool.DefaultProgram), TimeSpan.FromSeconds(10));
            first = false;
            return start;
        });
        Assert.IsType<FileOutcome.Hashed>(new FileHasher(pool).Hash("drawn", Drawing.Encode("png", Drawing.Waves(64, 64), 64, 64)));
    }

    [Fact]
    public void A_worker_that_is_not_confined_gets_no_picture()
    {
        using var pool = new WorkerPool(() => Script("exec sleep 60", "none: not Linux"));
        Assert.Contains("none: not Linux", Assert.Throws<RefusedInputException>(pool.Greeting).Message, StringComparison.Ordinal);
    }

    // A worker by shell: it greets as a true one does, then misbehaves.
    private static DecodeWorker Script(string behaviour, string confinement = Confinement.Whole)
    {
        if (!VipsDecoder.IsInstalled) Assert.Skip(VipsDecoder.HowToInstall);
        var hello = new WorkerMessage.Hello("0", confinement).ToBytes();
        var frame = string.Concat(((byte[])[.. BitConverter.GetBytes(hello.Length), .. hello]).Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0')));
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"printf '{frame}'; {behaviour}"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return DecodeWorker.Start(start, TimeSpan.FromSeconds(1));
    }
}
