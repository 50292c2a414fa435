namespace NotebookKit.Metrics;

/// <summary>Checks that belong to every metric over paired values, with one message form.</summary>
internal static class Pairs
{
    public static void Check(string first, int firstCount, string second, int secondCount)
    {
        if (firstCount != secondCount)
        {
            throw new ArgumentException(
                $"{first} and {second} must have one value per example, but {first} has {firstCount} and {second} " +
                $"has {secondCount}.");
        }

        if (firstCount == 0)
        {
            throw new ArgumentException($"{first} and {second} are empty; a metric needs at least one example.");
        }
    }

    public static void CheckFinite(string name, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; it must be a finite number.");
            }
        }
    }
}
