using NotebookKit.Show;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Show;

public class FilmStripTests
{
    [Fact]
    public void Draw_ManyFrames_KeepsTheFirstAndTheLastAndNamesTheSteps()
    {
        var strip = Strip(30);

        var figure = strip.Draw("A film.", columns: 4);

        Assert.Equal(30, strip.Steps.Count);
        Assert.Contains("columns are the steps 0, 90, 190, 290", figure.Alt, StringComparison.Ordinal);
        Assert.Contains("zero", figure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "0, 90, 200, 290")]
    [InlineData(90, "0, 90, 190, 290")]
    [InlineData(10, "0, 10, 190, 290")]
    [InlineData(280, "0, 90, 280, 290")]
    [InlineData(290, "0, 90, 190, 290")]
    public void Draw_KeptStep_IsAmongTheColumnsAndNamed(int kept, string steps)
    {
        var figure = Strip(30).Draw("A film.", columns: 4, kept: kept);

        Assert.Contains($"columns are the steps {steps}", figure.Alt, StringComparison.Ordinal);
        Assert.Contains($"{kept} kept", figure.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_KeptStepWithoutAFrame_MarksNone() =>
        Assert.DoesNotContain("kept", Strip(30).Draw("A film.", columns: 4, kept: 15).Svg, StringComparison.Ordinal);

    [Fact]
    public void Load_WhatSaveKept_DrawsTheSameFigure()
    {
        var strip = Strip(3);
        var copy = new FilmStrip(["zero", "one"]);
        copy.Load(strip.Save());

        Assert.Equal(strip.Draw("A film.").Svg, copy.Draw("A film.").Svg);
        Assert.Equal(strip.Steps, copy.Steps);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(30)]
    public void Load_CutShort_IsRefused(int bytes)
    {
        var error = Assert.Throws<InvalidDataException>(
            () => new FilmStrip(["zero", "one"]).Load(Strip(3).Save()[..bytes]));

        Assert.Contains("A film strip of 2 subjects must be kept", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OtherNumberOfImages_IsRefused()
    {
        using var images = zeros(3, 1, 4, 4);

        Assert.Throws<ShapeException>(() => new FilmStrip(["zero", "one"]).Add(1, images));
    }

    private static FilmStrip Strip(int frames)
    {
        var strip = new FilmStrip(["zero", "one"]);
        for (var i = 0; i < frames; i++)
        {
            using var images = full(2, 1, 4, 4, i / 30.0, float32);
            strip.Add(10 * i, images);
        }

        return strip;
    }
}
