using System.Net;
using System.Net.Sockets;
using Comity.Node.Exchange;

namespace Comity.Node.Demo;

/// <summary>A page as it came: its address and its text.</summary>
internal sealed record DeskPage(string Path, string Html)
{
    internal string Text => FormReader.Text(Html);

    /// <summary>The form that is sent to an address ending so.</summary>
    internal PageForm Form(string ending, Func<PageForm, bool>? which = null) =>
        FormReader.Read(Html).FirstOrDefault(f => f.Action.EndsWith(ending, StringComparison.Ordinal) && (which is null || which(f)))
        ?? throw new JourneyException($"{Path} has no form for {ending}.", this);

    internal bool Has(string ending, Func<PageForm, bool>? which = null) =>
        FormReader.Read(Html).Any(f => f.Action.EndsWith(ending, StringComparison.Ordinal) && (which is null || which(f)));
}

/// <summary>A step of the journey did not go as it must.</summary>
internal sealed class JourneyException(string message, DeskPage? page = null) : Exception(page is null ? message : $"{message} The page says: {Cut(page.Text)}")
{
    private static string Cut(string text) => text.Length <= 1500 ? text : text[..1500];
}

/// <summary>An exercise officer who works through the pages, without script, as a person would.</summary>
internal sealed class OfficerAtDesk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Glance = TimeSpan.FromMilliseconds(60);

    private readonly HttpClient _http;
    private readonly string _node;

    private OfficerAtDesk(string node)
    {
        _node = node;
        var handler = Loopback.Handler();
        handler.UseCookies = true;
        handler.CookieContainer = new CookieContainer();
        _http = new HttpClient(handler) { BaseAddress = new Uri(node), Timeout = TimeSpan.FromSeconds(100) };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    internal static async Task<OfficerAtDesk> SignInAsync(string link, CancellationToken stop)
    {
        var officer = new OfficerAtDesk(new Uri(link).GetLeftPart(UriPartial.Authority));
        using var answer = await PatientlyAsync(() => officer._http.GetAsync(new Uri(link), stop), stop);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new JourneyException($"Signing in at {officer._node} answered {(int)answer.StatusCode}.");
        return officer;
    }

    internal async Task<DeskPage> OpenAsync(string path, CancellationToken stop)
    {
        using var answer = await PatientlyAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), stop), stop);
        return await FollowAsync(path, answer, stop);
    }

    /// <summary>Sends a form with some fields changed; the page it leads to.</summary>
    internal async Task<DeskPage> SendAsync(PageForm form, IReadOnlyDictionary<string, string>? changes, CancellationToken stop)
    {
        var fields = form.Fields.Where(f => changes is null || !changes.ContainsKey(f.Key)).Concat(changes ?? new Dictionary<string, string>());
        using var answer = await PatientlyAsync(() => _http.PostAsync(new Uri(form.Action, UriKind.Relative), new FormUrlEncodedContent(fields), stop), stop);
        return await FollowAsync(form.Action, answer, stop);
    }

    /// <summary>Uploads a file into a draft.</summary>
    internal async Task<DeskPage> UploadAsync(PageForm form, string name, byte[] file, CancellationToken stop)
    {
        using var answer = await PatientlyAsync(() =>
        {
            var content = new MultipartFormDataContent();
            foreach (var field in form.Fields) content.Add(new StringContent(field.Value), field.Key);
            content.Add(new ByteArrayContent(file), "file", name);
            return _http.PostAsync(new Uri(form.Action, UriKind.Relative), content, stop);
        }, stop);
        return await FollowAsync(form.Action, answer, stop);
    }

    internal async Task<byte[]> DownloadAsync(string path, CancellationToken stop)
    {
        using var answer = await PatientlyAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), stop), stop);
        if (!answer.IsSuccessStatusCode) throw new JourneyException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        return await answer.Content.ReadAsByteArrayAsync(stop);
    }

    /// <summary>Looks at a page until it shows what is awaited.</summary>
    internal async Task<DeskPage> AwaitAsync(string path, string what, Func<DeskPage, bool> shows, CancellationToken stop)
    {
        var until = TimeProvider.System.GetTimestamp();
        DeskPage page;
        do
        {
            page = await OpenAsync(path, stop);
            if (shows(page)) return page;
            await Task.Delay(Glance, stop);
        }
        while (TimeProvider.System.GetElapsedTime(until) < Patience);
        throw new JourneyException($"Waited {Patience.TotalSeconds:0} s for: {what}.", page);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Tries again while the node does not listen: it is being restarted, and nothing has been sent yet.</summary>
    private static async Task<HttpResponseMessage> PatientlyAsync(Func<Task<HttpResponseMessage>> send, CancellationToken stop)
    {
        for (var began = TimeProvider.System.GetTimestamp();;)
        {
            try
            {
                return await send();
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Glance, stop);
            }
        }
    }

    private async Task<DeskPage> FollowAsync(string path, HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther) return await OpenAsync(new Uri(new Uri(_node), answer.Headers.Location!).PathAndQuery, stop);
        var html = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode ? new(path, html) : throw new JourneyException($"{path} answered {(int)answer.StatusCode}.", new(path, html));
    }
}
