using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of different lengths for recurrent layers.</summary>
            public static partial class rnn
            {
                /// <summary>Packs padded sequences.</summary>
                /// <param name="input">[L, N, ...], or [N, L, ...] with batch_first.</param>
                /// <param name="lengths">Length of each sequence [N], int64, on the CPU.</param>
                /// <param name="batch_first">N stands first.</param>
                /// <param name="enforce_sorted">The lengths fall already; else the sequences are sorted here.</param>
                /// <exception cref="System.Runtime.InteropServices.ExternalException">The lengths rise though
                /// enforce_sorted.</exception>
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false,
                    bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    var (length, sorted) = (lengths, (Tensor?)null);
                    if (!enforce_sorted)
                    {
                        (length, sorted) = lengths.sort(descending: true);
                        sorted = sorted.to(input.device);
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                    }
                    var (data, sizes) = Ops._pack_padded_sequence(input, length, batch_first);
                    return scope.MoveToOuter(new PackedSequence(data, sizes, sorted, sorted?.argsort()));
                }

                /// <summary>Unpacks to padded sequences, in the caller's order.</summary>
                /// <param name="sequence">What <see cref="pack_padded_sequence"/> or a recurrent layer gave.</param>
                /// <param name="batch_first">N shall stand first.</param>
                /// <param name="padding_value">Stands behind the end of each sequence.</param>
                /// <param name="total_length">L of the result; null: the longest sequence.</param>
                /// <returns>[L, N, ...] (or [N, L, ...]) and the lengths [N], int64.</returns>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false,
                    double padding_value = 0, long? total_length = null)
                {
                    using var scope = NewDisposeScope();
                    var longest = sequence.batch_sizes.numel();
                    if (total_length < longest)
                    {
                        throw new ArgumentException(
                            $"pad_packed_sequence needs total_length of at least the longest sequence, {longest}, " +
                            $"but it is {total_length}.");
                    }
                    var (padded, lengths) = Ops._pad_packed_sequence(sequence.data, sequence.batch_sizes, batch_first,
                        padding_value, total_length ?? longest);
                    if (!sequence.unsorted_indices.IsInvalid)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, sequence.unsorted_indices);
                        lengths = lengths.index_select(0, sequence.unsorted_indices.cpu());
                    }
                    return scope.MoveToOuter(padded, lengths);
                }

                /// <summary>Sequences [L_k, ...] side by side as [L, N, ...], padded at the end.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false,
                    double padding_value = 0) => Ops.pad_sequence([.. sequences], batch_first, padding_value);

                /// <summary>Packs sequences [L_k, ...].</summary>
                /// <param name="sequences">The sequences.</param>
                /// <param name="enforce_sorted">Their lengths fall already; else they are sorted here.</param>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    var list = sequences.ToArray();
                    var lengths = tensor(list.Select(s => s.shape[0]).ToArray());
                    return scope.MoveToOuter(pack_padded_sequence(pad_sequence(list), lengths, false, enforce_sorted));
                }
            }
        }
    }
}
