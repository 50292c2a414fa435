using System.IO.Compression;
using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>IDX files, Fashion-MNIST and its stand-in.</summary>
public sealed class SmallPictureTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("idx-");

    [Fact]
    public void Idx_PlainAndPacked_GiveShapeAndBytes()
    {
        byte[] content = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40];

        foreach (var path in new[] { Plain("a.idx", content), Packed("a.idx.gz", content) })
        {
            var (shape, values) = Idx.Load(path);
            Assert.Equal([2, 1, 2], shape);
            Assert.Equal([10, 20, 30, 40], values);
        }
    }

    [Fact]
    public void Idx_DamagedFiles_AreRefused()
    {
        Assert.Contains("is missing", Refused(Path.Combine(folder.FullName, "none")), StringComparison.Ordinal);
        Assert.Contains(
            "begins with 00000D01", Refused(Plain("float", [0, 0, 13, 1, 0, 0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("ends before its 5 bytes", Refused(Plain("short", [0, 0, 8, 1, 0, 0, 0, 5, 1, 2])),
            StringComparison.Ordinal);
        Assert.Contains(
            "more data follows", Refused(Plain("long", [0, 0, 8, 1, 0, 0, 0, 1, 1, 2])), StringComparison.Ordinal);
        Assert.Contains(
            "no sizes of an array", Refused(Plain("minus", [0, 0, 8, 1, 255, 0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("no whole gzip file", Refused(Plain("bad.gz", [1, 2, 3, 4, 5])), StringComparison.Ordinal);

        static string Refused(string path) => Assert.Throws<DataException>(() => Idx.Load(path)).Message;
    }

    [Fact]
    public void FashionMnist_Files_GivePicturesAndClasses()
    {
        Plain("images", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40]);
        Plain("labels", [0, 0, 8, 1, 0, 0, 0, 2, 9, 0]);
        Plain("three", [0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 0]);

        using var set = FashionMnist.Load(folder.FullName, "images", "labels");

        Assert.Equal([2, 1, 1, 2], set.Images.shape);
        Assert.Equal([9, 0], set.ToLabels());
        Assert.Equal("ankle boot", set.Classes[9]);
        Assert.False(set.Source.StandIn);
        Assert.Contains("N pictures of H x W and N labels", Assert.Throws<DataException>(
            () => FashionMnist.Load(folder.FullName, "images", "three")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProceduralShapes_SameSeed_SamePictures_WhateverTheCount()
    {
        using var few = ProceduralShapes.Generate(20, seed: 5);
        using var many = ProceduralShapes.Generate(40, seed: 5);
        using var other = ProceduralShapes.Generate(20, seed: 6);

        Assert.Equal([20, 1, 16, 16], few.Images.shape);
        Assert.Equal(few.ToPlanes(), many.ToPlanes()[..few.ToPlanes().Length]);
        Assert.NotEqual(few.ToPlanes(), other.ToPlanes());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 10L), few.ToLabels());
        Assert.True(few.Source.StandIn);
        Assert.Equal(ProceduralShapes.Classes.Count, ProceduralShapes.Partners.Count);
        Assert.Contains("count must be 1 or more",
            Assert.Throws<DataException>(() => ProceduralShapes.Generate(0, 1)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Plain(string name, byte[] content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Packed(string name, byte[] content)
    {
        var path = Path.Combine(folder.FullName, name);
        using var file = new GZipStream(File.Create(path), CompressionMode.Compress);
        file.Write(content);
        return path;
    }
}
