using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Dossiers;
using Comity.Node.Evidence;
using Comity.Node.Identity;
using Comity.Node.Law;
using Microsoft.Extensions.DependencyInjection;

namespace Comity.Node.Tests.Dossiers;

/// <summary>Officers of a node who write requests as the wizard leads them: need, draft, form, review, approval with exercise keys. Through the node's own services, without pages.</summary>
internal sealed class Bureau(NodeHost host)
{
    internal NodeCore Node => host.Core;

    internal LawRelease Release => Node.Law.Current;

    internal DraftDesk Desk => Of<DraftDesk>();

    internal T Of<T>()
        where T : notnull
    {
        var scope = host.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>An officer of an office that the law names as issuer; of any office if it names none of ours.</summary>
    internal Officer Issuer(Channel channel) => Officers(OfficeFor(channel).Name)[0];

    internal IReadOnlyList<Officer> Officers(string office)
    {
        using var sql = Node.Database.Read();
        return [.. OfficerStore.All(sql).Where(o => o.Office == office)];
    }

    /// <summary>Begins the request, fills every field that is demanded until nothing is missing, and gives the draft.</summary>
    internal async Task<DraftContext> WriteAsync(Officer officer, Channel channel, Need need, Dictionary<string, string>? said = null)
    {
        var id = await Desk.BeginAsync(officer, new(channel.Id, need));
        return await FillAsync(officer, id, said);
    }

    internal async Task<DraftContext> FillAsync(Officer officer, string id, Dictionary<string, string>? said = null)
    {
        var typed = new Dictionary<string, string>(said ?? []);
        for (var round = 0; round < 3; round++) // what is answered can make more due
        {
            await Desk.SaveAsync(Desk.Find(officer, id)!, typed);
            var missing = DraftForm.Groups(Context(officer, id)).SelectMany(g => g.Fields).Where(f => f.IsMissing && !typed.ContainsKey(f.Name)).ToList();
            if (missing.Count == 0) break;
            foreach (var field in missing) typed[field.Name] = Answer(field);
        }

        return Context(officer, id);
    }

    internal DraftContext Context(Officer officer, string id) => Desk.Context(Desk.Find(officer, id)!);

    /// <summary>Reviews and approves by as many officers of the office as the act demands, and gives the sealed statement.</summary>
    internal async Task<Digest> SendAsync(Officer officer, string id)
    {
        var pending = await Desk.PrepareAsync(Context(officer, id), () => Task.FromResult<PackedDelivery?>(null));
        List<string> digests = [.. pending.Select(p => p.Act.Challenge.ToString())];
        foreach (var person in Officers(officer.Office).Take(pending.Max(p => p.Act.Demand.Persons))) await Desk.ApproveAsync(Desk.Find(officer, id)!, person, digests);
        return Desk.Find(officer, id)!.Sent?[0] ?? throw new InvalidOperationException("It was not sent.");
    }

    internal StoredStatement? Stored(Digest statement)
    {
        using var sql = Node.Database.Read();
        return DossierTables.Find(sql, statement);
    }

    /// <summary>Waits for the addressee's verdict on a statement of ours.</summary>
    internal async Task<Verdict> VerdictAsync(Digest statement)
    {
        await TestFederation.UntilAsync(() => Stored(statement)?.Verdict is not null, "the verdict on a statement");
        return Stored(statement)!.Verdict!;
    }

    internal OfficeSetting OfficeFor(Channel channel) =>
        Node.Settings.Offices.FirstOrDefault(o => Release.IssuerAllowed(channel.Id, [.. o.Roles])) ?? Node.Settings.Offices[0];

    private static string Answer(FormField field) => field switch
    {
        { Choices: [_, ..] choices } => choices[0].Value,
        { Kind: FieldKind.Day } => "2026-12-24",
        { Kind: FieldKind.Number } => "30",
        { Kind: FieldKind.Yes } => "yes",
        _ => "Said in a test.",
    };
}
