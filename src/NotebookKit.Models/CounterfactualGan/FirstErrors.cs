namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// The smallest bound at which 3 % of D's predictions under the adaptive attack are wrong: fakeness claims to find
/// errors while they are rare. Taken from the grid of bounds, as the plan of the notebook has it, and finer, because
/// between two bounds of the grid the errors rise from 2 % to a third.
/// </summary>
/// <param name="Epsilon">The bound, on the scale of -1 to 1; the largest one where no bound turns so many.</param>
/// <param name="Verdicts">What D says there.</param>
internal sealed record FirstErrors(double Epsilon, Verdicts Verdicts)
{
    /// <summary>Share of wrong predictions that is looked for.</summary>
    public const double Least = 0.03;

    /// <summary>Distance of the bounds that <see cref="Between"/> tries.</summary>
    public const double Step = 0.005;

    /// <summary>False where no bound turns 3 % of the predictions.</summary>
    public bool Found => Verdicts.ErrorRate >= Least;

    /// <summary>AUROC of fakeness for the errors; NaN where they are not found, or where all predictions are
    /// wrong.</summary>
    public double Auroc => Found ? Verdicts.ErrorAuroc(Verdicts.Fakeness) : double.NaN;

    /// <summary>The bound as a caption has it.</summary>
    public string Text => Found
        ? $"eps {Epsilon}"
        : $"eps {Epsilon}, the largest one, for no bound turns {Least:P0} of the predictions";

    /// <summary>The first bound of the grid with 3 % errors.</summary>
    /// <param name="epsilons">The grid, rising, at least one.</param>
    /// <param name="verdicts">One per bound.</param>
    public static FirstErrors OnGrid(IReadOnlyList<double> epsilons, IReadOnlyList<Verdicts> verdicts) =>
        epsilons.Zip(verdicts, (epsilon, said) => new FirstErrors(epsilon, said))
            .FirstOrDefault(one => one.Found) ?? new(epsilons[^1], verdicts[^1]);

    /// <summary>The first bound with 3 % errors in steps of 0.005 from the last bound of the grid below it.</summary>
    /// <param name="epsilons">The grid, rising, at least one.</param>
    /// <param name="verdicts">One per bound.</param>
    /// <param name="at">Attacks with a bound between two of the grid.</param>
    public static FirstErrors Between(
        IReadOnlyList<double> epsilons, IReadOnlyList<Verdicts> verdicts, Func<double, Verdicts> at)
    {
        var onGrid = OnGrid(epsilons, verdicts);
        if (!onGrid.Found || onGrid.Epsilon == epsilons[0])
        {
            return onGrid;                                                // nothing to find, or wrong unattacked
        }

        var below = epsilons.Last(epsilon => epsilon < onGrid.Epsilon);
        for (var k = 1; Math.Round(below + k * Step, 6) is var epsilon && epsilon < onGrid.Epsilon; k++)
        {
            if (new FirstErrors(epsilon, at(epsilon)) is { Found: true } found)
            {
                return found;
            }
        }

        return onGrid;
    }
}
