using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Show;

/// <summary>How cells show the kit's values and tables of anything.</summary>
public sealed class FormattersTests
{
    private const string Script = "<script>alert(1)</script>";

    public FormattersTests() => KitFormatters.Register();

    [Fact]
    public void Tensor_Small_HasItsValuesAndStatistics()
    {
        var bundle = MimeBundles.Of(torch.tensor(new float[,] { { 1, -2 }, { 3, 4 } }));

        Assert.Contains("Tensor [2, 2] Float32 on cpu", bundle.Text, StringComparison.Ordinal);
        Assert.Contains("0\t1\t-2\n1\t3\t4", bundle.Text, StringComparison.Ordinal);
        Assert.Contains("min -2, mean 1.5, std 2.646, max 4", bundle.Text, StringComparison.Ordinal);
        Assert.Contains("-2</text>", Html(bundle), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_OfPictures_IsAPicture()
    {
        var bundle = MimeBundles.Of(ones(4, 3, 32, 32));

        var png = Assert.IsType<byte[]>(bundle.Data[MimeTypes.Png]);
        Assert.Equal([(byte)0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Contains("[4, 3, 32, 32]", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_Huge_IsSampledAndNotCopied()
    {
        var huge = zeros(1, dtype: ScalarType.Float32).expand(1 << 20, 1 << 20, 64);      // 64 TiB if it were copied

        var text = MimeBundles.Of(huge).Text;

        Assert.Contains("of 70,368,744,177,664 values", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_HugeMatrix_IsAPictureOfSomePlaces()
    {
        var bundle = MimeBundles.Of(zeros(1).expand(1 << 20, 1 << 20));
        Assert.True(bundle.Data.ContainsKey(MimeTypes.Png));
        Assert.Contains("256 x 256 of the places", bundle.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "It holds no value.")]
    [InlineData("nan", "no finite value, 3 not finite")]
    [InlineData("one", "min 5, mean 5, std –, max 5")]
    [InlineData("complex", "max 5")]
    [InlineData("bool", "max 1")]
    [InlineData("constant", "min 2, mean 2, std 0, max 2")]
    [InlineData("disposed", "was disposed")]
    public void Tensor_OfAnOddKind_SaysSo(string kind, string says)
    {
        var gone = zeros(3);
        gone.Dispose();
        var tensor = kind switch
        {
            "empty" => zeros(0, 3),
            "nan" => full(3, double.NaN),
            "one" => torch.tensor(new float[] { 5 }),
            "complex" => torch.complex(torch.tensor(new float[] { 3 }), torch.tensor(new float[] { 4 })),
            "bool" => torch.tensor(new[] { true, false }),
            "constant" => full([4, 5, 6], 2),
            _ => gone,
        };
        Assert.Contains(says, MimeBundles.Of(tensor).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_Shown_LeavesNoTensorBehind()
    {
        var tensor = rand(40, 3, 16, 16);
        MimeBundles.Of(tensor);
        var before = Live();

        MimeBundles.Of(tensor);

        Assert.Equal(before, Live());

        static long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    [Fact]
    public void Module_ConvNet_HasLayersShapesAndCosts()
    {
        using var net = nn.Sequential(
            ("conv", nn.Conv2d(3, 16, 3, padding: 1)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()),
            ("head", nn.Linear(16, 10)));

        var text = MimeBundles.Of(net).Text;

        Assert.Contains("conv\tConv2d\t[1, 16, 32, 32]\t448\t442,368", text, StringComparison.Ordinal);
        Assert.Contains("head\tLinear\t[1, 10]\t170\t160", text, StringComparison.Ordinal);
        Assert.Contains("for an input of [1, 3, 32, 32], which was guessed", text, StringComparison.Ordinal);
        Assert.Contains("Sequential with 618 parameters", text, StringComparison.Ordinal);
        Assert.True(net.training);
        Assert.Contains("[1, 16, 8, 8]", LayerTable.Draw(net, 1, 3, 8, 8).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_ThatNoGuessFits_HasParametersAlone()
    {
        using var net = nn.Sequential(("conv", nn.Conv2d(3, 4, 3)), ("flat", nn.Flatten()), ("head", nn.Linear(7, 2)));

        var text = MimeBundles.Of(net).Text;

        Assert.Contains("head\tLinear\t\t16\t", text, StringComparison.Ordinal);
        Assert.Contains("shapes unknown", text, StringComparison.Ordinal);
    }

    [Fact]
    public void History_IsTheLossChart()
    {
        var bundle = MimeBundles.Of(History.Empty.With(new(1, 10, 1.5, 0.4, 1.2, 0.5, 3)));
        Assert.True(bundle.Data.ContainsKey(MimeTypes.Svg));
        Assert.Contains("1.5", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_Many_Show20WithTheCount()
    {
        var rows = Enumerable.Range(0, 45).Select(i => new { Name = $"{Script}{i}", Score = i / 4.0 }).ToArray();

        var bundle = MimeBundles.Of(rows);

        Assert.Contains("45 rows", bundle.Text, StringComparison.Ordinal);
        Assert.Contains("The first 20 are shown", bundle.Text, StringComparison.Ordinal);
        Assert.Contains("</script>19\t4.75", bundle.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>20\t", bundle.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Script, Html(bundle), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_Endless_ReadOneMoreThanShown()
    {
        var read = 0;
        IEnumerable<(int Index, string Name)> Endless()
        {
            while (true)
            {
                yield return (read++, "x");
            }
        }

        Assert.Contains("The first 20 rows", MimeBundles.Of(Endless()).Text, StringComparison.Ordinal);
        Assert.Equal(21, read);
    }

    [Fact]
    public void Records_ThatHoldThemselvesOrThrow_StillShow()
    {
        var loop = new Node { Name = "a" };
        loop.Children.Add(loop);
        loop.Self = loop;

        var text = MimeBundles.Of(new[] { loop }).Text;

        Assert.Contains("(InvalidOperationException)", text, StringComparison.Ordinal);
        Assert.Contains("node a", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_LongText_IsCut() =>
        Assert.InRange(MimeBundles.Of(new[] { new { Text = new string('x', 100_000) } }).Text.Length, 500, 700);

    [Fact]
    public void Records_Wide_Show50Columns()
    {
        object?[] wide = [new Wide()];
        var table = Table.Draw(typeof(Wide), wide, 1);
        Assert.Contains("f49", table.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("f50", table.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Dictionary_IsATableOfKeysAndValues() => Assert.Contains(
        "Key\tValue\nloss\t0.25", MimeBundles.Of(new Dictionary<string, double> { ["loss"] = 0.25 }).Text,
        StringComparison.Ordinal);

    [Fact]
    public void Sequence_OfNumbersAndTensors_IsNoTable()
    {
        Assert.False(MimeBundles.Of(new[] { 1, 2, 3 }).Data.ContainsKey(MimeTypes.Svg));
        Assert.Contains("Tensor [2] Float32 on cpu", MimeBundles.Of(new[] { zeros(2) }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_ARecord_ATensorIsOneLine()
    {
        var bundle = MimeBundles.Of(new { Weights = zeros(2, 3), Note = Script });
        Assert.Contains("Tensor [2, 3] Float32 on cpu", bundle.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Script, Html(bundle), StringComparison.Ordinal);
        Assert.DoesNotContain("<figure", Html(bundle), StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_Small_IsEnlarged()
    {
        var bundle = MimeBundles.Of(RgbImage.From(16, 16, (x, y) => new((byte)x, (byte)y, 0)));
        Assert.True(bundle.Data.ContainsKey(MimeTypes.Png));
        Assert.Contains("Picture of 16 x 16, shown 16 times as large", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Exception_HasKindMessageAndCause()
    {
        var bundle = MimeBundles.Of(new InvalidOperationException(Script, new ArgumentException("inner")));
        Assert.Contains("System.InvalidOperationException", Html(bundle), StringComparison.Ordinal);
        Assert.DoesNotContain(Script, Html(bundle), StringComparison.Ordinal);
        Assert.Contains("inner", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void DisplayTable_Rows_ShowsAsManyAsAsked()
    {
        var rows = Enumerable.Range(0, 45).Select(i => new { Number = i });
        Assert.Contains("\n29\n", RecordTable.Of(rows, 30)!.Text + "\n", StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.DisplayTable(rows: 0));
        Assert.NotNull(rows.DisplayTable().Value);
    }

    private static string Html(MimeBundle bundle) => (string)bundle.Data[MimeTypes.Html];

    private sealed class Node
    {
        public required string Name { get; init; }

        public List<Node> Children { get; } = [];

        public Node? Self { get; set; }

        public int Broken => throw new InvalidOperationException(Name);

        public override string ToString() => $"node {Name}";
    }

#pragma warning disable CS0649, CS0169      // a type of 60 columns
    private struct Wide
    {
        public int F00, F01, F02, F03, F04, F05, F06, F07, F08, F09, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19;
        public int F20, F21, F22, F23, F24, F25, F26, F27, F28, F29, F30, F31, F32, F33, F34, F35, F36, F37, F38, F39;
        public int F40, F41, F42, F43, F44, F45, F46, F47, F48, F49, F50, F51, F52, F53, F54, F55, F56, F57, F58, F59;
    }
#pragma warning restore CS0649, CS0169
}
