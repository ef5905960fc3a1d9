namespace Comity.Dossiers;

/// <summary>An act that a side can write now, or why it cannot.</summary>
/// <param name="Type">The act.</param>
/// <param name="On">What it acts upon: the first id of <c>re</c>; null for acts upon items or the dossier.</param>
/// <param name="Re">The whole <c>re</c> that such an act must have.</param>
/// <param name="Conditions">Names of the conditions that it would answer.</param>
/// <param name="Items">Items that it could name.</param>
/// <param name="Closed">Null: it can be written. Otherwise the reason why not, a sentence.</param>
/// <param name="Usual">True if the channel of the request is made for it.</param>
/// <param name="Grounds">Grounds that the law data list for it; empty unless it refuses.</param>
public sealed record NextAct(
    ActType Type, Digest? On, IReadOnlyList<Digest> Re, IReadOnlyList<string> Conditions, IReadOnlyList<ItemKey> Items, string? Closed, bool Usual,
    IReadOnlyList<string> Grounds)
{
    /// <summary>Its row in the table.</summary>
    public ActRule Rule => Acts.Of(Type);

    /// <summary>True if it can be written now.</summary>
    public bool IsOpen => Closed is null;
}
