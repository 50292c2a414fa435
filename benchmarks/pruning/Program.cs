// Processor time of layer-adaptive pruning on ResNet-32 (32 layers, 461,872 weights), one thread:
//   dotnet run -c Release --project benchmarks/pruning -- [--images 64] [--points 10] [--layers 32] [--rounds 2]
// The weights are random: no time here depends on them.
using System.CommandLine;
using System.Diagnostics;
using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.LayerAdaptivePruning;
using static TorchSharp.torch;

var images = new Option<int>("--images") { DefaultValueFactory = _ => 64, Description = "n" };
var points = new Option<int>("--points") { DefaultValueFactory = _ => 10, Description = "D" };
var layers = new Option<int>("--layers") { DefaultValueFactory = _ => 32, Description = "evenly spread ones" };
var rounds = new Option<int>(
    "--rounds") { DefaultValueFactory = _ => 2, Description = "the first pays for compilation" };
var command = new RootCommand(
    "Processor time of the program and of the distortion curves.") { images, points, layers, rounds };
command.SetAction(arguments =>
{
    set_num_threads(1);
    for (var round = 1; round <= arguments.GetValue(rounds); round++)
    {
        Console.WriteLine($"round {round}");
        Programs();
        Curves(arguments.GetValue(images), arguments.GetValue(points), arguments.GetValue(layers));
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

// Layer by layer in turn with passes of the whole network, so that a change of the machine meets both. The plain network
// takes its images as they come; with the channels last it has the curves' own operators, and only their prefixes tell.
static void Curves(int images, int points, int count)
{
    const int Passes = 4;
    const int All = 1024;
    using var scope = NewDisposeScope();
    using var guard = no_grad();
    using var network = new ResNetCifar(32);
    network.eval();
    var every = PrunableLayer.Of(network);
    var (input, all) = (randn(images, 3, 32, 32), randn(All, 3, 32, 32));
    var ordered = input.ToChannelsLast();
    var (cached, grouped, together, last) = (0.0, 0.0, 0.0, 0.0);
    Passed(all);                                                           // memory is at hand from here on
    for (var i = 0; i < count; i++)
    {
        var layer = every[((2 * i) + 1) * every.Count / (2 * count)];      // the middle of the i-th of equal parts
        grouped += Cpu(() => Repeated(input)) / Passes * points;
        last += Cpu(() => Repeated(ordered)) / Passes * points;
        cached += Cpu(() => DistortionCurves.Measure(
            network, [layer], input, points, channelsLast: true, showProgress: false));
        together += Cpu(() => Passed(all)) * images / All * points;
    }

    Console.WriteLine($"  curves, {images} images x {points} points x {count} layers: {cached:0.00} s");
    Console.WriteLine("  the whole network for each point: "
        + $"{images} images at once {grouped:0.00} s, ratio {grouped / cached:0.00}; "
        + $"{All:N0} at once {together:0.00} s, ratio {together / cached:0.00}; "
        + $"{images} at once, channels last {last:0.00} s, ratio {last / cached:0.00}");

    void Repeated(Tensor pictures)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            Passed(pictures);
        }
    }

    void Passed(Tensor pictures)
    {
        using var inner = NewDisposeScope();
        network.call(pictures);
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
