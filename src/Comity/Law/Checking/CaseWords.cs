namespace Comity.Law.Checking;

/// <summary>Values of the law as cases and tables of answers write them.</summary>
internal static class CaseWords
{
    /// <summary><c>min P60D</c>, <c>qualitative</c>, <c>max P5D working-days</c>.</summary>
    internal static string Of(TimeLimit limit) => $"{limit.SemanticsWord}{(limit.Duration is { } term ? $" {term}" : "")}{(limit.WorkingDays ? " working-days" : "")}{(limit.Renewable ? " renewable" : "")}";

    /// <summary><c>reservation of the asked State, add-refusal-ground</c>.</summary>
    internal static string Of(Switch turned) => $"{turned.Nature} {Side(turned.Side)}, {turned.Operation}";

    /// <summary><c>core</c>, <c>child</c>, <c>core, child</c>, or <c>other</c>.</summary>
    internal static string Of(Offence offence) => (offence.IsCore, offence.IsChildProtection) switch
    {
        (true, true) => "core, child",
        (true, false) => "core",
        (false, true) => "child",
        _ => "other",
    };

    private static string Side(SwitchSide side) => side switch
    {
        SwitchSide.Asked => "of the asked State",
        SwitchSide.Asking => "of the asking State",
        SwitchSide.Both => "of either State",
        SwitchSide.AnyParticipant => "of any participant",
        SwitchSide.Transferring => "of the transferring State",
        _ => throw new System.Diagnostics.UnreachableException($"A side {side}."),
    };
}
