using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A stack of decoder layers (Vaswani et al. 2017, section 3.1), each with the same first
    /// values.</summary>
    public sealed class TransformerDecoder
        : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly ModuleList<TransformerDecoderLayer> layers;
        private readonly LayerNorm? norm;

        internal TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers, LayerNorm? norm = null)
            : base(nameof(TransformerDecoder))
        {
            if (num_layers < 1)
            {
                throw new ArgumentException(
                    $"TransformerDecoder needs num_layers of 1 or more, but it is {num_layers}.");
            }
            layers = new([.. Enumerable.Range(0, (int)num_layers).Select(_ => Copy(decoder_layer))]);
            this.norm = norm;
            RegisterComponents();
        }

        /// <summary>Decodes; shapes as <see cref="TransformerDecoderLayer.forward"/> has them.</summary>
        public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
            Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        {
            using var scope = NewDisposeScope();
            var x = tgt;
            foreach (var layer in layers)
            {
                x = layer.call(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
            }
            return (norm?.call(x) ?? x).MoveToOuterDisposeScope();
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; masks may be left out.</summary>
        public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null,
            Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        /// <summary>Decodes without masks.</summary>
        public Tensor call(Tensor tgt, Tensor memory) => call(tgt, memory, null);

        private static TransformerDecoderLayer Copy(TransformerDecoderLayer source)
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
            public static TransformerDecoder TransformerDecoder(TransformerDecoderLayer decoder_layer,
                long num_layers) =>
                new(decoder_layer, num_layers);
        }
    }
}
