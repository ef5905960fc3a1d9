using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Text;

namespace Comity.Tracing;

/// <summary>A memory-mapped file of rows of one width. Rows are named by id: the first row has the id <see cref="First"/>.</summary>
/// <remarks>64 bytes of header: magic, version, row width, first id. Little-endian. Access is unchecked beyond a bound on the id, because
/// these are the inner loops of everything.</remarks>
internal sealed unsafe class Column : IDisposable
{
    private const int HeaderSize = 64, FormatVersion = 1;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("comitycl");

    private readonly string _path;
    private readonly bool _readOnly;
    private FileStream _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private byte* _rows;
    private long _capacity;
    private bool _changed;

    internal Column(string folder, string name, int width, long first, bool readOnly)
    {
        (Name, Width, First, _readOnly) = (name, width, first, readOnly);
        _path = Path.Combine(folder, name + ".col");
        _file = Open();
        if (_file.Length == 0 && !readOnly) WriteHeader();
        CheckHeader();
        Map(Math.Max(0, (_file.Length - HeaderSize) / width));
    }

    internal string Name { get; }

    internal int Width { get; }

    /// <summary>Id of the first row.</summary>
    internal long First { get; }

    /// <summary>Number of rows in use.</summary>
    internal long Rows { get; private set; }

    /// <summary>Id that the next row gets.</summary>
    internal long Next => First + Rows;

    private FileStream Open() => new(_path, _readOnly ? FileMode.Open : FileMode.OpenOrCreate, _readOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite);

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Width);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], First);
        _file.Write(header);
        _file.Flush();
        _changed = true;
    }

    private void CheckHeader()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        _file.Position = 0;
        if (_file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header[..8].SequenceEqual(Magic))
            throw new TracingException($"{_path} is no column of a store");
        var (version, width, first) = (BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[12..]), BinaryPrimitives.ReadInt64LittleEndian(header[16..]));
        if (version != FormatVersion || width != Width || first != First)
            throw new TracingException($"{_path} has version {version}, width {width}, first id {first}; expected {FormatVersion}, {Width}, {First}");
    }

    private void Map(long capacity)
    {
        Unmap();
        _capacity = capacity;
        if (capacity == 0) return;
        var access = _readOnly ? MemoryMappedFileAccess.Read : MemoryMappedFileAccess.ReadWrite;
        _map = MemoryMappedFile.CreateFromFile(_file, null, 0, access, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, HeaderSize + (capacity * Width), access);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _rows = start + HeaderSize;
    }

    private void Unmap()
    {
        if (_view is null) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map!.Dispose();
        _view = null;
        _map = null;
        _rows = null;
    }

    /// <summary>Sets the number of rows in use, growing the file when needed; new rows are as the file has them, zero at first.</summary>
    internal void Resize(long rows)
    {
        if (rows > _capacity)
        {
            var capacity = Math.Max(rows, Math.Max(4096 / Width, _capacity + Math.Min(_capacity, 1L << 28)));
            Unmap();
            _file.SetLength(HeaderSize + (capacity * Width));
            Map(capacity);
            _changed = true;
        }

        Rows = rows;
    }

    /// <summary>Takes every row that the file holds as in use.</summary>
    internal void ResizeToFile() => Rows = _capacity;

    /// <summary>Adds zeroed room for more rows and returns the id of the first of them.</summary>
    internal long Add(long count = 1)
    {
        var id = Next;
        if (Rows + count > _capacity) Resize(Rows + count);
        else Rows += count;
        return id;
    }

    /// <summary>Sets every byte of all rows.</summary>
    internal void Fill(byte value)
    {
        _changed = true;
        for (long at = 0, end = Rows * Width; at < end; at += 1 << 30)
            new Span<byte>(_rows + at, (int)Math.Min(1 << 30, end - at)).Fill(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* At(long id)
    {
        var row = unchecked(id - First);
        if ((ulong)row >= (ulong)Rows) Outside(id);
        return unchecked(_rows + (row * Width));
    }

    private void Outside(long id) => throw new ArgumentOutOfRangeException(nameof(id), id, $"column {Name} has ids {First} to {Next - 1}");

    internal byte U8(long id) => *At(id);

    internal ushort U16(long id) => *(ushort*)At(id);

    internal uint U32(long id) => *(uint*)At(id);

    internal long I64(long id) => *(long*)At(id);

    /// <summary>Five bytes, as output ids and values have.</summary>
    internal long U40(long id)
    {
        var p = At(id);
        return *(uint*)p | ((long)p[4] << 32);
    }

    internal ReadOnlySpan<byte> Bytes(long id) => new(At(id), Width);

    /// <summary>A run of single-byte rows.</summary>
    internal ReadOnlySpan<byte> Run(long id, int count)
    {
        if (count == 0) return default;
        _ = At(id + count - 1);
        return new(At(id), checked(count * Width));
    }

    /// <summary>As <see cref="At"/>, for writing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Changed(long id)
    {
        _changed = true;
        return At(id);
    }

    internal void Set(long id, byte value) => *Changed(id) = value;

    internal void Set(long id, ushort value) => *(ushort*)Changed(id) = value;

    internal void Set(long id, uint value) => *(uint*)Changed(id) = value;

    internal void Set(long id, long value) => *(long*)Changed(id) = value;

    internal void Set40(long id, long value)
    {
        var p = Changed(id);
        *(uint*)p = unchecked((uint)value);
        p[4] = unchecked((byte)(value >> 32));
    }

    internal void Set(long id, ReadOnlySpan<byte> value) => value.CopyTo(new Span<byte>(Changed(id), Width));

    /// <summary>The rows as they lie in memory, from the first.</summary>
    internal byte* Pointer => _rows;

    /// <summary>Another process may have left changes that are not on the disk.</summary>
    internal void Touch() => _changed = true;

    /// <summary>Whether there is anything that <see cref="Flush"/> would bring to the disk.</summary>
    internal bool HasChanged => _changed && !_readOnly;

    /// <summary>Brings changes to the disk.</summary>
    internal void Flush()
    {
        if (!HasChanged) return;
        if (!OperatingSystem.IsLinux()) _view?.Flush(); // on Linux fsync writes what was changed through a mapping, too
        _file.Flush(flushToDisk: true);
        _changed = false;
    }

    /// <summary>Cuts the file to the rows in use, so that equal content is equal bytes.</summary>
    internal void Trim()
    {
        if (_readOnly) return;
        Unmap();
        _file.SetLength(HeaderSize + (Rows * Width));
        _capacity = 0;
        _changed = true;
        Map(Rows);
    }

    public void Dispose()
    {
        if (!_readOnly && _view is not null)
        {
            Unmap();
            _file.SetLength(HeaderSize + (Rows * Width));
        }

        Unmap();
        _file.Dispose();
    }
}
