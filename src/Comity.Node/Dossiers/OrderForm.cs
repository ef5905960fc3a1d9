using Comity.Dossiers;
using Comity.Node.Look;

namespace Comity.Node.Dossiers;

/// <summary>The domestic order that can go with a grant in one step: preservation by the provider (ETS 185 art. 16). It opens a linked dossier that the other State never sees (R9).</summary>
internal static class OrderForm
{
    internal const string Channel = "pw.185.16", Prefix = "order.", With = "order.with", To = "order.to", Title = "order.title";

    /// <summary>The group of the order's fields, where a preservation request is being granted and a provider is known.</summary>
    internal static FieldGroup? Group(DraftContext c)
    {
        if (c.Draft.Type != ActType.Granted || c.Request?.Channel != "ch.185.29" || c.Node.Settings.Kind != NodeKind.Authority) return null;
        var channel = c.Release.FindChannel(Channel)!;
        var receivers = Receivers.Of(c.Node, c.Release, channel, "");
        if (receivers.Count == 0) return null;
        var fields = new List<FormField>
        {
            new(With, "Order the provider to preserve, in the same step", FieldKind.Yes, c.Draft[With], "ets-185/16/1", Help: "A dossier of its own, linked to this one. The asking State does not see it, and the provider does not see the asking State's request."),
            new(To, "Provider", FieldKind.Select, c.Draft[To], Choices: [.. receivers.Select(o => new Choice(o.Entity, o.Name))], Half: true),
            new(Title, "Title of the order", FieldKind.Line, c.Draft[Title], Most: 120, Half: true),
        };
        fields.AddRange(channel.Elements.Select(e => DraftForm.Element(c, e, Prefix)).Select(f => c.Draft.Ticked(With) ? f : f with { Missing = null }));
        return new("Order to the provider", "The elements of this order are ours: no instrument lists them. The ceiling of 90 days is the Convention's.", "ets-185/16/2", fields);
    }
}
