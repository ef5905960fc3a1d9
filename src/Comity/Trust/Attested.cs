namespace Comity.Trust;

/// <summary>What a federation document says, and the document that says it. The signature is not checked yet.</summary>
/// <param name="Content">The claims as read.</param>
/// <param name="Document">The document as received.</param>
public sealed record Attested<T>(T Content, Jws Document)
{
    /// <summary>The compact form as received.</summary>
    public string Text => Document.Text;
}
