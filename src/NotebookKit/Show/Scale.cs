using System.Globalization;

namespace NotebookKit.Show;

/// <summary>How values are laid out along an axis.</summary>
public enum AxisKind
{
    /// <summary>Equal steps are equal differences.</summary>
    Linear,

    /// <summary>Equal steps are equal ratios; only positive values can be shown.</summary>
    Log,
}

/// <summary>
/// An axis: its range, its ticks at round numbers, and the way from a value to its place. Ticks stand at 1, 2 or 5
/// times a
/// power of ten; on a log axis at powers of ten, with 2 and 5 between them where the range is short.
/// </summary>
public sealed class Scale
{
    private Scale(AxisKind kind, double low, double high, IReadOnlyList<double> ticks) =>
        (Kind, Low, High, Ticks) = (kind, low, high, ticks);

    /// <summary>Linear or log.</summary>
    public AxisKind Kind { get; }

    /// <summary>Value at the start of the axis.</summary>
    public double Low { get; }

    /// <summary>Value at the end of the axis, above <see cref="Low"/>.</summary>
    public double High { get; }

    /// <summary>Values with a tick, ascending, within the range.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that holds all given values and ends at ticks.</summary>
    /// <param name="values">Values to show; those that are not finite (on a log axis: not positive) are left
    /// aside.</param>
    /// <param name="kind">Linear or log.</param>
    /// <param name="ticks">About how many ticks.</param>
    /// <param name="tight">True to end at the data instead of at the next tick.</param>
    /// <returns>The axis; 0 to 1 (log: 0.1 to 1) when no value can be shown.</returns>
    public static Scale Of(
        IEnumerable<double> values, AxisKind kind = AxisKind.Linear, int ticks = 5, bool tight = false)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(v => double.IsFinite(v) && (kind == AxisKind.Linear || v > 0)))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high)
        {
            (low, high) = kind == AxisKind.Linear ? (0, 1) : (0.1, 1);
        }

        return kind == AxisKind.Linear ? LinearOf(low, high, ticks, tight) : LogOf(low, high, ticks, tight);
    }

    /// <summary>An axis with exactly the given ends.</summary>
    /// <param name="low">Start.</param>
    /// <param name="high">End, above the start.</param>
    /// <param name="kind">Linear or log.</param>
    /// <param name="ticks">About how many ticks.</param>
    /// <returns>The axis.</returns>
    /// <exception cref="ArgumentException">The ends are not finite and ascending, or not positive on a log
    /// axis.</exception>
    public static Scale Between(double low, double high, AxisKind kind = AxisKind.Linear, int ticks = 5)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high || (kind == AxisKind.Log && low <= 0))
        {
            throw new ArgumentException(
                $"A {kind} axis runs from a lower to a higher finite value, on a log axis above 0, " +
                $"but it is {low} to {high}.");
        }

        return kind == AxisKind.Linear ? LinearOf(low, high, ticks, tight: true) : LogOf(low, high, ticks, tight: true);
    }

    /// <summary>Place of a value: 0 at the start of the axis, 1 at its end; outside for values outside.</summary>
    /// <param name="value">A value, positive on a log axis.</param>
    /// <returns>The place; NaN where the axis has none for the value.</returns>
    public double At(double value) => Kind == AxisKind.Linear
        ? (value - Low) / (High - Low)
        : value > 0 ? Math.Log(value / Low) / Math.Log(High / Low) : double.NaN;

    /// <summary>A tick as it is written: all ticks of a linear axis with the same number of decimals.</summary>
    /// <param name="tick">One of <see cref="Ticks"/>.</param>
    /// <returns>For example "0.25", "20k", "1e-5".</returns>
    public string Label(double tick)
    {
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        if (Kind == AxisKind.Log)
        {
            return tick is >= 0.001 and < 10000 ? tick.ToString("0.###", CultureInfo.InvariantCulture) : Power(tick);
        }

        var step = Ticks.Count > 1 ? Ticks[1] - Ticks[0] : largest;
        if (largest >= 1e7 || step < 1e-5)
        {
            return tick == 0 ? "0" : tick.ToString("0.##e0", CultureInfo.InvariantCulture);
        }

        if (largest >= 1e4 && step >= 100)
        {
            return tick == 0 ? "0" : (tick / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "k";
        }

        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        return tick.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Power(double tick) => tick.ToString("0.#e0", CultureInfo.InvariantCulture);

    private static Scale LinearOf(double low, double high, int ticks, bool tight)
    {
        if (high - low < 1e-12 * Math.Max(1e-300, Math.Max(Math.Abs(low), Math.Abs(high))) || high == low)
        {
            var room = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = (low - room, high + room);
        }

        var step = RoundStep((high - low) / ticks);
        var (first, last) = ((long)Math.Ceiling((low / step) - 1e-9), (long)Math.Floor((high / step) + 1e-9));
        if (!tight)
        {
            // Data that passes a tick by less than a quarter of a step do not open another one.
            (first, last) = ((long)Math.Floor((low / step) + 0.25), (long)Math.Ceiling((high / step) - 0.25));
            (low, high) = (Math.Min(low, first * step), Math.Max(high, last * step));
        }

        var marks = new List<double>();
        for (var i = first; i <= last; i++)
        {
            marks.Add(Math.Round(i * step, 12 - (int)Math.Clamp(Math.Floor(Math.Log10(step)), -3, 12)));
        }

        return new(AxisKind.Linear, low, high, marks);
    }

    private static Scale LogOf(double low, double high, int ticks, bool tight)
    {
        if (high / low < 1.0001)
        {
            (low, high) = (low / 2, high * 2);
        }

        var decades = Math.Log10(high / low);
        double[] between = decades > 3 ? [1] : [1, 2, 5];
        var every = Math.Max(1, (int)Math.Ceiling(decades / (ticks + 1)));
        var candidates = new List<double>();
        var (first, last) = (Math.Floor(Math.Log10(low) + 1e-9) - 1, Math.Ceiling(Math.Log10(high) - 1e-9) + 1);
        for (var e = (int)first; e <= last; e++)
        {
            if (e % every == 0)
            {
                candidates.AddRange(between.Select(m => double.Parse($"{m}e{e}", CultureInfo.InvariantCulture)));
            }
        }

        if (!tight)
        {
            low = candidates.LastOrDefault(c => c <= low * 1.000001, low);
            high = candidates.FirstOrDefault(c => c >= high * 0.999999, high);
        }

        return new(AxisKind.Log, low, high, [.. candidates.Where(c => c >= low * 0.999999 && c <= high * 1.000001)]);
    }

    private static double RoundStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var lead = raw / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    }
}
