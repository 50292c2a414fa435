using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Kernel.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("😀a", 1, 2)]
    [InlineData("😀a", 2, 3)]
    [InlineData("😀", 9, 2)]
    [InlineData("a", -1, 0)]
    public void ToUtf16_CountsPairsAsOne(string text, int points, int units) => Assert.Equal(units, CodePoints.ToUtf16(text, points));

    [Fact]
    public void Positions_ThereAndBack_AreTheSame()
    {
        var texts = Gen.ListOf(Gen.Elements("a", "é", "😀", "\n", "𝒳", "中")).Select(string.Concat);
        Check.QuickThrowOnFailure(Prop.ForAll(texts.ToArbitrary(), text => Enumerable.Range(0, text.EnumerateRunes().Count() + 1)
            .All(i => CodePoints.FromUtf16(text, CodePoints.ToUtf16(text, i)) == i)));
    }
}
