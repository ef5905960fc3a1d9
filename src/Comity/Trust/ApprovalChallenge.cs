using System.Text.Json;

namespace Comity.Trust;

/// <summary>What a person's passkey signs: the digest of the act, not of its place in the chain (rule R11).</summary>
public static class ApprovalChallenge
{
    /// <summary>SHA-256 of the label and the canonical payload without <c>iat</c>, <c>seq</c>, <c>prev</c>, <c>seen</c>, <c>out</c> and <c>approvals</c>.</summary>
    /// <param name="payload">The permanent claims, <c>_sd</c> among them.</param>
    public static Digest Of(JsonElement payload) =>
        Digest.Labelled("comity-approval/v1", Jcs.Canonicalize(payload, "iat", "seq", "prev", "seen", "out", "approvals"));
}
