using System.Security.Cryptography;
using System.Text;

namespace Comity.Node.Identity;

/// <summary>A first person whose passkeys are made but who is no officer before the second one is there.</summary>
internal sealed record WaitingPerson(string Name, string Title, NewPasskeys Passkeys);

/// <summary>What set-up remembers between its pages. In memory: a node that stops in the middle asks again.</summary>
internal sealed class SetUpDesk(NodeCell cell)
{
    internal const int Persons = 2;

    private readonly WaitingPerson?[] _persons = new WaitingPerson?[Persons];
    private readonly Lock _storing = new();

    internal SetUpForm Form { get; set; } = new("", "authority", "", [], "", "");

    internal IReadOnlyList<FormError> Errors { get; set; } = [];

    /// <summary>True once the last form was sent.</summary>
    internal bool IsFinished { get; set; }

    /// <summary>Only who was shown the printed address may set the node up.</summary>
    internal bool Knows(string? code) =>
        code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(cell.SetUpCode));

    internal WaitingPerson? Person(int number) => _persons[number - 1];

    /// <summary>Keeps a person; with the second one both become officers in one step, so that nobody is ever enrolled alone (R13).</summary>
    internal async Task AddAsync(int number, WaitingPerson person, Enrolment enrolment)
    {
        lock (_storing)
        {
            if (cell.HasPersons || _persons[number - 1] is not null) return;
            _persons[number - 1] = person;
            if (_persons.Any(p => p is null)) return;
        }

        var node = cell.Core;
        await node.Writer.RunAsync(t =>
        {
            if (OfficerStore.All(t.Sql).Count > 0) return;
            foreach (var each in _persons) enrolment.Enrol(t, each!.Name, each.Title, node.Settings.Offices[0].Name, each.Passkeys);
        });
    }
}
