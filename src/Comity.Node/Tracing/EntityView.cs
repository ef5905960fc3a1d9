using Comity.Tracing;

namespace Comity.Node.Tracing;

/// <summary>One entity as a command looks at it: by common input, strictly so, or with change.</summary>
internal sealed class EntityView
{
    private const int MostTimes = 10_000;
    private readonly Entities _entities;
    private readonly uint _address;
    private readonly IReadOnlyList<EntityProfile> _parts;
    private readonly IReadOnlyList<uint>? _strict;

    private EntityView(ChainStore chain, Entities entities, uint address, EntityLevel1? level1, IReadOnlyList<uint>? strict)
    {
        (Chain, _entities, _address, Level1, _strict) = (chain, entities, address, level1, strict);
        _parts = level1 is null ? [entities.Profile(address)] : [.. level1.PartsOf(address).Select(entities.Profile)];
        Tags = [.. _parts.SelectMany(p => p.Tags).OrderByDescending(t => t.Tag.Level)];
        Conflicts = [.. TagConflict.Among([.. Tags.Select(t => t.Tag)])];
    }

    internal static EntityView Of(ChainStore chain, uint address, int level, bool strict, CancellationToken stop)
    {
        var entities = new Entities(chain);
        var level1 = level == 1 ? TraceProgress.Show("transactions", tell => EntityLevel1.Compute(chain, progress: (done, total) => tell("change", done, total), stop: stop)) : null;
        return new(chain, entities, address, level1, strict ? entities.StrictMembers(address) : null);
    }

    internal ChainStore Chain { get; }

    internal EntityLevel1? Level1 { get; }

    internal IReadOnlyList<MemberTag> Tags { get; }

    internal IReadOnlyList<(Tag First, Tag Second)> Conflicts { get; }

    /// <summary>The smallest address.</summary>
    internal uint Id => _strict is not null ? _strict[0] : _parts.Min(p => p.Id);

    internal long Size => _strict?.Count ?? _parts.Sum(p => p.Size);

    internal long Received => _strict is null ? _parts.Sum(p => p.Received) : _strict.Sum(a => AddressCommand.Totals(Chain, a).Received);

    internal long Balance => _strict is null ? _parts.Sum(p => p.Balance) : _strict.Sum(a => AddressCommand.Totals(Chain, a).Balance);

    internal string Text(uint address) => Chain.TextOf(address);

    /// <summary>A page of members and whether another follows.</summary>
    /// <param name="after">The last member of the page before, or null for the first page.</param>
    /// <param name="count">Members on it.</param>
    internal (List<uint> Members, bool More) Page(uint? after, int count)
    {
        var page = Members(after).Take(count + 1L > int.MaxValue ? count : count + 1).ToList();
        if (page.Count <= count) return (page, false);
        page.RemoveAt(count);
        return (page, true);
    }

    private IEnumerable<uint> Members(uint? after)
    {
        if (after is not { } last) return _strict ?? _parts.SelectMany(p => Ring(p.Id));
        if (_strict is not null) return _strict.SkipWhile(m => m != last).Skip(1);
        var part = _parts.TakeWhile(p => p.Id != _entities.IdOf(last)).Count();
        if (part == _parts.Count) throw new TracingException($"{Text(last)} is not of this entity");
        return Rest(last).Concat(_parts.Skip(part + 1).SelectMany(p => Ring(p.Id)));
    }

    private IEnumerable<uint> Ring(uint id) => Rest(id).Prepend(id);

    /// <summary>Members of a cluster behind one, in the order of its ring.</summary>
    private IEnumerable<uint> Rest(uint member)
    {
        for (var next = _entities.After(member); next is { } m; next = _entities.After(m)) yield return m;
    }

    /// <summary>Merges by change that touch this entity and were not made.</summary>
    internal IEnumerable<ChangeMerge> Refused() =>
        Level1 is null ? [] : Level1.Log.Where(m => m.Refused is not null && (Level1.Find(m.Payer) == Id || Level1.Find(m.Change) == Id));

    internal IReadOnlyList<ClusterEdge>? Explain(uint other) => Level1 is null ? _entities.Explain(_address, other) : Level1.Explain(_entities, _address, other);

    internal TimePattern Times() => TimePattern.Of(Chain, Members(null).Take(MostTimes));
}
