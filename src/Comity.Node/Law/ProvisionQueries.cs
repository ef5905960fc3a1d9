using Comity.Law;

namespace Comity.Node.Law;

/// <summary>Reads what the law data hold about a provision, from the release that this node works by.</summary>
internal sealed class ProvisionQueries(LawShelf shelf)
{
    /// <summary>Null when the data knows no such instrument.</summary>
    internal Task<ProvisionView?> ProvisionAsync(string provision, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var law = shelf.Current;
        if (!Provision.TryParse(provision, null, out var asked) || law.Instruments.FirstOrDefault(i => i.Id == asked.Instrument) is not { } instrument)
            return Task.FromResult<ProvisionView?>(null);
        return Task.FromResult<ProvisionView?>(new(provision, instrument.Id, instrument.Title, OfficialText(asked.Instrument), TitleOf(instrument, asked), ProvisionFacts.Of(law, asked)));
    }

    /// <summary>Where the official text is published: the treaty office's list, or the Union's register by its identifier.</summary>
    internal static string? OfficialText(string instrument) => instrument.Split('-') switch
    {
        ["ets" or "cets", var number] => $"https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum={number.PadLeft(3, '0')}",
        ["eu", var year, var number] => $"https://eur-lex.europa.eu/eli/reg/{year}/{number}/oj",
        _ => null,
    };

    private static string? TitleOf(Instrument instrument, Provision asked)
    {
        var article = asked.Path.Split('/')[0];
        return instrument.Channels.FirstOrDefault(c => c.Basis.First is { } basis && basis.Path.Split('/')[0] == article)?.Title;
    }
}
