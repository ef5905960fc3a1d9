namespace Comity.Evidence;

/// <summary>One file of a package and the object that seals it.</summary>
/// <param name="Name">Path of the file in the bag's payload, without <c>data/</c>.</param>
/// <param name="File">Size and hashes of the plaintext.</param>
/// <param name="ObjectRoot">Object root.</param>
/// <param name="Layout">Chunk size and padded size of the object.</param>
/// <param name="From">The object that this one was redacted from, or null.</param>
public sealed record PackageItem(string Name, FileIdentity File, Digest ObjectRoot, ObjectLayout Layout, Digest? From = null)
{
    /// <summary>The item of an object just sealed.</summary>
    public static PackageItem Of(string name, SealedObject done, Digest? from = null) => new(name, done.Plaintext, done.Root, done.Layout, from);
}

/// <summary>Who packed, when, for which dossier.</summary>
/// <param name="Office">Entity id of the office.</param>
/// <param name="At">Seconds since 1970 UTC.</param>
/// <param name="Dossier">The dossier's id.</param>
public sealed record PackageSource(string Office, long At, Digest Dossier);
