using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Dossiers;
using Comity.Node.Law;

namespace Comity.Node.Tests.Dossiers;

/// <summary>Every channel of the law data that leads to somebody, drafted as the wizard leads, checked and sent between real nodes.</summary>
public sealed class EveryChannelTests(LawFederation federation) : IClassFixture<LawFederation>
{
    public static TheoryData<string> Channels => [.. LawFederation.Law.Current.Channels.Where(c => !OpeningActs.IsUnilateral(c)).Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Channels))]
    [Trait("Spec", "statement/R22")]
    [Trait("Spec", "statement/R17a")]
    public async Task An_open_channel_is_drafted_with_its_own_elements_and_validated_by_an_office_that_may_receive_it(string id)
    {
        var channel = federation.Portugal.Release.FindChannel(id)!;
        var need = OpenNeed(channel);
        var officer = federation.Portugal.Issuer(channel);

        var draft = await federation.Portugal.WriteAsync(officer, channel, need);
        Assert.Empty(DraftDesk.Blocks(draft));
        Assert.Empty(DraftDesk.Doubts(draft));
        var form = DraftForm.Groups(draft).SelectMany(g => g.Fields).Select(f => f.Element).OfType<string>().ToList();
        Assert.Equal(channel.Elements.Select(e => e.Id), form.Take(channel.Elements.Length));

        var sent = await federation.Portugal.SendAsync(officer, draft.Draft.Id);
        var verdict = await federation.Portugal.VerdictAsync(sent);
        Assert.False(verdict.Rejected, $"{verdict.Reason}: {federation.Portugal.Stored(sent)!.Why}");

        var receiver = Receivers.AreProviders(channel) ? federation.Provider : federation.Hungary;
        var arrived = receiver.Stored(sent)!;
        Assert.Equal(OpeningActs.Of(channel), arrived.Claims.Type);
        Assert.Equal(id, arrived.Claims.Channel);
        Assert.Empty(arrived.Claims.Terms.Against);
        var office = receiver.Node.Settings.Offices.Single(o => receiver.Node.Settings.OfficeId(o.Name) == arrived.Claims.To);
        Assert.Contains(office.Roles, role => channel.Addressee.Any(actor => receiver.Release.CountsAs(role, actor)));
        AssertShown(receiver, arrived, channel, office);
    }

    [Theory]
    [InlineData("ch.185.32.a")]
    [InlineData("ch.185.32.b")]
    [Trait("Provision", "ets-185/32")]
    public async Task By_a_unilateral_channel_nobody_is_asked_so_there_is_nothing_to_send(string id)
    {
        var channel = federation.Portugal.Release.FindChannel(id)!;
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => federation.Portugal.Desk.BeginAsync(federation.Portugal.Issuer(channel), new(id, Need("traffic", "off.185.2"))));
        Assert.Contains("nobody is asked", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Each mandatory element that the addressee may see reached it, and nothing that it may not see did (R8).</summary>
    private static void AssertShown(Bureau receiver, StoredStatement arrived, Channel channel, OfficeSetting office)
    {
        foreach (var element in channel.Elements)
        {
            var may = office.Roles.Any(role => receiver.Release.MaySee(element, role));
            if (!may) Assert.Null(arrived.Sealed.Find(element.Id));
            else if (element.Mandatory && element.Unless is null) Assert.NotNull(arrived.Sealed.Find(element.Id));
        }
    }

    /// <summary>A case in which the channel is open between the two.</summary>
    private static Need OpenNeed(Channel channel)
    {
        var release = LawFederation.Law.Current;
        var (portugal, hungary, day) = (CountryCode.Parse("PT"), CountryCode.Parse("HU"), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        string[] offences = ["off.185.2", "off.201.20"], urgencies = ["none", "life"], treaties = ["unknown", "none"];
        var cases =
            from data in channel.DataCategories.DefaultIfEmpty("")
            from offence in offences
            from urgency in urgencies
            from treaty in treaties
            where release.Route(new(portugal, hungary, day, data.Length > 0 ? data : null, offence, urgency == "life", treaty == "none" ? PairTreaty.None : PairTreaty.Unknown), channel.Id).Open
            select Need(data, offence, urgency, treaty);
        return cases.FirstOrDefault() ?? throw new InvalidOperationException($"{channel.Id} is open in no case between PT and HU.");
    }

    private static Need Need(string data, string offence, string urgency = "none", string treaty = "unknown") => new(data, "", "HU", offence, urgency, "", treaty, Consent: false);
}
