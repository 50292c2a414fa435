using System.Runtime.InteropServices;
using System.Text;
using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>.npy files byte by byte: types, orders, versions, and what is refused.</summary>
public sealed class NpyTests
{
    [Fact]
    public void Read_EveryLittleEndianType_GivesItsValues()
    {
        Assert.Equal([1.5, -2.25], Read("<f8", new[] { 1.5, -2.25 }).As<double>());
        Assert.Equal([1.5f, -2.25f], Read("<f4", new[] { 1.5f, -2.25f }).As<float>());
        Assert.Equal([1.5, -2.25], Read("<f2", new[] { (Half)1.5f, (Half)(-2.25f) }).ToDoubles());
        Assert.Equal([3, -4], Read("<i8", new[] { 3L, -4L }).ToInt32s());
        Assert.Equal([3, -4], Read("<i4", new[] { 3, -4 }).ToInt32s());
        Assert.Equal([3, -4], Read("<i2", new short[] { 3, -4 }).ToInt32s());
        Assert.Equal([3, -4], Read("|i1", new sbyte[] { 3, -4 }).ToInt32s());
        Assert.Equal([3, 250], Read("|u1", new byte[] { 3, 250 }).ToInt32s());
        Assert.Equal([3, 65_000], Read("<u2", new ushort[] { 3, 65_000 }).ToInt32s());
        Assert.Equal([3, 4], Read("<u4", new uint[] { 3, 4 }).ToInt32s());
        Assert.Equal([3, 4], Read("<u8", new ulong[] { 3, 4 }).ToInt32s());
        Assert.Equal([1, 0], Read("|b1", new[] { true, false }).ToInt32s());
        Assert.Equal([3.0, -4.0], Read("<i4", new[] { 3, -4 }).ToDoubles());
    }

    [Fact]
    public void Read_FortranOrder_GivesRows()
    {
        // [[1, 2, 3], [4, 5, 6]] by columns.
        var matrix = Read("<i4", new[] { 1, 4, 2, 5, 3, 6 }, "(2, 3)", fortran: true);
        Assert.Equal([2, 3], matrix.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix.As<int>());

        var cube = new short[2 * 3 * 4];
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                for (var k = 0; k < 4; k++) cube[i + (2 * j) + (6 * k)] = (short)((100 * i) + (10 * j) + k);
            }
        }

        var rows = Read("<i2", cube, "(2, 3, 4)", fortran: true).As<short>();
        Assert.Equal([0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23, 100], rows[..13]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryFormatVersion_IsKnown(byte version) =>
        Assert.Equal([7], Npy.Read(File("<i4", "(1,)", BitConverter.GetBytes(7), version: version), "x.npy").As<int>());

    [Fact]
    public void Read_EmptyAndScalar_HaveTheirShape()
    {
        Assert.Empty(Read("<f8", Array.Empty<double>(), "(0, 5)").As<double>());
        Assert.Empty(Read("<f8", new[] { 2.5 }, "()").Shape);
        Assert.Equal([2.5], Read("<f8", new[] { 2.5 }, "()").As<double>());
    }

    [Theory]
    [InlineData(">f8", "big-endian")]
    [InlineData("|O", "pickled Python objects, which are never executed")]
    [InlineData("<c16", "type '<c16'; the types read are")]
    [InlineData("<U5", "type '<U5'; the types read are")]
    [InlineData("<M8[ns]", "type '<M8[ns]'")]
    public void Read_OtherTypes_AreRefused(string descr, string reason) => Refused(File(descr, "(1,)", new byte[16]), reason);

    [Fact]
    public void Read_DamagedFiles_AreRefused()
    {
        Refused(new MemoryStream("PK\u0003\u0004 a zip archive"u8.ToArray()), "does not begin with the bytes of a .npy file");
        Refused(new MemoryStream([0x93]), "does not begin with the bytes of a .npy file");
        Refused(File("<f8", "(3,)", new byte[16]), "ends before its 24 bytes of data, shape [3]");
        Refused(File("<f8", "(1,)", new byte[16]), "more data follows than its shape [1] holds");
        Refused(File("<f8", "(-1,)", []), "shape (-1,)");
        Refused(File("<f8", "(100000, 100000)", []), "shape is [100000, 100000]");
        Refused(File("<i4", "(1,)", new byte[4], version: 9), "format version 9");
        Refused(File("|b1", "(1,)", [7]), "a boolean is neither 0 nor 1");
        Refused(Header("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", []), "a structured type");
        Refused(Header("{'fortran_order': False, 'shape': (1,), }", []), "the header lacks");
        Refused(new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, 200, 0, 1, 2]), "the file ends inside its header");
    }

    [Fact]
    public void ToInt32s_BrokenOrLargeValues_AreRefused()
    {
        Assert.Equal([1, 2], Read("<f8", new[] { 1.0, 2.0 }).ToInt32s());
        Assert.Contains("Value 1 is 2.5", Assert.Throws<DataException>(() => Read("<f8", new[] { 1.0, 2.5 }).ToInt32s()).Message);
        Assert.Contains("Value 0 is NaN", Assert.Throws<DataException>(() => Read("<f8", new[] { double.NaN }).ToInt32s()).Message);
        Assert.Contains("Value 0 is 4294967296", Assert.Throws<DataException>(() => Read("<i8", new[] { 1L << 32 }).ToInt32s()).Message);
        Assert.Contains("holds Int32, but Double was asked for", Assert.Throws<DataException>(() => Read("<i4", new[] { 1 }).As<double>()).Message);
    }

    private static NpyArray Read<T>(string descr, T[] values, string? shape = null, bool fortran = false)
        where T : unmanaged =>
        Npy.Read(File(descr, shape ?? $"({values.Length},)", MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), fortran), "x.npy");

    private static void Refused(Stream stream, string reason)
    {
        var message = Assert.Throws<DataException>(() => Npy.Read(stream, "x.npy")).Message;
        Assert.StartsWith("x.npy: ", message);
        Assert.Contains(reason, message);
    }

    private static MemoryStream File(string descr, string shape, byte[] data, bool fortran = false, byte version = 1) =>
        Header($"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}", data, version);

    private static MemoryStream Header(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header.PadRight(117) + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return new MemoryStream([0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data]);
    }
}
