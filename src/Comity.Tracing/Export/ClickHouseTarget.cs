using System.Globalization;
using System.Text;

namespace Comity.Tracing;

/// <summary>Sends the tables of a store to ClickHouse over HTTP: plain MergeTree, plain CSV, as release 18.16 knows them.</summary>
public sealed class ClickHouseTarget : IDisposable
{
    private const int Batch = 16 << 20; // characters of an INSERT
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly Uri _address;
    private readonly string _database;

    /// <summary>A server and the database to fill.</summary>
    /// <param name="server">Such as <c>http://user:password@127.0.0.1:8123</c>.</param>
    /// <param name="database">Its name; made if there is none.</param>
    /// <exception cref="TracingException">The database's name has other characters than letters, digits and underscores.</exception>
    public ClickHouseTarget(Uri server, string database)
    {
        if (server.Scheme is not ("http" or "https")) throw new TracingException($"ClickHouse is reached by http or https, not {server.Scheme}");
        if (database.Length == 0 || database.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_')) throw new TracingException($"not a name for a database: {database}");
        if (server.UserInfo.Length > 0)
            _client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.UserInfo))));
        (_address, _database) = (new UriBuilder(server) { UserName = "", Password = "" }.Uri, database);
    }

    /// <summary>Where to, without password.</summary>
    public string Server => _address.Authority;

    /// <summary>Makes the tables anew and fills them; returns the rows sent.</summary>
    /// <param name="store">The store.</param>
    /// <param name="progress">Told the table and the rows sent of it so far.</param>
    /// <param name="stop">Ends it early; what was sent stays in the server.</param>
    /// <exception cref="TracingException">The server refuses.</exception>
    public async Task<long> Send(ChainStore store, Action<string, long>? progress = null, CancellationToken stop = default)
    {
        await Query($"CREATE DATABASE IF NOT EXISTS {_database}", stop);
        long sent = 0;
        foreach (var table in StoreTables.Names)
        {
            var columns = StoreTables.Columns(table);
            await Query($"DROP TABLE IF EXISTS {_database}.{table}", stop);
            await Query($"CREATE TABLE {_database}.{table} ({string.Join(", ", columns.Select(c => $"{c.Name} {TypeOf(c.Type)}"))}) ENGINE = MergeTree() ORDER BY {columns[0].Name}", stop);
            using var rows = new BatchWriter(text => Query($"INSERT INTO {_database}.{table} FORMAT CSV\n{text}", stop));
            sent += CsvTable.Rows(store, table, rows, n => progress?.Invoke(table, n), stop);
            rows.Send();
        }

        return sent;
    }

    private static string TypeOf(TableType type) => type switch
    {
        TableType.Number32 => "UInt32",
        TableType.Number64 => "UInt64",
        TableType.Satoshis => "Int64",
        _ => "String",
    };

    /// <summary>Runs a statement and returns the answer's text.</summary>
    /// <exception cref="TracingException">The server refuses it, or is not there.</exception>
    public async Task<string> Query(string statement, CancellationToken stop = default)
    {
        try
        {
            using var content = new StringContent(statement, Encoding.UTF8);
            using var response = await _client.PostAsync(_address, content, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            return response.IsSuccessStatusCode ? text : throw new TracingException($"ClickHouse at {Server}: {text[..Math.Min(text.Length, 300)].ReplaceLineEndings(" ")}");
        }
        catch (HttpRequestException e)
        {
            throw new TracingException($"ClickHouse at {Server}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new TracingException($"ClickHouse at {Server} gave no answer within {_client.Timeout.TotalMinutes:0} minutes", e);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>Collects whole lines and sends them by the batch.</summary>
    private sealed class BatchWriter(Func<string, Task> send) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(char value)
        {
            base.Write(value);
            if (value == '\n' && GetStringBuilder().Length >= Batch) Send();
        }

        internal void Send()
        {
            if (GetStringBuilder().Length == 0) return;
            send(ToString()).GetAwaiter().GetResult();
            GetStringBuilder().Clear();
        }
    }
}
