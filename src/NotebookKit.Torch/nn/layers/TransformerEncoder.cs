using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A stack of encoder layers (Vaswani et al. 2017, section 3.1), each with the same first
    /// values.</summary>
    public sealed class TransformerEncoder
        : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> layers;
        private readonly LayerNorm? norm;

        internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers, LayerNorm? norm = null)
            : base(nameof(TransformerEncoder))
        {
            if (num_layers < 1)
            {
                throw new ArgumentException(
                    $"TransformerEncoder needs num_layers of 1 or more, but it is {num_layers}.");
            }
            layers = new([.. Enumerable.Range(0, (int)num_layers).Select(_ => Copy(encoder_layer))]);
            this.norm = norm;
            RegisterComponents();
        }

        /// <summary>Encodes without masks: [S, N, E] to [S, N, E].</summary>
        public override Tensor forward(Tensor src) => Encode(src, null, null);

        /// <summary>Encodes.</summary>
        /// <param name="src">[S, N, E].</param>
        /// <param name="src_mask">[S, S], bool (true hides) or float (added to the scores); null for none.</param>
        /// <param name="src_key_padding_mask">[N, S], bool, true hides; null for none.</param>
        /// <returns>[S, N, E].</returns>
        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) =>
            src_mask is null && src_key_padding_mask is null ? call(src) : Encode(src, src_mask, src_key_padding_mask);

        /// <summary>Encodes under an attention mask; see the overload with both masks.</summary>
        public Tensor call(Tensor src, Tensor src_mask) => call(src, src_mask, null!);

        private Tensor Encode(Tensor src, Tensor? mask, Tensor? padding)
        {
            using var scope = NewDisposeScope();
            var x = src;
            foreach (var layer in layers) x = layer.call(x, mask!, padding!);
            return (norm?.call(x) ?? x).MoveToOuterDisposeScope();
        }

        private static TransformerEncoderLayer Copy(TransformerEncoderLayer source)
        {
            var r = source.Recipe;
            return LayerCopy.Of(source, () => new(r.Width, r.Heads, r.FeedForward, r.Dropout, r.Activation));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A stack of <paramref name="num_layers"/> copies of a layer; the layer itself stays the
            /// caller's.</summary>
            public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer,
                long num_layers) =>
                new(encoder_layer, num_layers);
        }
    }
}
