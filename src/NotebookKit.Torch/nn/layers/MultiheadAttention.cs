using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Multi-head attention (Vaswani et al. 2017, section 3.2.2), sequence first.</summary>
    public sealed class MultiheadAttention
        : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private readonly long _width;
        private readonly long _heads;
        private readonly double _dropout;
        private readonly bool _addZeroAttention;
        private readonly Linear _output;

        internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv,
            bool add_zero_attn, long? kdim, long? vdim) : base(nameof(MultiheadAttention))
        {
            if (num_heads < 1 || embedded_dim < 1 || embedded_dim % num_heads != 0)
            {
                throw new ArgumentException(
                    "MultiheadAttention needs embedded_dim divisible by num_heads, " +
                    $"but they are {embedded_dim} and {num_heads}.");
            }
            _width = embedded_dim;
            _heads = num_heads;
            _dropout = dropout;
            _addZeroAttention = add_zero_attn;
            var (keyWidth, valueWidth) = (kdim ?? embedded_dim, vdim ?? embedded_dim);
            string[] projections = ["in_proj_weight"];
            if (keyWidth == embedded_dim && valueWidth == embedded_dim)
            {
                Register("in_proj_weight", 3 * embedded_dim, embedded_dim);
            }
            else
            {
                projections = ["q_proj_weight", "k_proj_weight", "v_proj_weight"];
                Register("q_proj_weight", embedded_dim, embedded_dim);
                Register("k_proj_weight", embedded_dim, keyWidth);
                Register("v_proj_weight", embedded_dim, valueWidth);
            }
            if (bias) nn.init.zeros_(Register("in_proj_bias", 3 * embedded_dim));
            if (add_bias_kv)
            {
                Register("bias_k", 1, 1, embedded_dim);
                Register("bias_v", 1, 1, embedded_dim);
            }
            // PyTorch's order of draws: the output projection first, although its values come from its own rule.
            _output = nn.Linear(embedded_dim, embedded_dim, bias);
            register_module("out_proj", _output);
            foreach (var name in projections) nn.init.xavier_uniform_(GetParameter(name)!);
            if (_output.bias is { } start) nn.init.zeros_(start);
            if (!add_bias_kv) return;
            nn.init.xavier_normal_(GetParameter("bias_k")!);
            nn.init.xavier_normal_(GetParameter("bias_v")!);
        }

        /// <summary>Attends from each query to all keys.</summary>
        /// <param name="query">[L, N, E].</param>
        /// <param name="key">[S, N, kdim].</param>
        /// <param name="value">[S, N, vdim].</param>
        /// <param name="key_padding_mask">[N, S], bool; true hides a key from all queries of its sequence.</param>
        /// <param name="need_weights">Return the weights too.</param>
        /// <param name="attn_mask">[L, S] or [N heads, L, S]: bool (true hides) or float (added to the scores).</param>
        /// <returns>[L, N, E], and the mean weights of the heads [N, L, S] (null when not needed).</returns>
        /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask,
            bool need_weights, Tensor? attn_mask)
        {
            Check(query, key, value);
            using var scope = NewDisposeScope();
            var (length, batch) = (query.shape[0], query.shape[1]);
            var (q, k, v) = Project(query, key, value);                       // [L, N, E], [S, N, E], [S, N, E]
            if (GetParameter("bias_k") is { } biasKey)
            {
                k = cat([k, biasKey.expand(1, batch, _width)]);
                v = cat([v, GetParameter("bias_v")!.expand(1, batch, _width)]);
            }
            (q, k, v) = (Split(q), Split(k), Split(v));                       // [N heads, L or S, E / heads]
            if (_addZeroAttention)
            {
                var row = zeros([k.shape[0], 1, k.shape[2]], k.dtype, k.device);
                (k, v) = (cat([k, row], 1), cat([v, row], 1));
            }
            var scores = q.div(Math.Sqrt(_width / _heads)).bmm(k.transpose(-2, -1));   // [N heads, L, S']
            if (Mask(key_padding_mask, attn_mask, batch, key.shape[0], scores) is { } mask) scores = scores + mask;
            var weights = F.dropout(F.softmax(scores, -1), _dropout, training && _dropout > 0);
            var joined = weights.bmm(v).transpose(0, 1).contiguous().view(length, batch, _width);
            var output = _output.call(joined).MoveToOuterDisposeScope();      // [L, N, E]
            if (!need_weights) return new(output, null!);
            var mean = weights.view(batch, _heads, length, -1).mean([1]);     // [N, L, S']
            return new(output, mean.MoveToOuterDisposeScope());
        }

        /// <summary>Runs <see cref="forward"/> between its hooks; masks may be left out.</summary>
        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null,
            bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        private Parameter Register(string name, params long[] size)
        {
            var parameter = FanInInit.Empty(size, null, null);
            register_parameter(name, parameter);
            return parameter;
        }

        private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
        {
            var bias = GetParameter("in_proj_bias");
            Tensor?[] biases = bias?.chunk(3) ?? new Tensor?[3];
            if (GetParameter("in_proj_weight") is not { } weight)
            {
                return (
                    F.linear(query, GetParameter("q_proj_weight")!, biases[0]),
                    F.linear(key, GetParameter("k_proj_weight")!, biases[1]),
                    F.linear(value, GetParameter("v_proj_weight")!, biases[2]));
            }
            if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var all = F.linear(query, weight, bias).chunk(3, -1);
                return (all[0], all[1], all[2]);
            }
            var parts = weight.chunk(3);
            return (F.linear(query, parts[0], biases[0]), F.linear(key, parts[1], biases[1]), F.linear(value,
                parts[2], biases[2]));
        }

        private Tensor Split(Tensor projected) =>
            projected.contiguous().view(projected.shape[0], -1, _width / _heads).transpose(0, 1);

        // What is added to the scores, for S keys of the caller; rows that the layer adds itself are never hidden.
        private Tensor? Mask(Tensor? padding, Tensor? attention, long batch, long keys, Tensor scores)
        {
            Tensor? sum = null;
            if (attention is not null)
            {
                var shape = attention.shape;
                if (shape[^1] != keys || shape[^2] != scores.shape[1] || (shape.Length == 3
                    && shape[0] != scores.shape[0]) || shape.Length > 3)
                {
                    throw new ArgumentException(
                        $"attn_mask needs [{scores.shape[1]}, {keys}] or " +
                        $"[{scores.shape[0]}, {scores.shape[1]}, {keys}], " +
                        $"but is [{string.Join(", ", shape)}].");
                }
                sum = Added(attention, scores.dtype);
            }
            if (padding is not null)
            {
                if (!padding.shape.AsSpan().SequenceEqual([batch, keys]))
                {
                    throw new ArgumentException(
                        $"key_padding_mask needs [{batch}, {keys}], but is [{string.Join(", ", padding.shape)}].");
                }
                var hidden = Added(padding, scores.dtype).view(batch, 1, 1, keys).expand(batch, _heads, 1,
                    keys).reshape(-1, 1, keys);
                sum = sum is null ? hidden : sum + hidden;
            }
            return sum is null || scores.shape[2] == keys ? sum : F.pad(sum, (0, scores.shape[2] - keys));
        }

        private static Tensor Added(Tensor mask, ScalarType dtype) => mask.dtype == ScalarType.Bool
            ? zeros_like(mask, dtype).masked_fill(mask, double.NegativeInfinity)
            : mask.to(dtype);

        private void Check(Tensor query, Tensor key, Tensor value)
        {
            if (query.ndim != 3 || key.ndim != 3 || value.ndim != 3 || query.shape[2] != _width
                || key.shape[0] != value.shape[0] || key.shape[1] != query.shape[1] || value.shape[1] != query.shape[1])
            {
                throw new ArgumentException(
                    $"MultiheadAttention needs query [L, N, {_width}], key and value [S, N, ...], " +
                    $"but got [{string.Join(", ", query.shape)}], " +
                    $"[{string.Join(", ", key.shape)}] and [{string.Join(", ", value.shape)}].");
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Multi-head attention (Vaswani et al. 2017), sequence first.</summary>
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0,
                bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null,
                    long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);
        }
    }
}
