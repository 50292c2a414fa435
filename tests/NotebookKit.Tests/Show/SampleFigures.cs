using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Show;

namespace NotebookKit.Tests.Show;

/// <summary>One figure of each kind, with labels that would break a page that concatenates them.</summary>
internal static class SampleFigures
{
    private const string Hostile = "<b onclick=\"alert(1)\">'&</b>";

    private static readonly DataUse StandIn = new("procedural-photographs", "00", "generated", StandIn: true);

    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["lines"] = () => LineChart.Draw(
            [new(Hostile, [0, 0.5, 1], [1, 0.6, 0.2], [0.9, 0.5, 0.1], [1, 0.7, 0.3]), new("b", [0, 0.5, 1], [1,
                double.NaN, 0.9])],
            Hostile, Hostile, Hostile, diagonal: true),
        ["log lines"] = () => LineChart.Draw([new("power", [1, 10, 100], [5, 0.1, 0])], "r", "power", "Spectrum",
            AxisKind.Log, AxisKind.Log),
        ["no line"] = () => LineChart.Draw([new("a", [1], [double.NaN])], "x", "y", "Nothing"),
        ["heat map"] = () => HeatMap.Draw(new[,] { { 0.1, double.NaN }, { 0.3, 0.4 } }, [Hostile, "b"], ["c", Hostile],
            "Search", "P1"),
        ["signed"] = () => HeatMap.Draw(new[,] { { -0.1, 0.2 } }, ["a"], ["b", "c"], "Signed", signed: true),
        ["confusion"] = () => HeatMap.Draw(new ConfusionMatrix(new long[,] { { 90, 10 }, { 5, 95 } }), [Hostile,
            "REAL"], "Confusion"),
        ["reliability"] = () => ReliabilityChart.Draw(Calibration.Of([0.9, 0.8, 0.95, 0.55], [true, false, true,
            true]), "Calibration"),
        ["bars"] = () => BarChart.Draw([new(Hostile, 0.9, 0.85, 0.95), new("b", -0.2), new("c", double.NaN)], "gain",
            "Bars", reference: 0.5),
        ["pareto"] = () => ParetoChart.Draw(
            [new(Hostile, 0.1, 0.8, Hostile), new(Hostile, 0.2, 0.7), new("b", 0.3, 0.9), new("paper", 0.04, 0.91, "", true)],
            Hostile, Hostile, Hostile),
        ["grid"] = () => ImageGrid.Draw([[Picture(1), Picture(2)], [Picture(3)]], [Hostile, "fake"], "Pictures",
            titles: [["1", Hostile], ["3"]]),
        ["saliency"] = () => Saliency(MapScale.Unit),
        ["saliency, one scale"] = () => Saliency(MapScale.WholeFigure),
        ["table"] = () => Table.Draw(Enumerable.Range(0, 30).Select(i => new { Name = Hostile,
            LearningRate = i * 0.001 }), "Table"),
        ["footer"] = () => Footer.Draw(
            new(Commit: "f00", Clean: false, "0.1.0", "10.0.12", "1.13.1", "cpu", 2, OpenblasCore: null), Hostile, [17,
                18], [StandIn], 143.2),
        ["claims"] = () => ClaimTable.Draw([new(Hostile, "92.98 %", "abstract", [0.9, 0.92, 0.91], ">= 0.95", true,
            StandIn)]),
    };

    public static RgbImage Picture(int seed, int size = 16)
    {
        var random = new Random(seed);
        var bytes = new byte[3 * size * size];
        random.NextBytes(bytes);
        return new(size, size, bytes);
    }

    /// <summary>[size, size], 1 at the given place and falling off around it.</summary>
    public static float[,] Map(int row, int column, int size = 16)
    {
        var map = new float[size, size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                map[y, x] = MathF.Exp(-0.1f * (((y - row) * (y - row)) + ((x - column) * (x - column))));
            }
        }

        return map;
    }

    private static Figure Saliency(MapScale scale) => SaliencyOverlay.Draw(
        [new(Picture(1), Map(3, 5), Hostile, Hostile), new(Picture(2), new float[16, 16], "all zero")],
            "Where it looks", scale);
}
