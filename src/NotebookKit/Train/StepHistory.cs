namespace NotebookKit.Train;

/// <summary>What a training by steps measured: the value of each named loss term at each step.</summary>
/// <param name="Terms">Names of the terms, as charts show them.</param>
/// <param name="Rows">One row per step done, one value per term.</param>
/// <param name="Interrupted">The user stopped the training before its end; it can be resumed from its
/// checkpoint.</param>
public sealed record StepHistory(IReadOnlyList<string> Terms, IReadOnlyList<float[]> Rows, bool Interrupted = false)
{
    /// <summary>Steps done.</summary>
    public int Steps => Rows.Count;

    /// <summary>A term over the steps.</summary>
    /// <param name="term">Its name.</param>
    /// <returns>[steps].</returns>
    /// <exception cref="ArgumentException">There is no such term.</exception>
    public double[] Of(string term)
    {
        var column = Column(term);
        return [.. Rows.Select(row => (double)row[column])];
    }

    /// <summary>Mean of a term over the last steps.</summary>
    /// <param name="term">Its name.</param>
    /// <param name="window">Steps to average over, at most; 1 or more.</param>
    /// <returns>NaN before the first step.</returns>
    /// <exception cref="ArgumentException">There is no such term.</exception>
    public double Recent(string term, int window = 50)
    {
        var column = Column(term);
        return Rows.Count == 0 ? double.NaN : Rows.Skip(Rows.Count - window).Average(row => (double)row[column]);
    }

    private int Column(string term)
    {
        for (var i = 0; i < Terms.Count; i++)
        {
            if (Terms[i] == term)
            {
                return i;
            }
        }

        throw new ArgumentException($"No term '{term}' in this training. It has: {string.Join(", ", Terms)}.");
    }
}
