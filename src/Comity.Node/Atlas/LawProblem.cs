using System.Globalization;
using Comity.Law;
using Comity.Node.Law;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comity.Node.Atlas;

/// <summary>What can be wrong with a question to the law, as RFC 9457 problems; each type is a heading of docs/problems.md.</summary>
internal static class LawProblem
{
    internal const string UnknownWord = "unknown-word", NotSupposable = "not-supposable", TooMany = "too-many-questions", SignIn = "sign-in-needed";

    internal static ProblemHttpResult Of(Exception wrong) => wrong switch
    {
        UnknownWordException unknown => Problem(StatusCodes.Status400BadRequest, UnknownWord, unknown.Message, new() { ["what"] = unknown.What, ["valid"] = unknown.Valid }),
        SuppositionException refused => Problem(StatusCodes.Status400BadRequest, NotSupposable, refused.Message, new() { ["supposition"] = refused.Supposition }),
        _ => throw new InvalidOperationException("Not a fault of the question.", wrong),
    };

    internal static bool Is(Exception wrong) => wrong is UnknownWordException or SuppositionException;

    internal static ProblemHttpResult SignInNeeded() => Problem(StatusCodes.Status401Unauthorized, SignIn, "This node shows the law to its officers only. Sign in first, or ask another node.", []);

    internal static ProblemHttpResult TooManyQuestions(int perMinute) => Problem(
        StatusCodes.Status429TooManyRequests, TooMany, $"At most {perMinute.ToString(CultureInfo.InvariantCulture)} questions a minute from one address. Wait a minute, or ask a node of your own.", []);

    private static ProblemHttpResult Problem(int status, string word, string detail, Dictionary<string, object?> more) =>
        TypedResults.Problem(detail, statusCode: status, title: word.Replace('-', ' '), type: "/problems/" + word, extensions: more);
}
