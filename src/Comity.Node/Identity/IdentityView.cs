using Comity.Node.Look;

namespace Comity.Node.Identity;

/// <summary>The sign-in page.</summary>
/// <param name="Organisation">Whose node this is.</param>
/// <param name="Exercise">True on an exercise node.</param>
/// <param name="DemoOfficers">The exercise officers that one click signs in; empty outside the demo.</param>
/// <param name="Error">Why the last attempt failed, or null.</param>
public sealed record SignInView(string Organisation, bool Exercise, IReadOnlyList<DemoOfficer> DemoOfficers, string? Error = null);

/// <summary>An exercise officer of the demo, with the address that signs them in.</summary>
public sealed record DemoOfficer(string Name, string Office, string Role, string Href);

/// <summary>The set-up page of an empty node.</summary>
/// <param name="Step">Which part is asked now.</param>
/// <param name="Address">The node's public address, fixed at the start.</param>
/// <param name="Code">The code that the node printed at its start; every form of set-up posts it as <c>code</c>.</param>
/// <param name="Form">What was typed so far.</param>
/// <param name="Parties">The Parties of the law data.</param>
/// <param name="Offices">The offices that can be set up for the kind, with their roles.</param>
/// <param name="Persons">The first persons: two are needed, enrolled together.</param>
/// <param name="Errors">What is wrong, each with the id of its field.</param>
/// <param name="Admitted">True once the anchor vouches for this node.</param>
public sealed record SetUpView(
    SetUpStep Step,
    string Address,
    string Code,
    SetUpForm Form,
    IReadOnlyList<Choice> Parties,
    IReadOnlyList<Choice> Offices,
    IReadOnlyList<FirstPerson> Persons,
    IReadOnlyList<FormError> Errors,
    bool Admitted = false);

/// <summary>The parts of set-up, in order.</summary>
public enum SetUpStep
{
    /// <summary>Organisation, kind, Party, offices, anchor.</summary>
    Organisation,

    /// <summary>The first two persons enrol their passkeys.</summary>
    Persons,

    /// <summary>The anchor has to admit the node.</summary>
    Admission,

    /// <summary>The code of the printed address is missing or wrong, so nothing is asked.</summary>
    Locked,
}

/// <summary>What is typed on the first part of set-up.</summary>
/// <param name="Name">The organisation's name.</param>
/// <param name="Kind">authority, provider or anchor.</param>
/// <param name="Party">ISO code of the Party, or empty.</param>
/// <param name="Offices">The chosen offices.</param>
/// <param name="Anchor">The anchor's address.</param>
/// <param name="AnchorKey">The fingerprint of the anchor's key, as read from a second source.</param>
/// <param name="TwoAtFirstContact">True if the offices ask that two persons approve what an organisation sends them first (R12).</param>
public sealed record SetUpForm(string Name, string Kind, string Party, IReadOnlyList<string> Offices, string Anchor, string AnchorKey, bool TwoAtFirstContact = false);

/// <summary>One of the first two persons.</summary>
public sealed record FirstPerson(int Number, string Name, string Title, bool Enrolled);

/// <summary>What is wrong with a field, in words that say what to do.</summary>
public sealed record FormError(string Field, string Text);

/// <summary>The officers of the signed-in officer's office.</summary>
/// <param name="Now">The instant from which relative times count.</param>
/// <param name="Office">The office.</param>
/// <param name="Officers">Its officers.</param>
/// <param name="Pending">Enrolments that wait for a second person.</param>
/// <param name="MayEnrol">True when the signed-in officer may propose another person.</param>
/// <param name="Invitation">The address of the enrolment just proposed, shown once, or null.</param>
/// <param name="Offices">The node's offices, to choose from where there are several.</param>
public sealed record OfficersView(
    DateTimeOffset Now, string Office, IReadOnlyList<OfficerRow> Officers, IReadOnlyList<PendingEnrolment> Pending, bool MayEnrol,
    string? Invitation = null, IReadOnlyList<Choice>? Offices = null);

/// <summary>An officer: name, role and until when their statement holds.</summary>
/// <param name="Name">The name, known to our own side only.</param>
/// <param name="Title">The title.</param>
/// <param name="Keys">The keys in words: "sign-in passkey, approval passkey (device-bound)", "exercise key".</param>
/// <param name="Until">When the officer statement expires (90 days at most).</param>
/// <param name="State">Valid, expiring, revoked.</param>
public sealed record OfficerRow(string Name, string Title, string Keys, DateTimeOffset? Until, Mark State);

/// <summary>A person who has enrolled keys and waits for a second officer.</summary>
public sealed record PendingEnrolment(string Id, string Name, string Title, DateTimeOffset At, bool ByMe);

/// <summary>The page on which an invited person enrols both passkeys.</summary>
/// <param name="Code">The code of the invitation.</param>
/// <param name="Name">The person's name as proposed.</param>
/// <param name="Office">The office they will act for.</param>
/// <param name="Done">True once both passkeys are enrolled.</param>
public sealed record InvitationView(string Code, string Name, string Office, bool Done);
