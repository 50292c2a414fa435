using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Torch.Tests;

/// <summary>A module's .dat files: the bytes, and what a file that does not fit is answered with.</summary>
public sealed class StateFileTests
{
    [Fact]
    public void Save_LinearTwoByTwo_IsTheKnown44Bytes()
    {
        using var net = Numbered();
        using var file = new MemoryStream();

        net.save(file);

        byte[] expected =
        [
            2,                                                              // entries
            6, .. "weight"u8, 6, 2, 2, 2, .. Floats(1, 2, 3, 4),            // float32, rank 2, 2 x 2
            4, .. "bias"u8, 6, 1, 2, .. Floats(5, 6),
        ];
        Assert.Equal(expected, file.ToArray());
        Assert.Equal(44, file.Length);
    }

    [Fact]
    public void Load_WhatSaveWrote_GivesTheSameState()
    {
        using var source = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), Linear(3, 1)).to(ScalarType.Float64);
        using var target = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), Linear(3, 1)).to(ScalarType.Float64);
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "net.dat");
        var loaded = new Dictionary<string, bool>();

        source.save(path);
        target.load(path, loadedParameters: loaded);

        Assert.Equal([path], Directory.GetFiles(folder.FullName));
        Assert.All(loaded, entry => Assert.True(entry.Value));
        foreach (var (name, value) in source.state_dict()) Assert.True(value.Equals(target.state_dict()[name]), name);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Load_StrictWithOtherNames_SaysWhich()
    {
        using var file = new MemoryStream();
        using var source = Linear(2, 2, hasBias: false);
        using var target = Linear(2, 2);
        source.save(file);
        file.Position = 0;

        var error = Assert.Throws<ArgumentException>(() => target.load(file));

        Assert.Contains("bias", error.Message);
    }

    [Fact]
    public void Load_NotStrict_TakesWhatFitsAndReportsTheRest()
    {
        using var file = new MemoryStream();
        using var source = Numbered();
        using var target = Linear(2, 2, hasBias: false);
        source.save(file);
        file.Position = 0;
        var loaded = new Dictionary<string, bool>();

        target.load(file, strict: false, loadedParameters: loaded);

        Assert.Equal([1f, 2, 3, 4], target.weight.data<float>().ToArray());
        Assert.True(loaded["weight"]);
        Assert.False(loaded["bias"]);
    }

    [Fact]
    public void Load_OtherShape_SaysBothShapes()
    {
        using var file = new MemoryStream();
        using var source = Linear(3, 2);
        using var target = Linear(2, 2);
        source.save(file);
        file.Position = 0;

        Assert.Contains("[2, 2] here, but [2, 3]", Assert.Throws<ArgumentException>(() => target.load(file)).Message);
    }

    [Fact]
    public void Load_CutOffOrForeignFile_SaysSo()
    {
        using var net = Numbered();
        using var whole = new MemoryStream();
        net.save(whole);

        Assert.Contains("ends after", Assert.Throws<EndOfStreamException>(
            () => net.load(new MemoryStream(whole.ToArray()[..20]))).Message);
        Assert.Contains("no .dat", Assert.Throws<InvalidDataException>(
            () => net.load(new MemoryStream([1, 1, (byte)'a', 99, 1]))).Message);
    }

    [Fact]
    public void Load_AbsentFile_NamesIt()
    {
        using var net = Numbered();

        Assert.Contains("nowhere.dat", Assert.Throws<FileNotFoundException>(() => net.load("nowhere.dat")).Message);
    }

    private static Linear Numbered()
    {
        using var scope = NewDisposeScope();
        var net = Linear(2, 2);
        net.load_state_dict(new()
        {
            ["weight"] = tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2),
            ["bias"] = tensor(new float[] { 5, 6 }),
        });
        return net;
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
