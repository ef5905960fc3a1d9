using System.Buffers.Binary;

namespace Comity.Matching;

/// <summary>The worker's side: reads a picture, answers with its hash, until the pipe closes.</summary>
public static class WorkerLoop
{
    /// <summary>Kind and head of a request: <c>2 ‖ id u64 ‖ flags u8</c>, then the file.</summary>
    internal const int RequestHead = 1 + 8 + 1;

    /// <summary>Decodes a file or says why not.</summary>
    /// <exception cref="RefusedPictureException">The file is refused.</exception>
    public delegate DecodedPicture Decoder(ReadOnlySpan<byte> file, HashScope flags);

    /// <summary>Answers requests until the input ends. Returns the exit code: 0 at a clean end, 1 when the parent broke the protocol.</summary>
    public static int Run(Stream input, Stream output, WorkerMessage.Hello hello, Decoder decode) =>
        Run(input, output, hello, decode, WorkerMessage.LongestRequest + RequestHead);

    internal static int Run(Stream input, Stream output, WorkerMessage.Hello hello, Decoder decode, int longest)
    {
        Frames.Write(output, hello.ToBytes(), []);
        try
        {
            var requests = new FrameReader(input, longest);
            while (requests.Read(out var frame))
            {
                if (frame.Length < RequestHead || frame[0] != 2) return 1;
                Frames.Write(output, Answer(frame, decode).ToBytes(), []);
            }

            return 0;
        }
        catch (RefusedInputException)
        {
            return 1;
        }
    }

    private static WorkerMessage Answer(ReadOnlySpan<byte> frame, Decoder decode)
    {
        var id = BinaryPrimitives.ReadUInt64LittleEndian(frame[1..]);
        try
        {
            return new WorkerMessage.Done(id, decode(frame[RequestHead..], (HashScope)frame[9]));
        }
        catch (RefusedPictureException e)
        {
            return new WorkerMessage.Refused(id, e.Code, e.Message);
        }
    }
}

/// <summary>A picture is refused by the decoder.</summary>
/// <param name="code">Why.</param>
/// <param name="reason">At most 200 printable ASCII characters, never content.</param>
public sealed class RefusedPictureException(FileRefusal code, string reason) : Exception(reason)
{
    /// <summary>Why.</summary>
    public FileRefusal Code { get; } = code;
}
