namespace NotebookKit.Torch.Door;

/// <summary>How many threads one operator gets when the user does not say.</summary>
internal static class ProcessorCores
{
    /// <summary>Physical cores that this process may use: two threads of one core share its arithmetic units. libtorch
    /// without MKL halves the number of processors instead (c10/core/thread_pool.h), which is half the machine where
    /// processors are cores, as on most virtual ones.</summary>
    /// <param name="root">Where Linux describes its processors.</param>
    /// <param name="processors">Processors that this process may use.</param>
    public static int Usable(string root, int processors)
    {
        if (!Directory.Exists(root))
        {
            return processors;
        }

        var cores = Directory.GetDirectories(root, "cpu*")
            .Select(processor => Path.Combine(processor, "topology", "thread_siblings_list"))
            .Where(File.Exists)
            .Select(File.ReadAllText)
            .Distinct(StringComparer.Ordinal)
            .Count();
        return cores == 0 ? processors : Math.Min(cores, processors);
    }
}
