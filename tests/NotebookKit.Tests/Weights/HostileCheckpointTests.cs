using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Data;
using NotebookKit.Weights;
using Xunit;

namespace NotebookKit.Tests.Weights;

/// <summary>Checkpoints that attack, lie or are damaged: always a message, never code, a crash or a lot of
/// memory.</summary>
public sealed class HostileCheckpointTests
{
    private const string Marker = "/tmp/notebookkit-hostile-checkpoint";    // what the hostile ones would make

    [Theory]
    [InlineData("hostile_system.pt", "asks for the Python object 'posix.system'")]
    [InlineData("hostile_eval.pt", "asks for the Python object '__builtin__.eval'")]
    [InlineData("hostile_getattr.pt", "asks for the Python object '__builtin__.getattr'")]
    [InlineData("hostile_protocol0.pt", "asks for the Python object 'posix.system'")]
    [InlineData("hostile_inst.pt", "the opcode 0x53 is none that torch.save writes")]
    [InlineData("whole_module.pt", "asks for the Python object 'torch.nn.modules.container.Sequential'")]
    [InlineData("protocol4.pt", "the pickle has protocol 4; save with torch.save's default, 2")]
    [InlineData("old_form.pt", "a checkpoint of PyTorch 1.6 or later is a zip archive, but this file is none")]
    [InlineData("bomb.pt", "would grow from")]
    public void Read_FileThatIsNoCheckpoint_SaysWhyAndRunsNothing(string name, string message)
    {
        var error = Assert.Throws<DataException>(() => PyTorchCheckpoint.Read(Path.Combine(Checkpoints.Folder, name)));

        Assert.StartsWith(name + ": ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.False(File.Exists(Marker));
    }

    [Theory]
    [InlineData("4B0285", "4B0385", "a tensor [3] with strides [1] from element 0 does not lie in data/0, which has 2")]
    [InlineData("4B0185", "4A0000007F85", "with strides [2130706432]")]
    [InlineData("4B0185", "4AFFFFFFFF85", "with strides [-1]")]
    [InlineData("4B0185", "29", "with strides []")]
    [InlineData("4B0285", "8A08FFFFFFFFFFFFFF7F85", "a tensor [9223372036854775807]")]
    [InlineData("514B00", "514B01", "from element 1 does not lie in data/0")]
    [InlineData("4B0274", "4B0374", "data/0 has 8 bytes, but 3 elements of Float32 have 12")]
    [InlineData("4B0274", "4A0000008074", "-2147483648 elements of Float32")]
    [InlineData("4B0274", "8A08FFFFFFFFFFFFFF7F74",
        "9223372036854775807 elements of Float32 have 36893488147419103228")]
    public void Read_TensorThatLies_IsRefused(string from, string to, string message)
    {
        var pickle = Checkpoints.Replace(
            Checkpoints.Entries("plain_tensor.pt")["data.pkl"], Convert.FromHexString(from),
            Convert.FromHexString(to));

        Assert.Contains(message, Refused(Checkpoints.WithPickle("plain_tensor.pt", pickle)));
    }

    [Theory]
    [InlineData("\u0080\u0002.", "a value is asked for, but there is none")]
    [InlineData("\u0080\u0002", "1 bytes are asked for, but 0 are left")]
    [InlineData("NN.", "the pickle stops with values left over")]
    [InlineData("(N.", "the pickle stops with values left over")]
    [InlineData("N(0", "a value is asked for, but there is none")]
    [InlineData("Nt", "a mark is asked for, but there is none")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffa", "a string of 4294967295 bytes")]
    [InlineData("X\u00ff\u00ff\u00ff\u007fa", "2147483647 bytes are asked for, but 1 are left")]
    [InlineData("h\u0005", "value 5 is asked for, but was not kept")]
    [InlineData("NNNs", "set on something other than a dict")]
    [InlineData("}(Nu", "or a key without a value")]
    [InlineData("}]Ns", "a key of a dict is neither a string nor a number")]
    [InlineData("NNa", "an element appended to something other than a list")]
    [InlineData("NNb", "attributes set on something other than a dict")]
    [InlineData("N)R", "a call of None with 0 arguments")]
    [InlineData("NNR", "a call without a tuple of arguments")]
    [InlineData("ctorch\nSize\n)R", "a call of Size with 0 arguments")]
    [InlineData("ctorch\nSize\nN\u0085\u0085R", "must give sizes and strides as tuples of whole numbers")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R", "must make a tensor of storage, offset")]
    [InlineData("NQ", "must name a storage by ('storage', type, key, location, count)")]
    [InlineData("cnowhere", "a name does not end within 256 bytes")]
    [InlineData("ctorch\nload\n", "asks for the Python object 'torch.load'")]
    [InlineData("\u0095", "the opcode 0x95 is none that torch.save writes")]
    public void Read_BadPickle_SaysWhatIsWrong(string pickle, string message)
    {
        var bytes = Encoding.Latin1.GetBytes(pickle);

        Assert.Contains(message, Refused(Checkpoints.WithPickle("plain_tensor.pt", bytes)));
    }

    [Fact]
    public void Read_ManyEmptyLists_IsRefusedBeforeMemoryRunsOut()
    {
        var pickle = new byte[8_000_000];
        Array.Fill(pickle, (byte)'}');

        Assert.Contains("more than 1000000 lists, tuples, dicts and tensors",
            Refused(Checkpoints.WithPickle("plain_tensor.pt", pickle)));
    }

    [Fact]
    public void Read_MissingStorage_NamesIt()
    {
        var entries = Checkpoints.Entries("plain_tensor.pt");
        entries.Remove("data/0");

        Assert.Contains("the storage data/0 is missing", Refused(Checkpoints.Archive(entries)));
    }

    [Fact]
    public void Read_OneStorageOfTwoTypes_IsRefused()
    {
        var pickle = Checkpoints.Entries("types.pt")["data.pkl"];
        var twice = Checkpoints.Replace(pickle, [.. "X\u0001\0\0\0"u8, .. "1"u8], [.. "X\u0001\0\0\0"u8, .. "0"u8]);

        Assert.Contains(
            "data/0 is 3 elements of Bool and also 3 of Byte", Refused(Checkpoints.WithPickle("types.pt", twice)));
    }

    [Fact]
    public void Read_BigEndianFile_IsRefused()
    {
        var entries = Checkpoints.Entries("plain_tensor.pt");
        entries["byteorder"] = Encoding.ASCII.GetBytes("big");
        Assert.Contains("byteorder must be 'little'", Refused(Checkpoints.Archive(entries)));

        entries["byteorder"] = Encoding.ASCII.GetBytes("little");
        using var checkpoint = PyTorchCheckpoint.Read(Checkpoints.Archive(entries), "hand.pt");
        Assert.NotNull(checkpoint.Root);
    }

    [Theory]
    [InlineData(20, 0x7FFFFFF0u)]                                           // size in the file
    [InlineData(24, 0x7FFFFFF0u)]                                           // size of the content
    [InlineData(24, 9u)]
    [InlineData(42, 0x7FFFFFF0u)]                                           // where the entry begins
    [InlineData(16, 0u)]                                                    // CRC-32
    public void Read_DirectoryThatLies_IsRefusedBeforeAllocation(int field, uint value)
    {
        var file = Checkpoints.Bytes("plain_tensor.pt");
        var at = file.AsSpan().LastIndexOf("plain_tensor/data/0"u8) - 46;   // its record in the central directory
        Assert.True(file.AsSpan(at, 4).SequenceEqual("PK\x01\x02"u8));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + field), value);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(new MemoryStream(file));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        var file = Checkpoints.Bytes("state_dict.pt");

        for (var length = 0; length < file.Length; length += length < 64 ? 1 : 7)
        {
            Refused(new MemoryStream(file[..length]));
        }
    }

    [Fact]
    public void Read_FuzzedFile_GivesACheckpointOrADataException() => Fuzz("training.pt", 1_000,
        file => new MemoryStream(file),
        Checkpoints.Bytes("training.pt"));

    [Fact]
    public void Read_FuzzedPickle_GivesACheckpointOrADataException() => Fuzz("training.pt", 1_000,
        pickle => Checkpoints.WithPickle("training.pt", pickle), Checkpoints.Entries("training.pt")["data.pkl"]);

    [Fact]
    public void Read_RandomPickle_GivesACheckpointOrADataException() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), pickle =>
            Survives(Checkpoints.WithPickle("plain_tensor.pt", pickle))));

    private static void Fuzz(string name, int tests, Func<byte[], MemoryStream> file, byte[] good)
    {
        var edits = ArbMap.Default.ArbFor<(NonNegativeInt At, byte Value)[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithName(name), Prop.ForAll(edits, changes =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at.Get * 7919L % bytes.Length] = value;
            }

            return Survives(file(bytes));
        }));
    }

    private static bool Survives(MemoryStream file)
    {
        try
        {
            using var checkpoint = PyTorchCheckpoint.Read(file, "fuzz.pt");
            return true;
        }
        catch (DataException)
        {
            return true;
        }
    }

    private static string Refused(MemoryStream file) =>
        Assert.Throws<DataException>(() => PyTorchCheckpoint.Read(file, "hand.pt")).Message;
}
