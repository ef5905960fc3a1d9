using System.Net;
using Comity.Node.Identity;
using Comity.Node.Law;
using Comity.Node.Trust;
using Comity.Trust;

namespace Comity.Node.Demo;

/// <summary>Prepares the folders of the demo federation once: set-up, officers with exercise keys, and the anchor's register of each member.</summary>
internal static class DemoFolders
{
    internal static NodeOptions Options(string data, DemoMember member)
    {
        using var folder = NodeFolder.Open(PathOf(data, member));
        var url = folder.Settings?.Url ?? throw new NodeFault($"{PathOf(data, member)} is not a folder of the demo.");
        return new(PathOf(data, member), url, new IPEndPoint(IPAddress.Loopback, new Uri(url).Port));
    }

    internal static async Task PrepareAsync(string data, LawShelf law, int[] ports, IReadOnlyList<DemoMember>? cast = null)
    {
        if (ports.Length == 0) return;
        AnchorPin? pin = null;
        var members = new List<(DemoMember Member, string Configuration)>();
        foreach (var (member, port) in (cast ?? DemoMembers.All).Zip(ports))
        {
            var configuration = await SetUpAsync(data, member, port, pin, law);
            if (member.Kind == NodeKind.Anchor) await File.WriteAllTextAsync(AnchorPath(data), AnchorFileOf(pin = configuration.Pin!));
            else members.Add((member, configuration.Text));
        }

        await AdmitAsync(data, (cast ?? DemoMembers.All).First(m => m.Kind == NodeKind.Anchor), members, law);
    }

    /// <summary>The officers' one-click links, read from a folder that no node has open.</summary>
    internal static async Task<IReadOnlyList<(Officer Officer, string Link)>> LinksAsync(string data, DemoMember member, LawShelf law)
    {
        using var folder = NodeFolder.Open(PathOf(data, member));
        var core = NodeCore.Open(folder, law, TimeProvider.System);
        using (var sql = core.Database.Read())
        {
            var links = OfficerStore.All(sql).Select(o => (o, SignIn.DemoLink(core, o))).ToList();
            await core.CloseAsync();
            return links;
        }
    }

    internal static string PathOf(string data, DemoMember member) => Path.Combine(data, member.Name);

    /// <summary>The anchor's public key, for <c>comity verify</c>.</summary>
    internal static string AnchorPath(string data) => Path.Combine(data, "anchor.json");

    private static string AnchorFileOf(AnchorPin pin)
    {
        using var jwk = System.Text.Json.JsonDocument.Parse(pin.Key);
        return Comity.Proof.AnchorFile.Write(new(EntityId.Parse(pin.Id), PublicJwk.Parse(jwk.RootElement, "The anchor's key")));
    }

    private static async Task<(string Text, AnchorPin? Pin)> SetUpAsync(string data, DemoMember member, int port, AnchorPin? pin, LawShelf law)
    {
        using var folder = NodeFolder.Open(PathOf(data, member));
        folder.SetUp(new($"http://{member.Name}.localhost:{port}", member.Kind, member.Title, member.Party, Exercise: true, pin, member.Offices));
        var core = NodeCore.Open(folder, law, TimeProvider.System, create: true);
        var encryption = new EncryptionKeys(core);
        await encryption.RenewAsync();
        var enrolment = new Enrolment(core);
        foreach (var person in member.People)
        {
            using var key = SigningKey.Create();
            await core.Writer.RunAsync(t => enrolment.Enrol(t, new(person.Name, person.Title, person.Office, key.Public.Jwk, null, Bound: false, key)));
        }

        var configuration = new OwnDocuments(core, encryption).Configuration();
        await core.CloseAsync();
        return (configuration, member.Kind == NodeKind.Anchor ? new(core.Settings.Url, folder.Key(NodeKeys.Root).Public.Jwk.ToJson("sig").ToJsonString()) : null);
    }

    private static async Task AdmitAsync(string data, DemoMember anchor, List<(DemoMember Member, string Configuration)> members, LawShelf law)
    {
        using var folder = NodeFolder.Open(PathOf(data, anchor));
        var core = NodeCore.Open(folder, law, TimeProvider.System);
        var register = new AnchorRegister(core);
        foreach (var (member, text) in members)
        {
            var applicant = AnchorRegister.Examine(EntityConfiguration.Parse(text).Content.Entity.ToString(), text);
            await register.AdmitAsync(applicant, member.Title, member.Kind, member.Party, officer: null);
        }

        await core.CloseAsync();
    }
}
