using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Torch.Tests.Programs;

/// <summary>
/// A program in the manner of TorchSharp's examples: a data set of pictures with a transform, a loader, a convolutional
/// network, SGD with StepLR, a log for TensorBoard, a file of weights.
/// </summary>
public sealed class ImageProgramTests : IDisposable
{
    private const int Epochs = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("nk-program").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Cnn_TrainedFromALoader_LearnsLogsAndLoads()
    {
        torch.random.manual_seed(1);
        var device = cuda.is_available() ? CUDA : CPU;
        var normalize = torchvision.transforms.Compose(
            torchvision.transforms.Normalize([0.25], [0.5]), torchvision.transforms.Lambda(picture => picture * 2));
        using var trainSet = new Bars(160, seed: 3, normalize);
        using var testSet = new Bars(80, seed: 4, normalize);
        using var train = torch.utils.data.DataLoader(trainSet, 16, shuffle: true, device: device, seed: 2, num_worker: 2);
        using var test = torch.utils.data.DataLoader(testSet, 40, device: device);
        using var model = new Net("net", device);
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.05, momentum: 0.9);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.7);
        var writer = torch.utils.tensorboard.SummaryWriter(_folder, createRunName: true);
        using var loss = NLLLoss(reduction: Reduction.Sum);

        var before = Accuracy(model, test, testSet.Count);
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            var total = 0.0;
            model.train();
            foreach (var data in train)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var output = loss.call(model.call(data["data"]), data["label"]) / 16;
                output.backward();
                optimizer.step();
                total += output.item<float>();
            }
            scheduler.step();
            writer.add_scalar("train/loss", (float)(total / train.Count), epoch);
        }

        Assert.True(before < 0.8, $"{before} of the pictures are right before training");
        Assert.InRange(Accuracy(model, test, testSet.Count), 0.95, 1);
        Assert.Equal(0.05 * Math.Pow(0.7, Epochs), optimizer.ParamGroups.First().LearningRate, 12);
        var losses = Losses();
        Assert.Equal(Epochs, losses.Count);
        Assert.True(losses[^1] < losses[0] / 2, string.Join(" ", losses));

        var path = Path.Combine(_folder, "net.dat");
        model.save(path);
        using var loaded = new Net("other");
        loaded.load(path);
        Assert.Equal(Accuracy(model, test, testSet.Count), Accuracy(loaded, test, testSet.Count));
    }

    private static double Accuracy(Net model, DataLoader loader, long count)
    {
        model.eval();
        using var guard = no_grad();
        var right = 0L;
        foreach (var data in loader)
        {
            using var scope = NewDisposeScope();
            right += model.call(data["data"]).argmax(1).eq(data["label"]).sum().ToInt64();
        }
        return (double)right / count;
    }

    private List<float> Losses()
    {
        var file = Assert.Single(Directory.GetFiles(_folder, "events.*", SearchOption.AllDirectories));
        return [.. EventReader.Records(file).Skip(1)
            .Select(record => EventReader.Fields(record).Message(5).Message(1))
            .Where(value => value.Text(1) == "train/loss").Select(value => (float)value[2].Single())];
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 6, 3);
        private readonly Module<Tensor, Tensor> norm1 = BatchNorm2d(6);
        private readonly Module<Tensor, Tensor> conv2 = Conv2d(6, 12, 3, padding: 1);
        private readonly Module<Tensor, Tensor> pool = MaxPool2d(kernel_size: [2, 2]);
        private readonly Module<Tensor, Tensor> dropout = Dropout(0.1);
        private readonly Module<Tensor, Tensor> head = Sequential(
            ("flat", Flatten()), ("fc1", Linear(12 * 2 * 2, 16)), ("relu", ReLU()), ("fc2", Linear(16, 2)));

        public Net(string name, Device? device = null) : base(name)
        {
            RegisterComponents();
            if (device is not null && device.type != DeviceType.CPU) this.to(device);
        }

        public override Tensor forward(Tensor input)
        {
            using var x1 = pool.call(F.relu(norm1.call(conv1.call(input))));                        // [N, 6, 5, 5]
            using var x2 = dropout.call(pool.call(F.relu(conv2.call(x1))));                         // [N, 12, 2, 2]
            return F.log_softmax(head.call(x2), 1);
        }
    }

    // Noise with one bright bar that stands or lies; labels are kept, pictures are made anew.
    private sealed class Bars : torch.utils.data.Dataset
    {
        private readonly Tensor _noise;                                                              // [N, 1, 12, 12]
        private readonly Tensor[] _labels;
        private readonly torchvision.ITransform _transform;

        public Bars(int count, long seed, torchvision.ITransform transform)
        {
            using var generator = new Generator((ulong)seed);
            _noise = (rand(count, 1, 12, 12, generator: generator) * 0.5f).DetachFromDisposeScope();
            _labels = [.. Enumerable.Range(0, count).Select(k => tensor(k % 2L).DetachFromDisposeScope())];
            _transform = transform;
        }

        public override long Count => _labels.Length;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var picture = _noise[index].clone();
            var at = (int)(index * 7 % 10);
            if (index % 2 == 0) picture[.., at..(at + 2), ..] = tensor(1f);
            else picture[TensorIndex.Colon, TensorIndex.Ellipsis, at..(at + 2)] = tensor(1f);
            return new() { ["data"] = _transform.call(picture.unsqueeze(0)).squeeze(0), ["label"] = _labels[index] };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _noise.Dispose();
                foreach (var label in _labels) label.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
