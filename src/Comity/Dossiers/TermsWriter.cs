using System.Text.Json.Nodes;

namespace Comity.Dossiers;

/// <summary>Writes <c>terms</c>: only members that say something.</summary>
internal static class TermsWriter
{
    internal static JsonObject Write(Terms terms, ActType type)
    {
        var json = new JsonObject();
        List(json, "categories", terms.Categories.Select(Text));
        List(json, "offences", terms.Offences.Select(Text));
        if (terms.Urgency != Urgency.None) json["urgency"] = terms.Urgency.Word();
        if (terms.Treaty != TreatyOfPair.Unknown) json["treaty"] = terms.Treaty.Word();
        if (terms.Path is { } path) json["path"] = path;
        if (terms.Established is { } state) json["established"] = state;
        if (terms.Confidential) json["confidential"] = true;
        if (terms.Until is { } until) json["until"] = until;
        List(json, "grounds", terms.Grounds.Select(Text));
        if (terms.Outcome is { } outcome) json["outcome"] = outcome.Word();
        if (terms.Asks is { } asks) json["asks"] = asks.Word();
        List(json, "conditions", terms.Conditions.Select(Condition));
        List(json, "answers", terms.Answers.Select(Text));
        if (terms.Package is { } package) json["package"] = package.ToString();
        List(json, "items", terms.Items.Select(Item));
        List(json, "names", terms.Names.Select(n => new JsonObject { ["delivery"] = n.Delivery.ToString(), ["root"] = n.Root.ToString() }));
        if (terms.Held is { } held) json["held"] = held;
        if (terms.Office is { } office) json["office"] = office;
        if (terms.Incident is { } incident) json["incident"] = incident.Word();
        List(json, "against", terms.Against.Order().Select(f => new JsonObject { ["finding"] = f.Kind.Word(), ["about"] = f.About }));
        List(json, "encl", terms.Enclosed.Order().Select(d => Text(d.ToString())));
        if (terms.Solo is { } solo) json["solo"] = new JsonObject { ["reason"] = solo.Reason.Word(), ["since"] = solo.AskedSince };
        foreach (var required in Acts.Of(type).Required.Where(r => r is "grounds" && !json.ContainsKey(r))) json[required] = new JsonArray();
        return json;
    }

    private static JsonNode Text(string text) => JsonValue.Create(text);

    private static void List(JsonObject json, string name, IEnumerable<JsonNode> values)
    {
        var array = new JsonArray([.. values]);
        if (array.Count > 0) json[name] = array;
    }

    private static JsonObject Condition(ConditionTerms condition)
    {
        var json = new JsonObject { ["id"] = condition.Id, ["kind"] = condition.Kind.Word(), ["basis"] = condition.Basis };
        if (condition.Until is { } until) json["until"] = until;
        return json;
    }

    private static JsonObject Item(ItemTerms item) => new()
    {
        ["root"] = item.Root.ToString(),
        ["size"] = item.Size,
        ["envelopes"] = new JsonArray([.. item.Envelopes.Order().Select(d => Text(d.ToString()))]),
    };
}
