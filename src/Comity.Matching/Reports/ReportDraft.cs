using System.Xml;

namespace Comity.Matching;

/// <summary>What the drafting officer fills in; whatever is null is missing from the draft and lowers its completeness.</summary>
public sealed record ReportFacts
{
    /// <summary>When the incident happened.</summary>
    public DateTimeOffset? IncidentAt { get; init; }

    /// <summary>The kind of incident, one of <see cref="ReportDraft.IncidentTypes"/>.</summary>
    public string? IncidentType { get; init; }

    /// <summary>Address of the page or resource.</summary>
    public string? Url { get; init; }

    /// <summary>Account of the person reported.</summary>
    public string? Account { get; init; }

    /// <summary>IP address of the upload.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Source port; behind a shared address nothing is found without it.</summary>
    public int? Port { get; init; }

    /// <summary>When the address was seen.</summary>
    public DateTimeOffset? IpAt { get; init; }

    /// <summary>Name of the file as the account named it.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 of the file, 64 digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>PDQ of the file, 64 digits.</summary>
    public string? Pdq { get; init; }

    /// <summary>Category A1, A2, B1 or B2.</summary>
    public string? Classification { get; init; }

    /// <summary>Who reports, with first and last name.</summary>
    public string? Reporter { get; init; }

    /// <summary>The reporter's e-mail; the receiving bodies require it.</summary>
    public string? ReporterEmail { get; init; }

    /// <summary>Account of an intended recipient, if known.</summary>
    public string? Recipient { get; init; }

    /// <summary>Account of a victim, if known.</summary>
    public string? Victim { get; init; }

    /// <summary>Anything else, in plain words.</summary>
    public string? Additional { get; init; }
}

/// <summary>One line of the completeness score.</summary>
/// <param name="What">What counts.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Filled">Whether it is there.</param>
public sealed record CompletenessLine(string What, int Weight, bool Filled);

/// <summary>A draft for a hotline or authority from a confirmed hit. Nothing is ever sent by this library.</summary>
/// <remarks>spec/matching.md, section 10: element names as public client libraries of the CyberTipline use them; the receiving body's schema rules.
/// <c>fileViewedByEsp</c> is left out, because no picture was shown here: the sender must say whether a person saw the whole file.</remarks>
public sealed class ReportDraft
{
    /// <summary>The phrases allowed as incident type.</summary>
    public static readonly IReadOnlyList<string> IncidentTypes =
    [
        "Child Pornography (possession, manufacture, and distribution)", "Child Sex Trafficking", "Child Sex Tourism", "Child Sexual Molestation",
        "Misleading Domain Name", "Misleading Words or Digital Images on the Internet", "Online Enticement of Children for Sexual Acts", "Unsolicited Obscene Material Sent to a Child",
    ];

    private static readonly System.Text.Json.JsonSerializerOptions KnownOnly =
        new(System.Text.Json.JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly ReviewedHit _hit;
    private readonly ReportFacts _facts;

    private ReportDraft(ReviewedHit hit, ReportFacts facts, bool production) => (_hit, _facts, IsProduction) = (hit, facts, production);

    /// <summary>False unless production was asked for by name.</summary>
    public bool IsProduction { get; }

    /// <summary><c>test</c> or <c>production</c>.</summary>
    public string Environment => IsProduction ? "production" : "test";

    /// <summary>Makes a draft.</summary>
    /// <param name="hit">A hit that two reviewers confirmed.</param>
    /// <param name="facts">What is known besides.</param>
    /// <param name="environment"><c>test</c>, or exactly <c>production</c>.</param>
    /// <exception cref="RefusedInputException">The hit is not confirmed, or a fact is not what it should be.</exception>
    public static ReportDraft Of(ReviewedHit hit, ReportFacts facts, string environment = "test")
    {
        if (hit.Status != HitStatus.Confirmed) throw new RefusedInputException($"Hit {hit.Number} is {hit.Status.ToString().ToLowerInvariant()}: a draft needs two different reviewers who confirmed it.");
        if (environment is not ("test" or "production")) throw new RefusedInputException("The environment is \"test\" or \"production\".");
        if (facts.IncidentType is { } type && !IncidentTypes.Contains(type)) throw new RefusedInputException("The incident type is none of the phrases allowed.");
        if (facts.Classification is { } c && c is not ("A1" or "A2" or "B1" or "B2")) throw new RefusedInputException("The classification is A1, A2, B1 or B2.");
        foreach (var text in Texts(facts))
            if (text is not null && (text.Any(char.IsControl) || !IsPaired(text))) throw new RefusedInputException("A text holds control characters.");
        return new(hit, facts, environment == "production");
    }

    /// <summary>What is there and what is not.</summary>
    public IReadOnlyList<CompletenessLine> Completeness =>
    [
        new("time of the incident", 15, _facts.IncidentAt is not null),
        new("IP address with time and port", 20, _facts is { IpAddress: not null, IpAt: not null, Port: not null }),
        new("account", 15, _facts.Account is not null),
        new("hash of the file", 15, _facts.Sha256 is not null || _facts.Pdq is not null),
        new("location", 10, _facts.Url is not null),
        new("confirmation by two reviewers", 15, true),
        new("contact of the reporter", 5, _facts.ReporterEmail is not null),
        new("recipient or victim", 5, _facts.Recipient is not null || _facts.Victim is not null),
    ];

    /// <summary>0-100.</summary>
    public int Score => Completeness.Where(c => c.Filled).Sum(c => c.Weight);

    /// <summary>What a receiving body requires and the draft lacks.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. new[] { (_facts.IncidentType, "incident type"), (_facts.IncidentAt is null ? null : "", "time of the incident"), (_facts.ReporterEmail, "e-mail of the reporter") }
            .Where(m => m.Item1 is null).Select(m => m.Item2),
        "whether a person of the sender viewed the whole file",
    ];

    /// <summary>The draft in our own JSON.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" })) Write(json);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The draft as XML in the CyberTipline shape: <c>report</c>, and <c>fileDetails</c> in a wrapper of ours, as the two are sent apart.</summary>
    public string ToXml()
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("draft");
            xml.WriteAttributeString("environment", Environment);
            xml.WriteAttributeString("completeness", $"{Score}");
            WriteReport(xml);
            WriteFile(xml);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private void WriteReport(XmlWriter xml)
    {
        xml.WriteStartElement("report");
        xml.WriteStartElement("incidentSummary");
        Element(xml, "incidentType", _facts.IncidentType);
        Element(xml, "incidentDateTime", Iso(_facts.IncidentAt));
        xml.WriteEndElement();
        if (_facts.Url is { } url)
        {
            xml.WriteStartElement("internetDetails");
            xml.WriteStartElement("webPageIncident");
            Element(xml, "url", url);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteStartElement("reporter");
        Person(xml, "reportingPerson", _facts.Reporter, _facts.ReporterEmail, null);
        xml.WriteEndElement();
        if (_facts.Account is not null) Person(xml, "personOrUserReported", null, null, _facts.Account);
        if (_facts.Recipient is not null) Person(xml, "intendedRecipient", null, null, _facts.Recipient);
        if (_facts.Victim is not null) Person(xml, "victim", null, null, _facts.Victim);
        Element(xml, "additionalInfo", $"{_facts.Additional} List {_hit.Record.List}, version {_hit.Record.Version}; {_hit.Record.Agreement}; confirmed by two reviewers.".Trim());
        xml.WriteEndElement();
    }

    private void WriteFile(XmlWriter xml)
    {
        xml.WriteStartElement("fileDetails");
        Element(xml, "originalFileName", _facts.FileName);
        Element(xml, "fileRelevance", "Reported");
        Element(xml, "industryClassification", _facts.Classification);
        if (_facts.Sha256 is { } sha)
        {
            xml.WriteStartElement("originalFileHash");
            xml.WriteAttributeString("hashType", "SHA256");
            xml.WriteString(sha);
            xml.WriteEndElement();
        }

        if (_facts.IpAddress is { } address)
        {
            xml.WriteStartElement("ipCaptureEvent");
            Element(xml, "ipAddress", address);
            Element(xml, "eventName", "Upload");
            Element(xml, "dateTime", Iso(_facts.IpAt));
            Element(xml, "port", _facts.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        if (_facts.Pdq is { } pdq)
        {
            xml.WriteStartElement("details");
            xml.WriteStartElement("nameValuePair");
            Element(xml, "name", "PDQ");
            Element(xml, "value", pdq);
            Element(xml, "type", "HASH");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Write(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("environment", Environment);
        json.WriteNumber("completeness", Score);
        json.WriteStartArray("parts");
        foreach (var line in Completeness)
        {
            json.WriteStartObject();
            json.WriteString("what", line.What);
            json.WriteNumber("weight", line.Weight);
            json.WriteBoolean("filled", line.Filled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var missing in Missing) json.WriteStringValue(missing);
        json.WriteEndArray();
        WriteHit(json);
        WriteFacts(json);
        json.WriteEndObject();
    }

    private void WriteHit(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteStartObject("hit");
        json.WriteNumber("number", _hit.Number);
        json.WriteString("list", _hit.Record.List);
        json.WriteNumber("version", _hit.Record.Version);
        json.WriteString("agreement", _hit.Record.Agreement);
        if (_hit.Record.Distance is { } distance) json.WriteNumber("distance", distance);
        json.WriteStartArray("confirmedBy");
        foreach (var review in _hit.Reviews.Where(r => r.Decision == Decision.Confirm)) json.WriteStringValue(review.Officer);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteFacts(System.Text.Json.Utf8JsonWriter json)
    {
        json.WritePropertyName("facts");
        System.Text.Json.JsonSerializer.Serialize(json, _facts, KnownOnly);
    }

    private static void Person(XmlWriter xml, string element, string? name, string? email, string? account)
    {
        xml.WriteStartElement(element);
        Element(xml, "firstName", name);
        Element(xml, "email", email);
        Element(xml, "screenName", account);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string? value)
    {
        if (value is not null) xml.WriteElementString(name, value);
    }

    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 == text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) return false;
            i++;
        }

        return true;
    }

    private static string? Iso(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private static string?[] Texts(ReportFacts f) =>
        [f.IncidentType, f.Url, f.Account, f.IpAddress, f.FileName, f.Sha256, f.Pdq, f.Reporter, f.ReporterEmail, f.Recipient, f.Victim, f.Additional];

    private sealed class Utf8Writer() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}
