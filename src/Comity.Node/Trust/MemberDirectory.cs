using System.Net;
using System.Text.Json;
using Comity.Node.Exchange;
using Comity.Trust;

namespace Comity.Node.Trust;

/// <summary>Keeps the directory: asks the anchor who is a member, each member for its published offices, and judges every paper before it is shown or used.</summary>
internal sealed class MemberDirectory(NodeCore node, OwnTrust own, PeerClient peers, TrustDesk trust, AnchorRegister register, NodeCell cell, ILogger<MemberDirectory> log) : INodeJob
{
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(10), FirstTry = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken stop)
    {
        var wait = FirstTry;
        while (!stop.IsCancellationRequested)
        {
            var whole = await TryRefreshAsync(stop);
            await Task.Delay(whole ? Beat : wait, node.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = whole ? FirstTry : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
        }
    }

    /// <summary>One round; false if something could not be reached and is worth trying again soon.</summary>
    internal async Task<bool> TryRefreshAsync(CancellationToken stop)
    {
        if (node.Settings.Anchor is null) return await RefreshLogsAsync(stop);
        try
        {
            await RefreshOwnAsync(stop);
            return await RefreshMembersAsync(stop);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound && !own.IsAdmitted)
        {
            await ApplyAsync(stop);
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException or StatusStaleException or TaskCanceledException or JsonException)
        {
            log.LogInformation("The directory could not be refreshed: {Why}", e.Message);
            return false;
        }
    }

    /// <summary>Asks the anchor for admission. It reads our papers itself; its people compare our key over another way.</summary>
    private async Task ApplyAsync(CancellationToken stop)
    {
        if (!cell.HasPersons) return;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, node.Settings.Anchor!.Id + "/members/apply") { Content = JsonContent.Create(new { entity = node.Settings.Url }) };
            using var answer = await peers.SendAsync(request, stop);
            log.LogInformation("Asked the anchor for admission: {Status}", (int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            log.LogInformation("The anchor could not be asked for admission: {Why}", e.Message);
        }
    }

    /// <summary>On the anchor's node: the log keys of those whose checkpoints it cosigns.</summary>
    private async Task<bool> RefreshLogsAsync(CancellationToken stop)
    {
        var whole = true;
        foreach (var member in register.All())
        {
            try
            {
                await register.KeepLogAsync(member, await peers.ReadAsync(member.Entity + "/.well-known/openid-federation", stop));
            }
            catch (Exception e) when (e is HttpRequestException or RefusedException or TaskCanceledException)
            {
                log.LogInformation("{Member} could not be read: {Why}", member.Entity, e.Message);
                whole = false;
            }
        }

        return whole;
    }

    private async Task RefreshOwnAsync(CancellationToken stop)
    {
        var anchor = node.Settings.Anchor!.Id;
        var documents = new Dictionary<string, string>
        {
            [OwnTrust.AnchorConfiguration] = await peers.ReadAsync($"{anchor}/.well-known/openid-federation", stop),
            [OwnTrust.AnchorStatus] = await peers.ReadAsync($"{anchor}/federation/status", stop),
            [OwnTrust.AboutUs] = await peers.ReadAsync($"{anchor}/federation/fetch?sub={Uri.EscapeDataString(node.Settings.Url)}", stop),
        };
        foreach (var (role, text) in OwnTrust.ReadDelegations(await peers.ReadAsync($"{anchor}/federation/delegations?sub={Uri.EscapeDataString(node.Settings.Url)}", stop)))
            documents[OwnTrust.Delegation + role] = text;
        await own.KeepAsync(documents);
    }

    private async Task<bool> RefreshMembersAsync(CancellationToken stop)
    {
        var anchor = node.Settings.Anchor!.Id;
        var whole = true;
        foreach (var member in await ListAsync(anchor, stop))
        {
            try
            {
                await RefreshMemberAsync(anchor, member, stop);
            }
            catch (Exception e) when (e is HttpRequestException or RefusedException or StatusStaleException or TaskCanceledException or JsonException)
            {
                log.LogInformation("{Member} could not be read: {Why}", member, e.Message);
                whole = false;
            }
        }

        return whole;
    }

    private async Task RefreshMemberAsync(string anchor, string member, CancellationToken stop)
    {
        string[] shared =
        [
            await peers.ReadAsync($"{anchor}/.well-known/openid-federation", stop),
            await peers.ReadAsync($"{anchor}/federation/status", stop),
            await peers.ReadAsync($"{anchor}/federation/fetch?sub={Uri.EscapeDataString(member)}", stop),
            await peers.ReadAsync($"{member}/.well-known/openid-federation", stop),
            await peers.ReadAsync($"{member}/federation/status", stop),
        ];
        foreach (var office in (await ListAsync(member, stop)).Where(o => o.StartsWith(member + "/", StringComparison.Ordinal)))
        {
            string[] papers =
            [
                await peers.ReadAsync($"{office}/.well-known/openid-federation", stop),
                await peers.ReadAsync($"{member}/federation/fetch?sub={Uri.EscapeDataString(office)}", stop),
                .. Strings(await peers.ReadAsync($"{member}/federation/marks?sub={Uri.EscapeDataString(office)}", stop)),
            ];
            var standing = trust.Judge(office, node.Now, TrustMaterial.Of([.. shared, .. papers]));
            await KeepAsync(standing);
        }
    }

    private Task KeepAsync(OfficeStanding standing) => node.Writer.RunAsync(t =>
    {
        t.Sql.Run("INSERT OR REPLACE INTO member VALUES($1, $2, $3, $4, $5)", standing.Authority.ToString(), standing.AuthorityName, standing.Party, standing.Party is null, node.Now);
        var material = TrustTables.Keep(t.Sql, standing.Used, node.Now);
        t.Sql.Run("INSERT OR REPLACE INTO member_office VALUES($1, $2, $3, $4, $5, $6, $7)", standing.Office.ToString(), standing.Authority.ToString(), standing.OfficeName,
            JsonSerializer.Serialize(standing.Roles), material, node.Now, standing.TwoAtFirstContact);
    });

    private async Task<string[]> ListAsync(string superior, CancellationToken stop) => Strings(await peers.ReadAsync($"{superior}/federation/list", stop));

    private static string[] Strings(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
