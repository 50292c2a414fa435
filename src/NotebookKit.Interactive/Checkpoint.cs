using System.ComponentModel;

namespace NotebookKit.Interactive;

/// <summary>One execution of one cell, which can be told to stop. It flows into the tasks and threads that the cell
/// starts, so that these stop with it, and with no other cell.</summary>
public sealed class CellRun
{
    private volatile bool stopped;

    /// <summary>True once <see cref="Stop"/> was called.</summary>
    public bool Stopped => stopped;

    /// <summary>Makes the next checkpoint of this execution throw, and every one after it.</summary>
    public void Stop()
    {
        stopped = true;
        Checkpoint.Arm();
    }
}

/// <summary>The places where a running cell can be stopped: the kernel puts a call at the head of each loop and
/// function of a cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
    private static readonly AsyncLocal<CellRun?> Run = new();
    private static bool armed;      // false until the first interrupt: the usual cost is one read and one branch

    /// <summary>The execution that the calling code belongs to; null outside a cell.</summary>
    public static CellRun? Current
    {
        get => Run.Value;
        set => Run.Value = value;
    }

    /// <summary>What else can stop code that runs through no checkpoint: called with true when an interrupted cell is
    /// long overdue, and with false once it has ended. Null when there is nothing.</summary>
    public static Action<bool>? LastResort { get; set; }

    /// <summary>Goes on, or throws when the cell that this code belongs to was interrupted.</summary>
    /// <exception cref="CellInterruptedException">The cell was interrupted.</exception>
    public static void Pass()
    {
        if (Volatile.Read(ref armed))
        {
            ThrowIfStopped();
        }
    }

    /// <summary>Gives a value back, or throws as <see cref="Pass"/> does: a checkpoint where only an expression can
    /// be.</summary>
    /// <param name="value">Any value.</param>
    /// <exception cref="CellInterruptedException">The cell was interrupted.</exception>
    public static T Through<T>(T value)
    {
        Pass();
        return value;
    }

    internal static void Arm() => Volatile.Write(ref armed, true);

    private static void ThrowIfStopped()
    {
        if (Run.Value is { Stopped: true })
        {
            throw new CellInterruptedException();
        }
    }
}

/// <summary>The cell was interrupted by its user.</summary>
public sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
