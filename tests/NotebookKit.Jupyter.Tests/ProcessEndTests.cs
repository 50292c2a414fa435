using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>Whatever ends the kernel's process: the front end hears as much as can be said, and so does the next
/// kernel.</summary>
public sealed class ProcessEndTests(JupyterKernel kernel) : IClassFixture<JupyterKernel>
{
    [Theory]
    [InlineData("exit")]
    [InlineData("thread")]
    [InlineData("stack")]
    [InlineData("sigterm")]
    public void Process_ThatEnds_SaysWhy(string how) => Assert.Equal("", kernel.Drive("process_end.py", how));
}
