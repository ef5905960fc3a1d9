using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Demo;
using Comity.Node.Dossiers;
using Comity.Node.Law;

namespace Comity.Node.Tests.Dossiers;

/// <summary>The demo network of Serbia and Japan, as the law stands: what is open is sent, what is closed is shown with its reason and refused unless the officer gives one.</summary>
public sealed class ClosedChannelTests(ClosedChannelTests.Network network) : IClassFixture<ClosedChannelTests.Network>
{
    public static TheoryData<string> Channels => [.. LawFederation.Law.Current.Channels.Where(c => !OpeningActs.IsUnilateral(c)).Select(c => c.Id)];

    public sealed class Network : IAsyncLifetime
    {
        private readonly TestFolder _folder = new();
        private DemoFederation _federation = null!;

        internal Bureau Serbia => new(_federation["rs"]);

        internal string Provider => _federation["examplecloud"].Core.Settings.OfficeId("response");

        /// <summary>The demo with a second person at Serbia's central authority, since an emergency needs two.</summary>
        public async ValueTask InitializeAsync() => _federation = await DemoFederation.StartAsync(_folder.At("demo"), new(LawFolder.Load(LawFolder.Beside)), default,
            members: [.. DemoMembers.All.Select(m => m.Name == "rs" ? m with { People = [.. m.People, new("Person B", "Counsellor", "ca")] } : m)]);

        public async ValueTask DisposeAsync()
        {
            await _federation.DisposeAsync();
            _folder.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    [Trait("Spec", "statement/R17a")]
    public async Task A_channel_is_sent_if_open_and_if_closed_only_against_the_data_with_a_reason(string id)
    {
        var serbia = network.Serbia;
        var channel = serbia.Release.FindChannel(id)!;
        var officer = serbia.Issuer(channel);
        var need = new Need(channel.DataCategories is [var first, ..] ? first : "", "", "JP", "off.185.2", "life", "", "none", Consent: false);
        var view = serbia.Of<RouteQueries>().Show(need, officer.Office);
        var way = view.Open.Concat(view.Closed).SingleOrDefault(w => w.Channel == id);
        var route = serbia.Release.Route(new(CountryCode.Parse("RS"), CountryCode.Parse("JP"), DateOnly.FromDateTime(serbia.Node.Now.UtcDateTime), need.Data.Length > 0 ? need.Data : null, need.Offence, true, PairTreaty.None), id);
        if (!channel.IsDuty) Assert.Equal(route.Open, view.Open.Contains(way));
        if (!route.Open) Assert.Contains(way!.Why, w => route.Reasons.Any(r => r.Weight == ReasonWeight.Closes && r.Text == w.Text && r.Provision.ToString() == w.Provision));

        var said = Receivers.Of(serbia.Node, serbia.Release, channel, "JP").Count == 0 ? new Dictionary<string, string> { [DraftForm.To] = network.Provider } : null;
        var draft = await serbia.WriteAsync(officer, channel, need, said);
        var doubts = DraftDesk.Doubts(draft);
        Assert.Equal(!route.Open, doubts.Contains(new(FindingKind.ClosedRoute, id)));
        if (doubts.Count > 0)
        {
            Assert.NotEmpty(DraftDesk.Blocks(draft));
            var refusal = await Assert.ThrowsAsync<RefusedException>(() => serbia.SendAsync(officer, draft.Draft.Id));
            Assert.Equal(RefusalCode.UndeclaredFinding, refusal.Code);
            draft = await serbia.FillAsync(officer, draft.Draft.Id, doubts.ToDictionary(DraftActs.ReasonField, _ => "Exercise: the data are said to be behind."));
        }

        Assert.Empty(DraftDesk.Blocks(draft));
        var sent = await serbia.SendAsync(officer, draft.Draft.Id);
        var verdict = await serbia.VerdictAsync(sent);
        Assert.False(verdict.Rejected, $"{verdict.Reason}: {serbia.Stored(sent)!.Why}");
        Assert.Equal(doubts, serbia.Stored(sent)!.Claims.Terms.Against);
    }
}
