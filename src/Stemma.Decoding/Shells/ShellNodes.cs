namespace Stemma.Decoding.Shells;

/// <summary>A command of a Unix shell as parsed.</summary>
internal abstract record ShellNode;

/// <summary>A word as it is written, with its quotes.</summary>
/// <param name="Raw">The text.</param>
/// <param name="Start">Where it begins in what was parsed.</param>
internal sealed record ShellWord(string Raw, int Start);

/// <summary>Redirection of input or output.</summary>
/// <param name="Operator">&lt;, &gt;, &gt;&gt;, &lt;&lt;&lt;, &lt;&lt; and so on.</param>
/// <param name="Target">The word behind it; for a here-document its text.</param>
/// <param name="Literal">Whether nothing is expanded in a here-document.</param>
internal sealed record ShellRedirect(string Operator, string Target, bool Literal);

/// <summary>Assignments, a command and its arguments.</summary>
internal sealed record ShellSimple(IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellRedirect> Redirects) : ShellNode;

/// <summary>Commands, the output of each being the input of the next.</summary>
internal sealed record ShellPipeline(IReadOnlyList<ShellNode> Parts) : ShellNode;

/// <summary>Two commands with <c>&amp;&amp;</c> or <c>||</c> between them.</summary>
internal sealed record ShellPair(bool And, ShellNode Left, ShellNode Right) : ShellNode;

/// <summary>Commands one after the other.</summary>
internal sealed record ShellList(IReadOnlyList<ShellNode> Commands) : ShellNode;

/// <summary>Commands in braces, or in parentheses: then what they set stays inside.</summary>
internal sealed record ShellGroup(ShellNode Body, bool Apart, IReadOnlyList<ShellRedirect> Redirects) : ShellNode;

/// <summary><c>if</c> with its branches in order; the last may have no condition.</summary>
internal sealed record ShellIf(IReadOnlyList<(ShellNode? Condition, ShellNode Body)> Branches) : ShellNode;

/// <summary><c>while</c> and <c>until</c>.</summary>
internal sealed record ShellWhile(bool Until, ShellNode Condition, ShellNode Body, IReadOnlyList<ShellRedirect> Redirects) : ShellNode;

/// <summary><c>for name in words</c>; without words over the arguments.</summary>
internal sealed record ShellFor(string Name, IReadOnlyList<ShellWord>? Words, ShellNode Body, IReadOnlyList<ShellRedirect> Redirects) : ShellNode;

/// <summary><c>for ((first; condition; next))</c>.</summary>
internal sealed record ShellCount(string First, string Condition, string Next, ShellNode Body) : ShellNode;

/// <summary><c>case</c>.</summary>
internal sealed record ShellCase(ShellWord Word, IReadOnlyList<(IReadOnlyList<string> Patterns, ShellNode Body)> Branches) : ShellNode;

/// <summary>A function is defined.</summary>
internal sealed record ShellFunction(string Name, ShellNode Body) : ShellNode;

/// <summary><c>((expression))</c>.</summary>
internal sealed record ShellSum(string Expression) : ShellNode;
