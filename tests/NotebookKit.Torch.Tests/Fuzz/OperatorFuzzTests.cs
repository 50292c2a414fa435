using NotebookKit.Torch.Door;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>Every operator that the binding uses, through the door with random arguments: an exception or a result that
/// can be read, never the end of the process. A fixed seed: a failing case is the same case in each run.</summary>
public sealed class OperatorFuzzTests
{
    private const int Cases = 10_000;
    private const int Decisions = 96;
    private static readonly double s_leastTaken = 0.15;                     // of the cases: else nothing was tested

    [Fact]
    public void Operators_WithRandomArguments_RefuseOrGiveAResult() =>
        Assert.Equal("", string.Join("\n", FuzzChild.Run(Child)));

    [Fact(Explicit = true)]
    public void Child()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "generated");
        var known = TorchInfo.OperatorSchemas.Select(OperatorSchema.Parse).ToDictionary(s => s.Key, StringComparer.Ordinal);
        var operators = OperatorGenerator.Names(File.ReadAllLines(Path.Combine(folder, "operators.txt")))
            .Where(known.ContainsKey).Select(name => known[name]).ToArray();
        var (called, taken) = (0, 0);
        FuzzChild.ForCases(Cases, Decisions, choices =>
        {
            var one = new OperatorCase(operators[choices.Next(operators.Length)], choices);
            return (one.ToString(), () =>
            {
                using (one)
                {
                    called++;
                    taken += one.Call() ? 1 : 0;
                }
            });
        });
        Assert.True(taken >= s_leastTaken * called, $"Of {called} calls only {taken} were taken.");
    }
}
