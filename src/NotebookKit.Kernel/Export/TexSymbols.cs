using System.Xml.Linq;

namespace NotebookKit.Kernel.Export;

/// <summary>One sign of an equation.</summary>
/// <param name="Text">The sign in Unicode, or the word of a function.</param>
/// <param name="Class">What it is to its neighbours.</param>
/// <param name="Limits">Where its scripts go.</param>
/// <param name="IsDelimiter">Whether it may follow <c>\left</c> and <c>\big</c>.</param>
/// <param name="Gap">Space on both sides where browsers' dictionaries differ from TeX.</param>
internal sealed record TexSymbol(
    string Text, MathClass Class, Limits Limits = Limits.Beside, bool IsDelimiter = false, string? Gap = null)
{
    /// <summary>The sign as MathML.</summary>
    /// <param name="font">The alphabet in force; upright is for Latin letters only.</param>
    public XElement Element(MathFont? font) => Class == MathClass.Function ? new XElement("mi", Text)
        : Class == MathClass.Ordinary && Gap is null
            ? MathFont.Identifier(font == MathFont.Roman ? null : font, Text)
        : new XElement(
            "mo",
            IsDelimiter || Gap is not null ? new XAttribute("stretchy", "false") : null,
            Gap is null ? null : new XAttribute("lspace", Gap),
            Gap is null ? null : new XAttribute("rspace", Gap),
            Text);
}

/// <summary>A sign over or under its argument; a brace takes a script of its own.</summary>
internal sealed record TexAccent(string Text, bool Stretchy = false, bool Below = false, bool IsBrace = false);

/// <summary>Rows of cells: the fences around them, the columns (l, c, r, repeated), and the name that page.css
/// knows.</summary>
internal sealed record TexEnvironment(
    string Open, string Close, string Columns, string Name = "", bool Display = false);

/// <summary>The signs that papers use: LaTeX's and amsmath's names with their Unicode characters.</summary>
internal static class TexSymbols
{
    private const string RelationGap = "0.2778em";

    /// <summary>Signs written as they are.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Signs = Table(
        Names(MathClass.Binary, "+ + - − * ∗"),
        Names(MathClass.Relation, "= = < < > >"),
        Names(MathClass.Relation, ": :", gap: RelationGap),
        Names(MathClass.Punctuation, ", , ; ;"),
        Names(MathClass.Open, "( ( [ [", isDelimiter: true),
        Names(MathClass.Close, ") ) ] ]", isDelimiter: true),
        Names(MathClass.Ordinary, "| | / /", isDelimiter: true, gap: "0"),
        Names(MathClass.Ordinary, ". . @ @"),
        Names(MathClass.Close, "! ! ? ?", gap: "0"));

    /// <summary>Signs written as commands, without the backslash.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> Commands = Table(
        Names(
            MathClass.Ordinary,
            "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
            + "lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ "
            + "varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ "
            + "Omega Ω partial ∂ nabla ∇ infty ∞ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ ell ℓ hbar ℏ Re ℜ "
            + "Im ℑ aleph ℵ angle ∠ top ⊤ bot ⊥ neg ¬ lnot ¬ prime ′ triangle △ square □ ldots … dots … dotsc … "
            + "cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ % % # # $ $ & & _ _ checkmark ✓"),
        Names(
            MathClass.Binary,
            "pm ± mp ∓ times × cdot ⋅ div ÷ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ "
            + "cup ∪ cap ∩ uplus ⊎ wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ dagger †"),
        Names(
            MathClass.Relation,
            "le ≤ leq ≤ ge ≥ geq ≥ leqslant ⩽ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lt < gt > approx ≈ sim ∼ simeq ≃ cong ≅ "
            + "equiv ≡ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ "
            + "subsetneq ⊊ supset ⊃ supseteq ⊇ prec ≺ preceq ⪯ succ ≻ succeq ⪰ perp ⟂ vdash ⊢ models ⊨ lesssim ≲ gtrsim ≳ "
            + "to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ mapsto ↦ longmapsto ⟼ "
            + "hookrightarrow ↪ rightleftharpoons ⇌ Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ "
            + "Leftrightarrow ⇔ iff ⟺"),
        Names(MathClass.Relation, "mid ∣ nmid ∤ parallel ∥", gap: RelationGap),
        Names(MathClass.Relation, "uparrow ↑ downarrow ↓ updownarrow ↕", isDelimiter: true),
        Names(MathClass.Punctuation, "colon :", gap: "0"),
        Names(
            MathClass.Open, "{ { lbrace { lbrack [ langle ⟨ lceil ⌈ lfloor ⌊", isDelimiter: true),
        Names(
            MathClass.Close, "} } rbrace } rbrack ] rangle ⟩ rceil ⌉ rfloor ⌋", isDelimiter: true),
        Names(MathClass.Open, "lvert | lVert ‖", isDelimiter: true, gap: "0"),
        Names(MathClass.Close, "rvert | rVert ‖", isDelimiter: true, gap: "0"),
        Names(MathClass.Ordinary, "vert | Vert ‖ | ‖ backslash \\", isDelimiter: true, gap: "0"),
        Names(
            MathClass.LargeOperator,
            "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀",
            Limits.InDisplay),
        Names(MathClass.LargeOperator, "int ∫ iint ∬ iiint ∭ oint ∮"),
        Words("max min sup inf lim det gcd Pr", Limits.InDisplay),
        Words(
            "arg log exp ln lg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan deg dim hom ker",
            Limits.Beside),
        [
            new("argmax", new("arg\u2009max", MathClass.Function, Limits.InDisplay)),
            new("argmin", new("arg\u2009min", MathClass.Function, Limits.InDisplay)),
            new("limsup", new("lim\u2009sup", MathClass.Function, Limits.InDisplay)),
            new("liminf", new("lim\u2009inf", MathClass.Function, Limits.InDisplay)),
        ]);

    /// <summary>Commands' signs by their own character, for those who type it.</summary>
    public static readonly IReadOnlyDictionary<string, TexSymbol> ByText = Commands.Values
        .Where(s => s.Class != MathClass.Function).DistinctBy(s => s.Text)
        .Append(new("·", MathClass.Binary)).Append(new("−", MathClass.Binary))
        .ToDictionary(s => s.Text, StringComparer.Ordinal);

    /// <summary>Spaces by command.</summary>
    public static readonly IReadOnlyDictionary<string, string> Spaces =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [","] = "0.1667em", [":"] = "0.2222em", [">"] = "0.2222em", [";"] = "0.2778em", ["!"] = "-0.1667em",
            [" "] = "0.25em", ["enspace"] = "0.5em", ["quad"] = "1em", ["qquad"] = "2em",
        };

    /// <summary>Heights of delimiters by command.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sizes =
        new[] { ("big", "1.2em"), ("Big", "1.8em"), ("bigg", "2.4em"), ("Bigg", "3em") }
        .SelectMany(s => new[] { "", "l", "r", "m" }, (s, side) => (Name: s.Item1 + side, Size: s.Item2))
        .ToDictionary(s => s.Name, s => s.Size, StringComparer.Ordinal);

    /// <summary>Accents and braces by command.</summary>
    public static readonly IReadOnlyDictionary<string, TexAccent> Accents =
        new Dictionary<string, TexAccent>(StringComparer.Ordinal)
        {
            ["hat"] = new("^"), ["bar"] = new("¯"), ["tilde"] = new("~"), ["vec"] = new("→"), ["dot"] = new("˙"),
            ["ddot"] = new("¨"), ["check"] = new("ˇ"), ["breve"] = new("˘"), ["acute"] = new("´"), ["grave"] = new("`"),
            ["mathring"] = new("˚"), ["widehat"] = new("^", Stretchy: true), ["widetilde"] = new("~", Stretchy: true),
            ["overrightarrow"] = new("→", Stretchy: true), ["overbrace"] = new("⏞", Stretchy: true, IsBrace: true),
            ["underbrace"] = new("⏟", Stretchy: true, Below: true, IsBrace: true),
        };

    /// <summary>Environments by name.</summary>
    public static readonly IReadOnlyDictionary<string, TexEnvironment> Environments =
        new Dictionary<string, TexEnvironment>(StringComparer.Ordinal)
        {
            ["matrix"] = new("", "", "c"), ["pmatrix"] = new("(", ")", "c"), ["bmatrix"] = new("[", "]", "c"),
            ["Bmatrix"] = new("{", "}", "c"), ["vmatrix"] = new("|", "|", "c"), ["Vmatrix"] = new("‖", "‖", "c"),
            ["array"] = new("", "", "c"), ["cases"] = new("{", "", "l", "cases"),
            ["gathered"] = new("", "", "c", "aligned", Display: true), ["aligned"] = Aligned, ["align"] = Aligned,
            ["align*"] = Aligned, ["split"] = Aligned,
        };

    private static TexEnvironment Aligned => new("", "", "rl", "aligned", Display: true);

    private static IEnumerable<KeyValuePair<string, TexSymbol>> Names(
        MathClass kind, string namesAndTexts, Limits limits = Limits.Beside, bool isDelimiter = false,
        string? gap = null) =>
        namesAndTexts.Split(' ').Chunk(2).Select(p =>
            KeyValuePair.Create(p[0], new TexSymbol(p[1], kind, limits, isDelimiter, gap)));

    private static IEnumerable<KeyValuePair<string, TexSymbol>> Words(string names, Limits limits) =>
        names.Split(' ').Select(n => KeyValuePair.Create(n, new TexSymbol(n, MathClass.Function, limits)));

    private static Dictionary<string, TexSymbol> Table(
        params IEnumerable<KeyValuePair<string, TexSymbol>>[] groups) => new(
        groups.SelectMany(g => g), StringComparer.Ordinal);
}
