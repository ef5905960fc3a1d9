using Comity.Node.Look;

namespace Comity.Node.Identity;

/// <summary>The offices that a new node can have, with the roles that they hold in the law data.</summary>
internal static class SetUpOffices
{
    private static readonly OfficeSetting Register = new("register", "Register", []), Response = new("response", "Response team", ["provider"]);

    private static readonly (OfficeSetting Office, string Note, string Provision)[] OfAuthority =
    [
        (new("poc", "24/7 point of contact", ["poc-24-7", "competent-authority"]), "Preservation at any hour, emergencies, domestic orders", "ets-185/35/1"),
        (new("ca", "Central authority", ["central-authority"]), "Mutual assistance", "ets-185/27/2/a"),
        (new("court", "Judicial authority", ["judicial-authority"]), "Orders and their review", "ets-185/15/2"),
    ];

    private static readonly (OfficeSetting Office, string Note, string Provision) OfProvider =
        (new("registrar", "Registrar", ["registrar"]), "Of a provider only: answers for the registrants of domain names", "cets-224/6/1");

    internal static IReadOnlyList<Choice> Choices { get; } = [.. OfAuthority.Append(OfProvider).Select(o => new Choice(o.Office.Name, o.Office.Title, o.Note, o.Provision))];

    /// <summary>What was chosen; an anchor and a provider have the one office that each needs, and a provider may be a registrar too.</summary>
    internal static IReadOnlyList<OfficeSetting> Of(NodeKind kind, IReadOnlyList<string> chosen) => kind switch
    {
        NodeKind.Anchor => [Register],
        NodeKind.Provider => chosen.Contains(OfProvider.Office.Name) ? [Response, OfProvider.Office] : [Response],
        _ => [.. OfAuthority.Select(o => o.Office).Where(o => chosen.Contains(o.Name))],
    };
}
