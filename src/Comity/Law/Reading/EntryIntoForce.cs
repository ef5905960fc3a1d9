namespace Comity.Law.Reading;

/// <summary>Computes from the deposits, by each treaty's own rule, from which day it binds whom; and checks the printed days against it.</summary>
internal static class EntryIntoForce
{
    internal static void Compute(LawReader reader, StatusReader status)
    {
        foreach (var treaty in reader.Treaties.Values.Where(treaty => !treaty.BindsEuMembers))
        {
            var (trigger, first) = EntryArithmetic.First(treaty, status.Statuses, code => status.Countries[code.ToString()]);
            for (var i = 0; i < status.Statuses.Count; i++)
            {
                var row = status.Statuses[i];
                if (row.Treaty != treaty.Id) continue;
                var at = i;
                reader.Guard(null, () => status.Statuses[at] = row with { BoundFrom = Bound(treaty, row, trigger, first) });
            }
        }

        foreach (var row in status.Statuses) reader.Guard(null, () => CheckPresupposed(reader, status, row));
    }

    /// <summary>The day by the rule. A printed day that differs is an error, unless it is recall only: then the rule counts.</summary>
    private static DateOnly? Bound(Treaty treaty, TreatyStatus row, DateOnly? trigger, DateOnly? first)
    {
        if (row.DepositedOn is not { } deposit || row.DepositKind == "succession") return row.Printed;
        var day = EntryArithmetic.BoundFrom(treaty, row, trigger, first);
        if (row.Printed is { } printed && printed != day && row.Confidence.Mark != "low")
            throw new LawDataException(row.Row.File, row.Row.Line, $"{row.Treaty} {row.Country}: a deposit of {deposit:yyyy-MM-dd} takes effect on {Day(day)}, not on {printed:yyyy-MM-dd}.", "Correct the deposit or the entry into force.");
        if (row.Status == "party" && day is null) throw new LawDataException(row.Row.File, row.Row.Line, $"{row.Treaty} is not in force by its deposits.", "Write consented as status, or add the missing deposits.");
        return day;
    }

    private static string Day(DateOnly? day) => day is { } known ? known.ToString("yyyy-MM-dd", null) : "no day known";

    /// <summary>A protocol binds only Parties to its convention: ETS 189 art. 9.2, CETS 224 art. 16.1.</summary>
    private static void CheckPresupposed(LawReader reader, StatusReader status, TreatyStatus row)
    {
        if (reader.Treaties[row.Treaty].Presupposes is not { } former) return;
        var day = row.DepositedOn ?? (row.Treaty == "CETS224" ? row.SignedOn : null);
        if (day is null && row.Status is not ("party" or "consented")) return;
        var basis = status.Statuses.FirstOrDefault(other => other.Treaty == former && other.Country == row.Country);
        if (basis is not { Status: "party" } || basis.DepositedOn > day)
            throw new LawDataException(row.Row.File, row.Row.Line, $"{row.Treaty} {row.Country}: not a Party to {former} by then.", $"Add or correct the row of {former}.");
    }
}
