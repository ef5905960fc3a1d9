using System.Text;
using Comity.Law;
using Comity.Node.Demo;
using Comity.Node.Law;

namespace Comity.Node.Tests.Dossiers;

/// <summary>Two Member States of the Union and a provider that is also a registrar, under a release in which CETS 224 is in force between the two: between them every channel of the data is open in some case.</summary>
public sealed class LawFederation : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private DemoFederation _federation = null!;

    internal static IReadOnlyList<DemoMember> Members { get; } =
    [
        new("secretariat", NodeKind.Anchor, "Secretariat of the network", "FR", [new("register", "Register", [])], [new("Claire Dumas", "Registrar", "register")]),
        Authority("pt", "Portugal", "PT"),
        Authority("hu", "Hungary", "HU"),
        new("fonix", NodeKind.Provider, "Főnix Kft.", "HU", [new("response", "Response team", ["provider"]), new("registrar", "Registrar", ["registrar"])],
            [new("Anna Kis", "Response officer", "response"), new("Béla Nagy", "Registry officer", "registrar")]),
    ];

    internal static LawShelf Law { get; } = new(LawRelease.Load(InForce(LawFolder.Read(LawFolder.Beside))));

    internal Bureau Portugal { get; private set; } = null!;

    internal Bureau Hungary { get; private set; } = null!;

    internal Bureau Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _federation = await DemoFederation.StartAsync(_folder.At("law"), Law, default, members: Members);
        (Portugal, Hungary, Provider) = (new(_federation["pt"]), new(_federation["hu"]), new(_federation["fonix"]));
    }

    public async ValueTask DisposeAsync()
    {
        await _federation.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The files of a release with two more consents to CETS 224, so that the fifth brings it into force on 1 June 2026 (art. 16.3).</summary>
    internal static Dictionary<string, byte[]> InForce(Dictionary<string, byte[]> files)
    {
        string[] rows = ["CETS224,PT,", "CETS224,EE,"];
        var lines = Encoding.UTF8.GetString(files["status/treaty_status.csv"]).Split('\n').Where(line => !rows.Any(row => line.StartsWith(row, StringComparison.Ordinal))).ToList();
        var at = lines.FindIndex(line => line.StartsWith("CETS224,", StringComparison.Ordinal));
        lines.InsertRange(at, rows.Select(row => row + "party,2022-05-12,2026-02-10,ratification,,,TEST,high,supposed for a test"));
        var changed = new Dictionary<string, byte[]>(files) { ["status/treaty_status.csv"] = Encoding.UTF8.GetBytes(string.Join('\n', lines)) };
        changed["cets-224.yaml"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["cets-224.yaml"]).Replace("status: not-in-force", "status: in-force", StringComparison.Ordinal));
        return changed;
    }

    private static DemoMember Authority(string name, string title, string party) => new(
        name, NodeKind.Authority, title, party,
        [new("poc", "24/7 point of contact", ["poc-24-7", "competent-authority"]), new("ca", "Central authority", ["central-authority"]), new("court", "Court", ["judicial-authority"])],
        [new("Person A", "Officer", "poc"), new("Person B", "Officer", "poc"), new("Person C", "Counsellor", "ca"), new("Person D", "Counsellor", "ca"), new("Person E", "Judge", "court"), new("Person F", "Judge", "court")]);
}
