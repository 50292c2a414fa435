using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Benchmarks;

/// <summary>Our side of in_turn.py: reads what both sides begin with, and takes steps when asked.</summary>
internal static class InTurn
{
    /// <summary>The next values of a file of raw float32.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">Their shape.</param>
    public static Tensor Floats(BinaryReader file, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor(values).reshape(shape);
    }

    /// <summary>Labels, which stand in the file as float32.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count], int64.</returns>
    public static Tensor Labels(BinaryReader file, long count) => Floats(file, count).to(ScalarType.Int64);

    /// <summary>Sets parameters to the next values of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="parameters">In the file's order.</param>
    public static void Fill(BinaryReader file, IEnumerable<Tensor> parameters)
    {
        using var guard = no_grad();
        foreach (var parameter in parameters)
        {
            parameter.copy_(Floats(file, parameter.shape));
        }
    }

    /// <summary>For each line "count" on the standard input takes so many steps and answers "wall seconds, CPU seconds,
    /// losses of the last step".</summary>
    /// <param name="step">Takes step 0, 1, ... and returns its losses.</param>
    public static void Answer(Func<int, IEnumerable<Tensor>> step)
    {
        var done = 0;
        while (Console.ReadLine() is { } line)
        {
            var last = done + int.Parse(line) - 1;
            var losses = "";
            var cpu = Environment.CpuUsage.TotalTime;
            var wall = Stopwatch.GetTimestamp();
            for (; done <= last; done++)
            {
                using var scope = NewDisposeScope();
                var terms = step(done);
                if (done == last)
                {
                    losses = string.Join(' ', terms.Select(term => $"{term.item<float>():r}"));
                }
            }

            var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
            Console.WriteLine($"{seconds:r} {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:r} {losses}");
        }
    }
}
