using System.Net;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Packages;

/// <summary>The one output of a cell's packages: what is being installed, then what was, with notes.</summary>
/// <param name="requests">The packages of the cell.</param>
internal sealed class InstallDisplay(IReadOnlyList<PackageRequest> requests)
{
    private const int TicksOfADot = 5;      // half a second
    private const int MostDots = 30;

    private DisplayedValue? shown;
    private int ticks;

    /// <summary>Shows that it takes a while; called ten times a second.</summary>
    public void Tick()
    {
        if (ticks++ % TicksOfADot == 0)
        {
            var dots = new string('.', Math.Min(ticks / TicksOfADot, MostDots) + 1);
            Show("Installing Packages", requests.Select(r => r + dots), []);
        }
    }

    /// <summary>Shows the end.</summary>
    /// <param name="installation">What was taken in.</param>
    public void Done(Installation installation) => Show(
        "Installed Packages",
        requests.Select(r => installation.Graph.Packages.GetValueOrDefault(r.Id)).OfType<ResolvedPackage>()
            .Select(p => $"{p.Id}, {p.Version}").Distinct(StringComparer.OrdinalIgnoreCase),
        installation.Notes);

    /// <summary>Shows that nothing came of it; the error says why.</summary>
    public void Failed()
    {
        if (shown is not null)
        {
            Show("Packages not installed", requests.Select(r => r.ToString()), []);
        }
    }

    private void Show(string title, IEnumerable<string> packages, IReadOnlyList<string> notes)
    {
        var items = packages.ToList();
        var list = string.Concat(items.Select(p => $"<li><span>{WebUtility.HtmlEncode(p)}</span></li>"));
        var remarks = string.Concat(notes.Select(n => $"<div>{WebUtility.HtmlEncode(n)}</div>"));
        var head = items.Count > 0 ? $"<strong>{title}</strong><ul>{list}</ul>" : "";
        IEnumerable<string> lines =
            [.. items.Count > 0 ? [title] : Array.Empty<string>(), .. items.Select(p => "  " + p), .. notes];
        var output = new Html($"<div>{head}{remarks}</div>", string.Join('\n', lines));
        if (shown is null)
        {
            shown = output.Display();
        }
        else
        {
            shown.Update(output);
        }
    }
}
