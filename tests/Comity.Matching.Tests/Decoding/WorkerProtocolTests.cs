namespace Comity.Matching.Tests;

[Trait("Spec", "matching/6")]
public sealed class WorkerProtocolTests
{
    private static readonly DecodedPicture Picture = new(640, 480, PictureFormat.Png, 1, 1, 77, [new PdqHash(1, 2, 3, 4)]);

    private static readonly WorkerMessage[] Messages =
    [
        new WorkerMessage.Hello("8.14.1", "limits"), new WorkerMessage.Done(9, Picture), new WorkerMessage.Done(10, Picture with { Hashes = new PdqHash[8] }),
        new WorkerMessage.Refused(11, FileRefusal.Damaged, "truncated"),
    ];

    [Fact]
    public void A_message_is_read_as_it_was_written()
    {
        foreach (var message in Messages) Assert.Equal(message.ToBytes(), WorkerMessage.Parse(message.ToBytes()).ToBytes());
    }

    [Fact]
    public void Any_bytes_of_a_worker_are_a_message_or_refused() => Fuzz.Run(FuzzAnswer, [.. Messages.Select(m => m.ToBytes())], 200_000);

    [Fact]
    public void Any_bytes_to_a_worker_are_answered_or_end_it()
    {
        byte[] request = [14, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8];
        Fuzz.Run(FuzzRequests, [request, [.. request, .. request]], 100_000);
    }

    internal static void FuzzAnswer(ReadOnlySpan<byte> input)
    {
        try
        {
            var message = WorkerMessage.Parse(input);
            if (!message.ToBytes().AsSpan().SequenceEqual(input)) throw new InvalidOperationException("another message was read than was sent");
        }
        catch (RefusedInputException)
        {
        }
    }

    internal static void FuzzRequests(ReadOnlySpan<byte> input)
    {
        using var output = new MemoryStream();
        var code = WorkerLoop.Run(new MemoryStream(input.ToArray()), output, new("fake", "none"), (file, _) =>
            file is [< 128, ..] ? Picture : throw new RefusedPictureException(FileRefusal.Damaged, "no"), longest: 1 << 12);
        if (code is not (0 or 1)) throw new InvalidOperationException("another exit code");
    }
}
