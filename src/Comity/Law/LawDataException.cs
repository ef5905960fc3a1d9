namespace Comity.Law;

/// <summary>The law data are wrong somewhere: the file, the line, and what to do about it.</summary>
/// <param name="file">Path inside the release: <c>ets-185.yaml</c>.</param>
/// <param name="line">Line in the file, from 1; 0 where the whole file is meant.</param>
/// <param name="wrong">What is wrong.</param>
/// <param name="remedy">What to change.</param>
public sealed class LawDataException(string file, int line, string wrong, string remedy)
    : Exception(line > 0 ? $"{file}:{line}: {wrong} {remedy}" : $"{file}: {wrong} {remedy}")
{
    /// <summary>Path inside the release.</summary>
    public string File { get; } = file;

    /// <summary>Line in the file, from 1; 0 where the whole file is meant.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong.</summary>
    public string Wrong { get; } = wrong;

    /// <summary>What to change.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The id that was looked for and is not there, or null.</summary>
    internal string? Missing { get; init; }
}
