using System.Globalization;
using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Identity;
using Comity.Node.Law;

namespace Comity.Node.Dossiers;

/// <summary>Fills a new form with what is known, so that facts are typed once (the officer changes what does not fit).</summary>
internal static class DraftPrefill
{
    /// <summary>Days that we propose to keep data beyond what the law asks at least, so that a late hour does not break the promise. Ours.</summary>
    private const int Margin = 1;

    /// <summary>The form of a request in a new dossier.</summary>
    internal static Dictionary<string, string> Request(NodeCore node, LawRelease release, Channel channel, Need need, Officer officer, string reference)
    {
        var fields = new Dictionary<string, string>
        {
            ["need.data"] = need.Data, ["need.holder"] = need.Holder, ["need.to"] = need.To, ["need.offence"] = need.Offence, ["need.urgency"] = need.Urgency, ["need.treaty"] = need.Treaty,
            [Disclosures.Reference] = reference,
        };
        if (need.Data.Length > 0) fields[RequestForm.Categories] = need.Data;
        var receivers = Receivers.Of(node, release, channel, need.To).OrderBy(o => o.Name.EndsWith(", " + need.Holder, StringComparison.Ordinal) ? 0 : 1).ToList();
        if (receivers.Count > 0) fields[DraftForm.To] = receivers[0].Entity;
        foreach (var element in channel.Elements) Fill(fields, element, "", node, release, need.Holder, need.Offence, officer);
        return fields;
    }

    /// <summary>The form of an act in a dossier. <paramref name="home"/> is where it is written, <paramref name="cause"/> the dossier from which it was begun.</summary>
    internal static Dictionary<string, string> Act(NodeCore node, LawDesk law, Draft draft, DossierFile home, DossierFile cause, Officer officer)
    {
        var fields = new Dictionary<string, string>();
        if (draft.Channel is { } id && law.Current.FindChannel(id) is { } channel) FillRequest(fields, "", channel, node, law, draft, home, cause, officer);
        if (draft.Type is ActType.PreservationEffected or ActType.PreservationExtended) fields[DraftForm.Until] = KeepUntil(node, law, home, draft);
        if (draft.Type == ActType.Granted && cause.State.Requests.Any(r => r.Id == draft.Re && r.Channel == "ch.185.29")) FillOrder(fields, node, law, cause, draft, officer);
        if (draft.Type is ActType.GrantedOnCondition or ActType.ConditionOffered)
        {
            fields["condition"] = "use-limit";
            fields[DraftForm.Words] = "The data may be used only in the investigation or proceedings stated in the request.";
        }

        return fields;
    }

    private static void FillRequest(
        Dictionary<string, string> fields, string prefix, Channel channel, NodeCore node, LawDesk law, Draft draft, DossierFile home, DossierFile cause, Officer officer)
    {
        var request = cause.State.Requests[0];
        var said = Elements(cause, request.Id);
        fields["need.data"] = request.Terms.Categories is [var data, ..] ? data : "";
        fields["need.offence"] = request.Terms.Offences is [var offence, ..] ? offence : "";
        fields["need.treaty"] = request.Terms.Treaty switch { TreatyOfPair.None => "none", TreatyOfPair.Exists => "yes", _ => "unknown" };
        if (request.Terms.Categories.Count > 0) fields[RequestForm.Categories] = string.Join('\n', request.Terms.Categories);
        if (request.Terms.Established is { } state) fields["need.to"] = state;
        var us = node.Settings.Url;
        if (!channel.IsDomestic && law.PartyOf(cause.Sides[cause.SideOf(us).Other()]) is { } to && to.ToString() != node.Settings.Party) fields["need.to"] = to.ToString();
        var theirs = channel.IsDomestic && draft.Dossier is null ? null : home;
        var receivers = Receivers.Of(node, law.Current, channel, fields.GetValueOrDefault("need.to", ""), theirs is { } other ? other.Sides[other.SideOf(node.Settings.Url).Other()] : null);
        if (receivers.Count > 0) fields[prefix + DraftForm.To] = receivers[0].Entity;
        if (receivers.Count > 0 && channel.FindElement("el.31.requested") is { } requested) fields[prefix + requested.Id] = receivers[0].Name;
        fields[prefix + DraftForm.Title] = Titled(cause);
        var holder = said.GetValueOrDefault("el.29.custodian", "");
        foreach (var element in channel.Elements) Fill(fields, element, prefix, node, law.Current, holder, fields["need.offence"], officer);
        foreach (var element in channel.Elements)
            if (Earlier(element.Id, said) is { Length: > 0 } earlier) fields[prefix + element.Id] = earlier;
        FillFollowUp(fields, prefix, channel, cause);
    }

    private static void FillOrder(Dictionary<string, string> fields, NodeCore node, LawDesk law, DossierFile cause, Draft draft, Officer officer)
    {
        var channel = law.Current.FindChannel(OrderForm.Channel)!;
        FillRequest(fields, OrderForm.Prefix, channel, node, law, draft with { Dossier = null }, cause, cause, officer);
        fields[OrderForm.With] = "yes";
        fields.Remove("need.to");
    }

    /// <summary>What every form knows: who we are, who holds the data, what the offence is called.</summary>
    private static void Fill(Dictionary<string, string> fields, Element element, string prefix, NodeCore node, LawRelease release, string holder, string offence, Officer officer)
    {
        var office = node.Settings.Offices.First(o => o.Name == officer.Office);
        var suffix = Suffix(element.Id);
        var value = (element.Input, suffix) switch
        {
            (_, "authority" or "requesting" or "confirm") => $"{node.Settings.Title}, {office.Title}",
            (_, "custodian" or "provider" or "person") => holder,
            ("offence", _) => release.FindOffence(offence) is { } known ? $"{known.Title} ({known.Source.ForPeople})" : "",
            ("check", _) => "yes",
            ("days", "period") => Ceiling(release),
            ("reference", "reference") => "",
            _ => "",
        };
        if (value.Length > 0) fields[prefix + element.Id] = value;
    }

    /// <summary>The same thing said in an earlier request: custodian and provider, data and data, facts and offence.</summary>
    private static string? Earlier(string element, Dictionary<string, string> said) => Suffix(element) switch
    {
        "provider" or "custodian" or "person" => said.GetValueOrDefault("el.29.custodian"),
        "facts" or "offence" => said.GetValueOrDefault("el.29.offence"),
        "data" => said.GetValueOrDefault("el.31.data") ?? said.GetValueOrDefault("el.29.data"),
        _ => null,
    };

    private static void FillFollowUp(Dictionary<string, string> fields, string prefix, Channel channel, DossierFile cause)
    {
        var status = channel.FindElement("el.31.status");
        if (status is not null && status.Choices.FirstOrDefault(choice => choice.Contains("preservation", StringComparison.OrdinalIgnoreCase)) is { } follows) fields[prefix + status.Id] = follows;
        var opening = cause.Statements[0];
        var reference = DossierRows.Said(opening, Disclosures.Reference) ?? cause.Id.ToString();
        var earlier = string.Create(CultureInfo.InvariantCulture, $"{reference} of {DateTimeOffset.FromUnixTimeSeconds(opening.T):yyyy-MM-dd}");
        foreach (var name in (string[])["el.31.previous-preservation", "el.18.preservation"])
            if (channel.FindElement(name) is not null) fields[prefix + name] = earlier;
    }

    /// <summary>The day until which data should at least be kept: what the law asks of us, or what the order asks.</summary>
    private static string KeepUntil(NodeCore node, LawDesk law, DossierFile file, Draft draft)
    {
        var request = file.State.Request(draft.Re ?? default) ?? file.State.Requests[0];
        var least = law.Find(request.Law)?.FindChannel(request.Channel)?.Limits.FirstOrDefault(l => l is { Semantics: Comity.Law.LimitSemantics.Min, Duration: not null })?.Duration;
        var until = request.Terms.Until is { } asked ? DateTimeOffset.FromUnixTimeSeconds(asked).AddDays(-1) : node.Now.AddDays((least?.Days ?? 0) + Margin);
        return until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>The Convention's ceiling of a domestic order, in days (ETS 185 art. 16(2)).</summary>
    private static string Ceiling(LawRelease release) => release.FindLimit("dl.16.2")?.Duration?.Days.ToString(CultureInfo.InvariantCulture) ?? "";

    private static Dictionary<string, string> Elements(DossierFile file, Digest request) => file.Find(request)!.Sealed.Disclosures
        .Where(d => d.Name.StartsWith("el.", StringComparison.Ordinal) && d.Value.ValueKind == System.Text.Json.JsonValueKind.String)
        .ToDictionary(d => d.Name, d => d.Value.GetString()!);

    private static string Titled(DossierFile file) => DossierRows.Said(file.Statements[0], Disclosures.Title) ?? "";

    private static string Suffix(string element) => element[(element.LastIndexOf('.') + 1)..];
}
