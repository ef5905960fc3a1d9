namespace Comity.Matching;

/// <summary>How much a client may ask of one list version; part of the security, as whoever asks without limit can try every hash it knows.</summary>
/// <param name="PerDay">Inputs in 24 hours.</param>
/// <param name="PerVersion">Inputs of this version in all.</param>
public readonly record struct QueryQuota(int PerDay, int PerVersion);

/// <summary>The holder's side of the private query: evaluates requests within a quota, and writes each down before it answers.</summary>
/// <param name="log">The holder's log; what clients asked before is read from it.</param>
/// <param name="list">List id and version.</param>
/// <param name="key">Private key of this list version; the holder zeroes it when the version ends.</param>
/// <param name="quota">The quota per client.</param>
public sealed class QueryHolder(MatchLog log, string list, byte[] key, QueryQuota quota)
{
    private readonly Lock _gate = new();

    /// <summary>Evaluates a client's blinded elements.</summary>
    /// <param name="officer">Who answers for the holder.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="request">What the client sent.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">Randomness of the proof.</param>
    /// <exception cref="RefusedInputException">Beyond the quota, for another list, or not a request.</exception>
    public QueryAnswer Answer(string officer, string client, QueryRequest request, DateTimeOffset now, RandomFill random)
    {
        if (request.List != list) throw new RefusedInputException($"The request is for {request.List}, not for {list}.");
        if (request.Elements.Count is 0 or > Voprf.MostInputs) throw new RefusedInputException($"A request holds 1 to {Voprf.MostInputs} elements.");
        lock (_gate)
        {
            // Written down before the work, so that a request of elements that are no points costs as well.
            log.Append(new LogRecord.Answer(now, officer, client, list, request.Elements.Count, quota.PerDay, quota.PerVersion));
        }

        return new(list, Voprf.Evaluate(key, request.Elements, random));
    }
}
