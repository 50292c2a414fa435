namespace NotebookKit.Show;

/// <summary>Points of one kind in the plane.</summary>
/// <param name="Name">Stands at the middle of the cloud, or beside it where the names of others are in the way.</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">Vertical values, as many.</param>
/// <param name="Emphasised">True for the cloud that the figure is about.</param>
public sealed record PointCloud(string Name, double[] X, double[] Y, bool Emphasised = false);

/// <summary>Clouds of points, each with its one-sigma ellipse: classes in a latent space.</summary>
public static class PointClouds
{
    private const double Width = 600;
    private const double PlotHeight = 420;
    // enough to see a cloud, few enough for a page
    private const int PointsPerCloud = 60;
    private const int EllipsePoints = 60;

    /// <summary>Draws clouds.</summary>
    /// <param name="clouds">The clouds; those with fewer than two points have no ellipse.</param>
    /// <param name="xLabel">Title of the horizontal axis.</param>
    /// <param name="yLabel">Title of the vertical axis.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <returns>The figure; a message when there is no point.</returns>
    /// <exception cref="ArgumentException">A cloud has not one y per x, or a value is not finite.</exception>
    public static Figure Draw(IReadOnlyList<PointCloud> clouds, string xLabel, string yLabel, string caption)
    {
        foreach (var cloud in clouds)
        {
            Check(cloud);
        }

        var drawn = clouds.Where(cloud => cloud.X.Length > 0).Select(Moments.Of).ToArray();
        if (drawn.Length == 0)
        {
            return Figure.Message(caption, "Nothing to draw: no point came.");
        }

        var alt = $"{drawn.Length} clouds of points, each with its one-sigma ellipse: "
            + string.Join(
                "; ", drawn.Select(m => $"{m.Cloud.Name} at ({Numbers.Short(m.MeanX)}, {Numbers.Short(m.MeanY)})"))
            + ".";
        var text = Numbers.Tsv([
            ["", "points", "mean x", "mean y", "sigma x", "sigma y", "correlation"], .. drawn.Select(m => m.Row()),
        ]);
        var figure = new Figure(caption, alt, text, Drawing(drawn, xLabel, yLabel, alt));
        var most = drawn.Max(m => m.Cloud.X.Length);
        return most <= PointsPerCloud
            ? figure
            : figure.WithNote($"At most {PointsPerCloud} points of a cloud are drawn; the ellipses are those of all.");
    }

    private static string Drawing(Moments[] clouds, string xLabel, string yLabel, string alt)
    {
        var x = Scale.Of(
            clouds.SelectMany(m => m.Ellipse().Select(p => p.X).Concat(m.Drawn().Select(p => p.X))), ticks: 6);
        var y = Scale.Of(clouds.SelectMany(m => m.Ellipse().Select(p => p.Y).Concat(m.Drawn().Select(p => p.Y))));
        var left = PlotArea.LabelRoom(y) + 6;
        var plot = new PlotArea(left, 32, Width - left - 18, PlotHeight, x, y);
        var svg = Svg.Root(Width, plot.Bottom + 48, alt).Add(plot.Frame(xLabel, yLabel));
        foreach (var cloud in clouds.OrderBy(m => m.Cloud.Emphasised))
        {
            svg.Add(Points(plot, cloud));
        }

        foreach (var cloud in clouds.OrderBy(m => m.Cloud.Emphasised))
        {
            svg.Add(new Markup("g").Set("opacity", cloud.Cloud.Emphasised ? "1" : "0.5").Add(
                Svg.SeriesLine(cloud.Ellipse().Select(p => (plot.X(p.X), plot.Y(p.Y))), Series(cloud))));
        }

        AddNames(svg, plot, [.. clouds.OrderByDescending(m => m.Cloud.Emphasised)]);
        return svg.ToString();
    }

    // A name that is not on its mean has a line to it.
    private static void AddNames(Markup svg, PlotArea plot, Moments[] clouds)
    {
        var places = NamePlaces.Of(
            [.. clouds.Select(m => (plot.X(m.MeanX), plot.Y(m.MeanY), m.Cloud.Name))],
            plot.Left, plot.Top, plot.Right, plot.Bottom);
        foreach (var ((x, y), cloud) in places.Zip(clouds))
        {
            var (meanX, meanY) = (plot.X(cloud.MeanX), plot.Y(cloud.MeanY));
            if ((x, y) != (meanX, meanY))
            {
                svg.Add(Svg.Rule(meanX, meanY, x, y)).Add(Svg.SeriesBox(meanX - 3, meanY - 3, 6, 6, Series(cloud)));
            }
        }

        foreach (var ((x, y), cloud) in places.Zip(clouds))
        {
            var width = Svg.TextWidth(cloud.Cloud.Name, 15) + 4;
            svg.Add(new Markup("rect").Set("class", "nk-paper").Set("fill", Palette.Light.Paper.Hex)
                .Set("fill-opacity", "0.75").Set("x", x - width / 2).Set("y", y - 9).Set("width", width)
                .Set("height", 18));
            svg.Add(Svg.Label(x, y + 5, cloud.Cloud.Name, Anchor.Middle, size: 15, bold: true));
        }
    }

    private static Markup Points(PlotArea plot, Moments cloud)
    {
        var group = new Markup("g").Set("class", Theme.Fill(Series(cloud)))
            .Set("fill", Palette.Light.Series[Series(cloud)]).Set("fill-opacity", "0.5");
        foreach (var (x, y) in cloud.Drawn())
        {
            group.Add(new Markup("circle").Set("cx", plot.X(x)).Set("cy", plot.Y(y)).Set("r", 2));
        }

        return group;
    }

    private static int Series(Moments cloud) => cloud.Cloud.Emphasised ? 1 : 0;

    private static void Check(PointCloud cloud)
    {
        if (cloud.X.Length != cloud.Y.Length)
        {
            throw new ArgumentException(
                $"Cloud '{cloud.Name}' must have one y per x, but has {cloud.X.Length} x and {cloud.Y.Length} y.");
        }

        if (!cloud.X.Concat(cloud.Y).All(double.IsFinite))
        {
            throw new ArgumentException(
                $"Cloud '{cloud.Name}' has values that are not finite; leave those points out.");
        }
    }

    private sealed record Moments(
        PointCloud Cloud, double MeanX, double MeanY, double VarianceX, double VarianceY, double Covariance)
    {
        public static Moments Of(PointCloud cloud)
        {
            var (mx, my) = (cloud.X.Average(), cloud.Y.Average());
            var free = Math.Max(1, cloud.X.Length - 1);
            return new(
                cloud, mx, my, cloud.X.Sum(x => (x - mx) * (x - mx)) / free,
                    cloud.Y.Sum(y => (y - my) * (y - my)) / free,
                cloud.X.Zip(cloud.Y, (x, y) => (x - mx) * (y - my)).Sum() / free);
        }

        public IEnumerable<(double X, double Y)> Drawn()
        {
            var count = Math.Min(PointsPerCloud, Cloud.X.Length);
            for (var i = 0; i < count; i++)
            {
                var at = (int)((long)i * Cloud.X.Length / count);
                yield return (Cloud.X[at], Cloud.Y[at]);
            }
        }

        /// <summary>mean + L (cos, sin), with L the Cholesky factor of the covariance.</summary>
        public IEnumerable<(double X, double Y)> Ellipse()
        {
            var a = Math.Sqrt(VarianceX);
            var b = a > 0 ? Covariance / a : 0;
            var c = Math.Sqrt(Math.Max(0, VarianceY - b * b));
            for (var i = 0; i <= EllipsePoints; i++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * i / EllipsePoints);
                yield return (MeanX + a * cosine, MeanY + b * cosine + c * sine);
            }
        }

        public string[] Row() =>
        [
            Cloud.Name, $"{Cloud.X.Length}", Numbers.Short(MeanX), Numbers.Short(MeanY),
                Numbers.Short(Math.Sqrt(VarianceX)),
            Numbers.Short(Math.Sqrt(VarianceY)), Numbers.Short(Covariance / Math.Sqrt(VarianceX * VarianceY)),
        ];
    }
}
