using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of parameters that count as the owner's; they are called "0", "1", ...</summary>
    public sealed class ParameterList : nn.Module, IList<Parameter>
    {
        /// <summary>A list of these parameters.</summary>
        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList))
        {
            extend(parameters);
        }

        /// <inheritdoc/>
        public int Count => Items.Count;

        /// <inheritdoc/>
        public bool IsReadOnly => false;

        /// <inheritdoc/>
        public Parameter this[int index]
        {
            get => Items[index];
            set => Change(items => items[index] = value);
        }

        // The registered parameters are the only store, so that `to` replaces them here too.
        private List<Parameter> Items => [.. named_parameters(recurse: false).Select(p => p.parameter)];

        /// <inheritdoc/>
        public void Add(Parameter item) => Change(items => items.Add(item));

        /// <summary>Adds parameters at the end.</summary>
        public void append(params Parameter[] parameters) => extend(parameters);

        /// <summary>Adds parameters at the end.</summary>
        public void extend(IEnumerable<Parameter> parameters) => Change(items => items.AddRange(parameters));

        /// <inheritdoc/>
        public void Insert(int index, Parameter item) => Change(items => items.Insert(index, item));

        /// <inheritdoc/>
        public void Clear() => Change(items => items.Clear());

        /// <inheritdoc/>
        public bool Remove(Parameter item)
        {
            var at = IndexOf(item);
            if (at < 0) return false;
            RemoveAt(at);
            return true;
        }

        /// <inheritdoc/>
        public void RemoveAt(int index) => Change(items => items.RemoveAt(index));

        /// <inheritdoc/>
        public bool Contains(Parameter item) => IndexOf(item) >= 0;

        /// <inheritdoc/>
        public int IndexOf(Parameter item) => Items.FindIndex(p => ReferenceEquals(p, item));

        /// <inheritdoc/>
        public void CopyTo(Parameter[] array, int arrayIndex) => Items.CopyTo(array, arrayIndex);

        /// <inheritdoc/>
        public IEnumerator<Parameter> GetEnumerator() => Items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Change(Action<List<Parameter>> change)
        {
            var items = Items;
            var before = items.Count;
            change(items);
            for (var i = 0; i < Math.Max(before, items.Count); i++) SetParameter(i.ToString(), null);
            for (var i = 0; i < items.Count; i++) SetParameter(i.ToString(), items[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A list of parameters.</summary>
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}
