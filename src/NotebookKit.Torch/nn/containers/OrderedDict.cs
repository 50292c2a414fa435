using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order of insertion and is a list of its pairs too.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> _items = [];

    /// <summary>An empty dictionary.</summary>
    public OrderedDict()
    {
    }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _items.Count;

    /// <inheritdoc cref="ICollection{T}.IsReadOnly"/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public ICollection<TKey> Keys => _items.Keys;

    /// <inheritdoc/>
    public ICollection<TValue> Values => _items.Values;

    /// <inheritdoc/>
    public TValue this[TKey key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    /// <summary>The pair at a position.</summary>
    public (TKey, TValue) this[int index]
    {
        get => (_items.GetAt(index).Key, _items.GetAt(index).Value);
        set => _items.SetAt(index, value.Item1, value.Item2);
    }

    /// <summary>The pairs in order.</summary>
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    /// <summary>The keys in order.</summary>
    public IEnumerable<TKey> keys() => _items.Keys;

    /// <summary>The values in order.</summary>
    public IEnumerable<TValue> values() => _items.Values;

    /// <summary>Removes all.</summary>
    public void clear() => Clear();

    /// <inheritdoc/>
    public void Add(TKey key, TValue value) => _items.Add(key, value);

    /// <summary>Adds a pair.</summary>
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    /// <inheritdoc/>
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    /// <inheritdoc/>
    public void Insert(int index, (TKey, TValue) item) => _items.Insert(index, item.Item1, item.Item2);

    /// <inheritdoc/>
    public bool Remove(TKey key) => _items.Remove(key);

    /// <inheritdoc/>
    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);

    /// <inheritdoc/>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <summary>Removes all.</summary>
    public void Clear() => _items.Clear();

    /// <inheritdoc/>
    public bool ContainsKey(TKey key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<TKey, TValue> item) => IndexOf((item.Key, item.Value)) >= 0;

    /// <inheritdoc/>
    public int IndexOf((TKey, TValue) item) =>
        _items.TryGetValue(item.Item1, out var found) && EqualityComparer<TValue>.Default.Equals(found, item.Item2)
            ? _items.IndexOf(item.Item1)
            : -1;

    /// <inheritdoc/>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex)
    {
        foreach (var pair in this) array[arrayIndex++] = pair;
    }

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var pair in _items) array[arrayIndex++] = pair;
    }

    /// <summary>The pairs in order.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.Select(p => (p.Key, p.Value)).GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
