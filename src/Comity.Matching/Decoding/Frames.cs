using System.Buffers.Binary;

namespace Comity.Matching;

/// <summary>Frames on the pipes: <c>u32 LE length ‖ bytes</c>.</summary>
internal static class Frames
{
    internal static void Write(Stream stream, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(head.Length + body.Length));
        stream.Write([.. length, .. head]);
        stream.Write(body);
        stream.Flush();
    }

    /// <summary>The next frame, or null at the end of the stream.</summary>
    /// <exception cref="RefusedInputException">Longer than <paramref name="longest"/>, or cut off.</exception>
    internal static byte[]? Read(Stream stream, int longest)
    {
        Span<byte> length = stackalloc byte[4];
        var got = stream.ReadAtLeast(length, 4, throwOnEndOfStream: false);
        if (got == 0) return null;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (got < 4 || count > longest) throw new RefusedInputException("A frame is cut off or longer than the protocol allows.");
        var frame = new byte[count];
        if (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length) throw new RefusedInputException("A frame is cut off.");
        return frame;
    }
}
