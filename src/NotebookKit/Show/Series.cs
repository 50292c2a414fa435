namespace NotebookKit.Show;

/// <summary>One line of a chart.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="X">Places along the horizontal axis, ascending.</param>
/// <param name="Y">Values, as many as places; NaN leaves a gap.</param>
/// <param name="Low">Lower edge of the band around the line, or null.</param>
/// <param name="High">Upper edge of the band, or null; both edges or neither.</param>
public sealed record Series(string Name, double[] X, double[] Y, double[]? Low = null, double[]? High = null)
{
    /// <summary>Values that belong together with their places.</summary>
    internal IEnumerable<double> AllY => Y.Concat(Low ?? []).Concat(High ?? []);

    /// <summary>How many points a chart with these axes can show.</summary>
    internal int CountShown(AxisKind xAxis, AxisKind yAxis) =>
        X.Zip(Y).Count(p => Shown(p.First, xAxis) && Shown(p.Second, yAxis));

    /// <summary>Throws when the arrays do not belong together.</summary>
    internal Series Checked()
    {
        if (X.Length != Y.Length)
        {
            throw new ArgumentException(
                $"Series '{Name}' needs as many X as Y, but has {X.Length} X and {Y.Length} Y.");
        }

        if ((Low is null) != (High is null) || (Low ?? X).Length != X.Length || (High ?? X).Length != X.Length)
        {
            throw new ArgumentException(
                $"Series '{Name}' needs Low and High for each of its {X.Length} points or neither, " +
                $"but has {Length(Low)} Low and {Length(High)} High.");
        }

        return this;
    }

    private static bool Shown(double value, AxisKind axis) =>
        double.IsFinite(value) && (axis == AxisKind.Linear || value > 0);

    private static string Length(double[]? values) => values is null ? "no" : $"{values.Length}";
}
