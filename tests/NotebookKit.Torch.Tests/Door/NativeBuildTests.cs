using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Torch.Tests.Door;

/// <summary>How src/native/CMakeLists.txt takes a libtorch: by a stand-in for nm and a folder that looks like one.</summary>
public sealed class NativeBuildTests : IDisposable
{
    private const string New = "0000 T c10::Error::Error(c10::SourceLocation, std::__cxx11::basic_string<char>)";
    private const string Old = "0000 T c10::Error::Error(c10::SourceLocation, std::string)";
    private const string Other = "0000 T c10::detail::torchCheckFail(std::__cxx11::basic_string<char> const&)";

    private readonly string _folder = Directory.CreateTempSubdirectory("nk-native").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(New, "2 11", "_GLIBCXX_USE_CXX11_ABI=1", "20")]            // wheels and zips from 2.7
    [InlineData(Old, "2 6", "_GLIBCXX_USE_CXX11_ABI=0", "17")]             // and before
    [InlineData(Other + "\n" + Old + "\n" + Other, "2 4", "_GLIBCXX_USE_CXX11_ABI=0", "17")]
    [InlineData(Other + "\n" + New, "1 13", "_GLIBCXX_USE_CXX11_ABI=1", "17")]
    [InlineData("", "2 9", "_GLIBCXX_USE_CXX11_ABI=1", "20")]              // a library without symbols to read
    public void Configure_LibtorchOfAnAge_TakesItsStringsAndItsStandard(
        string symbols, string version, string strings, string standard)
    {
        var libtorch = Libtorch(version.Split(' '));
        var nm = Path.Combine(_folder, "nm");
        File.WriteAllText(nm, $"#!/bin/sh\n[ \"$1\" = -DC ] && printf '%s' '{symbols}'\n");
        Process.Start("chmod", ["+x", nm]).WaitForExit();

        var said = Configure("-DLIBTORCH=" + libtorch, "-DNM=" + nm);

        var flags = Path.Combine(_folder, "build", "CMakeFiles", "notebookkit_torch.dir", "flags.make");
        Assert.True(File.Exists(flags), said);
        Assert.Contains(strings, File.ReadAllText(flags), StringComparison.Ordinal);
        Assert.Contains($"-std=gnu++{standard}", File.ReadAllText(flags), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_FolderWithoutLibtorch_SaysWhatToDo()
    {
        var said = Configure("-DLIBTORCH=" + Path.Combine(_folder, "nowhere"));

        Assert.Contains("libtorch is missing (LIBTORCH='", said, StringComparison.Ordinal);
        Assert.Contains("set LIBTORCH to its folder", said.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    // Headers and libraries by name only: nothing is compiled.
    private string Libtorch(string[] version)
    {
        var root = Path.Combine(_folder, "libtorch");
        foreach (var (name, text) in new[]
        {
            ("include/ATen/core/Tensor.h", ""), ("lib/libtorch_cpu.so", ""), ("lib/libc10.so", ""),
            ("include/torch/version.h",
                $"#define TORCH_VERSION_MAJOR {version[0]}\n#define TORCH_VERSION_MINOR {version[1]}\n"),
        })
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return root;
    }

    private string Configure(params string[] options)
    {
        var start = new ProcessStartInfo("cmake", [
            "-G", "Unix Makefiles", "-S", Path.GetFullPath(Path.Combine(Here(), "../../../src/native")), "-B",
            Path.Combine(_folder, "build"), .. options,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var cmake = Process.Start(start)!;
        var errors = cmake.StandardError.ReadToEndAsync();
        var said = cmake.StandardOutput.ReadToEnd() + errors.Result;
        cmake.WaitForExit();
        return said;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
