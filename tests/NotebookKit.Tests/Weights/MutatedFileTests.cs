using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using NotebookKit.Data;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Weights;

/// <summary>Real files, changed at random 10,000 times with a fixed seed: a refusal by DataException or a valid read,
/// never another exception, and no memory for sizes that lie.</summary>
public sealed class MutatedFileTests : IDisposable
{
    private const int Mutations = 5_000;                                    // of each kind of file
    private const ulong Seed = 29;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors_OfOurWriter_ChangedAtRandom_IsReadOrRefused()
    {
        var good = Written();
        var taken = 0;
        Mutate(good, bytes =>
        {
            try
            {
                using var weights = Safetensors.Read(new MemoryStream(bytes), "mutated");
                taken++;
                Assert.InRange(weights.Tensors.Values.Sum(t => t.numel() * t.element_size()), 0, bytes.Length);
            }
            catch (DataException error)
            {
                Assert.StartsWith("mutated: ", error.Message);
            }
        });
        Assert.InRange(taken, Mutations / 100, Mutations - 1);              // both outcomes were seen
    }

    [Theory]
    [InlineData("state_dict.pt")]
    [InlineData("script_tensor.pt")]
    public void Checkpoint_ChangedAtRandom_IsReadOrRefused(string name) => Mutate(Checkpoints.Bytes(name), bytes =>
    {
        try
        {
            using var checkpoint = PyTorchCheckpoint.Read(new MemoryStream(bytes), "mutated");
        }
        catch (DataException error)
        {
            Assert.StartsWith("mutated: ", error.Message);
        }
    });

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("hand/../../x")]
    [InlineData("/absolute")]
    [InlineData("hand\\..\\x")]
    public void Checkpoint_NameThatLeadsOut_IsRefused(string name)
    {
        var stream = Checkpoints.Archive(Checkpoints.Entries("plain_tensor.pt"));
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.CreateEntry(name);
        }

        var error = Assert.Throws<DataException>(() => PyTorchCheckpoint.Read(stream, "hand.pt"));
        Assert.Contains($"the entry '{name}' leads out of the archive", error.Message);
    }

    [Theory]
    [InlineData(0, 1L << 62)]                                               // bytes of the content
    [InlineData(0, long.MaxValue)]
    [InlineData(0, -1L)]
    [InlineData(8, 1L << 62)]                                               // bytes in the file
    [InlineData(16, 1L << 62)]                                              // where the entry begins
    public void Checkpoint_Zip64FieldThatLies_IsRefusedBeforeAllocation(int field, long value)
    {
        var file = WithZip64(Checkpoints.Bytes("plain_tensor.pt"), "plain_tensor/data/0", field, value);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<DataException>(() => PyTorchCheckpoint.Read(new MemoryStream(file), "hand.pt"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Pickle_ThatDoublesItself_TakesNoMemory()
    {
        var pickle = new List<byte>();
        pickle.AddRange("}"u8);
        for (var level = 0; level < 60; level++)
        {
            pickle.AddRange([(byte)'2', 0x86]);                             // DUP, TUPLE2: 2^60 leaves if written out
        }

        pickle.Add((byte)'.');
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var checkpoint = PyTorchCheckpoint.Read(Checkpoints.WithPickle("plain_tensor.pt", [.. pickle]), "hand.pt");

        Assert.Contains("the root must hold tensors", Assert.Throws<DataException>(() => checkpoint.Weights()).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData("]q\0h\0a.")]                                               // a list in itself
    [InlineData("}q\0K\u0001h\0s.")]                                        // a dict in itself
    [InlineData("]r\u00ff\u00ff\u00ff\u00ffj\u00ff\u00ff\u00ff\u00ffa.")]   // the last place of the memo
    public void Pickle_ThatHoldsItself_IsNoStateDict(string pickle)
    {
        using var checkpoint = PyTorchCheckpoint.Read(
            Checkpoints.WithPickle("plain_tensor.pt", Encoding.Latin1.GetBytes(pickle)), "hand.pt");

        Assert.Contains("must hold tensors by name", Assert.Throws<DataException>(() => checkpoint.Weights()).Message);
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0exitt\u0085R.", "'os.system'")]
    [InlineData("cbuiltins\nexec\n(X\u0001\0\0\0xtR.", "'builtins.exec'")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\nq\0}b.", "attributes set on something other than a dict")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR.", "a call of OrderedDict with 1 arguments")]
    [InlineData("ctorch.nn.modules.linear\nLinear\n)\u0081.", "'torch.nn.modules.linear.Linear'")]
    public void Pickle_ThatWantsToRun_IsRefusedByName(string pickle, string message) => Assert.Contains(
        message,
        Assert.Throws<DataException>(() => PyTorchCheckpoint.Read(
            Checkpoints.WithPickle("plain_tensor.pt", Encoding.Latin1.GetBytes(pickle)), "hand.pt")).Message);

    // Flipped, cut, doubled, swapped bytes, and numbers at their limits.
    private static void Mutate(byte[] good, Action<byte[]> read)
    {
        var replay = FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None));
        var edits = Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 6).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Mutations).WithReplay(replay), Prop.ForAll(edits, n => read(Changed(good, n))));
    }

    private static byte[] Changed(byte[] good, int[] n)
    {
        var bytes = good.ToArray();
        var (at, other) = (n[1] % bytes.Length, n[2] % bytes.Length);
        var (low, high) = (Math.Min(at, other), Math.Max(at, other));
        switch (n[0] % 7)
        {
            case 0:
                bytes[at] ^= (byte)(1 << n[3] % 8);
                return bytes;
            case 1: return bytes[..at];
            case 2: return [.. bytes[..low], .. bytes[high..]];
            case 3: return [.. bytes[..high], .. bytes[low..]];
            case 4:
                (bytes[at], bytes[other]) = (bytes[other], bytes[at]);
                return bytes;
            case 5:
                Span<long> limits = [0, -1, long.MaxValue, 1L << 62, int.MaxValue, 1L << 31];
                var field = bytes.AsSpan(Math.Min(at, bytes.Length - 8), 8);
                BinaryPrimitives.WriteInt64LittleEndian(field, limits[n[3] % limits.Length]);
                return bytes;
            default:
                // A digit of the header becomes another: sizes and offsets that lie.
                var digits = Enumerable.Range(0, bytes.Length).Where(k => bytes[k] is >= (byte)'0' and <= (byte)'9').ToList();
                bytes[digits[n[1] % digits.Count]] = (byte)('0' + n[3] % 10);
                return bytes;
        }
    }

    private byte[] Written()
    {
        using var scope = NewDisposeScope();
        var path = folder["good.safetensors"];
        Safetensors.Write(
            path, new Dictionary<string, Tensor>
            {
                ["layer.weight"] = arange(24f).reshape(4, 6),
                ["layer.bias"] = ones(4, float64),
                ["mask"] = (arange(5) > 2).to(ScalarType.Bool),
                ["counter"] = tensor(7L),
                ["half"] = ones(3, ScalarType.BFloat16),
                ["empty"] = zeros(0, 3),
            },
            new Dictionary<string, string> { ["made"] = "by a test" });
        return File.ReadAllBytes(path);
    }

    // The central record of an entry with its sizes and offset in a zip64 field, one of them changed.
    private static byte[] WithZip64(byte[] file, string name, int field, long value)
    {
        var at = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) - 46;
        var record = file.AsSpan(at);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
        var extra = new byte[28];
        BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), 24);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), BinaryPrimitives.ReadUInt32LittleEndian(record[24..]));
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(12), BinaryPrimitives.ReadUInt32LittleEndian(record[20..]));
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(20), BinaryPrimitives.ReadUInt32LittleEndian(record[42..]));
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4 + field), value);
        BinaryPrimitives.WriteUInt16LittleEndian(record[30..], (ushort)extra.Length);
        record.Slice(20, 8).Fill(0xFF);
        record.Slice(42, 4).Fill(0xFF);
        byte[] made = [.. file[..(at + 46 + nameLength)], .. extra, .. file[(at + 46 + nameLength + extraLength)..]];
        var end = made.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(made.AsSpan(end + 12));
        BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(end + 12), (uint)(size + extra.Length - extraLength));
        return made;
    }
}
