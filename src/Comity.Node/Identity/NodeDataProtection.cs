using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comity.Node.Identity;

/// <summary>Protects cookies and form tokens with keys that live in the node's folder, encrypted under its master key, so that a restart signs nobody out.</summary>
internal static class NodeDataProtection
{
    internal static void KeepIn(this IDataProtectionBuilder builder, NodeFolder folder)
    {
        builder.SetApplicationName("Comity");
        builder.Services.AddSingleton(folder).Configure<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(folder.Path, "sessions")), NullLoggerFactory.Instance);
            options.XmlEncryptor = new SessionKeyEncryptor(folder);
        });
    }
}

/// <summary>Encrypts a session key under the node's master key.</summary>
internal sealed class SessionKeyEncryptor(NodeFolder folder) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("wrapped", Convert.ToBase64String(folder.Wrap("session", Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(SessionKeyDecryptor));
}

/// <summary>Opens what <see cref="SessionKeyEncryptor"/> wrote. The framework makes it by its name.</summary>
internal sealed class SessionKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<NodeFolder>().Unwrap("session", Convert.FromBase64String(encryptedElement.Value))));
}
