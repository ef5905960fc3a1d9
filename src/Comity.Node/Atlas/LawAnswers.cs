using System.Text.Json.Serialization;
using Comity.Law;
using Comity.Node.Look;

namespace Comity.Node.Atlas;

/// <summary>The States, territories and organisations of the data.</summary>
public sealed record CountriesAnswer(string Release, IReadOnlyList<CountryAnswer> Countries);

/// <summary>A country: two letters, name, and memberships.</summary>
public sealed record CountryAnswer(string Code, string Alpha3, string Name, string Region, string Kind, bool EuropeanUnion, bool CouncilOfEurope);

/// <summary>Everything that the data hold about one State on a day.</summary>
public sealed record CountryFactsAnswer(
    string Release, string On, CountryAnswer Country, IReadOnlyList<StandingAnswer> Treaties, IReadOnlyList<DeclarationAnswer> Declarations, IReadOnlyList<PairFactAnswer> Pairs, IReadOnlyList<SheetAnswer> Sheet);

/// <summary>Where a State stands towards a treaty: <c>bound</c>, <c>consented</c>, <c>signed</c>, <c>invited</c> or <c>none</c>, with the days, the source and our confidence.</summary>
public sealed record StandingAnswer(
    string Country, string Treaty, string Standing, [property: JsonPropertyName("signed")] string? SignedOn, string? Deposited, string? Deposit, string? InForce, string? Source, string Confidence, string? Note);

/// <summary>A declaration, reservation, designation or territorial statement, and the switches it turns.</summary>
public sealed record DeclarationAnswer(
    string Country, string Treaty, string Article, string Kind, string? Authority, string Text, string? From, string? To, string? AsOf, string Source, string Confidence, IReadOnlyList<SwitchAnswer> Switches);

/// <summary>What a switch does: to which ways and offences, and for whose requests.</summary>
public sealed record SwitchAnswer(string Id, string? Provision, string Operation, string Effect, string Side, IReadOnlyList<string> Targets);

/// <summary>A treaty or Union law that binds a State with others.</summary>
public sealed record PairFactAnswer(string BetweenA, string BetweenB, string Fact, string Instrument, string? From, string? To, string Source, string Confidence);

/// <summary>An entry of a country sheet.</summary>
public sealed record SheetAnswer(string Topic, string Text, IReadOnlyList<string> Channels, string From, string Source, string Confidence, bool MadeUp);

/// <summary>Declarations in effect on a day.</summary>
public sealed record DeclarationsAnswer(string Release, string On, IReadOnlyList<DeclarationAnswer> Declarations);

/// <summary>The instruments, with how many they bind on a day.</summary>
public sealed record InstrumentsAnswer(string Release, string On, IReadOnlyList<InstrumentAnswer> Instruments);

/// <summary>An instrument; <c>treaty</c> is its name in the registers.</summary>
public sealed record InstrumentAnswer(string Id, string? Treaty, string Reference, string Title, int Bound, int Consented, int Signatories, string InForce, string Confidence);

/// <summary>An instrument with its channels, switches and Parties.</summary>
public sealed record InstrumentFactsAnswer(
    string Release, string On, InstrumentAnswer Instrument, IReadOnlyList<ChannelAnswer> Channels, IReadOnlyList<OffenceAnswer> Offences, IReadOnlyList<SwitchAnswer> Switches, IReadOnlyList<StandingAnswer> Parties);

/// <summary>A channel with the ids of what it asks and allows.</summary>
public sealed record ChannelAnswer(
    string Id, string Article, string Title, string? Provision, string Kind, string Direction, IReadOnlyList<string> IssuedBy, IReadOnlyList<string> Addressee, IReadOnlyList<string> Data,
    IReadOnlyList<string> Elements, IReadOnlyList<string> Limits, IReadOnlyList<string> Grounds, bool GroundsClosed, IReadOnlyList<string> Switches, string Confidence);

/// <summary>An offence of an instrument.</summary>
public sealed record OffenceAnswer(string Id, string Title, string? Provision, bool Core, string Confidence);

/// <summary>What supposed acts would open, close or alter, against the real data on the day.</summary>
public sealed record ChangesAnswer(bool Hypothetical, IReadOnlyList<string> Suppositions, string On, IReadOnlyList<PairChangeAnswer> Changes, string Release);

/// <summary>Channels that open or close from one State to another, or stay open with other grounds, elements or things to mind.</summary>
public sealed record PairChangeAnswer(string From, string To, IReadOnlyList<string> Opens, IReadOnlyList<string> Closes, IReadOnlyList<string> Alters);

/// <summary>Makes answers of what the law data hold.</summary>
internal static class LawAnswers
{
    internal static CountryAnswer Of(Country country) => new(country.Code.ToString(), country.Alpha3, country.Name, country.Region, country.Kind, country.IsEuMember, country.IsCouncilMember);

    internal static StandingAnswer Of(TreatyStanding standing) => new(
        standing.Country.Code.ToString(), standing.Treaty.Id, AtlasWords.StepWord(standing.Step), Day(standing.Row?.SignedOn), Day(standing.Row?.DepositedOn), standing.Row?.DepositKind,
        Day(standing.BoundFrom), standing.Row?.Source ?? (standing.Treaty.BindsEuMembers ? standing.Treaty.LaterSource.Text : null), standing.Confidence.Mark, standing.Row?.Note);

    internal static DeclarationAnswer Of(LawRelease law, Declaration made) => new(
        made.Country.ToString(), made.Treaty, made.Article, made.Kind, made.AuthorityType, made.Value, Day(made.FirstDay(law)), Day(made.ValidTo), Day(made.AsOf), made.Source, made.Confidence.Mark,
        [.. made.Switches.Select(turned => Of(law, turned))]);

    internal static SwitchAnswer Of(LawRelease law, Switch turned) => new(
        turned.Id, turned.Source.First?.ToString(), turned.Operation, AtlasWords.Effect(law, turned), AtlasWords.SideWord(turned.Side), turned.Targets);

    internal static PairFactAnswer Of(PairFact fact) => new(fact.BetweenA, fact.BetweenB, fact.Fact, fact.Instrument, Day(fact.From), Day(fact.To), fact.Source, fact.Confidence.Mark);

    internal static SheetAnswer Of(SheetEntry entry, bool madeUp) => new(entry.Topic, entry.Text, entry.Channels, Shown.Iso(entry.ValidFrom), entry.Source, entry.Confidence.Mark, madeUp);

    internal static InstrumentAnswer Of(InstrumentRow row) => new(row.Id, row.Treaty, row.Reference, row.Title, row.Bound, row.Consented, row.Signatories, row.InForce.Text, row.Confidence);

    internal static ChannelAnswer Of(Channel channel) => new(
        channel.Id, channel.Article, channel.Title, channel.Basis.First?.ToString(), channel.Kind, channel.Direction, channel.IssuedBy, channel.Addressee, channel.DataCategories,
        [.. channel.Elements.Select(one => one.Id)], [.. channel.Limits.Select(one => one.Id)], [.. channel.Grounds.Select(one => one.Id)], channel.GroundsClosed, [.. channel.Switches.Select(one => one.Id)], channel.Confidence.Mark);

    internal static OffenceAnswer Of(Offence offence) => new(offence.Id, offence.Title, offence.Source.First?.ToString(), offence.IsCore, offence.Confidence.Mark);

    internal static PairChangeAnswer Of(PairChange change) => new(change.From.Code.ToString(), change.To.Code.ToString(), [.. change.Opens.Select(way => way.Id)], [.. change.Closes.Select(way => way.Id)], [.. change.Alters.Select(way => way.Id)]);

    internal static string? Day(DateOnly? day) => day is { } known ? Shown.Iso(known) : null;
}
