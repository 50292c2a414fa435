using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The innermost scope of this thread, if any.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Scope;

    /// <summary>Opens a scope: tensors made on this thread until it closes belong to it and die with it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Open();

    /// <summary>Runs an expression in a scope of its own; only its result lives on.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Owns what was made while it was the innermost scope of its thread, and frees it when disposed. Not for use from two
/// threads. Tensors hang in a doubly linked list that runs through them, so each operation on one takes O(1).
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private Tensor? _first;
    private int _tensors;
    private HashSet<IDisposable>? _others;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    /// <summary>What the scope owns, a new list each time.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. Tensors(), .. _others ?? []];

    /// <summary>How many the scope owns.</summary>
    public int DisposablesCount => _tensors + (_others?.Count ?? 0);

    internal DisposeScope? Outer { get; }

    /// <summary>Moves one to the scope around this one; without one it is detached.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(Outer, disposable);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, disposables);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    /// <summary>Moves one to another scope; null detaches it.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        if (Remove(disposable))
        {
            scope?.Add(disposable);
        }

        return disposable;
    }

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            MoveToOther<IDisposable>(scope, disposable);
        }
    }

    /// <summary>Takes one out: the caller answers for it from now on.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        if (Remove(disposable))
        {
            DisposeScopeManager.Statistics.Detached(disposable);
        }

        return disposable;
    }

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Detach<IDisposable>(disposable);
        }
    }

    /// <summary>Makes the scope own one; it leaves the scope that owned it.</summary>
    public void Attach(IDisposable disposable)
    {
        if (disposable is Tensor { Scope: { } owner })
        {
            owner.MoveToOther(this, disposable);
        }
        else if (Add(disposable))
        {
            DisposeScopeManager.Statistics.Attached(disposable);
        }
    }

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        list.ForEach(Attach);
        return list;
    }

    /// <summary>Frees all that the scope owns; it stays open.</summary>
    public void DisposeEverything()
    {
        while (_first is { } tensor)
        {
            tensor.Dispose();
        }

        foreach (var other in _others?.ToArray() ?? [])
        {
            _others!.Remove(other);
            other.Dispose();
        }
    }

    /// <summary>Frees all that the scope owns but these.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.Where(Remove).ToList();
        DisposeEverything();
        foreach (var disposable in keep)
        {
            Add(disposable);
        }
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>Frees all that the scope owns and closes it, with the scopes still open inside it.</summary>
    public void Dispose()
    {
        DisposeEverything();
        _manager.Close(this);
    }

    /// <summary>Says that one was disposed elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    /// <summary>The scope owns this one.</summary>
    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? tensor.Scope == this : _others?.Contains(disposable) == true;

    internal bool Add(IDisposable disposable)
    {
        if (disposable is not Tensor tensor)
        {
            return (_others ??= new(ReferenceEqualityComparer.Instance)).Add(disposable);
        }

        if (tensor.Scope is not null || tensor.IsInvalid)
        {
            return false;
        }

        tensor.Scope = this;
        tensor.ScopeNext = _first;
        if (_first is not null)
        {
            _first.ScopePrevious = tensor;
        }

        _first = tensor;
        _tensors++;
        return true;
    }

    internal bool Remove(IDisposable disposable)
    {
        if (disposable is not Tensor tensor)
        {
            return _others?.Remove(disposable) == true;
        }

        if (tensor.Scope != this)
        {
            return false;
        }

        if (tensor.ScopePrevious is { } previous)
        {
            previous.ScopeNext = tensor.ScopeNext;
        }
        else
        {
            _first = tensor.ScopeNext;
        }

        if (tensor.ScopeNext is { } next)
        {
            next.ScopePrevious = tensor.ScopePrevious;
        }

        tensor.Scope = null;
        tensor.ScopePrevious = null;
        tensor.ScopeNext = null;
        _tensors--;
        return true;
    }

    private IEnumerable<Tensor> Tensors()
    {
        for (var tensor = _first; tensor is not null; tensor = tensor.ScopeNext)
        {
            yield return tensor;
        }
    }
}
