using System.Text.Json;
using Comity.Law;
using Comity.Node.Exchange;
using Comity.Node.Law;
using Comity.Trust;

namespace Comity.Node.Identity;

/// <summary>Turns the first form of set-up into settings, or says what is wrong with it.</summary>
internal sealed class OrganisationForm(NodeCell cell, LawShelf law, PeerClient peers)
{
    /// <summary>The settings; null if <paramref name="errors"/> were found.</summary>
    internal async Task<NodeSettings?> ReadAsync(SetUpForm form, List<FormError> errors, CancellationToken stop)
    {
        if (!Enum.TryParse<NodeKind>(form.Kind, ignoreCase: true, out var kind)) errors.Add(new("", "Choose what the node is."));
        if (form.Name.Length is 0 or > 200) errors.Add(new("name", "Give the organisation's name."));
        if (!CountryCode.TryParse(form.Party, null, out var party) || law.Current.FindCountry(party) is null) errors.Add(new("c-party", "Choose a Party."));
        var offices = SetUpOffices.Of(kind, form.Offices);
        if (offices.Count == 0) errors.Add(new("", "Choose at least one office."));
        var anchor = kind == NodeKind.Anchor ? null : await PinAsync(form, errors, stop);
        return errors.Count > 0 ? null : new(cell.Url, kind, form.Name, form.Party, Exercise: false, anchor, [.. offices.Select(o => o with { TwoAtFirstContact = form.TwoAtFirstContact })]);
    }

    /// <summary>The anchor's key is the one whose thumbprint was typed: the anchor's own page is only asked for its other half.</summary>
    private async Task<AnchorPin?> PinAsync(SetUpForm form, List<FormError> errors, CancellationToken stop)
    {
        if (!NodeAddress.IsAllowed(form.Anchor, cell.Url)) errors.Add(new("anchor", "Give the anchor's address: https://HOST, without a path."));
        if (form.AnchorKey.Length != 43) errors.Add(new("anchorKey", "Give the thumbprint of the anchor's key, 43 characters, from a second source."));
        if (errors.Count > 0) return null;
        try
        {
            var read = EntityConfiguration.Parse(await peers.ReadAsync(form.Anchor + "/.well-known/openid-federation", stop));
            if (Root(read, form) is { } root) return new(form.Anchor, root.ToJson("sig").ToJsonString());
            errors.Add(new("anchorKey", "The anchor at this address signs with another key. Compare the thumbprint with your second source; do not go on if they differ."));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or RefusedException or JsonException)
        {
            errors.Add(new("anchor", $"The anchor could not be read: {e.Message}"));
        }

        return null;
    }

    private static PublicJwk? Root(Attested<EntityConfiguration> read, SetUpForm form)
    {
        var root = read.Content.Keys.FirstOrDefault(k => k.Kid == form.AnchorKey);
        return root is not null && read.Content.Entity.ToString() == form.Anchor && read.Document.IsSignedBy(new VerificationKey(root)) ? root : null;
    }
}
