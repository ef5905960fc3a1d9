using Comity.Node.Law;
using Comity.Node.Look;
using Comity.Node.Trust;

namespace Comity.Node.Identity;

/// <summary>Reads what sign-in, set-up and the officers' page show.</summary>
internal sealed class IdentityQueries(NodeCell cell, SetUpDesk setUp, LawShelf law, IServiceProvider services)
{
    /// <param name="error">The code of a failed attempt (<c>?error=</c>), or null.</param>
    /// <param name="stop">Ends the reading.</param>
    internal Task<SignInView> SignInAsync(string? error, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var node = cell.Core;
        return Task.FromResult(new SignInView(node.Settings.Title, node.Settings.Exercise, node.Settings.Exercise ? DemoOfficers(node) : [],
            error is null ? null : "Nobody was signed in: this passkey is not one that signs in here. A passkey that approves acts does not sign in."));
    }

    /// <summary>Null once the node is set up and its code is not known. A wrong or absent code gives the step <see cref="SetUpStep.Locked"/>.</summary>
    internal Task<SetUpView?> SetUpAsync(string? code, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        if (!setUp.Knows(code)) return Task.FromResult(cell.HasPersons ? null : View(SetUpStep.Locked, "", setUp.Form));
        if (!cell.IsSetUp) return Task.FromResult<SetUpView?>(View(SetUpStep.Organisation, code!, setUp.Form));
        var view = View(setUp.IsFinished && cell.HasPersons ? SetUpStep.Admission : SetUpStep.Persons, code!, Keys(cell.Core));
        return Task.FromResult<SetUpView?>(view with { Admitted = services.GetRequiredService<OwnTrust>().IsAdmitted });
    }

    internal Task<OfficersView> OfficersAsync(CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(services.GetRequiredService<OfficerDesk>().View(services.GetRequiredService<CurrentOfficer>().Get()));
    }

    /// <summary>Null when there is no such invitation, or it has ended.</summary>
    internal Task<InvitationView?> InvitationAsync(string code, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(services.GetRequiredService<OfficerDesk>().Invited(code) is { } invited
            ? new InvitationView(code, invited.Name, cell.Core.Settings.Offices.First(o => o.Name == invited.Office).Title, invited.HasKeys)
            : null);
    }

    private static List<DemoOfficer> DemoOfficers(NodeCore node)
    {
        using var sql = node.Database.Read();
        return [.. OfficerStore.All(sql).Where(o => o.Exercise).Select(o => new DemoOfficer(
            o.Name, node.Settings.Offices.First(s => s.Name == o.Office).Title, o.Title, new Uri(SignIn.DemoLink(node, o)).PathAndQuery))];
    }

    private SetUpView View(SetUpStep step, string code, SetUpForm form) => new(
        step, cell.Url, code, form,
        [.. law.Current.Countries.Where(c => c.Kind == "state").OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new Choice(c.Code.ToString(), c.Name))],
        SetUpOffices.Choices, [.. Enumerable.Range(1, SetUpDesk.Persons).Select(Person)], step == SetUpStep.Locked ? [] : setUp.Errors);

    private FirstPerson Person(int number) => setUp.Person(number) is { } person ? new(number, person.Name, person.Title, true) : new(number, "", "", false);

    /// <summary>After the first form: whom to ask, and the fingerprint to be read out. An anchor shows its pin.</summary>
    private static SetUpForm Keys(NodeCore node) => new(
        node.Settings.Title, node.Settings.Kind == NodeKind.Anchor ? "anchor" : "member", node.Settings.Party, [], node.Settings.Anchor?.Id ?? node.Settings.Url,
        node.Folder.Key(node.Settings.Kind == NodeKind.Anchor ? NodeKeys.Root : NodeKeys.Federation).Kid);
}
