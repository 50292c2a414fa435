using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Kernel.Export;
using Xunit;

namespace NotebookKit.Kernel.Tests.Export;

public sealed class TexMathTests
{
    private const string Apply = "<mo>\u2061</mo>";
    private const string Thin = "<mspace width=\"0.1667em\" />";
    private const string Open = "<mo stretchy=\"false\">(</mo>";
    private const string Close = "<mo stretchy=\"false\">)</mo>";

    [Theory]
    [InlineData("x", "<mi>x</mi>")]
    [InlineData("x^2 < y", "<mrow><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mi>y</mi></mrow>")]
    [InlineData("x_i^{n+1}",
        "<msubsup><mi>x</mi><mi>i</mi><mrow><mi>n</mi><mo lspace=\"0\" rspace=\"0\">+</mo><mn>1</mn></mrow></msubsup>")]
    [InlineData("10^{-3}", "<msup><mn>10</mn><mrow><mo lspace=\"0\" rspace=\"0\">−</mo><mn>3</mn></mrow></msup>")]
    [InlineData("x^12", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow>")]
    [InlineData(@"\frac12 \sqrt[3]{0.5}",
        "<mrow><mfrac><mn>1</mn><mn>2</mn></mfrac><mroot><mn>0.5</mn><mn>3</mn></mroot></mrow>")]
    [InlineData("S = -z", "<mrow><mi>S</mi><mo>=</mo><mo lspace=\"0\" rspace=\"0\">−</mo><mi>z</mi></mrow>")]
    [InlineData("a := b",
        "<mrow><mi>a</mi><mo stretchy=\"false\" lspace=\"0.2778em\" rspace=\"0\">:</mo><mo lspace=\"0\">=</mo><mi>b</mi></mrow>")]
    [InlineData("1{,}000", "<mrow><mn>1</mn><mo lspace=\"0\" rspace=\"0\">,</mo><mn>000</mn></mrow>")]
    [InlineData(@"P(\mathrm{REAL})",
        "<mrow><mi>P</mi>" + Open + "<mi>REAL</mi>" + Close + "</mrow>")]
    [InlineData(@"\mathrm{d}\mathbf{x}_2 \in \mathbb{R}^{3 \times W}",
        "<mrow><mi mathvariant=\"normal\">d</mi><msub><mi>𝐱</mi><mn>2</mn></msub><mo>∈</mo><msup><mi>ℝ</mi>"
        + "<mrow><mn>3</mn><mo lspace=\"0\" rspace=\"0\">×</mo><mi>W</mi></mrow></msup></mrow>")]
    [InlineData(@"\mathcal{L}_\theta + \boldsymbol{\mu}\Gamma",
        "<mrow><msub><mi>ℒ</mi><mi>θ</mi></msub><mo>+</mo><mi>𝝁</mi><mi mathvariant=\"normal\">Γ</mi></mrow>")]
    [InlineData(@"y \log x + \log(1)",
        "<mrow><mi>y</mi>" + Thin + "<mi>log</mi>" + Apply + Thin + "<mi>x</mi><mo>+</mo><mi>log</mi>" + Apply + Open
        + "<mn>1</mn>" + Close + "</mrow>")]
    [InlineData("f''(x)",
        "<mrow><msup><mi>f</mi><mrow><mo lspace=\"0\" rspace=\"0\">′</mo><mo lspace=\"0\" rspace=\"0\">′</mo></mrow></msup>"
        + Open + "<mi>x</mi>" + Close + "</mrow>")]
    [InlineData(@"\hat{y}_i \not= \vec v",
        "<mrow><msub><mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover><mi>i</mi></msub>"
        + "<mo>=\u0338</mo><mover accent=\"true\"><mi>v</mi><mo stretchy=\"false\">→</mo></mover></mrow>")]
    [InlineData(@"\left\{ x \,\middle|\, x > 0 \right.",
        "<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">{</mo><mrow><mi>x</mi>" + Thin + "</mrow>"
        + "<mo form=\"infix\" fence=\"true\" stretchy=\"true\">|</mo><mrow>" + Thin + "<mi>x</mi><mo>&gt;</mo><mn>0</mn></mrow>"
        + "</mrow>")]
    [InlineData(@"\overline{x}", "<mrow class=\"overline\"><mi>x</mi></mrow>")]
    [InlineData(@"\text{on  5\% -- 6}", "<mtext>on\u00a05%\u00a0–\u00a06</mtext>")]
    [InlineData(@"\begin{pmatrix} 1 & 0 \\ 0 & 1 \\ \end{pmatrix}",
        "<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">(</mo><mtable><mtr><mtd><mn>1</mn></mtd>"
        + "<mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable>"
        + "<mo form=\"postfix\" fence=\"true\" stretchy=\"true\">)</mo></mrow>")]
    [InlineData(@"\begin{cases} 1 & x \\[2pt] 0 \end{cases}",
        "<mrow><mo form=\"prefix\" fence=\"true\" stretchy=\"true\">{</mo><mtable class=\"cases\">"
        + "<mtr><mtd columnalign=\"left\"><mn>1</mn></mtd><mtd columnalign=\"left\"><mi>x</mi></mtd></mtr>"
        + "<mtr><mtd columnalign=\"left\"><mn>0</mn></mtd></mtr></mtable></mrow>")]
    [InlineData(@"\begin{aligned} a &= b \\ & + c \end{aligned}",
        "<mtable class=\"aligned\" displaystyle=\"true\"><mtr><mtd columnalign=\"right\"><mi>a</mi></mtd>"
        + "<mtd columnalign=\"left\"><mrow><mo>=</mo><mi>b</mi></mrow></mtd></mtr><mtr><mtd columnalign=\"right\"><mrow /></mtd>"
        + "<mtd columnalign=\"left\"><mrow><mo form=\"infix\">+</mo><mi>c</mi></mrow></mtd></mtr></mtable>")]
    public void Inline_Formula_IsThisMathMl(string tex, string row) => Assert.Equal(row, Row(tex, display: false));

    [Theory]
    [InlineData(@"\sum_{i,j} a_i", false,
        "<mrow><msub><mo>∑</mo><mrow><mi>i</mi><mo lspace=\"0\" rspace=\"0\">,</mo><mi>j</mi></mrow></msub>"
        + "<msub><mi>a</mi><mi>i</mi></msub></mrow>")]
    [InlineData(@"\sum_i^n a", true, "<mrow><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>a</mi></mrow>")]
    [InlineData(@"\int_0^1 x", true, "<mrow><msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>x</mi></mrow>")]
    [InlineData(@"\sum\nolimits_i a", true, "<mrow><msub><mo>∑</mo><mi>i</mi></msub><mi>a</mi></mrow>")]
    [InlineData(@"\frac{\max_x y}{\sum_R M}", true,
        "<mfrac><mrow><msub><mi>max</mi><mi>x</mi></msub>" + Apply + Thin + "<mi>y</mi></mrow>"
        + "<mrow><msub><mo>∑</mo><mi>R</mi></msub><mi>M</mi></mrow></mfrac>")]
    [InlineData(@"\operatorname*{arg\,max}_k z", true,
        "<mrow><munder><mrow><mi>arg</mi>" + Thin + "<mi>max</mi></mrow><mi>k</mi></munder>" + Apply + Thin + "<mi>z</mi></mrow>")]
    [InlineData(@"\underbrace{a}_{n}", true,
        "<munder><munder><mi>a</mi><mo stretchy=\"true\">⏟</mo></munder><mi>n</mi></munder>")]
    [InlineData(@"\mathrm{ReLU}\Big(\sum_k a_k\Big)", true,
        "<mrow><mi>ReLU</mi><mo stretchy=\"true\" minsize=\"1.8em\" maxsize=\"1.8em\">(</mo><munder><mo>∑</mo><mi>k</mi></munder>"
        + "<msub><mi>a</mi><mi>k</mi></msub><mo stretchy=\"true\" minsize=\"1.8em\" maxsize=\"1.8em\">)</mo></mrow>")]
    public void Limits_ByStyle_StandBelowOrBeside(string tex, bool display, string row) =>
        Assert.Equal(row, Row(tex, display));

    [Fact]
    public void Formula_Whole_CarriesItsSourceForCopyingAndReading()
    {
        Assert.Equal(
            "<math display=\"block\" alttext=\"a &lt; b\"><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"
            + "<annotation encoding=\"application/x-tex\">a &lt; b</annotation></semantics></math>",
            TexMath.ToMathMl(" a < b\n", display: true));
        Assert.StartsWith("<math alttext=\"x\">", TexMath.Html("x", display: false), StringComparison.Ordinal);
        Assert.StartsWith(
            "<span class=\"equation\"><math display=", TexMath.Html("x", display: true, "span"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(@"\unknown")]
    [InlineData(@"x + \unknown{y}")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("x}")]
    [InlineData(@"\frac{1}{2")]
    [InlineData(@"\frac{1}")]
    [InlineData("x^")]
    [InlineData("x^2^3")]
    [InlineData("x_1_2")]
    [InlineData("a & b")]
    [InlineData(@"a \\ b")]
    [InlineData(@"\left( x")]
    [InlineData(@"x \right)")]
    [InlineData(@"\left x \right)")]
    [InlineData(@"\begin{cases} 1")]
    [InlineData(@"\begin{cases} 1 \end{aligned}")]
    [InlineData(@"\begin{array}{l|r} 1 & 2 \end{array}")]
    [InlineData(@"\begin{tikzpicture}\end{tikzpicture}")]
    [InlineData(@"\operatorname{soft-max} x")]
    [InlineData(@"\text{a \bf b}")]
    [InlineData(@"\text{a")]
    [InlineData(@"\text{if $x}")]
    [InlineData(@"\not x")]
    [InlineData(@"\")]
    [InlineData("95% of x")]
    [InlineData("\"x\"")]
    [InlineData("a\u0000b")]
    [InlineData("a\ud800b")]
    [InlineData("\ud83d\ude00")]
    [InlineData("x\u202ey")]
    public void Formula_NotUnderstood_IsShownAsSource(string tex)
    {
        Assert.Null(TexMath.ToMathMl(tex, display: true));
        Assert.Equal(
            $"<div class=\"math\" role=\"math\">{System.Net.WebUtility.HtmlEncode(tex)}</div>", TexMath.Html(tex, display: true));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\\text{<script>alert(1)</script>}")]
    [InlineData("\\mathrm{</annotation></math><img src=x onerror=alert(1)>}")]
    [InlineData("\\begin{<b>}\\end{<b>}")]
    public void Formula_HostileText_IsEncoded(string tex)
    {
        var html = TexMath.Html(tex, display: false);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("{", "}")]
    [InlineData(@"\frac{", "}{2}")]
    [InlineData(@"\hat ", "")]
    [InlineData(@"\displaystyle ", "")]
    [InlineData(@"\left(", @"\right)")]
    [InlineData(@"\sqrt[", "]2")]
    [InlineData(@"\begin{cases}", @"\end{cases}")]
    [InlineData("x^{", "}")]
    [InlineData(@"\overset{", "}=")]
    [InlineData(@"\mathrm ", "")]
    public void Formula_NestedTenThousandTimes_IsShownAsSource(string open, string close)
    {
        Assert.NotNull(Nested(20));
        Assert.Null(Nested(10_000));

        string? Nested(int times) => TexMath.ToMathMl(
            new StringBuilder().Insert(0, open, times).Append('x').Insert(open.Length * times + 1, close, times).ToString(), display: true);
    }

    [Fact]
    public void Formula_LongButFlat_IsRead()
    {
        Assert.NotNull(TexMath.ToMathMl(string.Concat(Enumerable.Repeat(@"x_1 + \, ", 10_000)) + "y", display: true));
        Assert.NotNull(TexMath.ToMathMl(string.Concat(Enumerable.Repeat(@"\substack{x \\[3} ", 10_000)), display: true));
    }

    [Fact]
    public void Formula_AnySequenceOfPieces_IsWellFormedOrShownAsSource() =>
        Prop.ForAll(Arb.From(Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p))), IsSound)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40));

    [Fact]
    public void Formula_AnyText_IsWellFormedOrShownAsSource() =>
        Prop.ForAll<string?>(t => IsSound(t ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Formula_AnyCombinationOfWhatIsKnown_IsRead() =>
        Prop.ForAll(Arb.From(Gen.Sized(n => Formula(Math.Min(n, 4)))), tex =>
            {
                Assert.NotNull(TexMath.ToMathMl(tex, display: true));
                IsSound(tex);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(8));

    /// <summary>One to three parts, each a sign or a construct that holds formulas of less depth.</summary>
    private static Gen<string> Formula(int depth)
    {
        var sign = Gen.Elements("x", "7", "AB", "+", "-", "=", ",", @"\alpha ", @"\log ", @"\sum ", @"\to ", "x'", "(", "|", @"\,", "~");
        var inner = depth == 0 ? sign : Formula(depth - 1);
        var frame = Gen.Elements(
            "{#}", "x_{#}^{#}", @"\frac{#}{#}", @"\sqrt[#]{#}", @"\left(#\right]", @"\hat{#}", @"\mathbf{#}", @"\binom{#}{#}",
            @"\max_{#}", @"\underbrace{#}_{#}", @"\overset{#}{#}", @"\begin{cases}#&#\\#\end{cases}", @"\text{a b}", @"\big(",
            @"{\displaystyle #}", @"\begin{aligned}#&#\\[1em]&#\end{aligned}", @"\operatorname{A}", @"\sum\limits_{#}");
        var part = depth == 0 ? sign : Gen.OneOf(sign, frame.SelectMany(f => Gen.ListOf(inner, f.Count(c => c == '#')).Select(i =>
            string.Concat(f.Split('#').Select((text, k) => k == 0 ? text : i[k - 1] + text)))));
        return Gen.Choose(1, 3).SelectMany(count => Gen.ListOf(part, count)).Select(parts => string.Concat(parts));
    }

    private static readonly string[] Pieces =
    [
        "x", "AB", "12", ".5", "{", "}", "{", "}", "{x}", "{1}", "^", "_", "'", "+", "-", "=", "|", ",", "(", ")", "[", "]", "&",
        @"\\", " ", "<", "\"", "%", "~", "α", "∑", "é", "\u0001", "\ud83d\ude00", @"\frac", @"\tfrac", @"\sqrt", @"\sum", @"\int",
        @"\max", @"\log", @"\limits", @"\left(", @"\right)", @"\middle|", @"\left.", @"\big", @"\Bigr", @"\{", @"\}", @"\|",
        @"\mathrm", @"\mathbb", @"\boldsymbol", @"\text{a b}", @"\text", @"\operatorname*", @"\hat", @"\underbrace", @"\not",
        @"\overset", @"\substack", @"\displaystyle", @"\tag", @"\binom", @"\,", @"\quad", @"\alpha", @"\to", @"\ldots",
        @"\begin{cases}", @"\end{cases}", @"\begin{aligned}", @"\end{aligned}", @"\begin{array}{lr}", @"\end{array}", @"\nope",
    ];

    private static void IsSound(string tex)
    {
        foreach (var display in new[] { false, true })
        {
            if (TexMath.ToMathMl(tex, display) is { } math)
            {
                Assert.Equal(tex.Trim().ReplaceLineEndings("\n"), XElement.Parse(math).Descendants("annotation").Single().Value);
            }
            else
            {
                Assert.Contains("class=\"math\"", TexMath.Html(tex, display), StringComparison.Ordinal);
            }
        }
    }

    private static string? Row(string tex, bool display) => TexMath.ToMathMl(tex, display) is { } math
        ? XElement.Parse(math).Element("semantics")!.Elements().First().ToString(SaveOptions.DisableFormatting) : null;
}
