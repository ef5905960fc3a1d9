using Microsoft.Data.Sqlite;
using PartySide = Comity.Node.Look.Side;

namespace Comity.Node.Trust;

/// <summary>How organisations and offices are called on pages: others as the directory names them, ourselves as set up.</summary>
internal sealed class PartyBook
{
    private readonly NodeSettings _own;
    private readonly Dictionary<string, KnownMember> _members;
    private readonly Dictionary<string, KnownOffice> _offices;

    internal PartyBook(SqliteConnection sql, NodeSettings own)
    {
        _own = own;
        _members = TrustTables.Members(sql).ToDictionary(m => m.Entity);
        _offices = TrustTables.Offices(sql).ToDictionary(o => o.Entity);
    }

    /// <summary>An organisation as a side of a dossier. One that left the directory is called by its host.</summary>
    internal PartySide SideOf(string organisation)
    {
        if (organisation == _own.Url) return new(_own.Party, _own.Title, Own: true, Provider: _own.Kind == NodeKind.Provider);
        return _members.TryGetValue(organisation, out var member)
            ? new(member.Party ?? "", member.Name, Provider: member.Provider)
            : new("", new Uri(organisation).Host, Provider: true);
    }

    /// <summary>An office as it calls itself.</summary>
    internal string OfficeOf(string office)
    {
        if (_own.OfficeName(office) is { } name) return _own.Offices.First(o => o.Name == name).Title;
        return _offices.TryGetValue(office, out var known) ? known.Name : office;
    }

    /// <summary>An office with whom it speaks for: "RS 24/7 point of contact", "ExampleCloud K.K. Response team".</summary>
    internal string Signer(string office)
    {
        var side = SideOf(Exchange.Peers.OrganisationOf(office));
        return $"{(side.Provider ? side.Name : side.Code)} {OfficeOf(office)}";
    }

    /// <summary>The organisations whose name or code contains <paramref name="find"/>.</summary>
    internal IEnumerable<string> Named(string find) => _members.Keys.Append(_own.Url).Where(entity =>
    {
        var side = SideOf(entity);
        return side.Name.Contains(find, StringComparison.OrdinalIgnoreCase) || string.Equals(side.Code, find, StringComparison.OrdinalIgnoreCase);
    });
}
