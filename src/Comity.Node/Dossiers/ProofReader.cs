using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comity.Dossiers;
using Comity.Ledger;
using Comity.Node.Law;
using Comity.Node.Ledger;
using Comity.Node.Look;
using Comity.Node.Trust;
using Microsoft.Data.Sqlite;
using Statement = Comity.Dossiers.Statement;

namespace Comity.Node.Dossiers;

/// <summary>Everything that proves one statement, computed when the page is asked for.</summary>
internal sealed class ProofReader(NodeCore node, LawDesk law, StatementChecks checks)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal ProofView Read(SqliteConnection sql, StoredStatement stored)
    {
        var (book, file) = (new PartyBook(sql, node.Settings), DossierFile.Load(sql, stored.Claims.Dossier));
        var proof = checks.Of(sql, stored);
        var noun = ChannelWords.Noun(law.Find(stored.Claims.Law), stored.Claims.Channel ?? "");
        return new(
            stored.Id.ToString(), stored.Claims.Dossier.ToString(), sql.Scalar<string>("SELECT reference FROM dossier WHERE id = $1", stored.Claims.Dossier) ?? "Dossier",
            ActNames.Title(stored.Claims.Type, noun, stored.Claims.Terms), Facts(stored, book), [.. Checks(sql, stored, file, proof)], Ladder.Of(sql, stored, book),
            JsonSerializer.Serialize(stored.Sealed.Claims, Readable));
    }

    private static IReadOnlyList<ProofFact> Facts(StoredStatement s, PartyBook book) =>
    [
        new("Statement id", s.Id.ToString(), true),
        new("Author", book.Signer(s.Claims.Issuer)),
        new("Addressee", book.Signer(s.Claims.To)),
        new("Author's time", Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(s.Claims.At))),
        new(s.Ours ? "Sealed" : "Arrived", Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(s.T))),
        new("Place in its side's chain", s.Claims.Seq.ToString(CultureInfo.InvariantCulture)),
        new("Dossier id", s.Claims.Dossier.ToString(), true),
        new("Law release", s.Claims.Law.ToString(), true),
        new("Seal key", s.Sealed.Kid, true),
        new("Disclosed", s.Sealed.Undisclosed == 0 ? $"{s.Sealed.Disclosures.Count}" : $"{s.Sealed.Disclosures.Count}; {s.Sealed.Undisclosed} further digests are withheld or fillers"),
    ];

    private IEnumerable<Check> Checks(SqliteConnection sql, StoredStatement s, DossierFile file, StatementProof proof)
    {
        yield return new("The bytes are well formed, and every disclosure belongs to a signed digest", null, true, "Read anew from the store; rules R1 to R7");
        yield return Outcome("The office is vouched for up to the pinned anchor", proof.Chain, proof.Standing is { } standing
            ? $"{proof.Signer}, under {standing.Anchor}, at {Shown.Exact(standing.At)}; roles {string.Join(", ", standing.Roles.Select(ChannelWords.Role))}" : null);
        yield return proof.Standing is null ? Unknown("The office's seal") : Outcome("The office's seal holds", proof.Seal, "ES256");
        yield return proof.Standing is null ? Unknown("The persons' approvals") : Outcome(
            $"{proof.Persons.Count} of {proof.Demanded} persons approved this very act", proof.Approval, proof.Exercise ? "With exercise keys, which the demo holds" : "By passkey; rules R11 to R14");
        yield return Place(s, file);
        yield return Verdict(s);
        yield return Logged(sql, s);
        yield return new("The law release that it names is known here", null, law.Knows(s.Claims.Law), s.Claims.Terms.Against.Count > 0 ? $"{s.Claims.Terms.Against.Count} doubts of the data were declared" : "No doubt of the data was declared");
    }

    private static Check Outcome(string text, string? fault, string? note) => new(text, null, fault is null, fault ?? note);

    private static Check Unknown(string text) => new(text, null, false, "Not computed: the chain of trust does not hold");

    private static Check Place(StoredStatement s, DossierFile file)
    {
        var status = file.Fold.StatusOf(s.Claims);
        return new("It stands in a chain without gaps or second versions", null, status is not (StatementStatus.Waiting or StatementStatus.Forked), status switch
        {
            StatementStatus.Waiting => "Something before it is not here yet",
            StatementStatus.Forked => "Its side wrote two statements for one place",
            _ => string.Create(CultureInfo.InvariantCulture, $"Number {s.Claims.Seq} of its side"),
        });
    }

    private static Check Verdict(StoredStatement s) => s.Verdict switch
    {
        null => new("The addressee has not given its verdict yet", null, false, "It counts, marked as pending"),
        { Rejected: true } verdict => new($"Rejected by the addressee: {verdict.Reason?.Word()}", null, false, s.Why),
        { } verdict => new("The addressee validated it", null, true, Shown.Exact(DateTimeOffset.FromUnixTimeSeconds(verdict.At))),
    };

    /// <summary>The entry's inclusion below the newest signed checkpoint of our log, computed and verified.</summary>
    private Check Logged(SqliteConnection sql, StoredStatement s)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Entry {s.Entry} of this node's log records it");
        try
        {
            var proven = TlogProof.Parse(Encoding.UTF8.GetBytes(LedgerReader.Prove(sql, s.Entry))).Verify(node.LogKey);
            var names = proven.Entry.DigestOf("of") == s.Id;
            return new(text, null, names, names ? $"Inclusion below checkpoint {proven.Checkpoint.Size} verified" : "The entry names another statement");
        }
        catch (Exception e) when (e is RefusedException or ArgumentOutOfRangeException)
        {
            return new(text, null, false, e.Message);
        }
    }
}
