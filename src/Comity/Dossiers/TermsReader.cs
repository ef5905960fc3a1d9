using System.Text.Json;
using System.Text.RegularExpressions;

namespace Comity.Dossiers;

/// <summary>Reads <c>terms</c> of an act: known members of that act only, closed words, ids of the law data's form.</summary>
internal static partial class TermsReader
{
    internal static Terms Read(JsonElement value, ActType type)
    {
        var reader = new ClaimReader(value, $"terms of {type.Word()}");
        var terms = new Terms();
        var rule = Acts.Of(type);
        foreach (var member in rule.Required)
            if (!value.TryGetProperty(member, out _)) throw ClaimReader.Malformed($"terms of {type.Word()} lacks \"{member}\"");
        foreach (var member in TermsShape.Members(type))
            if (value.TryGetProperty(member, out _)) terms = Member(terms, reader, member);
        reader.Done(TermsShape.Members(type));
        return terms;
    }

    private static Terms Member(Terms terms, ClaimReader reader, string member) => member switch
    {
        "categories" => terms with { Categories = Ids(reader, member, Plain()) },
        "offences" => terms with { Offences = Ids(reader, member, Offence()) },
        "urgency" => terms with { Urgency = reader.Word<Urgency>(member) },
        "treaty" => terms with { Treaty = reader.Word<TreatyOfPair>(member) },
        "path" => terms with { Path = Id(reader.Text(member, 64), member, TransmissionPath()) },
        "established" => terms with { Established = Id(reader.Text(member, 2), member, State()) },
        "confidential" => terms with { Confidential = Flag(reader, member) },
        "until" => terms with { Until = reader.Seconds(member) },
        "grounds" => terms with { Grounds = Ids(reader, member, Ground()) },
        "outcome" => terms with { Outcome = reader.Word<OutcomeWord>(member) },
        "asks" => terms with { Asks = reader.Word<AskWord>(member) },
        "conditions" => terms with { Conditions = Conditions(reader, member) },
        "answers" => terms with { Answers = NotEmpty(Ids(reader, member, ConditionName(), TermsShape.MostConditions), member) },
        "package" => terms with { Package = reader.Digest(member) },
        "items" => terms with { Items = Items(reader, member) },
        "names" => terms with { Names = reader.Distinct(reader.List(member, Name, TermsShape.MostItems), member) },
        "held" => terms with { Held = Flag(reader, member) },
        "office" => terms with { Office = EntityIds.Check(reader.Text(member), member) },
        "incident" => terms with { Incident = reader.Word<IncidentWord>(member) },
        "against" => terms with { Against = Findings(reader, member) },
        "encl" => terms with { Enclosed = reader.SortedDigests(member, TermsShape.LongestList) },
        "solo" => terms with { Solo = Solo(reader.Take(member)) },
        _ => throw new System.Diagnostics.UnreachableException($"No reader for the member {member}."),
    };

    private static bool Flag(ClaimReader reader, string member) => reader.Take(member).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw ClaimReader.Malformed($"terms: \"{member}\" is neither true nor false"),
    };

    private static IReadOnlyList<string> Ids(ClaimReader reader, string member, Regex form, int longest = TermsShape.LongestList) =>
        reader.Distinct(reader.List(member, v => Id(reader.Text(v, member, 64), member, form), longest), member);

    private static string Id(string text, string member, Regex form) =>
        form.IsMatch(text) ? text : throw ClaimReader.Malformed($"terms: \"{text}\" is not an id that \"{member}\" can hold");

    private static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T> list, string member) =>
        list.Count > 0 ? list : throw ClaimReader.Malformed($"terms: \"{member}\" is empty");

    private static IReadOnlyList<ConditionTerms> Conditions(ClaimReader reader, string member)
    {
        var list = reader.List(member, Condition, TermsShape.MostConditions);
        reader.Distinct([.. list.Select(c => c.Id)], member);
        return list;
    }

    private static ConditionTerms Condition(JsonElement value)
    {
        var reader = new ClaimReader(value, "a condition");
        var condition = new ConditionTerms(
            Id(reader.Text("id", 32), "id", ConditionName()), reader.Word<ConditionKind>("kind"), Id(reader.Text("basis", 64), "basis", Safeguard()),
            reader.TryTake("until", out var until) ? reader.Seconds(until, "until") : null);
        reader.Done(["id", "kind", "basis", "until"]);
        return condition;
    }

    private static IReadOnlyList<ItemTerms> Items(ClaimReader reader, string member)
    {
        var list = NotEmpty(reader.List(member, Item, TermsShape.MostItems), member);
        reader.Distinct([.. list.Select(i => i.Root)], member);
        return list;
    }

    private static ItemTerms Item(JsonElement value)
    {
        var reader = new ClaimReader(value, "an item");
        if (reader.Take("size") is not { ValueKind: JsonValueKind.Number } size || !size.TryGetInt64(out var bytes) || bytes <= 0)
            throw ClaimReader.Malformed("an item: \"size\" is not a number of bytes above zero");
        var item = new ItemTerms(reader.Digest("root"), bytes, reader.SortedDigests("envelopes", TermsShape.LongestList));
        reader.Done(["root", "size", "envelopes"]);
        return item;
    }

    private static ItemKey Name(JsonElement value)
    {
        var reader = new ClaimReader(value, "a name of an item");
        var key = new ItemKey(reader.Digest("delivery"), reader.Digest("root"));
        reader.Done(["delivery", "root"]);
        return key;
    }

    private static List<Finding> Findings(ClaimReader reader, string member)
    {
        var list = reader.List(member, OneFinding, TermsShape.LongestList);
        for (var i = 1; i < list.Count; i++)
            if (list[i - 1] >= list[i]) throw ClaimReader.Malformed("terms: \"against\" is not sorted, or names a finding twice");
        return [.. list];
    }

    private static Finding OneFinding(JsonElement value)
    {
        var reader = new ClaimReader(value, "a finding");
        var finding = new Finding(reader.Word<FindingKind>("finding"), Id(reader.Text("about", 64), "about", Plain()));
        reader.Done(["finding", "about"]);
        return finding;
    }

    private static SoloTerms Solo(JsonElement value)
    {
        var reader = new ClaimReader(value, "solo");
        var solo = new SoloTerms(reader.Word<SoloReason>("reason"), reader.Seconds("since"));
        reader.Done(["reason", "since"]);
        return solo;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9.-]{0,63}\z")]
    internal static partial Regex Plain();

    [GeneratedRegex(@"\Aoff\.[a-z0-9.-]{1,60}\z")]
    private static partial Regex Offence();

    [GeneratedRegex(@"\Arg\.[a-z0-9.-]{1,60}\z")]
    private static partial Regex Ground();

    [GeneratedRegex(@"\Asg\.[a-z0-9.-]{1,60}\z")]
    private static partial Regex Safeguard();

    [GeneratedRegex(@"\Art\.[a-z0-9.-]{1,60}\z")]
    private static partial Regex TransmissionPath();

    [GeneratedRegex(@"\A[A-Z]{2}\z")]
    private static partial Regex State();

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z")]
    private static partial Regex ConditionName();
}
