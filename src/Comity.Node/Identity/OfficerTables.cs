namespace Comity.Node.Identity;

/// <summary>People, the passkeys they sign in with, and the credentials they approve with. The two never mix (R15).</summary>
internal static class OfficerTables
{
    internal static readonly Migration Schema = new(20, "Identity", """
        CREATE TABLE officer(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, office TEXT NOT NULL, exercise INTEGER NOT NULL, enrolled INTEGER NOT NULL) STRICT;
        CREATE TABLE passkey(
            credential BLOB PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), info TEXT NOT NULL) STRICT;
        CREATE TABLE approval_key(
            officer TEXT PRIMARY KEY REFERENCES officer(id), credential BLOB, jwk TEXT NOT NULL, bound INTEGER NOT NULL,
            exercise_key BLOB, statement TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;
        CREATE TABLE invitation(
            id TEXT PRIMARY KEY, code BLOB NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL, office TEXT NOT NULL,
            invited_by TEXT NOT NULL REFERENCES officer(id), at INTEGER NOT NULL, passkeys TEXT, enrolled INTEGER, ended INTEGER) STRICT;
        """);
}
