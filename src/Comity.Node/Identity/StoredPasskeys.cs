using System.Text.Json;
using Comity.Trust;

namespace Comity.Node.Identity;

/// <summary>Both passkeys of a person who waits to be confirmed, as they lie in the database.</summary>
internal sealed record StoredPasskeys(string Id, string SignIn, byte[] Credential, JsonElement Key, bool Bound)
{
    internal static string Write(NewPasskeys passkeys)
    {
        using var key = JsonDocument.Parse(passkeys.Approval.Key.ToJson().ToJsonString());
        return JsonSerializer.Serialize(new StoredPasskeys(
            passkeys.Id, OfficerStore.Write(passkeys.SignIn), passkeys.Approval.Credential, key.RootElement, passkeys.Approval.Bound));
    }

    internal static NewPasskeys Read(string json)
    {
        var stored = JsonSerializer.Deserialize<StoredPasskeys>(json)!;
        return new(stored.Id, OfficerStore.Parse(stored.SignIn), new(stored.Credential, PublicJwk.Parse(stored.Key, "The approval key"), stored.Bound));
    }
}
