namespace Comity.Trust;

/// <summary>No fresh enough status list of a superior is at hand. A passing fault: fetch it and ask again; never a verdict (rules R26, R31).</summary>
/// <param name="issuer">The superior whose list is missing or too old.</param>
/// <param name="issued">When the newest one at hand was issued, or null.</param>
public sealed class StatusStaleException(EntityId issuer, DateTimeOffset? issued)
    : Exception(issued is { } at ? $"The newest status list of {issuer} is of {at:u}: too old to judge by." : $"No status list of {issuer} is at hand.")
{
    /// <summary>The wire's word for the fault.</summary>
    public const string Word = "status-stale";

    /// <summary>The superior whose list is missing or too old.</summary>
    public EntityId Issuer { get; } = issuer;

    /// <summary>When the newest one at hand was issued, or null.</summary>
    public DateTimeOffset? Issued { get; } = issued;
}
