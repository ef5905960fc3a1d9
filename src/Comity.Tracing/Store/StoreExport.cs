using System.Globalization;
using System.Text;

namespace Comity.Tracing;

/// <summary>Tables of a store for analysts, as CSV (RFC 4180, LF): blocks, transactions, outputs, inputs, addresses with clusters.</summary>
/// <remarks>Dense ids join the tables. ClickHouse takes the same rows over HTTP.</remarks>
public static class StoreExport
{
    /// <summary>Names of the tables.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["blocks", "transactions", "outputs", "inputs", "addresses"];

    /// <summary>The columns of a table with their ClickHouse types, plain enough for release 18.16.</summary>
    public static IReadOnlyList<(string Name, string Type)> Columns(string table) => table switch
    {
        "blocks" => [("height", "UInt32"), ("block", "String"), ("time", "UInt32"), ("first_tx", "UInt32")],
        "transactions" => [("tx", "UInt32"), ("txid", "String"), ("height", "UInt32"), ("vsize", "UInt32"), ("labels", "String")],
        "outputs" => [("output", "UInt64"), ("tx", "UInt32"), ("vout", "UInt32"), ("value", "Int64"), ("address", "UInt32"), ("spent_by", "UInt32")],
        "inputs" => [("tx", "UInt32"), ("vin", "UInt32"), ("source", "UInt64")],
        "addresses" => [("address", "UInt32"), ("text", "String"), ("kind", "String"), ("cluster", "UInt32")],
        _ => throw new TracingException($"no table {table}; there are {string.Join(", ", Tables)}"),
    };

    /// <summary>Writes one table with a first line of names.</summary>
    public static void Write(ChainStore store, string table, TextWriter csv, bool names = true)
    {
        if (names) csv.Write(string.Join(',', Columns(table).Select(c => c.Name)) + "\n");
        foreach (var row in Rows(store, table)) csv.Write(row + "\n");
    }

    private static IEnumerable<string> Rows(ChainStore store, string table) => table switch
    {
        "blocks" => Blocks(store),
        "transactions" => Transactions(store),
        "outputs" => Outputs(store),
        "inputs" => Inputs(store),
        "addresses" => Addresses(store),
        _ => throw new TracingException($"no table {table}; there are {string.Join(", ", Tables)}"),
    };

    private static string Line(FormattableString line) => FormattableString.Invariant(line);

    private static IEnumerable<string> Blocks(ChainStore store)
    {
        for (var h = store.BaseHeight; h <= store.TipHeight; h++)
        {
            var header = store.HeaderAt(h);
            yield return Line($"{h},{header.Id},{header.Time},{store.FirstOfBlock(h - store.BaseHeight)}");
        }
    }

    private static IEnumerable<Transaction> All(ChainStore store)
    {
        for (long id = store.FirstTransaction; id < store.TransactionEnd; id++) yield return store.Find((uint)id);
    }

    private static IEnumerable<string> Transactions(ChainStore store) =>
        All(store).Select(t => Line($"{t.Id},{store.IdOf(t.Id)},{store.HeightOf(t.Id)},{store.VirtualSizeOf(t.Id)},{string.Join(' ', store.LabelsOf(t.Id).Names())}"));

    private static IEnumerable<string> Outputs(ChainStore store) => All(store).SelectMany(t => Enumerable.Range(0, t.Outputs).Select(i =>
        Line($"{t.FirstOutput + i},{t.Id},{i},{store.ValueOf(t.FirstOutput + i)},{store.AddressOf(t.FirstOutput + i)},{store.SpenderOf(t.FirstOutput + i)}")));

    private static IEnumerable<string> Inputs(ChainStore store) => All(store).SelectMany(t => Enumerable.Range(0, t.Inputs).Select(i =>
        Line($"{t.Id},{i},{store.SourceOf(t.FirstInput + i) ?? ChainStore.MissingOutput}")));

    private static IEnumerable<string> Addresses(ChainStore store)
    {
        var clusters = new ClusterColumns(store.Columns);
        for (var a = store.Settings.FirstAddress; a < store.Settings.FirstAddress + store.Addresses; a++)
            yield return Line($"{a},{store.TextOf((uint)a)},{store.KindOf((uint)a)},{clusters.Find((uint)a)}");
    }
}

/// <summary>Sends the tables of a store to ClickHouse over HTTP: plain MergeTree, one INSERT per 100,000 rows.</summary>
public sealed class ClickHouseTarget : IDisposable
{
    private const int Batch = 100_000;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly Uri _address;
    private readonly string _database;

    /// <summary>A server such as <c>http://127.0.0.1:8123</c> and the database to fill.</summary>
    /// <exception cref="TracingException">The database's name has other characters than letters, digits and underscores.</exception>
    public ClickHouseTarget(Uri address, string database)
    {
        if (database.Length == 0 || database.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_')) throw new TracingException($"not a name for a database: {database}");
        (_address, _database) = (address, database);
    }

    /// <summary>Makes the tables anew and fills them; returns the rows sent.</summary>
    public async Task<long> Send(ChainStore store, CancellationToken stop = default)
    {
        await Query($"CREATE DATABASE IF NOT EXISTS {_database}", stop);
        long sent = 0;
        foreach (var table in StoreExport.Tables)
        {
            var columns = StoreExport.Columns(table);
            await Query($"DROP TABLE IF EXISTS {_database}.{table}", stop);
            await Query($"CREATE TABLE {_database}.{table} ({string.Join(", ", columns.Select(c => $"{c.Name} {c.Type}"))}) ENGINE = MergeTree() ORDER BY {columns[0].Name}", stop);
            sent += await Fill(store, table, stop);
        }

        return sent;
    }

    private async Task<long> Fill(ChainStore store, string table, CancellationToken stop)
    {
        var rows = new BatchWriter(async text => await Query($"INSERT INTO {_database}.{table} FORMAT CSV\n{text}", stop));
        StoreExport.Write(store, table, rows, names: false);
        await rows.Finish();
        return rows.Rows;
    }

    /// <summary>Runs a statement and returns the answer's text.</summary>
    /// <exception cref="TracingException">The server refuses it.</exception>
    public async Task<string> Query(string statement, CancellationToken stop = default)
    {
        using var content = new StringContent(statement, Encoding.UTF8);
        using var response = await _client.PostAsync(_address, content, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        return response.IsSuccessStatusCode ? text : throw new TracingException($"ClickHouse: {text[..Math.Min(text.Length, 300)]}");
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>Collects lines and sends them by the batch.</summary>
    private sealed class BatchWriter(Func<string, Task> send) : StringWriter(CultureInfo.InvariantCulture)
    {
        private int _held;

        internal long Rows { get; private set; }

        public override void Write(string? value)
        {
            base.Write(value);
            Rows++;
            if (++_held >= Batch) Finish().GetAwaiter().GetResult();
        }

        internal async Task Finish()
        {
            if (_held == 0) return;
            await send(ToString());
            GetStringBuilder().Clear();
            _held = 0;
        }
    }
}
