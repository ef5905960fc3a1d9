using System.Text.Json.Nodes;
using Comity.Dossiers;
using Comity.Node.Dossiers;
using Comity.Node.Exchange;
using Comity.Node.Identity;
using Comity.Trust;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests;

/// <summary>Writes acts on a demo node without the pages: prepared, approved with exercise keys, sealed.</summary>
internal static class TestActs
{
    /// <summary>A request for preservation from the point of contact, with every element but the one left out.</summary>
    internal static Task<Digest> RequestAsync(NodeHost host, string to, Urgency urgency = Urgency.None, string? without = null, int persons = 1, SoloTerms? solo = null)
    {
        var node = host.Core;
        var channel = node.Law.Current.FindChannel("ch.185.29")!;
        var draft = StatementDraft.Opening(node.Settings.OfficeId("poc"), to, new(node.Settings.Url, Peers.OrganisationOf(to)), ActType.Request, channel.Id, node.Law.Current.Digest,
            new() { Categories = ["traffic"], Offences = ["off.185.4"], Urgency = urgency, Treaty = TreatyOfPair.None, Solo = solo }, node.Random);
        var elements = channel.Elements.Where(e => e.Id != without).Select(e => KeyValuePair.Create<string, JsonNode?>(e.Id, "Said in a test."));
        return SealAsync(host, new("poc", draft, [KeyValuePair.Create<string, JsonNode?>("title", "Test case"), .. elements], new HashSet<string>()), persons);
    }

    /// <summary>Approves with the exercise keys of as many officers of the office as asked, and seals.</summary>
    internal static async Task<Digest> SealAsync(NodeHost host, ActProposal proposal, int persons = 1)
    {
        var desk = host.Services.GetRequiredService<ActDesk>();
        var act = desk.Prepare(proposal);
        var enrolment = new Enrolment(host.Core);
        var (approvals, officers) = (new List<Approval>(), new List<SdJwt>());
        foreach (var officer in OfficersOf(host, proposal.Office).Take(persons))
        {
            var key = await enrolment.KeyAsync(officer);
            approvals.Add(new(key.Statement.Id, ExerciseAuthenticator.Assert(key.ExerciseKey!, host.Core.Settings.Host, host.Core.Settings.Url, act.Challenge), host.Core.Now));
            officers.Add(key.Statement);
        }

        return (await desk.SealAsync([new(act, approvals, officers)]))[0];
    }

    private static List<Officer> OfficersOf(NodeHost host, string office)
    {
        using var sql = host.Core.Database.Read();
        return [.. OfficerStore.All(sql).Where(o => o.Office == office)];
    }
}
