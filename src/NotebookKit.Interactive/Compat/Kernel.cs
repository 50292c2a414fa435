using System.Collections.Immutable;
using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>The words that a cell may use without a prefix, and what old notebooks ask of the kernel.</summary>
public sealed class Kernel
{
    private static volatile Exception? lastError;
    private ImmutableList<KernelDirective> directives = [];

    private Kernel()
    {
    }

    /// <summary>The kernel of this process.</summary>
    public static Kernel Current { get; } = new();

    /// <summary>The same: there is one language, so one kernel.</summary>
    public static Kernel Root => Current;

    /// <summary>The exception of the last cell that failed, with all that its output leaves out; null before the
    /// first. The kernel sets it.</summary>
    public static Exception? LastError
    {
        get => lastError;
        set => lastError = value;
    }

    /// <summary>Name of the language: csharp.</summary>
    public string Name => "csharp";

    /// <summary>The directives that packages and cells have added.</summary>
    public IReadOnlyList<KernelDirective> Directives => directives;

    /// <summary>Adds a directive that later cells may use; one of the same name is replaced, but the kernel's own stay
    /// as they are. Completion, #!lsmagic and #!help know it.</summary>
    /// <param name="directive">The directive.</param>
    public void AddDirective(KernelDirective directive)
    {
        ArgumentNullException.ThrowIfNull(directive);
        ImmutableInterlocked.Update(
            ref directives, all => all.RemoveAll(d => d.IsNamed(directive.Name)).Add(directive));
    }

    /// <summary>Takes all added directives away, as #!reset does.</summary>
    public void ForgetDirectives() => directives = [];

    /// <summary>Shows the value at once, as <see cref="DisplayExtensions.Display"/> does.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The forms to show; none means the richest.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Markup to show as it is: as the last expression of a cell, or with <see cref="display"/>.</summary>
    /// <param name="content">HTML; data inside must be encoded.</param>
    public static Html HTML(string content) => new(content);

    /// <summary>Runs a script in the page.</summary>
    /// <param name="scriptContent">JavaScript.</param>
    public static void Javascript(string scriptContent) =>
        new Html($"<script type=\"text/javascript\">{scriptContent}</script>").Display();

    /// <summary>Adds style rules to the page.</summary>
    /// <param name="content">CSS.</param>
    public static void CSS(string content) => new Html($"<style>{content}</style>").Display();

    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="typeHint">"password" hides the answer; any other hint asks for plain text.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        Task.FromResult(NotebookHost.Current.Input(prompt, secret: typeHint == "password"));

    /// <summary>Asks the user for a line that is not to be seen.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") =>
        Task.FromResult(TopLevelMethods.password(prompt));
}
