namespace NotebookKit.Torch.Door;

/// <summary>Order of a tensor's dimensions in memory, with libtorch's values.</summary>
internal enum MemoryFormat
{
    Contiguous = 0,
    Preserve = 1,
    ChannelsLast = 2,
    ChannelsLast3d = 3,
}
