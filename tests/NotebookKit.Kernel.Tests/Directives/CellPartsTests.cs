using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Kernel.Directives;
using Xunit;

namespace NotebookKit.Kernel.Tests.Directives;

/// <summary>Splitting a cell at its directives.</summary>
public sealed class CellPartsTests
{
    private static readonly string[] Pieces =
    [
        "var x = 1;", "", "#!time", "#!csharp", "  #!who", "#r \"nuget: A, 1\"", "#i \"nuget: x\"", "#load \"a.csx\"",
        "/* #!time", "*/ int z = 2;", "var s = @\"", "#!who\";", "// #!time", "#!nocheck", "#region r", "foo(1,", ");",
    ];

    [Fact]
    public void Of_AnyCell_KeepsEveryLineInItsPlace() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().ToArbitrary(),
        lines =>
        {
            var cell = string.Join('\n', lines);
            var all = cell.Split('\n');
            foreach (var part in CellParts.Of(cell))
            {
                if (part.Directive is not null)
                {
                    Assert.Contains(part.Directive, all[part.Line - 1], StringComparison.Ordinal);
                }

                foreach (var (at, line) in part.Code.Split('\n').Index())
                {
                    Assert.True(line.Length == 0 || line == all[at], $"line {at + 1}: '{line}' of\n{cell}");
                }
            }

            Assert.Equal(cell.Length, CellParts.CodeAlone(cell).Length);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("var s = @\"\n#!time\n\";", 1)]
    [InlineData("/*\n#!time\n*/", 1)]
    [InlineData("#!time\n1", 2)]
    [InlineData("#!markdown\n#!time is no text\n", 2)]
    [InlineData("#!markdown\n#r \"x\" is text", 1)]
    [InlineData("1 + 1 // #!time", 1)]
    [InlineData("var a = 1;\n#r \"nuget: A\"\nvar b = 2;", 2)]
    public void Of_FindsDirectivesAndLeavesText(string cell, int parts) =>
        Assert.Equal(parts, CellParts.Of(cell).Count);
}
