using System.Text.Json.Serialization;

namespace Comity.Node.Atlas;

// What the commands write with --json, described for OpenAPI. The API writes with the same code; a test compares each answer with these shapes.

/// <summary>Every channel between two States on a day: the members of <c>comity law routes --json</c>. <c>hypothetical</c> and <c>suppositions</c> only where something is supposed.</summary>
public sealed record RoutesAnswer(bool? Hypothetical, IReadOnlyList<string>? Suppositions, string From, string To, string On, IReadOnlyList<RouteAnswer> Routes, string Release);

/// <summary>A channel: open or closed, why, and what it asks and allows by ids of the law data.</summary>
public sealed record RouteAnswer(
    string Channel, string Article, string Title, bool Open, IReadOnlyList<ReasonAnswer> Reasons, IReadOnlyList<string> Requires, IReadOnlyList<string> Grounds, IReadOnlyList<LimitAnswer> Limits,
    IReadOnlyList<PathAnswer> Paths, IReadOnlyList<NoteAnswer> Approvals, IReadOnlyList<NoteAnswer> Risks, IReadOnlyList<string> Safeguards);

/// <summary>A reason: it opens, closes or asks; its provision, since when, source and our confidence.</summary>
public sealed record ReasonAnswer(string Provision, string Text, string Confidence, string Weight, string? Since, string? Source);

/// <summary>A time limit: ISO 8601, null where the instrument gives no number.</summary>
public sealed record LimitAnswer(string Id, string? Duration, string Semantics);

/// <summary>A path for the request.</summary>
public sealed record PathAnswer(
    string Id, string Label, bool Open, bool Default, string? Condition, string? Switch, string Why, string? Provision, string Confidence, string? Since, string? Source);

/// <summary>An approval to have, or what could go wrong.</summary>
public sealed record NoteAnswer(string Kind, string Text, string Source, string Confidence, string? Since);

/// <summary>What a request through a channel must say: the members of <c>comity law requires --json</c>.</summary>
public sealed record RequiresAnswer(
    string Channel, string From, string To, string On, bool Open, IReadOnlyList<ElementAnswer> Elements, IReadOnlyList<string> IssuedBy, IReadOnlyList<string> Addressee, IReadOnlyList<string> AlsoTo,
    IReadOnlyList<SafeguardAnswer> Safeguards, IReadOnlyList<FollowUpAnswer> FollowUps);

/// <summary>An element of a request.</summary>
public sealed record ElementAnswer(
    string Id, string Label, bool Required, bool Mandatory, string? Condition, string? RequiredIf, string? Unless, IReadOnlyList<string> VisibleTo, string? ReleaseRule, string? Provision, string Source, string Basis, string Confidence);

/// <summary>A safeguard.</summary>
public sealed record SafeguardAnswer(string Id, string Label, string? Provision, string Source, string Confidence);

/// <summary>A duty that follows from an event.</summary>
public sealed record FollowUpAnswer(string Id, string Trigger, string Actor, string Action, string? Provision, string Source, string Confidence);

/// <summary>On which grounds a request may be refused: the members of <c>comity law grounds --json</c>.</summary>
public sealed record GroundsAnswer(
    string Channel, string From, string To, string On, bool Open, bool ClosedList, string? Note, IReadOnlyList<GroundAnswer> Grounds, IReadOnlyList<GroundAnswer> FallAway, bool DualCriminality, string? DualCriminalitySource,
    string? Postponement);

/// <summary>A ground; <c>because</c> only where it falls away.</summary>
public sealed record GroundAnswer(string Id, string Label, string? Provision, string Source, string Confidence, string? RequiresSwitch, string? Form, string? Stage, IReadOnlyList<string> Codes, string? Because);

/// <summary>When a time limit ends: the members of <c>comity law deadline --json</c>. <c>due</c> is null where the law gives no number.</summary>
public sealed record DeadlineAnswer(
    string? Due, DeadlineRule Rule, IReadOnlyList<DeadlineStep> Steps, string Start, string Zone, string? State, bool StandsStill, bool CalendarMissing, string? MayMoveTo, DeadlineCalendar? Calendar, string Release);

/// <summary>The time limit.</summary>
public sealed record DeadlineRule(
    string Id, string? Provision, string Source, string From, string To, string? Duration, string Semantics, string? Qualifier, string CalendarOf, string Confidence, string? Note);

/// <summary>A step of the count.</summary>
public sealed record DeadlineStep(string Text, string? At, string? Source);

/// <summary>The calendar by which it was counted; left out where none was used.</summary>
public sealed record DeadlineCalendar(string State, int From, int To, string Source, string Confidence, string? Note);

/// <summary>Who stands where towards which treaty: the members of <c>comity law status --json</c>.</summary>
public sealed record StatusAnswer(string On, IReadOnlyList<TreatyAnswer> Treaties, string Release);

/// <summary>A treaty; <c>standings</c> only where a treaty or a State was named.</summary>
public sealed record TreatyAnswer(
    string Treaty, string Title, string? Instrument, bool InForce, string? InForceFrom, int Bound, string Confidence, IReadOnlyList<TreatyStandingAnswer>? Standings);

/// <summary>Where a State stands.</summary>
public sealed record TreatyStandingAnswer(
    string Country, string Name, string Standing, string? Since, [property: JsonPropertyName("signed")] string? SignedOn, string? Deposited, string? DepositKind, string? BoundFrom, string? Source, string Confidence, string? Note,
    IReadOnlyList<TreatyDeclarationAnswer> Declarations);

/// <summary>A declaration of that State to that treaty.</summary>
public sealed record TreatyDeclarationAnswer(
    string Article, string Kind, string Value, string? From, string? To, string? AsOf, string? AuthorityType, IReadOnlyList<string> Switches, string Source, string Confidence);
