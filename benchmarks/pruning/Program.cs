// Processor time of layer-adaptive pruning on ResNet-32 (32 layers, 461,872 weights), one thread:
//   dotnet run -c Release --project benchmarks/pruning -- [--images 64] [--points 10] [--rounds 2]
// The weights are random: no time here depends on them.
using System.CommandLine;
using System.Diagnostics;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.LayerAdaptivePruning;
using static TorchSharp.torch;

var images = new Option<int>("--images") { DefaultValueFactory = _ => 64, Description = "n" };
var points = new Option<int>("--points") { DefaultValueFactory = _ => 10, Description = "D" };
var rounds = new Option<int>(
    "--rounds") { DefaultValueFactory = _ => 2, Description = "the first pays for compilation" };
var command = new RootCommand("Processor time of the program and of the distortion curves.") { images, points, rounds };
command.SetAction(arguments =>
{
    set_num_threads(1);
    for (var round = 1; round <= arguments.GetValue(rounds); round++)
    {
        Console.WriteLine($"round {round}");
        Programs();
        Curves(arguments.GetValue(images), arguments.GetValue(points));
    }
});
return command.Parse(args).Invoke();

static void Programs()
{
    using var network = new ResNetCifar(32);
    var sizes = PrunableLayer.Of(network).Select(layer => layer.Count).ToArray();
    foreach (var (sparsity, intervals) in new[] { (0.5, 100), (0.8, 50), (0.95, 50) })
    {
        var random = new Random(17);
        var curves = sizes.Select(_ => Rising(random, intervals)).ToArray();
        var layers = new LayerCurves([.. sizes.Select((_, l) => $"{l}")], sizes, curves, curves);
        var problem = AllocationProblem.ForSparsity(layers, CurveKind.Worst, sparsity);
        var exact = Cpu(() => ExactProgram.Solve(problem));
        var sweep = Cpu(() => LagrangianSweep.Solve(problem));
        var reference = Cpu(() => ReferenceProgram.Solve(layers, CurveKind.Worst, sparsity));
        Console.WriteLine(
            $"  program, S {sparsity}, {intervals + 1} points, T {problem.Budget:N0}: exact {exact:0.000} s, " +
            $"Lagrangian {sweep:0.000} s, reference mode {reference:0.000} s");
    }
}

static void Curves(int images, int points)
{
    using var scope = NewDisposeScope();
    using var guard = no_grad();
    using var network = new ResNetCifar(32);
    network.eval();
    var layers = PrunableLayer.Of(network);
    var input = randn(images, 3, 32, 32);
    var whole = Cpu(() =>
    {
        for (var pass = 0; pass < layers.Count; pass++)                    // one grid point of every layer
        {
            using var inner = NewDisposeScope();
            network.call(input);
        }
    });
    foreach (var channelsLast in new[] { false, true })
    {
        var cached = Cpu(() => DistortionCurves.Measure(network, layers, input, points, channelsLast: channelsLast));
        Console.WriteLine(
            $"  curves, {images} images x {points} points x {layers.Count} layers{(channelsLast ? ", channels last" : "")}: " +
            $"{cached:0.00} s; whole network each time {whole * points:0.00} s; ratio {whole * points / cached:0.00}");
    }
}

static double[] Rising(Random random, int intervals)
{
    var curve = new double[intervals + 1];
    for (var d = 1; d <= intervals; d++)
    {
        curve[d] = curve[d - 1] + (random.NextDouble() * d);
    }

    return curve;
}

static double Cpu(Action work)
{
    using var process = Process.GetCurrentProcess();
    var before = process.TotalProcessorTime;
    work();
    process.Refresh();
    return (process.TotalProcessorTime - before).TotalSeconds;
}
