using System.Diagnostics;

namespace NotebookKit.Benchmarks;

/// <summary>One kind of work, timed per image.</summary>
internal sealed class Turn(string name, int images, Action work)
{
    private readonly List<double> cpu = [];
    private readonly List<double> wall = [];

    public string Name => name;

    /// <summary>Median, microseconds of CPU time of the whole process per image.</summary>
    public double Cpu => Median(cpu);

    /// <summary>Median, microseconds per image.</summary>
    public double Wall => Median(wall);

    public void Run()
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        work();
        wall.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / images);
        process.Refresh();
        cpu.Add((process.TotalProcessorTime - before).TotalMicroseconds / images);
    }

    /// <summary>Drops what warming up took.</summary>
    public void Forget()
    {
        cpu.Clear();
        wall.Clear();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
