namespace NotebookKit.Kernel.Protocol;

/// <summary>The sockets between kernel and front ends, besides the heartbeat.</summary>
public enum Channel
{
    /// <summary>Requests.</summary>
    Shell,

    /// <summary>Requests that must not wait for a running cell.</summary>
    Control,

    /// <summary>Questions to the user.</summary>
    Stdin,

    /// <summary>Outputs, for every front end.</summary>
    Iopub,
}
