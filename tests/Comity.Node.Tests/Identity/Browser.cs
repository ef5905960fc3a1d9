using System.Net;
using System.Text.Json.Nodes;
using Comity.Node.Demo;
using Comity.Node.Exchange;

namespace Comity.Node.Tests.Identity;

/// <summary>A browser without script at one node: keeps cookies, sends forms, and answers ceremonies with a software passkey.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    internal Browser(string node)
    {
        var handler = Loopback.Handler();
        handler.UseCookies = true;
        handler.CookieContainer = new CookieContainer();
        _http = new HttpClient(handler) { BaseAddress = new Uri(node), Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _http.DefaultRequestHeaders.Add("Origin", node); // as browsers do with every form
    }

    internal string Address => _http.BaseAddress!.ToString();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal async Task<DeskPage> OpenAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Stop);
        return await FollowAsync(path, answer);
    }

    /// <summary>Sends a form; where it led.</summary>
    internal async Task<DeskPage> SendAsync(PageForm form, params (string Name, string Value)[] changes)
    {
        using var answer = await PostAsync(form.Action, form, changes);
        return await FollowAsync(form.Action, answer);
    }

    /// <summary>The status with which a form is answered.</summary>
    internal async Task<HttpStatusCode> StatusAsync(PageForm form, params (string Name, string Value)[] changes)
    {
        using var answer = await PostAsync(form.Action, form, changes);
        return answer.StatusCode;
    }

    /// <summary>Sends a form that is not taken; the page that says why.</summary>
    internal async Task<DeskPage> RefusedAsync(HttpStatusCode status, PageForm form, params (string Name, string Value)[] changes)
    {
        using var answer = await PostAsync(form.Action, form, changes);
        Assert.Equal(status, answer.StatusCode);
        return new(form.Action, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>The options of a ceremony, by field.</summary>
    internal async Task<Dictionary<string, JsonNode>> BeginAsync(string path, PageForm form, params (string Name, string Value)[] changes)
    {
        using var answer = await PostAsync(path, form, changes);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["steps"]!.AsArray().ToDictionary(s => s!["field"]!.GetValue<string>(), s => s!["options"]!);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, PageForm form, (string Name, string Value)[] changes)
    {
        var fields = form.Fields.Where(f => changes.All(c => c.Name != f.Key)).Concat(changes.Select(c => KeyValuePair.Create(c.Name, c.Value)));
        using var content = new FormUrlEncodedContent(fields);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
    }

    private async Task<DeskPage> FollowAsync(string path, HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.Redirect) return await OpenAsync(new Uri(_http.BaseAddress!, answer.Headers.Location!).PathAndQuery);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        return answer.IsSuccessStatusCode ? new(path, html) : throw new JourneyException($"{path} answered {(int)answer.StatusCode}.", new(path, html));
    }
}
