using System.Buffers.Binary;

namespace Comity.Matching;

/// <summary>Reads frames from a pipe into one buffer that is used again: <c>u32 LE length ‖ bytes</c>.</summary>
/// <param name="stream">The pipe.</param>
/// <param name="longest">Longest frame accepted, in bytes.</param>
internal sealed class FrameReader(Stream stream, int longest)
{
    private const int Kept = 16 << 20; // a buffer that one huge file needed is not held for the small ones after it

    private byte[] _buffer = [];

    /// <summary>Reads the next frame; false at the end of the stream. The frame holds until the next call.</summary>
    /// <exception cref="RefusedInputException">Longer than allowed, or cut off.</exception>
    internal bool Read(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        Span<byte> head = stackalloc byte[4];
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got == 0) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (got < head.Length || length > longest) throw new RefusedInputException("A frame is cut off or longer than the protocol allows.");
        if (_buffer.Length < length || _buffer.Length > Math.Max(Kept, length)) _buffer = GC.AllocateUninitializedArray<byte>((int)length);
        var bytes = _buffer.AsSpan(0, (int)length);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw new RefusedInputException("A frame is cut off.");
        frame = bytes;
        return true;
    }
}

/// <summary>Writes frames to a pipe.</summary>
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
}
