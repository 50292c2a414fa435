using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The dispose scopes of one thread and their statistics.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_current;

    private readonly ThreadDisposeScopeStatistics _statistics = new();

    /// <summary>What was made and freed on this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current._statistics;

    internal static DisposeScopeManager Current => t_current ??= new DisposeScopeManager();

    internal DisposeScope? Scope { get; private set; }

    internal DisposeScope Open() => Scope = new DisposeScope(this, Scope);

    // Closing an outer scope closes the inner ones that were left open: what they own dies too.
    internal void Close(DisposeScope scope)
    {
        for (var open = Scope; open is not null; open = open.Outer)
        {
            if (open != scope)
            {
                continue;
            }

            for (var inner = Scope; inner != scope; inner = inner!.Outer)
            {
                inner!.DisposeEverything();
            }

            Scope = scope.Outer;
            return;
        }
    }

    internal void Created(Tensor tensor) => Created(tensor, _statistics.TensorStatistics);

    internal void Created(nn.utils.rnn.PackedSequence sequence) => Created(sequence, _statistics.PackedSequenceStatistics);

    internal void Disposing(nn.utils.rnn.PackedSequence sequence)
    {
        var owner = Scope;
        while (owner is not null && !owner.Contains(sequence)) owner = owner.Outer;
        Disposing(sequence, owner, _statistics.PackedSequenceStatistics);
    }

    internal void Disposing(Tensor tensor)
    {
        if (tensor.IsInvalid)
        {
            return;
        }

        Disposing(tensor, tensor.Scope, _statistics.TensorStatistics);
    }

    private void Created(IDisposable disposable, LifetimeStatistics counts)
    {
        if (Scope is { } scope)
        {
            counts.CreatedInScopeCount++;
            scope.Add(disposable);
        }
        else
        {
            counts.CreatedOutsideScopeCount++;
        }
    }

    private static void Disposing(IDisposable disposable, DisposeScope? owner, LifetimeStatistics counts)
    {
        if (owner is not null)
        {
            counts.DisposedInScopeCount++;
            owner.Remove(disposable);
        }
        else
        {
            counts.DisposedOutsideScopeCount++;
        }
    }
}

/// <summary>Counts of one thread.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    /// <summary>Made while no scope was open.</summary>
    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount + PackedSequenceStatistics.CreatedOutsideScopeCount;

    /// <summary>Disposed while no scope owned them.</summary>
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount + PackedSequenceStatistics.DisposedOutsideScopeCount;

    /// <summary>Made in a scope.</summary>
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount + PackedSequenceStatistics.CreatedInScopeCount;

    /// <summary>Disposed by or in their scope.</summary>
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount + PackedSequenceStatistics.DisposedInScopeCount;

    /// <summary>Attached by hand.</summary>
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount + PackedSequenceStatistics.AttachedToScopeCount;

    /// <summary>Detached from their scope.</summary>
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount + PackedSequenceStatistics.DetachedFromScopeCount;

    /// <summary>Made minus disposed on this thread; what the garbage collector freed still counts.</summary>
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount + PackedSequenceStatistics.ThreadTotalLiveCount;

    /// <summary>Counts of tensors.</summary>
    public LifetimeStatistics TensorStatistics { get; } = new();

    /// <summary>Counts of packed sequences.</summary>
    public LifetimeStatistics PackedSequenceStatistics { get; } = new();

    /// <summary>All counts to zero.</summary>
    public void Reset()
    {
        TensorStatistics.Reset();
        PackedSequenceStatistics.Reset();
    }

    internal void Attached(IDisposable disposable)
    {
        if (Of(disposable) is { } counts) counts.AttachedToScopeCount++;
    }

    internal void Detached(IDisposable disposable)
    {
        if (Of(disposable) is { } counts) counts.DetachedFromScopeCount++;
    }

    private LifetimeStatistics? Of(IDisposable disposable) => disposable switch
    {
        Tensor => TensorStatistics,
        nn.utils.rnn.PackedSequence => PackedSequenceStatistics,
        _ => null,
    };
}

/// <summary>Counts of one kind of disposable on one thread.</summary>
public sealed class LifetimeStatistics
{
    /// <inheritdoc cref="ThreadDisposeScopeStatistics.CreatedOutsideScopeCount"/>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.DisposedOutsideScopeCount"/>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.CreatedInScopeCount"/>
    public long CreatedInScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.DisposedInScopeCount"/>
    public long DisposedInScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.AttachedToScopeCount"/>
    public long AttachedToScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.DetachedFromScopeCount"/>
    public long DetachedFromScopeCount { get; internal set; }

    /// <inheritdoc cref="ThreadDisposeScopeStatistics.ThreadTotalLiveCount"/>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    /// <summary>All counts to zero.</summary>
    public void Reset() => CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount
        = AttachedToScopeCount = DetachedFromScopeCount = 0;
}
