using System.Collections.Concurrent;
using System.Text.Json;
using Comity.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Comity.Node.Identity;

/// <summary>Both passkeys of a person who is not an officer yet.</summary>
/// <param name="Id">The officer's id to be: the user handle of the sign-in passkey.</param>
internal sealed record NewPasskeys(string Id, UserPasskeyInfo SignIn, ApprovalPasskey Approval)
{
    /// <summary>The same authenticator may hold both, but never one key for both uses (R15).</summary>
    internal bool AreApart => !SignIn.CredentialId.AsSpan().SequenceEqual(Approval.Credential);
}

/// <summary>The ceremony in which a person makes both passkeys: the framework's for sign-in, ours for approval.</summary>
internal sealed class PasskeyCeremonies(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Begun> _begun = [];

    private sealed record Begun(string Officer, byte[] Challenge, DateTimeOffset At);

    /// <summary>Begins for <paramref name="place"/>; a second beginning ends the first.</summary>
    internal async Task<ContentHttpResult> BeginAsync(string place, string name, NodeCore node, SignInManager<Officer> manager)
    {
        var begun = new Begun(Base64UrlText.Encode(node.Random.Bytes(16)), node.Random.Bytes(32), clock.GetUtcNow());
        _begun[place] = begun;
        var signIn = await manager.MakePasskeyCreationOptionsAsync(new() { Id = begun.Officer, Name = name, DisplayName = name });
        var approval = ApprovalPasskey.Options(node.Settings.Title, node.Settings.Host, name, node.Random.Bytes(16), begun.Challenge);
        return SignIn.Ceremony(
            ("signin", "create", signIn, "First the passkey that you will sign in with."),
            ("approval", "create", approval, "Now the passkey that approves acts."));
    }

    /// <summary>Ends the ceremony: both passkeys, checked.</summary>
    /// <exception cref="RefusedException">Not begun here, too late, or a passkey that does not hold.</exception>
    internal async Task<NewPasskeys> EndAsync(string place, IFormCollection form, NodeCore node, SignInManager<Officer> manager)
    {
        if (!_begun.TryRemove(place, out var begun) || clock.GetUtcNow() - begun.At > Patience) throw Refused("The passkeys were not made in time. Begin again.");
        var approval = ApprovalPasskey.Read(form["approval"].ToString(), begun.Challenge, node.Settings.Url, node.Settings.Host);
        var made = new NewPasskeys(begun.Officer, await SignInAsync(form["signin"].ToString(), begun.Officer, manager), approval);
        return made.AreApart ? made : throw Refused("One passkey cannot be used for both.");
    }

    private static async Task<UserPasskeyInfo> SignInAsync(string json, string officer, SignInManager<Officer> manager)
    {
        string? why;
        try
        {
            var result = await manager.PerformPasskeyAttestationAsync(json);
            if (result.Succeeded && result.UserEntity.Id == officer) return result.Passkey;
            why = result.Failure?.Message ?? "It was made for another person.";
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or PasskeyException or ArgumentException)
        {
            why = e.Message; // no ceremony under way in this browser, or nonsense instead of a credential
        }

        throw Refused($"The sign-in passkey could not be checked. Begin again, in one tab only. ({why})");
    }

    private static RefusedException Refused(string why) => new(RefusalCode.Approval, why);
}
