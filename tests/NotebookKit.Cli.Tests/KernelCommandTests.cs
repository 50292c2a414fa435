using System.Text.Json.Nodes;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary>nk kernel: what stands in a folder of kernels, and whose it is.</summary>
public sealed class KernelCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Install_WritesWhatJupyterReads_AndAgain()
    {
        Assert.Equal(ExitCodes.Ok, Kernel("install").Code);
        Assert.Equal(ExitCodes.Ok, Kernel("install --display-name Again").Code);

        var spec = JsonNode.Parse(File.ReadAllText(folder["kernels/.net-csharp/kernel.json"]))!;
        Assert.Equal(
            ("Again", "C#", "message"),
            (spec["display_name"]!.ToString(), spec["language"]!.ToString(), spec["interrupt_mode"]!.ToString()));
        Assert.Equal(["kernel", "run", "--connection-file", "{connection_file}"], spec["argv"]!.AsArray().Skip(2).Select(a => a!.ToString()));
        Assert.False(spec["metadata"]!["debugger"]!.GetValue<bool>());
        foreach (var picture in (string[])["logo-32x32.png", "logo-64x64.png"])
        {
            Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(folder[$"kernels/.net-csharp/{picture}"])[1..4]);
        }
    }

    [Fact]
    public void Install_WhereAnotherProductIs_IsRefusedUnlessForced()
    {
        folder.Write("kernels/.net-csharp/kernel.json", """{ "argv": ["dotnet", "interactive"], "display_name": ".NET old" }""");

        var refused = Kernel("install");
        Assert.Equal(ExitCodes.Usage, refused.Code);
        Assert.Contains("holds the kernel '.NET old' of another product. Replace it with --force", refused.Error, StringComparison.Ordinal);
        Assert.Contains("interactive", File.ReadAllText(folder["kernels/.net-csharp/kernel.json"]), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, Kernel("uninstall").Code);

        var forced = Kernel("install --force");
        Assert.Equal(ExitCodes.Ok, forced.Code);
        Assert.Contains("replacing the kernel '.NET old'", forced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Uninstall_TakesItAway_AndListShowsWhatIsThere()
    {
        Kernel("install --name mine");
        folder.Write("kernels/other/kernel.json", "not JSON");
        var listed = Kernel("list").Output;
        Assert.Contains("mine  .NET (C#)  NotebookKit", listed, StringComparison.Ordinal);
        Assert.Contains("other  (unreadable)  another product", listed, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Ok, Kernel("uninstall --name mine").Code);
        Assert.False(Directory.Exists(folder["kernels/mine"]));
        Assert.Contains("There is no kernel in", Kernel("uninstall --name mine").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lab_ListensOnThisMachineAlone()
    {
        var arguments = LabCommand.Arguments(new Home(folder.Root), port: 9001, noBrowser: true);
        Assert.Contains("--ip=127.0.0.1", arguments);
        Assert.Contains("--port=9001", arguments);
        Assert.Contains("--no-browser", arguments);
        Assert.Contains($"--notebook-dir={folder["notebooks"]}", arguments);
        Assert.DoesNotContain(arguments, a => a.Contains("token", StringComparison.OrdinalIgnoreCase));     // Jupyter's own, random
    }

    private Ended Kernel(string line) =>
        InProcess.Run(InProcess.HomeIn(folder), ["kernel", .. line.Split(' '), "--path", folder["kernels"]]);
}
