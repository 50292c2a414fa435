using System.Xml.Linq;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class LossChartTests
{
    private static readonly History Three = History.Empty
        .With(new(1, 10, 0.6, 0.7, 0.5, 0.75, 1))
        .With(new(2, 20, 0.4, 0.8, 0.3, 0.85, 1))
        .With(new(3, 30, 0.2, 0.9, 0.35, 0.84, 1));

    [Fact]
    public void Draw_History_MarksTheBestEpochInBothPanels()
    {
        var figure = LossChart.Draw(Three, "Training");

        var dashed = XElement.Parse(figure.Svg!).Descendants().Where(e =>
            e.Attribute("stroke-dasharray") is not null).ToArray();
        Assert.Equal(2, dashed.Length);
        Assert.Single(dashed.Select(line => line.Attribute("x1")!.Value).Distinct());
        Assert.Contains("best epoch 2", figure.Svg);
        Assert.Equal("Loss and accuracy over 3 epochs. Best epoch 2: validation loss 0.3, validation accuracy 0.85.",
            figure.Alt);
        Assert.Contains("2\t0.4\t0.3\t0.8\t0.85\tbest", figure.Text);
    }

    [Fact]
    public void Draw_OneEpoch_IsDrawn() =>
        Assert.Contains("best epoch 1", LossChart.Draw(History.Empty.With(Three.Epochs[0]), "Training").Svg);

    [Fact]
    public void Draw_NoEpoch_IsAMessage() =>
        Assert.Contains("no epoch is finished", LossChart.Draw(History.Empty, "Training").Text);

    [Fact]
    public void Draw_NothingFinite_IsAMessage()
    {
        var broken = History.Empty.With(new(1, 10, double.NaN, double.NaN, double.NaN, double.NaN, 1));

        Assert.Contains("of the 1 epochs is finite", LossChart.Draw(broken, "Training").Text);
    }

    [Fact]
    public void Draw_LossDiverges_KeepsTheEpochsBefore()
    {
        var diverged = Three.With(new(4, 40, double.NaN, 0.5, double.PositiveInfinity, 0.5, 1));

        var figure = LossChart.Draw(diverged, "Training", AxisKind.Log);

        Assert.Contains("best epoch 2", figure.Svg);
        Assert.Contains("4\tNaN\t∞\t0.5\t0.5\t", figure.Text.Replace("Infinity", "∞"));
    }

    [Fact]
    public void Draw_Interrupted_SaysSo() => Assert.Contains(
        "Stopped by the user after epoch 3.", LossChart.Draw(Three with { Interrupted = true },
            "Training").ToBundle().Text);

    [Fact]
    public void Live_EachCall_ReplacesTheOneOutput()
    {
        using var host = new Host();
        var live = new LiveLossChart("Training");

        live.Show(History.Empty);
        live.Show(Three with { Epochs = [Three.Epochs[0]], BestEpoch = 0 });
        live.Show(Three);

        Assert.Single(host.Displays);
        Assert.Equal([host.Displays[0].Id, host.Displays[0].Id], host.Updates.Select(u => u.Id));
        Assert.Contains("over 3 epochs", (string)host.Updates[^1].Bundle.Data[MimeTypes.Html]);
        Assert.True(host.Updates[^1].Bundle.Data.ContainsKey(MimeTypes.Svg));
    }

    private sealed class Host : INotebookHost, IDisposable
    {
        private readonly INotebookHost before = NotebookHost.Current;

        public Host() => NotebookHost.Current = this;

        public List<(string Id, MimeBundle Bundle)> Displays { get; } = [];

        public List<(string Id, MimeBundle Bundle)> Updates { get; } = [];

        public CancellationToken Cancellation => CancellationToken.None;

        public void Display(MimeBundle bundle, string displayId) => Displays.Add((displayId, bundle));

        public void Update(MimeBundle bundle, string displayId) => Updates.Add((displayId, bundle));

        public void ClearOutput(bool wait) => Displays.Clear();

        public void Dispose() => NotebookHost.Current = before;
    }
}
