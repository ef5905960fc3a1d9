using System.Collections.Immutable;

namespace Comity.Law.Reading;

/// <summary>Reads what channels refer to: offences, grounds, safeguards, switches, and the treaties' rules.</summary>
internal static class PartReader
{
    private static readonly Confidence A = new("A");

    internal static Confidence ConfidenceOf(Fields at, Confidence inherited) => at.TextOrNull("confidence") switch
    {
        null => inherited,
        "A" or "B" or "C" or "D" => new(at.Text("confidence")),
        var other => throw at.Error("confidence", $"'{other}' is not a confidence mark.", "Write A, B, C or D."),
    };

    internal static void Offence(LawReader reader, Fields item, string instrument)
    {
        var id = item.Text("id");
        var offence = new Offence(id, instrument, Citation.Read(item.Text("article"), instrument), item.Text("title"), item.Flag("core"), item.Flag("childProtection"), ConfidenceOf(item, A));
        reader.Later(() =>
        {
            foreach (var turned in LawReader.Resolve(reader.Switches, item, "switches", "switch"))
                if (!turned.Targets.Contains(id)) throw item.Error("switches", $"{turned.Id} does not act on {id}.", "Correct the switch's target or remove it here.");
            item.Close();
        });
        LawReader.Add(reader.Offences, id, offence, item);
    }

    internal static void Ground(LawReader reader, Fields item, string? instrument)
    {
        var onlyIf = item.TextOrNull("onlyIf");
        if (onlyIf is not (null or "offence is not core")) throw item.Error("onlyIf", $"The condition '{onlyIf}' is not known.", "Write: offence is not core.");
        var ground = new RefusalGround
        {
            Id = item.Text("id"),
            Label = item.Text("label"),
            Source = Citation.Read(item.Text("source"), instrument),
            Confidence = ConfidenceOf(item, A),
            RequiresSwitch = item.TextOrNull("requiresSwitch"),
            NotForCoreOffences = onlyIf is not null,
            Form = item.TextOrNull("form"),
            Stage = item.TextOrNull("stage"),
            Note = item.TextOrNull("note"),
        };
        _ = item.Remarks("secondRecall", "addresseeMayInvoke", "onlyEnforcingAuthority");
        item.Close();
        if (ground.RequiresSwitch is { } needed) reader.Later(() => LawReader.Resolve(reader.Switches, item, "requiresSwitch", needed, "switch"));
        LawReader.Add(reader.Grounds, ground.Id, ground, item);
    }

    internal static void Safeguard(LawReader reader, Fields item)
    {
        var safeguard = new Safeguard(
            item.Text("id"), item.Text("label"), Citation.Read(item.Text("source"), null), item.Text("systemMust"), ConfidenceOf(item, A), item.TextOrNull("note"));
        _ = item.Remarks("secondRecall");
        item.Close();
        LawReader.Add(reader.Safeguards, safeguard.Id, safeguard, item);
    }

    internal static void Switch(LawReader reader, Fields item, string? instrument)
    {
        var effect = item.Child("effect") ?? throw item.Error("'effect' is missing.", "Say what the switch does.");
        var turned = new Switch
        {
            Id = item.Text("id"),
            Source = Citation.Read(item.Text("source"), instrument),
            Nature = Vocabulary.OneOf(Natures, item, "nature", item.Text("nature")),
            Side = Side(item),
            Operation = Vocabulary.OneOf(Operations, effect, "op", effect.Text("op")),
            Targets = [.. effect.Words("target"), .. effect.Words("targets")],
            Categories = [.. effect.Words("categories").Select(category => reader.Words.Category(effect, "categories", category))],
            Elements = [.. effect.Words("element"), .. effect.Words("addElements")],
            Ground = effect.TextOrNull("ground"),
            Roles = [.. effect.Words("role"), .. effect.Words("roles")],
            Confidence = ConfidenceOf(item, A),
            AlsoDeclaredAs = item.Words("alsoDeclaredAs"),
            Remarks = effect.Remarks(EffectRemarks).AddRange(item.Remarks("when", "sideConfidence", "secondRecall", "example")),
        };
        effect.Close();
        item.Close();
        LawReader.Add(reader.Switches, turned.Id, turned, item);
        reader.Later(() => CheckSwitch(reader, turned, effect));
    }

    internal static void Treaty(LawReader reader, Fields item)
    {
        var euLaw = item.TextOrNull("binds") is { } binds && (binds == "eu-members" ? true : throw item.Error("binds", $"'{binds}' is not known.", "Write eu-members or leave it out."));
        var first = item.Child("first");
        var later = item.Child("later");
        var instrument = item.TextOrNull("instrument");
        if (!euLaw && (first is null || later is null)) throw item.Error("The rule of entry into force is missing.", "Add `first` and `later`.");
        var treaty = new Treaty
        {
            Id = item.Text("id"),
            Instrument = instrument,
            Title = item.Text("title"),
            Confidence = ConfidenceOf(item, A),
            BindsEuMembers = euLaw,
            Deposits = first?.Number("deposits") ?? 0,
            CouncilMembers = first?.Number("councilMembers") ?? 0,
            Given = first?.Date("given"),
            NotBefore = first?.Date("notBefore"),
            StatesOnly = first?.Flag("statesOnly") ?? false,
            FirstStep = first is null ? default : Step(first),
            LaterStep = later is null ? default : Step(later),
            FirstSource = Rule(first ?? item, "source", instrument),
            LaterSource = Rule(later ?? item, "source", instrument),
            AccessionSource = later?.Has("accessionSource") == true ? Rule(later, "accessionSource", instrument) : Rule(later ?? item, "source", instrument),
            Presupposes = item.TextOrNull("presupposes"),
        };
        _ = item.Remarks("presupposesSource", "note");
        first?.Close();
        later?.Close();
        item.Close();
        LawReader.Add(reader.Treaties, treaty.Id, treaty, item);
        reader.Later(() => CheckTreaty(reader, treaty, item));
    }

    private static Citation Rule(Fields at, string key, string? instrument) => Citation.Read(at.Text(key), instrument);

    private static EntryStep Step(Fields at) => at.Text("then") switch
    {
        "month-start-after-three-months" => EntryStep.MonthStartAfterThreeMonths,
        "after-90-days" => EntryStep.After90Days,
        "after-30-days" => EntryStep.After30Days,
        var other => throw at.Error("then", $"The step '{other}' is not known.", "Write month-start-after-three-months, after-90-days or after-30-days."),
    };

    private static SwitchSide Side(Fields item) => item.Text("side") switch
    {
        "asked" => SwitchSide.Asked,
        "asking" => SwitchSide.Asking,
        "both" => SwitchSide.Both,
        "any-participant" => SwitchSide.AnyParticipant,
        "transferring" => SwitchSide.Transferring,
        var other => throw item.Error("side", $"The side '{other}' is not known.", "Write asked, asking, both, any-participant or transferring."),
    };

    private static void CheckSwitch(LawReader reader, Switch turned, Fields effect)
    {
        foreach (var target in turned.Targets)
            if (!reader.Channels.ContainsKey(target) && !reader.Offences.ContainsKey(target)) throw effect.Missing("target", target, "channel or offence");
        foreach (var element in turned.Elements) _ = LawReader.Resolve(reader.Elements, effect, "element", element, "element");
        if (turned.Ground is { } ground) _ = LawReader.Resolve(reader.Grounds, effect, "ground", ground, "refusal ground");
    }

    private static void CheckTreaty(LawReader reader, Treaty treaty, Fields item)
    {
        if (treaty.Instrument is { } instrument)
        {
            _ = LawReader.Resolve(reader.Instruments, item, "instrument", instrument, "instrument");
            if (reader.Treaties.Values.Any(other => other != treaty && other.Instrument == instrument)) throw item.Error("instrument", $"Two treaties claim {instrument}.", "Correct one of them.");
        }

        if (treaty.Presupposes is { } former) _ = LawReader.Resolve(reader.Treaties, item, "presupposes", former, "treaty");
    }

    private static readonly HashSet<string> Natures = ["declaration", "reservation", "designation", "notification", "domestic-rule"];

    private static readonly HashSet<string> Operations =
    [
        "narrow-offence", "drop-offence", "restrict-offences", "exclude-systems", "narrow-jurisdiction", "force-route", "add-refusal-ground", "federal-clause", "designate",
        "territory", "stop-carry-over", "require-issuer", "require-notification", "provider-must-consult", "require-precondition", "disable-channel", "restrict-data",
        "add-element", "restrict-request", "add-follow-up", "allow-route", "block-issuer", "unblock-issuer", "exclude-territory",
    ];

    private static readonly string[] EffectRemarks =
    [
        "options", "what", "route", "routes", "blocks", "onlyIf", "note", "many", "mayDependOn", "anyOf", "to", "scope", "simultaneous", "appliesTo", "first", "unless", "remove",
        "from", "block", "followUp", "copy", "for", "automatic",
    ];
}
