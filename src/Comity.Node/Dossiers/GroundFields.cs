using Comity.Dossiers;
using Comity.Law;
using Comity.Node.Law;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>The grounds that the law allows on a request, each with the codes that divide it: "own law or treaty" alone tells nobody what stands in the way.</summary>
internal static class GroundFields
{
    private const string Prefix = "grounds/", Plain = "grounds";

    internal static IEnumerable<FormField> Of(DraftContext c)
    {
        if (c.Draft.Type == ActType.Erased || c.Request is not { } request || c.File is null) yield break;
        var grounds = (c.Law.View(ChannelQuestion.Of(request, c.File.Sides))?.Grounds ?? []).Select(id => c.Release.FindGround(id)).OfType<RefusalGround>().ToList();
        var missing = c.Draft.Type == ActType.Refused && Chosen(c.Draft).Count == 0 ? "A refusal names its ground." : null;
        var undivided = grounds.Where(g => c.Release.CodesOf(g.Id).IsEmpty).ToList();
        if (undivided.Count > 0)
        {
            yield return new(Plain, "Ground", FieldKind.Many, c.Draft[Plain], Help: "Only what the law allows here is listed.", Missing: missing,
                Choices: [.. undivided.Select(g => new Choice(g.Id, g.Label, g.Note, DraftForm.Provision(g.Source)))]);
            missing = null;
        }

        foreach (var ground in grounds.Except(undivided))
        {
            yield return new(Prefix + ground.Id, $"Ground: {ground.Label}", FieldKind.Many, c.Draft[Prefix + ground.Id], DraftForm.Provision(ground.Source),
                Help: "Choose what exactly stands against it: both sides read it, and an assurance can answer it.", Missing: missing,
                Choices: [.. c.Release.CodesOf(ground.Id).Select(code => new Choice(code.Id, code.Label, code.Help, code.IsOurs ? null : DraftForm.Provision(code.Source)))]);
            missing = null;
        }
    }

    /// <summary>The ids that were chosen: of codes where a ground has them, otherwise of grounds.</summary>
    internal static IReadOnlyList<string> Chosen(Draft draft) =>
        [.. draft.Fields.Where(f => f.Key == Plain || f.Key.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => DraftActs.Lines(f.Value))];
}
