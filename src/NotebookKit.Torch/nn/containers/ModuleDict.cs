using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by name, in order of insertion; their parameters count as the owner's.</summary>
    public sealed class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> _items = [];

        /// <summary>An empty dictionary.</summary>
        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        /// <inheritdoc cref="ICollection{T}.Count"/>
        public int Count => _items.Count;

        /// <inheritdoc cref="ICollection{T}.IsReadOnly"/>
        public bool IsReadOnly => false;

        /// <inheritdoc/>
        public ICollection<string> Keys => _items.Keys;

        /// <inheritdoc/>
        public ICollection<T> Values => _items.Values;

        /// <inheritdoc/>
        public T this[string key]
        {
            get => _items[key];
            set => Changed(() => _items[key] = value);
        }

        /// <summary>The pair at a position.</summary>
        public (string, T) this[int index]
        {
            get => (_items.GetAt(index).Key, _items.GetAt(index).Value);
            set => Changed(() => _items.SetAt(index, value.Item1, value.Item2));
        }

        /// <summary>The pairs in order.</summary>
        public IEnumerator<(string, T)> items() => GetEnumerator();

        /// <summary>The names in order.</summary>
        public IEnumerable<string> keys() => _items.Keys;

        /// <summary>The modules in order.</summary>
        public IEnumerable<T> values() => _items.Values;

        /// <summary>Removes all.</summary>
        public void clear() => Clear();

        /// <summary>Makes the entries the children, anew after each change.</summary>
        protected override void RegisterComponents()
        {
            ForgetChildren();
            foreach (var (key, module) in _items) register_module(key, module);
        }

        /// <inheritdoc/>
        public void Add(string key, T value) => Changed(() => _items.Add(key, value));

        /// <summary>Adds a pair.</summary>
        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        /// <inheritdoc/>
        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        /// <inheritdoc/>
        public void Insert(int index, (string, T) item) => Changed(() => _items.Insert(index, item.Item1, item.Item2));

        /// <inheritdoc/>
        public bool Remove(string key)
        {
            var removed = _items.Remove(key);
            RegisterComponents();
            return removed;
        }

        /// <inheritdoc/>
        public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

        /// <inheritdoc/>
        public bool Remove(KeyValuePair<string, T> item) => Contains(item) && Remove(item.Key);

        /// <inheritdoc/>
        public void RemoveAt(int index) => Changed(() => _items.RemoveAt(index));

        /// <summary>Removes all.</summary>
        public void Clear() => Changed(_items.Clear);

        /// <inheritdoc/>
        public bool ContainsKey(string key) => _items.ContainsKey(key);

        /// <inheritdoc/>
        public bool Contains((string, T) item) => IndexOf(item) >= 0;

        /// <inheritdoc/>
        public bool Contains(KeyValuePair<string, T> item) => IndexOf((item.Key, item.Value)) >= 0;

        /// <inheritdoc/>
        public int IndexOf((string, T) item) =>
            _items.TryGetValue(item.Item1, out var found) && ReferenceEquals(found, item.Item2) ? _items.IndexOf(item.Item1) : -1;

        /// <inheritdoc/>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);

        /// <inheritdoc/>
        public void CopyTo((string, T)[] array, int arrayIndex)
        {
            foreach (var (key, module) in _items) array[arrayIndex++] = (key, module);
        }

        /// <inheritdoc/>
        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
        {
            foreach (var pair in _items) array[arrayIndex++] = pair;
        }

        /// <summary>The pairs in order.</summary>
        public IEnumerator<(string, T)> GetEnumerator() => _items.Select(p => (p.Key, p.Value)).GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Changed(Action change)
        {
            change();
            RegisterComponents();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules by name.</summary>
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            /// <summary>Modules of one type by name.</summary>
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var (name, module) in modules) result.Add(name, module);
                return result;
            }
        }
    }
}
