namespace Comity.Law;

/// <summary>Which files of the folder <c>law</c> are the release, and which stand beside it.</summary>
public static class LawFiles
{
    /// <summary>The folder of cases, answers and the register of reviews: they judge a release and are no part of it, so that a new case changes no digest.</summary>
    public const string Cases = "cases/";

    /// <summary>True for a file that is part of a release: rules, registers, sheets, calendars.</summary>
    /// <param name="path">Path inside the folder, with slashes.</param>
    public static bool IsOfRelease(string path) => IsData(path) && !path.StartsWith(Cases, StringComparison.Ordinal);

    /// <summary>True for a file that a check reads: of the release, or beside it. Prose is neither.</summary>
    public static bool IsData(string path) => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".csv", StringComparison.Ordinal);
}
