using Comity.Node.Look;

namespace Comity.Node.Trust;

/// <summary>The anchor's page: who it vouches for, and who asks to be vouched for.</summary>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Anchor">The anchor's address.</param>
/// <param name="AnchorKey">The fingerprint of the anchor's key, to be compared over another way.</param>
/// <param name="Asking">Nodes that ask for admission.</param>
/// <param name="Members">Admitted members.</param>
/// <param name="Roles">The roles that can be marked.</param>
public sealed record MembersView(
    DateTimeOffset Now, string Anchor, string AnchorKey, IReadOnlyList<Applicant> Asking, IReadOnlyList<Member> Members,
    IReadOnlyList<Choice> Roles);

/// <summary>A node that asks for admission.</summary>
/// <param name="Entity">Its entity id.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="Kind">Authority or provider.</param>
/// <param name="Party">The Party it says to belong to.</param>
/// <param name="Key">The fingerprint of its federation key.</param>
/// <param name="Offices">Its offices, each with the role asked for.</param>
/// <param name="At">When it asked.</param>
public sealed record Applicant(
    string Entity, string Name, string Kind, Side Party, string Key, IReadOnlyList<OfficeRole> Offices, DateTimeOffset At)
{
    /// <summary>The id of the field in which the fingerprint is typed.</summary>
    internal static string FieldOf(string entity) => "key-" + string.Concat(entity.Where(char.IsAsciiLetterOrDigit));
}

/// <summary>An office and the role it asks for or holds.</summary>
public sealed record OfficeRole(string Office, string Name, string Role);

/// <summary>A member.</summary>
/// <param name="Entity">Its entity id.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="Party">Its Party.</param>
/// <param name="Offices">Its offices and role marks.</param>
/// <param name="Since">When it was admitted.</param>
/// <param name="LogSize">The size of its log in the newest checkpoint seen, or null.</param>
/// <param name="LogAt">When that was cosigned, or null.</param>
/// <param name="State">Valid, expiring, revoked, log inconsistent.</param>
public sealed record Member(
    string Entity, string Name, Side Party, IReadOnlyList<OfficeRole> Offices, DateTimeOffset Since, long? LogSize, DateTimeOffset? LogAt, Mark State);
