using System.Collections.Immutable;
using System.Globalization;

namespace Comity.Law.Calendars;

/// <summary>Counts one term. The event's own day, or its started hour, does not count; a term in days ends with the last second of a day.</summary>
internal sealed class TermCount
{
    private readonly TimeLimit _limit;
    private readonly TermRun _run;
    private readonly TimeCounting? _counting;
    private readonly TimeLimit? _prolongation;
    private readonly List<TermStep> _steps = [];
    private readonly bool _inDays;
    private bool _missing;
    private bool _standsStill;

    private TermCount(TimeLimit limit, TermRun run, TimeCounting? counting, TimeLimit? prolongation)
    {
        (_limit, _run, _counting, _prolongation) = (limit, run, counting, prolongation);
        _inDays = limit.Duration is { Days: > 0 };
    }

    /// <summary>When the term ends.</summary>
    /// <param name="limit">The time limit.</param>
    /// <param name="run">What happened to it.</param>
    /// <param name="counting">How its instrument counts time, or null if it does not say.</param>
    /// <param name="prolongation">The limit that prolongs it, or null. A run that was prolonged or released needs a limit that can be.</param>
    internal static TermEnd Of(TimeLimit limit, TermRun run, TimeCounting? counting, TimeLimit? prolongation) => new TermCount(limit, run, counting, prolongation).Count();

    private TermEnd Count()
    {
        Say($"It runs from {Words(_limit.From)} to {Words(_limit.To)}", Local(_run.Start), _limit.Source.ForPeople);
        if (_limit.Duration is not { } term) return WithoutNumber();
        if (term is { Days: 0, Hours: 0 }) return End(Released(Say("At once", Local(_run.Start))));
        if (First(term) is not { } end) return End(null);
        end = Stated(end);
        if (Paused(end) is not { } after) return End(null);
        end = Prolonged(after);
        var (due, mayMove) = MovedOn(end);
        return End(Released(due)) with { MayMoveTo = _run.ReleasedAt is null ? mayMove : null };
    }

    private TermEnd WithoutNumber()
    {
        if (_limit.Semantics == LimitSemantics.Max && _run.Stated is { } stated)
        {
            Say("The request or order names the time itself; the instrument gives no number", Local(stated));
            return End(Released(Local(stated)));
        }

        Say(_limit switch
        {
            { Semantics: LimitSemantics.UntilEvent } => $"It lasts until {Words(_limit.To)}; there is no number",
            { Qualifier: { } word } => $"The instrument gives no number, only a word: {word}",
            _ => "The instrument gives no number" + (_limit.Note is { } note ? $": {note}" : ""),
        });
        return End(null);
    }

    /// <summary>The end by the term alone; null if it cannot be counted.</summary>
    private DateTimeOffset? First(Term term)
    {
        if (_limit.WorkingDays) return WorkingDays(term.Days);
        if (!_inDays)
        {
            var begin = Say("The hour that has begun does not count", Begin, Rule);
            return Say(Plural(term.Hours, "hour") + " later", LocalTime.In(begin.AddHours(term.Hours), _run.Zone));
        }

        Say("The day of the event does not count", null, Rule);
        return Say($"{Plural(term.Days, "day")} later, with the end of the day", EndOfDay(LocalTime.DayOf(_run.Start, _run.Zone).AddDays(term.Days)));
    }

    /// <summary>The end of so many open days after the event's; a day of which a part stood still does not count. Null if it cannot be counted or stands still.</summary>
    private DateTimeOffset? WorkingDays(int days)
    {
        var pauses = Merged(_run.Pauses);
        var day = LocalTime.DayOf(_run.Start, _run.Zone);
        Say("The day of the event does not count, nor do closed days", null, Rule);
        for (var left = days; left > 0;)
        {
            if (_run.Calendar?.OpenFrom(day.AddDays(1)) is not { } open)
            {
                SayMissing(day.AddDays(1), "Working days cannot be counted without it");
                return null;
            }

            day = open;
            if (pauses.Find(pause => LocalTime.DayOf(pause.From, _run.Zone) <= open && (pause.To is null || open <= LocalTime.DayOf(pause.To.Value, _run.Zone))) is not { From.Ticks: > 0 } pausing) left--;
            else if (pausing.To is null)
            {
                _standsStill = true;
                Say("It stands still and has no end until it goes on", Local(pausing.From), _limit.PausedBy?.ForPeople);
                return null;
            }
            else Say("It stood still: this day does not count", EndOfDay(open), _limit.PausedBy?.ForPeople);
        }

        return Say($"{Plural(days, "working day")} later, with the end of the day", EndOfDay(day), CalendarSource);
    }

    private DateTimeOffset Stated(DateTimeOffset end)
    {
        if (_limit.Semantics != LimitSemantics.LongerOf) return end;
        if (_run.Stated is not { } stated)
        {
            Say($"The longer of two terms counts: if {_limit.OtherTerm} ends later, it decides");
            return end;
        }

        return Say($"The longer of two terms counts: {(stated > end ? "the time stated" : "the term of the instrument")}", Local(stated > end ? stated : end));
    }

    /// <summary>The end after all pauses; null while the term stands still. A pause that begins only in the closed days before the end moved on keeps it open until the pause is over.</summary>
    private DateTimeOffset? Paused(DateTimeOffset end)
    {
        if (_limit.WorkingDays) return end;
        foreach (var pause in Merged(_run.Pauses))
        {
            var running = MoveOn(end) ?? end;
            if (pause.From > running)
            {
                Say("A pause after the end changes nothing", Local(pause.From));
                continue;
            }

            var source = _limit.PausedBy?.ForPeople;
            var words = source is null ? "It stood still; the data know no rule for that, it is taken as given" : "It stood still";
            if (pause.To is not { } to)
            {
                _standsStill = true;
                Say("It stands still and has no end until it goes on", Local(pause.From), source);
                return null;
            }

            var begin = pause.From > Begin ? pause.From : Begin;
            if (to <= begin) Say("A pause before the first hour or day that counts changes nothing", Local(to), source);
            else end = Say($"{words} until {Local(to):yyyy-MM-dd HH:mm}", pause.From <= end ? Later(end, begin, to) : EndOfDay(LocalTime.DayOf(to, _run.Zone)), source);
        }

        return end;
    }

    /// <summary>The end moved by a pause: by the time that passed, or for a term in days by what the clocks show, up to the end of the day.</summary>
    private DateTimeOffset Later(DateTimeOffset end, DateTimeOffset from, DateTimeOffset to)
    {
        if (!_inDays) return LocalTime.In(end + (to - from), _run.Zone);
        var shown = Local(to).DateTime - Local(from).DateTime;
        return shown > TimeSpan.Zero ? EndOfDay(DateOnly.FromDateTime(Local(end).DateTime + shown)) : end;
    }

    private DateTimeOffset Prolonged(DateTimeOffset end)
    {
        if (_run.ProlongedAt is not { } at) return end;
        var last = MoveOn(end) ?? end;
        if (at > last)
        {
            Say("It was prolonged after its end: that has no effect", Local(at), (_prolongation ?? _limit).Source.ForPeople);
            return end;
        }

        if (_prolongation is { Duration: { } more })
            return Say($"Prolonged in time by {Plural(more.Days, "day")}", EndOfDay(LocalTime.DayOf(end, _run.Zone).AddDays(more.Days)), _prolongation.Source.ForPeople);
        var days = _limit.Duration!.Value.Days;
        var renewed = EndOfDay(LocalTime.DayOf(at, _run.Zone).AddDays(days));
        return Say($"Renewed for {Plural(days, "day")} from the renewal", renewed > end ? renewed : end, _limit.Source.ForPeople);
    }

    private (DateTimeOffset Due, DateTimeOffset? MayMoveTo) MovedOn(DateTimeOffset end)
    {
        if (!_inDays || _limit.Semantics == LimitSemantics.Min) return (end, null);
        var day = LocalTime.DayOf(end, _run.Zone);
        if (_run.Calendar is not { } calendar || !calendar.Covers(day))
        {
            SayMissing(day, MovesOn ? "If the last day is closed there, the term moves on" : "Whether the last day is open there is not known");
            return (end, null);
        }

        if (calendar.ClosedOn(day) is not { } closed) return (end, null);
        if (calendar.OpenFrom(day) is not { } open)
        {
            SayMissing(new(calendar.LastYear + 1, 1, 1), $"The last day is closed ({closed}), and the next open one is not known");
            return (end, null);
        }

        if (MovesOn) return (Say($"The last day is closed in {calendar.State} ({closed}): it moves on to the next open day", EndOfDay(open), $"{Rule}; calendar {CalendarSource}"), null);
        Say($"The last day is closed in {calendar.State} ({closed}). The instrument has no rule for that: by the law of that State it may move on. The earlier day is given", EndOfDay(open), CalendarSource);
        return (end, EndOfDay(open));
    }

    /// <summary>The end moved on to an open day; null where it does not move or no calendar covers it.</summary>
    private DateTimeOffset? MoveOn(DateTimeOffset end) =>
        _inDays && MovesOn && _run.Calendar?.OpenFrom(LocalTime.DayOf(end, _run.Zone)) is { } open && open > LocalTime.DayOf(end, _run.Zone) ? EndOfDay(open) : null;

    private DateTimeOffset Released(DateTimeOffset end)
    {
        if (_run.ReleasedAt is not { } at) return end;
        if (at > end)
        {
            Say("It was released after its end: that changes nothing", Local(at), _limit.ReleasedBy);
            return end;
        }

        return Say("Released early", at < _run.Start ? Local(_run.Start) : Local(at), _limit.ReleasedBy);
    }

    /// <summary>True where the end cannot lie on a closed day: by the instrument's own rule, or because only working days count.</summary>
    private bool MovesOn => _limit.WorkingDays || _counting is { MovesOn: true };

    /// <summary>The first instant that counts: the next full hour, or the next day.</summary>
    private DateTimeOffset Begin => !_inDays ? LocalTime.NextFullHour(_run.Start, _run.Zone) : EndOfDay(LocalTime.DayOf(_run.Start, _run.Zone)).AddSeconds(1);

    private string? Rule => _counting is { } rule ? $"{rule.Source.Text} [{rule.Confidence}]" : "no rule in the instrument: counted as is usual";

    private string CalendarSource => _run.Calendar is { } calendar ? $"holidays/{calendar.State.ToString().ToLowerInvariant()}.yaml, {calendar.Source} [{calendar.Confidence}]" : "";

    private DateTimeOffset EndOfDay(DateOnly day) => LocalTime.EndOfDay(day, _run.Zone);

    private DateTimeOffset Local(DateTimeOffset instant) => LocalTime.In(instant, _run.Zone);

    private void SayMissing(DateOnly day, string so)
    {
        _missing = true;
        Say(_run.Calendar is { } calendar ? $"The calendar of {calendar.State} covers {calendar.FirstYear} to {calendar.LastYear}, not {day.Year}. {so}" : $"No calendar of the State whose law decides is at hand. {so}");
    }

    private void Say(string text) => _steps.Add(new(text + "."));

    private DateTimeOffset Say(string text, DateTimeOffset at) => Say(text, at, null);

    private DateTimeOffset Say(string text, DateTimeOffset at, string? source)
    {
        _steps.Add(new(text + ".", at, source));
        return at;
    }

    private void Say(string text, DateTimeOffset? at, string? source) => _steps.Add(new(text + ".", at, source));

    private TermEnd End(DateTimeOffset? due) => new() { Due = due, StandsStill = _standsStill, CalendarMissing = _missing, Steps = [.. _steps] };

    private static string Words(string id) => id.Replace('-', ' ');

    private static string Plural(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    /// <summary>Pauses in order, those that touch or overlap made one.</summary>
    private static List<Pause> Merged(ImmutableArray<Pause> pauses)
    {
        var merged = new List<Pause>();
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            if (pause.To < pause.From) throw new ArgumentException($"A pause ends before it begins ({pause.From:O}).", nameof(pauses));
            if (merged is [.., var last] && (last.To is null || pause.From <= last.To)) merged[^1] = last with { To = last.To is null || pause.To is null ? null : pause.To > last.To ? pause.To : last.To };
            else merged.Add(pause);
        }

        return merged;
    }
}
