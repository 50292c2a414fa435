// Measures LabelErrors.Find on synthetic probabilities, processor time and peak memory:
//   dotnet run -c Release --project benchmarks/label-errors -- [--rows 1000000] [--classes 100] [--float32]
//       [--filter PruneByNoiseRate] [--threads 0] [--repeat 1]
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using NotebookKit.Benchmarks;
using NotebookKit.Models.LabelErrors;

var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 1_000_000, Description = "N" };
var classes = new Option<int>("--classes") { DefaultValueFactory = _ => 100, Description = "K" };
var single = new Option<bool>("--float32") { Description = "float32 probabilities in place of float64" };
var filter = new Option<LabelFilter>("--filter") { DefaultValueFactory = _ => LabelFilter.PruneByNoiseRate };
var threads = new Option<int>("--threads") { Description = "0 = one per processor" };
var repeat = new Option<int>(
    "--repeat") { DefaultValueFactory = _ => 1, Description = "the first pays for compilation" };
var command = new RootCommand(
    "Processor time and peak memory of label-error filters.") { rows, classes, single, filter, threads, repeat };
command.SetAction(arguments =>
{
    var options = new LabelErrorOptions { Filter = arguments.GetValue(filter), Threads = arguments.GetValue(threads) };
    var (n, k) = (arguments.GetValue(rows), arguments.GetValue(classes));
    if (arguments.GetValue(single))
        Measure<float>(n, k, (labels, values) => LabelErrors.Find(labels, values, k, options));
    else Measure<double>(n, k, (labels, values) => LabelErrors.Find(labels, values, k, options));

    void Measure<T>(int n, int k, Func<int[], T[], LabelErrorFindings> find)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var values = GC.AllocateUninitializedArray<T>(n * k);
        var (labels, flipped) = SyntheticLabels.Fill(values, k, seed: 17);
        for (var run = 0; run < arguments.GetValue(repeat); run++)
        {
            using var process = Process.GetCurrentProcess();
            var (before, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
            var found = find(labels, values);
            var wall = clock.Elapsed;
            process.Refresh();
            var inputBytes = ((double)n * k * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()) + (4.0 * n);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                rows = n,
                classes = k,
                type = typeof(T).Name,
                filter = options.Filter.ToString(),
                threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
                run,
                flagged = found.Indices.Length,
                recallOfFlips = Math.Round(found.Indices.Count(i => flipped[i]) / (double)flipped.Count(f => f), 4),
                argmaxDiffers = n - (int)Math.Round(found.Accuracy * n),
                cpuSeconds = Math.Round((process.TotalProcessorTime - before).TotalSeconds, 3),
                wallSeconds = Math.Round(wall.TotalSeconds, 3),
                peakMegabytes = Math.Round(process.PeakWorkingSet64 / 1e6),
                inputMegabytes = Math.Round(inputBytes / 1e6),
                peakOverInput = Math.Round(process.PeakWorkingSet64 / inputBytes, 3),
            }));
        }
    }
});
return command.Parse(args).Invoke();
