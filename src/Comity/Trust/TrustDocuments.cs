namespace Comity.Trust;

/// <summary>Trust material read and sorted; of documents that hold at T the newest first.</summary>
internal sealed class TrustDocuments
{
    private readonly List<Attested<EntityConfiguration>> _configurations = [];
    private readonly List<Attested<SubordinateStatement>> _statements = [];
    private readonly List<Attested<TrustMark>> _marks = [];
    private readonly List<Attested<StatusList>> _status = [];

    internal TrustDocuments(TrustMaterial material, DateTimeOffset at)
    {
        At = at;
        foreach (var text in material.Texts)
            if (!text.Contains('~', StringComparison.Ordinal)) Add(text); // officer statements are read where approvals are checked
    }

    internal DateTimeOffset At { get; }

    internal IEnumerable<Attested<EntityConfiguration>> Configurations(EntityId of) =>
        _configurations.Where(d => d.Content.Entity == of && Holds(d.Content.Issued, d.Content.Expires)).OrderByDescending(d => d.Content.Issued);

    internal IEnumerable<Attested<SubordinateStatement>> Statements(EntityId about) =>
        _statements.Where(d => d.Content.Subject == about && Holds(d.Content.Issued, d.Content.Expires)).OrderByDescending(d => d.Content.Issued);

    internal IEnumerable<Attested<TrustMark>> Marks(EntityId of) =>
        _marks.Where(d => d.Content.Subject == of && Holds(d.Content.Issued, d.Content.Expires)).OrderBy(d => d.Content.Type, StringComparer.Ordinal).ThenByDescending(d => d.Content.Issued);

    /// <summary>Status lists issued up to T; how old they may be is the judge's question.</summary>
    internal IEnumerable<Attested<StatusList>> Status(EntityId by) =>
        _status.Where(d => d.Content.Issuer == by && d.Content.Issued <= At).OrderByDescending(d => d.Content.Number).ThenByDescending(d => d.Content.Issued);

    internal bool Holds(DateTimeOffset issued, DateTimeOffset expires) => issued <= At && At < expires;

    private void Add(string text)
    {
        const string What = "A document of the trust material";
        switch (Jws.TypeOf(text, What))
        {
            case FederationDocument.StatementType: AddStatement(Jws.Parse(text, FederationDocument.StatementType, What)); break;
            case FederationDocument.MarkType: _marks.Add(TrustMark.Parse(text)); break;
            case FederationDocument.StatusType: _status.Add(StatusList.Parse(text)); break;
            case var other: throw new RefusedException(RefusalCode.Header, $"{What} has the type {other}, which does not belong there.");
        }
    }

    private void AddStatement(Jws document)
    {
        var claims = new ClaimReader(document.Payload, "The entity statement");
        if (claims.Text("iss") != claims.Text("sub"))
        {
            _statements.Add(new(SubordinateStatement.Read(document.Payload), document));
            return;
        }

        var configuration = EntityConfiguration.Read(document.Payload);
        _configurations.Add(new(configuration, document));
        _marks.AddRange(configuration.TrustMarks.Select(TrustMark.Parse));
    }
}
