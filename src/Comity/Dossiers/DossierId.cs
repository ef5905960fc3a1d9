namespace Comity.Dossiers;

/// <summary>Dossier ids (R4): nobody but the opener can have made one, and nobody can guess or squat it.</summary>
public static class DossierId
{
    /// <summary>Random bytes that go into an id, and into <c>open</c>.</summary>
    public const int OpenSize = 16;

    /// <summary>b64u(H("comity-dossier/v1" ‖ 0 ‖ opener ‖ 0 ‖ open)).</summary>
    /// <exception cref="ArgumentException"><paramref name="open"/> is not 16 bytes long.</exception>
    public static Digest Of(string opener, ReadOnlySpan<byte> open)
    {
        if (open.Length != OpenSize) throw new ArgumentException($"{OpenSize} random bytes make a dossier id, not {open.Length}.", nameof(open));
        return Digest.Labelled("comity-dossier/v1", System.Text.Encoding.UTF8.GetBytes(opener), [0], open.ToArray());
    }
}
