using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of recurrent layers, with PyTorch's names, order and first values.</summary>
internal sealed class RecurrentWeights
{
    private readonly string[] _names;

    /// <summary>Names of the weights, layer by layer, forward direction first.</summary>
    /// <param name="gates">Rows of a weight as a multiple of the hidden size: 1 plain, 3 GRU, 4 LSTM.</param>
    /// <param name="inputSize">Width of the input.</param>
    /// <param name="hiddenSize">Width of the state.</param>
    /// <param name="layers">Layers, or 0 for a cell, whose names have no layer.</param>
    /// <param name="bias">With biases.</param>
    /// <param name="bidirectional">With a second pass from the end.</param>
    /// <param name="register">Takes each name and parameter.</param>
    /// <param name="device">Where.</param>
    /// <param name="dtype">Element type.</param>
    public RecurrentWeights(long gates, long inputSize, long hiddenSize, long layers, bool bias, bool bidirectional,
        Action<string, Parameter> register, Device? device, ScalarType? dtype)
    {
        if (inputSize < 1 || hiddenSize < 1)
        {
            throw new ArgumentException($"A recurrent layer needs sizes of 1 or more, but they are {inputSize} and {hiddenSize}.");
        }
        var names = new List<string>();
        var bound = 1 / Math.Sqrt(hiddenSize);
        for (var layer = 0; layer < Math.Max(1, layers); layer++)
        {
            foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                var width = layer == 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
                var end = layers == 0 ? "" : $"_l{layer}{direction}";
                Add("weight_ih" + end, [gates * hiddenSize, width]);
                Add("weight_hh" + end, [gates * hiddenSize, hiddenSize]);
                if (!bias) continue;
                Add("bias_ih" + end, [gates * hiddenSize]);
                Add("bias_hh" + end, [gates * hiddenSize]);
            }
        }
        _names = [.. names];

        void Add(string name, long[] size)
        {
            var parameter = FanInInit.Empty(size, device, dtype);
            nn.init.uniform_(parameter, -bound, bound);
            register(name, parameter);
            names.Add(name);
        }
    }

    /// <summary>The parameters now registered, in the order that the operators take.</summary>
    public Tensor[] Of(nn.Module module) => [.. _names.Select(n => (Tensor)module.get_parameter(n)!)];
}
