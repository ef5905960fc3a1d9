namespace Comity.Node.Tests;

public sealed class NodeFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static NodeSettings Settings { get; } =
        new("http://rs.localhost:7001", NodeKind.Authority, "Serbia", "RS", true, null, [new("poc", "24/7 point of contact", ["poc-24-7"])]);

    public void Dispose() => _folder.Dispose();

    private void SetUp()
    {
        using var folder = NodeFolder.Open(_folder.At("node"));
        folder.SetUp(Settings);
        Database.Create(folder.DatabasePath, Tables.All).Release();
    }

    private NodeFault Refused() => Assert.Throws<NodeFault>(() =>
    {
        using var folder = NodeFolder.Open(_folder.At("node"));
        Database.Open(folder.DatabasePath, Tables.All).Release();
    });

    [Fact]
    public void A_new_folder_is_closed_to_other_accounts()
    {
        SetUp();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.At("node")));
    }

    [Fact]
    public void What_set_up_wrote_comes_back()
    {
        SetUp();
        using var folder = NodeFolder.Open(_folder.At("node"));
        Assert.Equal(Settings.Url, folder.Settings!.Url);
        Assert.NotEqual(folder.Key(NodeKeys.Seal("poc")).Kid, folder.Key(NodeKeys.Receipt("poc")).Kid);
    }

    [Fact]
    public void A_second_process_is_refused()
    {
        using var first = NodeFolder.Open(_folder.At("node"));
        Assert.Contains("in use", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node.json")]
    [InlineData("master.key")]
    [InlineData("comity.db")]
    [InlineData("keys/poc-seal.key")]
    public void A_missing_file_is_named_and_nothing_new_is_started(string name)
    {
        SetUp();
        File.Delete(_folder.At("node/" + name));
        Assert.Contains(Path.GetFileName(name), Refused().Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("node/" + name)));
    }

    [Theory]
    [InlineData("node.json")]
    [InlineData("master.key")]
    [InlineData("keys/poc-seal.key")]
    [InlineData("comity.db")]
    public void A_damaged_file_is_named(string name)
    {
        SetUp();
        var path = _folder.At("node/" + name);
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i += 7) bytes[i] ^= 0x5a;
        File.WriteAllBytes(path, bytes);
        var said = Refused().Message;
        // A changed master key cannot be told from changed keys: the first key that it does not open is named.
        Assert.Contains(name == "master.key" ? ".key" : Path.GetFileName(name), said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_database_is_not_a_new_one()
    {
        SetUp();
        File.WriteAllBytes(_folder.At("node/comity.db"), []);
        Assert.Contains("comity.db", Refused().Message, StringComparison.Ordinal);
    }
}
