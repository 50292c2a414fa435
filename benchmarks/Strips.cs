using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>What a training spends on what it shows: frames of its film, beside its steps.</summary>
internal static class Strips
{
    /// <summary>Prints the time of each kind of work and its share in the whole training.</summary>
    /// <param name="work">Name, how often it is done in the training, how often to time it, and the work itself, which
    /// is given its turn 0, 1, ...; the first is the step.</param>
    public static void Print(params IReadOnlyList<(string Name, int Times, int Timed, Action<int> Do)> work)
    {
        var whole = 0.0;
        Console.WriteLine($"{"what",-12} {"times",6} {"CPU ms each",12} {"share of the training",22}");
        foreach (var (name, times, timed, act) in work)
        {
            Run(act, Math.Max(1, timed / 4));                             // warm
            var started = Environment.CpuUsage.TotalTime;
            Run(act, timed);
            var each = (Environment.CpuUsage.TotalTime - started).TotalMilliseconds / timed;
            whole = whole == 0 ? each * times : whole;
            Console.WriteLine($"{name,-12} {times,6} {each,12:0.00} {each * times / whole,22:0.00 %}");
        }
    }

    private static void Run(Action<int> act, int count)
    {
        for (var k = 0; k < count; k++)
        {
            using var scope = NewDisposeScope();
            act(k);
        }
    }
}
