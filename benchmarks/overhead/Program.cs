using System.Diagnostics;
using static TorchSharp.torch;

// One side of compare.py: for each line "call count" on the standard input it makes so many calls of a small operator,
// frees each result, and answers "wall seconds, CPU seconds".
set_num_threads(1);
var x = rand(4, 4);
var y = rand(4, 4);
var w = rand(4, 4, requires_grad: true);
var calls = new Dictionary<string, Action<int>>
{
    ["x + y"] = n => { for (var k = 0; k < n; k++) (x + y).Dispose(); },
    ["x + w"] = n => { for (var k = 0; k < n; k++) (x + w).Dispose(); },
    ["x.relu()"] = n => { for (var k = 0; k < n; k++) x.relu().Dispose(); },
    ["x.mm(y)"] = n => { for (var k = 0; k < n; k++) x.mm(y).Dispose(); },
    ["x.sum(1)"] = n => { for (var k = 0; k < n; k++) x.sum(1).Dispose(); },
};
while (Console.ReadLine() is { } line)
{
    var space = line.LastIndexOf(' ');
    var (call, count) = (calls[line[..space]], int.Parse(line[(space + 1)..]));
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    var wall = Stopwatch.GetTimestamp();
    call(count);
    var seconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
    var busy = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
    Console.WriteLine($"{seconds:r} {busy:r}");
}
