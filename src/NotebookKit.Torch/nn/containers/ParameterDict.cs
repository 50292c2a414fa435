using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters by name, in order of insertion; they count as the owner's.</summary>
    public sealed class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        /// <summary>An empty dictionary.</summary>
        public ParameterDict() : base(nameof(ParameterDict))
        {
        }

        /// <inheritdoc cref="ICollection{T}.Count"/>
        public int Count => Items.Count;

        /// <inheritdoc cref="ICollection{T}.IsReadOnly"/>
        public bool IsReadOnly => false;

        /// <inheritdoc/>
        public ICollection<string> Keys => Items.Keys;

        /// <inheritdoc/>
        public ICollection<Parameter> Values => Items.Values;

        /// <inheritdoc/>
        public Parameter this[string key]
        {
            get => Items[key];
            set => Change(items => items[key] = value);
        }

        /// <summary>The pair at a position.</summary>
        public (string, Parameter) this[int index]
        {
            get => (Items.GetAt(index).Key, Items.GetAt(index).Value);
            set => Change(items => items.SetAt(index, value.Item1, value.Item2));
        }

        // The registered parameters are the only store, so that `to` replaces them here too.
        private OrderedDictionary<string, Parameter> Items =>
            new(base.named_parameters(recurse: false).Select(p => KeyValuePair.Create(p.name, p.parameter)));

        /// <summary>The pairs in order.</summary>
        public IEnumerator<(string, Parameter)> items() => GetEnumerator();

        /// <summary>The names in order.</summary>
        public IEnumerable<string> keys() => Items.Keys;

        /// <summary>The parameters in order.</summary>
        public IEnumerable<Parameter> values() => Items.Values;

        /// <summary>Removes all.</summary>
        public void clear() => Clear();

        /// <summary>Is there a parameter of this name?</summary>
        public override bool has_parameter(string target) => ContainsKey(target);

        /// <summary>The parameter of this name; null without one.</summary>
        public override Parameter? get_parameter(string target) => TryGetValue(target, out var found) ? found : null;

        /// <summary>The pairs in order.</summary>
        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
            base.named_parameters(recurse);

        /// <summary>Nothing to do: entries register themselves.</summary>
        protected override void RegisterComponents()
        {
        }

        /// <inheritdoc/>
        public void Add(string key, Parameter value) => Change(items => items.Add(key, value));

        /// <summary>Adds a pair.</summary>
        public void Add((string, Parameter) item) => Add(item.Item1, item.Item2);

        /// <inheritdoc/>
        public void Add(KeyValuePair<string, Parameter> item) => Add(item.Key, item.Value);

        /// <inheritdoc/>
        public void Insert(int index, (string, Parameter) item) =>
            Change(items => items.Insert(index, item.Item1, item.Item2));

        /// <inheritdoc/>
        public bool Remove(string key)
        {
            var known = ContainsKey(key);
            if (known) Change(items => items.Remove(key));
            return known;
        }

        /// <inheritdoc/>
        public bool Remove((string, Parameter) item) => Contains(item) && Remove(item.Item1);

        /// <inheritdoc/>
        public bool Remove(KeyValuePair<string, Parameter> item) => Contains(item) && Remove(item.Key);

        /// <inheritdoc/>
        public void RemoveAt(int index) => Change(items => items.RemoveAt(index));

        /// <summary>Removes all.</summary>
        public void Clear() => Change(items => items.Clear());

        /// <inheritdoc/>
        public bool ContainsKey(string key) => Items.ContainsKey(key);

        /// <inheritdoc/>
        public bool Contains((string, Parameter) item) => IndexOf(item) >= 0;

        /// <inheritdoc/>
        public bool Contains(KeyValuePair<string, Parameter> item) => IndexOf((item.Key, item.Value)) >= 0;

        /// <inheritdoc/>
        public int IndexOf((string, Parameter) item)
        {
            var items = Items;
            return items.TryGetValue(item.Item1, out var found) && ReferenceEquals(found, item.Item2)
                ? items.IndexOf(item.Item1)
                : -1;
        }

        /// <inheritdoc/>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) =>
            Items.TryGetValue(key, out value);

        /// <inheritdoc/>
        public void CopyTo((string, Parameter)[] array, int arrayIndex)
        {
            foreach (var pair in this) array[arrayIndex++] = pair;
        }

        /// <inheritdoc/>
        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex)
        {
            foreach (var pair in Items) array[arrayIndex++] = pair;
        }

        /// <summary>The pairs in order.</summary>
        public IEnumerator<(string, Parameter)> GetEnumerator() =>
            Items.Select(p => (p.Key, p.Value)).GetEnumerator();

        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
            Items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Change(Action<OrderedDictionary<string, Parameter>> change)
        {
            var items = Items;
            var before = items.Keys.ToArray();
            change(items);
            foreach (var name in before) SetParameter(name, null);
            foreach (var (name, parameter) in items) SetParameter(name, parameter);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Parameters by name.</summary>
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var pair in parameters) result.Add(pair);
                return result;
            }
        }
    }
}
