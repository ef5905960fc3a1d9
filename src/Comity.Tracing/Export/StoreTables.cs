namespace Comity.Tracing;

/// <summary>Kinds of column in a table for analysts.</summary>
public enum TableType
{
    /// <summary>A whole number below 2^32.</summary>
    Number32,

    /// <summary>A whole number below 2^64.</summary>
    Number64,

    /// <summary>Satoshis.</summary>
    Satoshis,

    /// <summary>Text without commas, quotes or line ends.</summary>
    Text,
}

/// <summary>A column of a table for analysts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
public sealed record TableColumn(string Name, TableType Type);

/// <summary>One cell: a number, or a text where the column is one.</summary>
public readonly record struct TableCell(long Number, string? Text = null)
{
    /// <summary>A number.</summary>
    public static implicit operator TableCell(long number) => new(number);

    /// <summary>A text.</summary>
    public static implicit operator TableCell(string text) => new(0, text);
}

/// <summary>A store as tables for analysts: blocks, transactions, outputs, inputs, addresses with clusters. Dense ids join them.</summary>
public static class StoreTables
{
    /// <summary>Names of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["blocks", "transactions", "outputs", "inputs", "addresses"];

    /// <summary>The columns of a table.</summary>
    /// <exception cref="TracingException">There is no such table.</exception>
    public static IReadOnlyList<TableColumn> Columns(string table) => table switch
    {
        "blocks" => [new("height", TableType.Number32), new("block", TableType.Text), new("time", TableType.Number32), new("first_tx", TableType.Number32)],
        "transactions" => [new("tx", TableType.Number32), new("txid", TableType.Text), new("height", TableType.Number32), new("vsize", TableType.Number32), new("labels", TableType.Text)],
        "outputs" => [new("output", TableType.Number64), new("tx", TableType.Number32), new("vout", TableType.Number32), new("value", TableType.Satoshis), new("address", TableType.Number32), new("spent_by", TableType.Number32)],
        "inputs" => [new("tx", TableType.Number32), new("vin", TableType.Number32), new("source", TableType.Number64)],
        "addresses" => [new("address", TableType.Number32), new("text", TableType.Text), new("kind", TableType.Text), new("cluster", TableType.Number32)],
        _ => throw Unknown(table),
    };

    /// <summary>How many rows a table has.</summary>
    public static long Count(ChainStore store, string table) => table switch
    {
        "blocks" => store.Blocks,
        "transactions" => store.Transactions,
        "outputs" => store.Outputs,
        "inputs" => store.Inputs,
        "addresses" => store.Addresses,
        _ => throw Unknown(table),
    };

    /// <summary>The rows of a table, in chain order. Each is the same array again: use it before the next.</summary>
    public static IEnumerable<TableCell[]> Rows(ChainStore store, string table) => table switch
    {
        "blocks" => Blocks(store),
        "transactions" => Transactions(store),
        "outputs" => Outputs(store),
        "inputs" => Inputs(store),
        "addresses" => Addresses(store),
        _ => throw Unknown(table),
    };

    private static TracingException Unknown(string table) => new($"no table {table}; there are {string.Join(", ", Names)}");

    private static IEnumerable<TableCell[]> Blocks(ChainStore store)
    {
        var row = new TableCell[4];
        for (var h = store.BaseHeight; h <= store.TipHeight; h++)
        {
            var header = store.HeaderAt(h);
            (row[0], row[1], row[2], row[3]) = (h, header.Id.ToString(), header.Time, store.FirstOfBlock(h - store.BaseHeight));
            yield return row;
        }
    }

    private static IEnumerable<TableCell[]> Transactions(ChainStore store)
    {
        var row = new TableCell[5];
        for (var h = store.BaseHeight; h <= store.TipHeight; h++)
            for (var id = store.FirstOfBlock(h - store.BaseHeight); id < store.EndOfBlock(h); id++)
            {
                var t = (uint)id;
                (row[0], row[1], row[2], row[3], row[4]) = (id, store.IdOf(t).ToString(), h, store.VirtualSizeOf(t), string.Join(' ', store.LabelsOf(t).Names()));
                yield return row;
            }
    }

    private static IEnumerable<TableCell[]> Outputs(ChainStore store)
    {
        var row = new TableCell[6];
        for (long id = store.FirstTransaction; id < store.TransactionEnd; id++)
        {
            var t = store.Find((uint)id);
            for (var i = 0; i < t.Outputs; i++)
            {
                var output = t.FirstOutput + i;
                (row[0], row[1], row[2], row[3], row[4], row[5]) = (output, id, i, store.ValueOf(output), store.AddressOf(output), store.SpenderOf(output));
                yield return row;
            }
        }
    }

    private static IEnumerable<TableCell[]> Inputs(ChainStore store)
    {
        var row = new TableCell[3];
        for (long id = store.FirstTransaction; id < store.TransactionEnd; id++)
        {
            var t = store.Find((uint)id);
            for (var i = 0; i < t.Inputs; i++)
            {
                (row[0], row[1], row[2]) = (id, i, store.SourceOf(t.FirstInput + i) ?? ChainStore.MissingOutput);
                yield return row;
            }
        }
    }

    private static IEnumerable<TableCell[]> Addresses(ChainStore store)
    {
        var row = new TableCell[4];
        var clusters = new ClusterColumns(store.Columns);
        for (var a = store.Settings.FirstAddress; a < store.Settings.FirstAddress + store.Addresses; a++)
        {
            var id = (uint)a;
            (row[0], row[1], row[2], row[3]) = (a, store.TextOf(id), store.KindOf(id).ToString(), clusters.Find(id));
            yield return row;
        }
    }
}
