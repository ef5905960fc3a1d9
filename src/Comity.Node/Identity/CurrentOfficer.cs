using System.Security.Claims;

namespace Comity.Node.Identity;

/// <summary>The officer whose request is being served.</summary>
internal sealed class CurrentOfficer(NodeCore node, IHttpContextAccessor http)
{
    private Officer? _officer;

    /// <summary>Null when nobody is signed in.</summary>
    internal Officer? Find()
    {
        if (_officer is not null || http.HttpContext?.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id) return _officer;
        using var sql = node.Database.Read();
        return _officer = OfficerStore.Find(sql, id);
    }

    /// <summary>The officer signed in; pages that need one are behind authorisation.</summary>
    internal Officer Get() => Find() ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The entity id of the officer's office.</summary>
    internal string OfficeId => node.Settings.OfficeId(Get().Office);
}
