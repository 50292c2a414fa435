using System.IO.Compression;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

/// <summary>Files of single tensors: libtorch's own form, PyTorch's (tests/oracles/checkpoints) and .dat.</summary>
public sealed class TensorArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nk-archive").FullName;

    private string Target => Path.Combine(_folder, "tensor.pt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_WritesTheArchiveOfLibtorch()
    {
        using var scope = NewDisposeScope();

        arange(6, float32).reshape(2, 3).save(Target);

        var entries = Entries(Target);
        Assert.Contains("__parameters__ = [\"0\", ]", Encoding.UTF8.GetString(entries["code/__torch__.py"]));
        Assert.Equal(new float[] { 0, 1, 2, 3, 4, 5 }.SelectMany(BitConverter.GetBytes), entries["data/0"]);
        Assert.True(entries.ContainsKey("constants.pkl"));
        Assert.StartsWith("\u0080\u0002c__torch__\nModule\n", Encoding.Latin1.GetString(entries["data.pkl"]));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void SaveAndLoad_ViewLeafAndNode_GiveValues()
    {
        using var scope = NewDisposeScope();
        var leaf = arange(6, float32).reshape(2, 3).requires_grad_();
        foreach (var tensor in new[] { leaf, leaf * 2, leaf[1], leaf.t(), zeros(0, 3), tensor(7L), leaf.conj() })
        {
            torch.save(tensor, Target);
            var loaded = Tensor.load(Target);

            Assert.Equal(tensor.dtype, loaded.dtype);
            Assert.Equal(tensor.detach(), loaded);
            Assert.False(loaded.requires_grad);
        }
    }

    [Fact]
    public void Load_InAScope_BelongsToIt()
    {
        Tensor loaded;
        using (var scope = NewDisposeScope())
        {
            ones(3).save(Target);
            loaded = load(Target);
            Assert.True(scope.Contains(loaded));
        }

        Assert.True(loaded.IsInvalid);
    }

    [Fact]
    public void Load_DatTargetStillReads()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, int64).reshape(3, 4);
        x.Save(Target);

        Assert.Equal(x, load(Target));
    }

    [Fact]
    public void Load_FilesOfPyTorch_Reads()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(tensor(new[] { 1.5f, -2f }), load(Oracle("plain_tensor.pt")));
        Assert.Equal(tensor(new[,] { { 1.5, -2 }, { 0.25, 8 } }), load(Oracle("script_tensor.pt")));
    }

    [Theory]
    [InlineData("hostile_system.pt", "asks for the Python object 'posix.system'")]
    [InlineData("hostile_getattr.pt", "asks for the Python object '__builtin__.getattr'")]
    [InlineData("bomb.pt", "would grow from")]
    [InlineData("state_dict.pt", "torch.load reads a file of one tensor")]
    [InlineData("script.pt", "torch.load reads a file of one tensor")]
    public void Load_FileOfSomethingElse_SaysWhatItIs(string name, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => load(Oracle(name))).Message);

    // The class of the object has a __setstate__ in its code, which libtorch's reader would run; here no code is looked at,
    // and what else a pickle can name is refused although it stands in a program.
    [Theory]
    [InlineData("cposix\nsystem\n", "asks for the Python object 'posix.system'")]
    [InlineData("c__torch__\nModule\n(K\u0001t\u0081.", "an object is made of something other")]
    [InlineData("c__torch__\nModule\n)R.", "a call of ScriptObject")]
    [InlineData("N)\u0081.", "an object is made of something other")]
    [InlineData("c__torch__\nModule\n)\u0081K\u0001b.", "attributes set on something")]
    [InlineData("c__torch__\nModule\n)\u0081.", "torch.load reads a file of one tensor")]
    public void Load_ProgramWithAHostilePickle_RefusesAndRunsNothing(string pickle, string message)
    {
        using var scope = NewDisposeScope();
        ones(2).save(Target);
        var entries = Entries(Target);
        entries["data.pkl"] = Encoding.Latin1.GetBytes("\u0080\u0002" + pickle);
        entries["code/__torch__.py"] = "class Module(Module):\n  def __setstate__(self, x): raise 1\n"u8.ToArray();
        WriteEntries(Target, entries);

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => load(Target)).Message);
    }

    [Fact]
    public void Load_TruncatedAnywhere_IsRefused()
    {
        using var scope = NewDisposeScope();
        ones(8).save(Target);
        var whole = File.ReadAllBytes(Target);
        for (var length = 2; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(Target, whole[..length]);
            Assert.Throws<InvalidDataException>(() => load(Target));
        }
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_ThrowsAndLeavesTheFormerFile()
    {
        using var scope = NewDisposeScope();
        ones(2).save(Target);
        File.CreateSymbolicLink(Target + ".part", "/dev/full");

        Assert.ThrowsAny<IOException>(() => zeros(100_000).save(Target));
        Assert.Throws<DirectoryNotFoundException>(() => zeros(2).save(Path.Combine(_folder, "no", "where.pt")));

        Assert.Equal(ones(2), load(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    // A header alone: type, count of dimensions and sizes that lie (LEB128).
    [Theory]
    [InlineData("06 01 FFFFFFFFFFFFFFFF7F", typeof(InvalidDataException), "more than memory can hold")]
    [InlineData("06 02 FFFFFFFF7F FFFFFFFF7F", typeof(InvalidDataException), "more than memory can hold")]
    [InlineData("06 01 FFFFFFFFFF0F", typeof(EndOfStreamException), "but the file ends after 0")]
    [InlineData("06 01 80808080808080808080", typeof(FormatException), "")]
    [InlineData("63 00", typeof(InvalidDataException), "no .dat tensor")]
    public void Dat_SizesThatLie_AreRefusedBeforeMemoryIsTaken(string hex, Type error, string message)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        using var one = ones(1);

        foreach (var read in new Action<BinaryReader>[]
        {
            reader => TensorExtensionMethods.Load(reader), reader => one.Load(reader), reader => one.Load(reader, skip: true),
        })
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var caught = Assert.Throws(error, () => read(reader));
            Assert.Contains(message, caught.Message);
        }
    }

    private static string Oracle(string name) => Path.Combine(AppContext.BaseDirectory, "oracles", "checkpoints", name);

    private static Dictionary<string, byte[]> Entries(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => entry.FullName[(entry.FullName.IndexOf('/') + 1)..], entry =>
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    private static void WriteEntries(string path, Dictionary<string, byte[]> entries)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = zip.CreateEntry("t/" + name, CompressionLevel.NoCompression).Open();
            stream.Write(content);
        }
    }
}
