namespace Comity.Tracing;

/// <summary>What an exhibit is to show.</summary>
public sealed record ExhibitRequest
{
    /// <summary>The trace; forward, fees destroyed.</summary>
    public required FlowQuestion Question { get; init; }

    /// <summary>The output at a service that the request is about; null takes the largest that a tagged service holds.</summary>
    public Outpoint? Deposit { get; init; }

    /// <summary>Reason for naming a service although the last step is weak; printed.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>Who overrides.</summary>
    public string Officer { get; init; } = "";

    /// <summary>Whether tags are also looked for over merges by change. A service found so is weak and needs an override.</summary>
    public bool ByChange { get; init; }

    /// <summary>Most transactions in an exhibit; our own limit.</summary>
    public int MostHops { get; init; } = 500;
}
