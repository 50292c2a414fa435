using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>A notebook has the same outputs, whether the runner executes it or Jupyter does.</summary>
public sealed class RunnerAndJupyterTests(JupyterKernel kernel) : IClassFixture<JupyterKernel>
{
    // Cells that show when and where they ran: seconds of a search, the checkout and the wall time.
    private static readonly string[] s_ownToARun = ["experiment.SearchTopologies()", "result.Footer()"];

    [Theory]
    [InlineData("notebooks/00-start-here.ipynb", "--mode", "smoke")]
    [InlineData("notebooks/01-cifake-gradcam.ipynb", "--mode", "smoke")]
    [InlineData("tests/NotebookKit.Jupyter.Tests/outputs.ipynb")]
    public void Outputs_OfBoth_AreTheSame(string notebook, params string[] options)
    {
        Assert.SkipWhen(kernel.Missing is not null, kernel.Missing ?? "");
        var name = Path.GetFileName(notebook);
        var folder = Path.Combine(kernel.Folder, $"run-{name}");
        var (code, output) = kernel.Nk(["run", Path.Combine(JupyterKernel.Root, notebook), .. options, "--out", folder, "--quiet"]);
        Assert.True(code == 0, output);
        Assert.Equal("", kernel.Drive("same_outputs.py", [Path.Combine(folder, name), .. s_ownToARun]));
    }
}
