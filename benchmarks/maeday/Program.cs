using NotebookKit.Benchmarks;
using NotebookKit.Models.Maeday;
using static TorchSharp.torch;

// One side of compare.py: the network's values and the batches come from a file; a step is one of the pre-training. Both
// sides draw the masks from the default generator with the same seed. Given "strips" alone it prints what the film of a
// training costs.
var recipe = MaedayRecipe.Small;
using var network = MaedayNetwork.New(recipe, channels: 1, seed: 0);
using var optimizer = MaedayPretraining.Optimizer(network, recipe);
if (args[0] == "strips")
{
    MaedayStrips.Print(recipe, network, optimizer);
    return;
}

using var file = new BinaryReader(File.OpenRead(args[0]));
InTurn.Fill(file, network.named_parameters().OrderBy(entry => entry.name, StringComparer.Ordinal)
    .Select(entry => entry.parameter));
var batches = new Tensor[file.ReadInt32()];
for (var k = 0; k < batches.Length; k++)
{
    batches[k] = InTurn.Floats(file, recipe.BatchSize, 1, 32, 32);
}

set_num_threads(int.Parse(args[1]));
manual_seed(7);
InTurn.Answer(step => [MaedayPretraining.Step(network, optimizer, recipe, batches[step % batches.Length], step)]);
