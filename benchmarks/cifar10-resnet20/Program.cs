using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using NotebookKit.Benchmarks.Cifar10;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Memory;
using NotebookKit.Models.Backbones;
using NotebookKit.Runs;
using NotebookKit.Train;
using static TorchSharp.torch;

// The classic check: ResNet-20 (He et al. 2016, section 4.2) on CIFAR-10 by the kit's own trainer.
var epochs = new Option<int>("--epochs") { Description = "Passes over the training images.", DefaultValueFactory = _ => 15 };
var seed = new Option<long>("--seed") { Description = "Seed of weights, order and augmentation.", DefaultValueFactory = _ => 17 };
var files = new Option<int>("--batches") { Description = "How many of the five official training files, 10,000 images each.", DefaultValueFactory = _ => 2 };
var threads = new Option<int?>("--threads") { Description = "Threads of one operator; all cores by default." };
var data = new Option<string?>("--data") { Description = "Folder of the data sets (default: $NOTEBOOKKIT_DATA, then the user's cache)." };
var output = new Option<string>("--out") { Description = "Where checkpoint and results go.", DefaultValueFactory = _ => Path.Combine("out", "bench", "cifar10-resnet20") };
var bfloat16 = new Option<bool>("--bfloat16") { Description = "Compute convolutions in bfloat16 (needs AVX512-BF16 or AMX to be fast)." };
var anew = new Option<bool>("--anew") { Description = "Begin from the start although there is a checkpoint." };
var command = new RootCommand("Trains ResNet-20 on CIFAR-10: progress, interrupt and resume, then curve and record.")
{
    epochs, seed, files, threads, data, output, bfloat16, anew,
};
command.SetAction(parsed => Run(parsed));
return command.Parse(args).Invoke();

int Run(ParseResult given)
{
    using var interrupt = new CancellationTokenSource();
    using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    NotebookHost.Current = new ConsoleHost(cancellation: interrupt.Token);
    var folder = Path.GetFullPath(given.GetValue(output)!);
    var checkpoint = Path.Combine(folder, "checkpoint.nk");
    if (given.GetValue(anew))
    {
        File.Delete(checkpoint);
    }

    try
    {
        return Train(given, folder, checkpoint);
    }
    catch (Exception error) when (error is DataException or IOException or InvalidDataException or InvalidOperationException
                                      or ArgumentException or TrainingDivergedException)
    {
        Console.Error.WriteLine(error.Message);
        return 2;
    }

    // The first signal ends the training at the end of its step, saved; the second one ends at once.
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !interrupt.IsCancellationRequested;
        interrupt.Cancel();
    }
}

int Train(ParseResult given, string folder, string checkpoint)
{
    const int Held = 1_000;                                                     // images that choose the best epoch
    if (given.GetValue(threads) is { } count)
    {
        set_num_threads(count);
    }

    Datasets.DataDirectory = given.GetValue(data);
    var used = Cifar10.TrainFiles.Take(given.GetValue(files)).ToList();
    var directory = Datasets.Require(Cifar10.Id, [.. used, Cifar10.TestFile]).Directory;
    using var all = Cifar10.Load(directory, used);
    var (train, validation) = all.Split((double)Held / all.Count, given.GetValue(seed));
    using var test = Cifar10.Load(directory);
    Seed.All(given.GetValue(seed));
    using var model = new Normalised(new ResNetCifar(20).WithChannelsLast(), given.GetValue(bfloat16));
    var options = Recipe(given, checkpoint);
    var history = new Trainer().Fit(model, train, validation, options);
    double? accuracy = history.Interrupted ? null : Evaluation.Measure(model, test, Objective.MultiClass).Accuracy;
    var record = new TrainingRecord(
        "./nk bench cifar10-resnet20 " + string.Join(' ', args), Words(options, train.Count, given.GetValue(bfloat16)), all.Source, accuracy, history,
        RunEnvironment.Capture(checkout: Environment.CurrentDirectory));
    record.Write(folder);
    Console.WriteLine($"{record.Recipe}\n{record.Table()}");
    Console.WriteLine(accuracy is { } right
        ? string.Create(CultureInfo.InvariantCulture, $"test accuracy {right:P2} on {test.Count} images; the record is in {folder}")
        : $"interrupted; the same command goes on from {checkpoint}");
    train.Dispose();
    validation.Dispose();
    return accuracy is null ? 130 : 0;
}

TrainOptions Recipe(ParseResult given, string checkpoint) => new()
{
    Epochs = given.GetValue(epochs),
    BatchSize = 128,
    LearningRate = 0.2,
    Schedule = Schedule.OneCycle(),
    Optimizer = (parameters, rate) => optim.SGD(parameters, rate, momentum: 0.9, weight_decay: 5e-4, nesterov: true),
    Objective = Objective.MultiClass,
    Augmentation = Augmentation.None.Flip().Crop(4),
    Seed = given.GetValue(seed),
    CheckpointPath = checkpoint,
    Resume = true,
    Title = "ResNet-20",
};

static string Words(TrainOptions options, long images, bool bfloat16) => string.Create(
    CultureInfo.InvariantCulture,
    $"{images} training images, {options.Epochs} epochs, batch {options.BatchSize}, SGD with Nesterov momentum 0.9, weight decay 5e-4, one cycle up to {options.LearningRate}, flip and crop{(bfloat16 ? ", bfloat16" : "")}");
