namespace Comity.Tracing;

/// <summary>Outside data that breaks a rule: the message names what was found and what was allowed.</summary>
public class TracingException : Exception
{
    /// <summary>A refusal without text; only for the framework's conventions.</summary>
    public TracingException() { }

    /// <summary>A refusal that says what was found.</summary>
    public TracingException(string message) : base(message) { }

    /// <summary>A refusal caused by another.</summary>
    public TracingException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Bytes of a block or block file that break the format: file, byte offset, field, value found and the limit.</summary>
public sealed class MalformedException : TracingException
{
    /// <summary>A refusal without place; only for the framework's conventions.</summary>
    public MalformedException() { }

    /// <summary>A refusal that says what was found.</summary>
    public MalformedException(string message) : base(message) { }

    /// <summary>A refusal caused by another.</summary>
    public MalformedException(string message, Exception inner) : base(message, inner) { }

    /// <summary>A refusal at a place.</summary>
    /// <param name="file">File name, or empty for bytes that came by another way.</param>
    /// <param name="offset">Byte offset in the file.</param>
    /// <param name="field">What was being read.</param>
    /// <param name="found">The value found, as text.</param>
    /// <param name="limit">What would have been accepted, as text.</param>
    public MalformedException(string file, long offset, string field, string found, string limit)
        : base($"{(file.Length == 0 ? "block" : file)}, offset {offset}: {field} is {found}, expected {limit}") =>
        (File, Offset, Field, Found, Limit) = (file, offset, field, found, limit);

    /// <summary>File name, or empty.</summary>
    public string File { get; } = "";

    /// <summary>Byte offset of the field.</summary>
    public long Offset { get; }

    /// <summary>The field that was being read.</summary>
    public string Field { get; } = "";

    /// <summary>The value found.</summary>
    public string Found { get; } = "";

    /// <summary>What would have been accepted.</summary>
    public string Limit { get; } = "";

    /// <summary>The same refusal, placed in a file at a shift.</summary>
    internal MalformedException In(string file, long shift) => new(file, Offset + shift, Field, Found, Limit);
}
