using System.Collections.Immutable;

namespace Comity.Law.Checking;

/// <summary>The tables of answers: what the engine makes of every value that decides something.</summary>
internal static class Answers
{
    internal static IEnumerable<AnswerTable> Of(LawRelease release)
    {
        var channels = release.Channels.Concat(release.DomesticOrders).ToList();
        yield return Table("channels", 2, ["channel", "question", "answer"], channels.SelectMany(OfChannel));
        yield return Table("elements", 1, ["element", "of", "source", "basis", "always demanded", "due if", "unless", "seen by", "released by", "input", "choices", "mark"], channels.SelectMany(OfElements));
        yield return Table("limits", 1, ["limit", "source", "from", "to", "answer", "other term", "data", "only if", "unless", "extends", "calendar of", "says", "mark"], channels.SelectMany(channel => channel.Limits).Distinct().Select(OfLimit));
        yield return Table("grounds", 1, ["ground", "source", "needs switch", "not for core offences", "form", "stage", "mark"],
            release.Grounds.Select(OfGround).Concat(release.GroundCodes.Select(code => (string[])[code.Id, code.Source.Text, "", Yes(code.NotForCoreOffences), "", "", code.Confidence.Mark])));
        yield return Table("duties", 1, ["duty", "of", "actor", "leads to", "source", "mark"],
            channels.SelectMany(channel => channel.FollowUps.Select(duty => (string[])[duty.Id, channel.Id, duty.Actor, duty.Target ?? "", duty.Source.Text, duty.Confidence.Mark])));
        yield return Table("paths", 1, ["path", "of", "source", "default", "blocked by", "allowed by"],
            channels.SelectMany(channel => channel.Paths.Select(path => (string[])[path.Id, channel.Id, path.Source.Text, Yes(path.IsDefault), path.BlockedBy ?? "", path.AllowedBy ?? ""])));
        yield return Table("switches", 1, ["switch", "source", "what", "acts on", "data", "elements", "ground", "roles", "also declared as", "says", "mark"], release.Switches.Select(OfSwitch));
        yield return Table("offences", 1, ["offence", "source", "of", "answer", "mark"],
            release.Offences.Select(offence => (string[])[offence.Id, offence.Source.Text, offence.Instrument, CaseWords.Of(offence), offence.Confidence.Mark]));
        yield return Table("safeguards", 1, ["safeguard", "source", "mark"], release.Safeguards.Select(safeguard => (string[])[safeguard.Id, safeguard.Source.Text, safeguard.Confidence.Mark]));
        yield return Table("powers", 1, ["power", "source", "data", "limits", "switches"],
            release.DomesticPowers.Select(power => (string[])[power.Id, power.Source.Text, Words(power.Categories), Words(power.Limits.Select(limit => limit.Id)), Words(power.Switches.Select(one => one.Id))]));
        yield return Table("instruments", 2, ["instrument", "question", "answer"], release.Instruments.SelectMany(OfInstrument));
        yield return Table("treaties", 2, ["treaty", "question", "answer"], release.Treaties.SelectMany(OfTreaty));
        yield return Table("words", 2, ["question", "word", "answer"], OfWords(release));
        yield return Table("bound", 2, ["treaty", "country", "status", "signed", "consented", "by", "bound from", "mark"], release.Statuses.Select(OfStatus));
        yield return Table("declared", 6, ["country", "treaty", "article", "kind", "from", "nth", "to", "turns", "authority", "read as of", "mark"], OfDeclarations(release));
        yield return Table("pairs", 3, ["one", "other", "instrument", "fact", "from", "to", "mark"],
            release.PairFacts.Select(fact => (string[])[fact.BetweenA, fact.BetweenB, fact.Instrument, fact.Fact, Day(fact.From), Day(fact.To), fact.Confidence.Mark]));
        yield return Table("countries", 1, ["group", "members"], OfCountries(release));
        yield return Table("sheets", 1, ["entry", "made up", "topic", "channels", "from", "to", "source", "mark"], release.Sheets.SelectMany(sheet => sheet.Entries.Select(entry =>
            (string[])[entry.Id, Yes(sheet.IsMadeUp), entry.Topic, Words(entry.Channels), Day(entry.ValidFrom), Day(entry.ValidTo), entry.Source, entry.Confidence.Mark])));
    }

    private static AnswerTable Table(string name, int keys, string[] columns, IEnumerable<string[]> rows) => new(name, keys, columns, [.. rows]);

    private static IEnumerable<string[]> OfChannel(Channel channel)
    {
        (string, string)[] answers =
        [
            ("article", channel.Article), ("kind", channel.Kind), ("direction", channel.Direction), ("opened by", channel.Basis.Text), ("bound", channel.BindsAskingOnly ? "the asking State only" : "both"),
            ("issued by", Words(channel.IssuedBy)), ("addressed to", Words(channel.Addressee)), ("also to", Words(channel.AlsoTo)), ("data", Words(channel.DataCategories)),
            ("form", Words(channel.Elements.Select(element => element.Id))), ("limits", Words(channel.Limits.Select(limit => limit.Id))), ("grounds", Words(channel.Grounds.Select(ground => ground.Id))),
            ("list of grounds", channel.GroundsClosed ? "closed" : "open"), ("grounds that a treaty replaces", Words(channel.FallbackGrounds)), ("safeguards", Words(channel.Safeguards.Select(one => one.Id))),
            ("safeguards that a treaty replaces", Words(channel.FallbackSafeguards)), ("duties", Words(channel.FollowUps.Select(duty => duty.Id))), ("switches", Words(channel.Switches.Select(one => one.Id))),
            ("paths", Words(channel.Paths.Select(path => path.Id))), ("procedure of", channel.ProcedureFrom ?? ""),
            ("dual criminality", $"{(channel.DualCriminalityAllowed ? "allowed" : "not allowed")}{(channel.DualCriminalitySource is { } source ? $", {source}" : "")}"),
            ("asked for by itself", channel.IsDuty ? "no" : "yes"), ("only in an emergency", channel.NeedsEmergency?.Text ?? ""), ("only without treaty", channel.NeedsNoTreaty?.Text ?? ""),
            ("only for offences of", channel.OffencesOf ?? ""), ("to be asked", Words(channel.Undecided.Select(question => $"{question.Id} ({question.Source}{(question.AppliesTo.IsEmpty ? "" : $", {Words(question.AppliesTo)}")}, {question.Confidence})"))),
            ("mark", channel.Confidence.Mark),
        ];
        return answers.Where(answer => answer.Item2.Length > 0).Select(answer => (string[])[channel.Id, answer.Item1, answer.Item2])
            .Concat(channel.Remarks.Select(remark => (string[])[channel.Id, $"says {remark.Name}", remark.Text]));
    }

    private static IEnumerable<string[]> OfElements(Channel channel) => channel.Elements.Select(element => (string[])
        [element.Id, channel.Id, element.Source.Text, element.Basis, Yes(element.Mandatory), element.RequiredIf ?? "", element.Unless ?? "", Words(element.VisibleTo), element.ReleaseRule ?? "", element.Input, Words(element.Choices), element.Confidence.Mark]);

    private static string[] OfLimit(TimeLimit limit) =>
        [limit.Id, limit.Source.Text, limit.From, limit.To, CaseWords.Of(limit), limit.OtherTerm ?? "", Words(limit.AppliesTo), limit.OnlyIf ?? "", limit.Unless ?? "", limit.Extends ?? "", limit.CalendarOf ?? "",
            Words([.. limit.Remarks.Select(remark => $"{remark.Name}: {remark.Text}"), .. new[] { limit.Qualifier, limit.ReleasedBy }.OfType<string>()]), limit.Confidence.Mark];

    private static string[] OfGround(RefusalGround ground) =>
        [ground.Id, ground.Source.Text, ground.RequiresSwitch ?? "", Yes(ground.NotForCoreOffences), ground.Form ?? "", ground.Stage ?? "", ground.Confidence.Mark];

    private static string[] OfSwitch(Switch turned) =>
        [turned.Id, turned.Source.Text, CaseWords.Of(turned), Words(turned.Targets), Words(turned.Categories), Words(turned.Elements), turned.Ground ?? "", Words(turned.Roles), Words(turned.AlsoDeclaredAs),
            Words(turned.Remarks.Select(remark => $"{remark.Name}: {remark.Text}")), turned.Confidence.Mark];

    private static IEnumerable<string[]> OfInstrument(Instrument instrument)
    {
        (string, string)[] answers =
        [
            ("cited as", instrument.Reference), ("status", instrument.Status), ("in force since", Day(instrument.InForceSince)), ("applies since", Day(instrument.AppliesSince)), ("does not bind", Words(instrument.NotBound.Select(code => code.ToString()))),
            ("extends", instrument.Extends is { } former ? $"{former}, {instrument.ExtendsSource}" : ""), ("safeguards of its data", Words(instrument.DataSafeguards)), ("safeguards for children", Words(instrument.Overlays)), ("mark", instrument.Confidence.Mark),
        ];
        return answers.Where(answer => answer.Item2.Length > 0).Select(answer => (string[])[instrument.Id, answer.Item1, answer.Item2])
            .Concat(instrument.Remarks.Select(remark => (string[])[instrument.Id, $"says {remark.Name}", remark.Text]));
    }

    private static IEnumerable<string[]> OfTreaty(Treaty treaty)
    {
        (string, string)[] answers =
        [
            ("instrument", treaty.Instrument ?? ""), ("binds", treaty.BindsEuMembers ? "members of the Union" : "whoever deposits"), ("deposits", $"{treaty.Deposits}, of the Council of Europe {treaty.CouncilMembers}{(treaty.StatesOnly ? ", States only" : "")}"),
            ("given", Day(treaty.Given)), ("not before", Day(treaty.NotBefore)), ("first step", treaty.FirstStep.ToString()), ("later step", treaty.LaterStep.ToString()),
            ("sources", $"{treaty.FirstSource}; {treaty.LaterSource}; {treaty.AccessionSource}"), ("presupposes", treaty.Presupposes ?? ""), ("mark", treaty.Confidence.Mark),
        ];
        return answers.Where(answer => answer.Item2.Length > 0).Select(answer => (string[])[treaty.Id, answer.Item1, answer.Item2]);
    }

    private static IEnumerable<string[]> OfWords(LawRelease release)
    {
        foreach (var category in release.DataCategories) yield return ["data category", category.Id, category.Source.Text];
        foreach (var circumstance in release.Circumstances) yield return ["circumstance", circumstance.Id, ""];
        foreach (var (role, others) in release.RolesThatCount) yield return ["counts also as", role, Words(others)];
    }

    private static string[] OfStatus(TreatyStatus row) =>
        [row.Treaty, row.Country.ToString(), row.Status, Day(row.SignedOn), Day(row.DepositedOn), row.DepositKind ?? "", $"{Day(row.BoundFrom)}{(row.Printed is { } printed && printed != row.BoundFrom ? $" (printed {Day(printed)})" : "")}", row.Confidence.Mark];

    private static IEnumerable<string[]> OfDeclarations(LawRelease release)
    {
        foreach (var group in release.Declarations.GroupBy(made => (made.Country, made.Treaty, made.Article, made.Kind, made.ValidFrom)))
            foreach (var (nth, made) in group.Index())
                yield return [made.Country.ToString(), made.Treaty, made.Article, made.Kind, Day(made.ValidFrom), nth == 0 ? "" : $"{nth + 1}", Day(made.ValidTo), Words(made.Switches.Select(turned => turned.Id)), made.AuthorityType ?? "", Day(made.AsOf), made.Confidence.Mark];
    }

    private static IEnumerable<string[]> OfCountries(LawRelease release)
    {
        yield return ["members of the European Union", Codes(release, country => country.IsEuMember)];
        yield return ["members of the Council of Europe", Codes(release, country => country.IsCouncilMember)];
        foreach (var kind in (string[])["state", "territory", "organisation"]) yield return [kind, Codes(release, country => country.Kind == kind)];
    }

    private static string Codes(LawRelease release, Func<Country, bool> chosen) => string.Join(' ', release.Countries.Where(chosen).Select(country => country.Code.ToString()).Order(StringComparer.Ordinal));

    private static string Words(IEnumerable<string> words) => string.Join("; ", words);

    private static string Day(DateOnly? day) => day is { } known ? known.ToString("yyyy-MM-dd", null) : "";

    private static string Yes(bool value) => value ? "yes" : "";
}
