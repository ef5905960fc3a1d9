using System.Text.Json.Nodes;
using Comity.Law;
using Comity.Ledger;
using Comity.Node.Exchange;
using Comity.Node.Trust;
using Comity.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;

namespace Comity.Node.Law;

/// <summary>The releases that this node's dossiers were made under, kept for ever (R10).</summary>
internal static class LawTables
{
    internal static readonly Migration Schema = new(15, "Law", """
        CREATE TABLE law_release(digest BLOB PRIMARY KEY, packed BLOB NOT NULL, got INTEGER NOT NULL) STRICT;
        """);

    internal static byte[]? Packed(SqliteConnection sql, Digest release) => sql.Scalar<byte[]>("SELECT packed FROM law_release WHERE digest = $1", release);

    /// <summary>Keeps a release, with an entry in the log.</summary>
    internal static void Keep(Transaction t, LawRelease release, DateTimeOffset now)
    {
        if (t.Sql.Run("INSERT OR IGNORE INTO law_release VALUES($1, $2, $3)", release.Digest, release.Pack(), now) > 0)
            t.Append(EntryKind.LawRelease, EntryField.Of("release", release.Digest));
    }

    /// <summary>All kept releases that <paramref name="shelf"/> does not hold yet.</summary>
    internal static IEnumerable<LawRelease> Kept(SqliteConnection sql, LawShelf shelf) =>
        sql.Query("SELECT digest FROM law_release", r => new Digest(r.Bytes(0))).Where(d => shelf.Find(d) is null).Select(d => LawRelease.Unpack(Packed(sql, d)));
}

/// <summary>Gives and fetches law releases. One that a peer names and we do not know is taken only with the anchor's signature on its digest (R10).</summary>
internal sealed class LawReleases(NodeCore node, PeerClient peers, TrustDesk trust)
{
    private const string SignedType = "comity-law+jwt";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/law/releases/{digest}", Give).AllowAnonymous();
        routes.MapGet("/law/releases/{digest}/signed", GiveSigned).AllowAnonymous();
    }

    /// <summary>Fetches a release from the organisation that named it; false if it cannot be had or the anchor has not signed it.</summary>
    internal async Task<bool> TryFetchAsync(Digest release, string organisation, CancellationToken stop)
    {
        try
        {
            if (trust.Anchor is not { } anchor) return false;
            CheckSigned(await peers.ReadAsync($"{anchor.Id}/law/releases/{release}/signed", stop), release, await peers.ReadAsync($"{anchor.Id}/.well-known/openid-federation", stop), anchor);
            var packed = await peers.ReadBytesAsync($"{organisation}/law/releases/{release}", stop);
            if (Digest.Of(packed) != release) return false;
            var read = LawRelease.Unpack(packed);
            await node.Writer.RunAsync(t => LawTables.Keep(t, read, node.Now));
            node.Law.Add(read);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or RefusedException or LawDataException or TaskCanceledException)
        {
            return false; // the sender is told "law-unknown" and tries again
        }
    }

    /// <summary>The anchor's word that a release is one of its own: signed by an operational key that its root key vouches for (R33).</summary>
    private static void CheckSigned(string text, Digest release, string configuration, PinnedAnchor anchor)
    {
        var config = EntityConfiguration.Parse(configuration);
        config.Document.Verify(new VerificationKey(anchor.RootKey), "The anchor's configuration");
        var signed = Jws.Parse(text, SignedType, "The law release");
        var key = config.Content.Keys.FirstOrDefault(k => k.Kid == signed.Kid && !k.Equals(anchor.RootKey)) ?? throw new RefusedException(RefusalCode.Trust, "The law release is not signed by an operational key of the anchor.");
        signed.Verify(new VerificationKey(key), "The law release");
        if (signed.Payload.GetProperty("release").GetString() != release.ToString()) throw new RefusedException(RefusalCode.Trust, "The anchor signed another release.");
    }

    private static Results<FileContentHttpResult, NotFound> Give(string digest, NodeCore node)
    {
        using var sql = node.Database.Read();
        return Digest.TryParse(digest, null, out var release) && LawTables.Packed(sql, release) is { } packed ? TypedResults.File(packed, "application/octet-stream") : TypedResults.NotFound();
    }

    private static Results<ContentHttpResult, NotFound> GiveSigned(string digest, NodeCore node)
    {
        if (node.Settings.Kind != NodeKind.Anchor || !Digest.TryParse(digest, null, out var release) || node.Law.Find(release) is null) return TypedResults.NotFound();
        var claims = new JsonObject { ["iss"] = node.Settings.Url, ["release"] = release.ToString(), ["iat"] = node.Now.ToUnixTimeSeconds() };
        return TypedResults.Text(Jws.Sign(SignedType, claims, node.Folder.Key(NodeKeys.Federation)).Text, "application/" + SignedType);
    }
}
