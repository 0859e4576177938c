namespace Stemma.Decoding.Python;

/// <summary>An expression of Python, and where it stands in the text.</summary>
internal abstract record PyExpr(int Start, int End);

/// <summary>A value that is written out; odd when it is written with numbers for its characters.</summary>
internal sealed record PyConst(object Value, bool Odd, int Start, int End) : PyExpr(Start, End);

/// <summary>A name.</summary>
internal sealed record PyName(string Id, int Start, int End) : PyExpr(Start, End);

/// <summary>An f-string: texts and values in turn.</summary>
internal sealed record PyJoined(IReadOnlyList<PyExpr> Parts, int Start, int End) : PyExpr(Start, End);

/// <summary>A value within an f-string, with its conversion and format.</summary>
internal sealed record PyFormatted(PyExpr Value, char Conversion, string Spec, int Start, int End) : PyExpr(Start, End);

/// <summary>An operator between two values.</summary>
internal sealed record PyBinary(string Operator, PyExpr Left, PyExpr Right, int Start, int End) : PyExpr(Start, End);

/// <summary>An operator before one value.</summary>
internal sealed record PyUnary(string Operator, PyExpr Value, int Start, int End) : PyExpr(Start, End);

/// <summary><c>and</c>, <c>or</c>.</summary>
internal sealed record PyLogic(bool And, PyExpr Left, PyExpr Right, int Start, int End) : PyExpr(Start, End);

/// <summary>Comparisons, one after the other.</summary>
internal sealed record PyCompare(PyExpr Left, IReadOnlyList<(string Operator, PyExpr Right)> Rest, int Start, int End) : PyExpr(Start, End);

/// <summary><c>a if c else b</c>.</summary>
internal sealed record PyTernary(PyExpr Condition, PyExpr Then, PyExpr Else, int Start, int End) : PyExpr(Start, End);

/// <summary>An argument: by place, by name, or unpacked with one or two stars.</summary>
internal sealed record PyArgument(string? Name, int Stars, PyExpr Value);

/// <summary>A call.</summary>
internal sealed record PyCall(PyExpr Function, IReadOnlyList<PyArgument> Arguments, int Start, int End) : PyExpr(Start, End);

/// <summary>An attribute.</summary>
internal sealed record PyAttribute(PyExpr Value, string Name, int Start, int End) : PyExpr(Start, End);

/// <summary>An item or a slice.</summary>
internal sealed record PySubscript(PyExpr Value, PyExpr Index, int Start, int End) : PyExpr(Start, End);

/// <summary>The bounds of a slice.</summary>
internal sealed record PySlice(PyExpr? From, PyExpr? To, PyExpr? Step, int Start, int End) : PyExpr(Start, End);

/// <summary>A tuple, list or set: the kind is its opening bracket.</summary>
internal sealed record PySequence(char Kind, IReadOnlyList<PyExpr> Items, int Start, int End) : PyExpr(Start, End);

/// <summary>A dictionary; an entry without key is unpacked.</summary>
internal sealed record PyMapping(IReadOnlyList<(PyExpr? Key, PyExpr Value)> Entries, int Start, int End) : PyExpr(Start, End);

/// <summary>One <c>for … in … if …</c>.</summary>
internal sealed record PyClause(PyExpr Target, PyExpr Source, IReadOnlyList<PyExpr> Conditions);

/// <summary>A comprehension: the kind is its opening bracket; a dictionary has a value too.</summary>
internal sealed record PyComprehension(char Kind, PyExpr Item, PyExpr? Value, IReadOnlyList<PyClause> Clauses, int Start, int End) : PyExpr(Start, End);

/// <summary>A parameter.</summary>
internal sealed record PyParameter(string Name, PyExpr? Default, int Stars);

/// <summary><c>lambda</c>.</summary>
internal sealed record PyLambda(IReadOnlyList<PyParameter> Parameters, PyExpr Body, int Start, int End) : PyExpr(Start, End);

/// <summary>An unpacked value.</summary>
internal sealed record PyStarred(PyExpr Value, int Start, int End) : PyExpr(Start, End);

/// <summary><c>name := value</c>.</summary>
internal sealed record PyWalrus(string Name, PyExpr Value, int Start, int End) : PyExpr(Start, End);

/// <summary>A statement.</summary>
internal abstract record PyStatement;

/// <summary>An expression by itself.</summary>
internal sealed record PyDo(PyExpr Value) : PyStatement;

/// <summary>An assignment to one target or several; with an operator to one that has a value.</summary>
internal sealed record PyAssign(IReadOnlyList<PyExpr> Targets, string Operator, PyExpr Value) : PyStatement;

/// <summary><c>if</c>: conditions with what follows; the last may have none.</summary>
internal sealed record PyIf(IReadOnlyList<(PyExpr? Condition, IReadOnlyList<PyStatement> Body)> Branches) : PyStatement;

/// <summary><c>while</c>.</summary>
internal sealed record PyWhile(PyExpr Condition, IReadOnlyList<PyStatement> Body) : PyStatement;

/// <summary><c>for</c>.</summary>
internal sealed record PyFor(PyExpr Target, PyExpr Source, IReadOnlyList<PyStatement> Body) : PyStatement;

/// <summary>A function, or a class when it has no parameters to speak of.</summary>
internal sealed record PyDefinition(string Name, IReadOnlyList<PyParameter>? Parameters, IReadOnlyList<PyStatement> Body) : PyStatement;

/// <summary><c>return</c>.</summary>
internal sealed record PyReturn(PyExpr? Value) : PyStatement;

/// <summary><c>import a.b as c</c>, or <c>from a import b as c</c>.</summary>
internal sealed record PyImport(string? From, IReadOnlyList<(string Name, string? As)> Names) : PyStatement;

/// <summary><c>try</c> and the blocks behind it.</summary>
internal sealed record PyTry(IReadOnlyList<PyStatement> Body, IReadOnlyList<IReadOnlyList<PyStatement>> Rest) : PyStatement;

/// <summary><c>with</c>.</summary>
internal sealed record PyWith(IReadOnlyList<(PyExpr Value, PyExpr? Target)> Items, IReadOnlyList<PyStatement> Body) : PyStatement;

/// <summary><c>break</c>, <c>continue</c>.</summary>
internal sealed record PyLeave(bool Loop) : PyStatement;
