namespace Comity.Node.Demo;

/// <summary>An invented person of the demo.</summary>
internal sealed record DemoPerson(string Name, string Title, string Office);

/// <summary>A node of the demo federation.</summary>
/// <param name="Name">Its name below <c>.localhost</c>, and of its folder.</param>
internal sealed record DemoMember(string Name, NodeKind Kind, string Title, string Party, IReadOnlyList<OfficeSetting> Offices, IReadOnlyList<DemoPerson> People);

/// <summary>The cast of the exercise. All people and the provider are invented; no real office is meant.</summary>
internal static class DemoMembers
{
    internal const string Secretariat = "secretariat", Serbia = "rs", Japan = "jp", Provider = "examplecloud";

    internal static readonly IReadOnlyList<DemoMember> All =
    [
        new(Secretariat, NodeKind.Anchor, "Secretariat of the network", "FR", [new("register", "Register", [])], [new("Claire Dumas", "Registrar", "register")]),
        new(Serbia, NodeKind.Authority, "Serbia", "RS",
            [new("poc", "24/7 point of contact", ["poc-24-7", "competent-authority"]), new("ca", "Central authority", ["central-authority"])],
            [new("Marko Ilić", "Investigator", "poc"), new("Jelena Kovač", "Duty officer", "poc"), new("Ana Petrović", "Head of mutual assistance", "ca")]),
        new(Japan, NodeKind.Authority, "Japan", "JP",
            [new("poc", "24/7 point of contact", ["poc-24-7", "competent-authority"]), new("ca", "Central authority", ["central-authority"])],
            [new("Haruka Mori", "Duty officer", "poc"), new("Kenji Arai", "Duty officer", "poc"), new("Yuki Tanabe", "Counsellor", "ca")]),
        new(Provider, NodeKind.Provider, "ExampleCloud K.K.", "JP", [new("response", "Response team", ["provider"])],
            [new("Sora Nakai", "Response officer", "response"), new("Mei Fujita", "Response officer", "response")]),
    ];
}
