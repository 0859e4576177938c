using System.Globalization;
using System.Text;

namespace Stemma.Hunting.Kql.Syntax;

/// <summary>Writes a tree as text that reads as the same tree: one operator a line, a parenthesis around every operation.</summary>
internal sealed partial class Printer
{
    private readonly StringBuilder _out = new();

    public static string Print(Script script)
    {
        Printer printer = new();
        foreach (Statement statement in script.Statements) printer.Add(statement).Append(";\n");
        return printer._out.ToString();
    }

    public static string Print(Expression expression) => new Printer().Add(expression).ToString();

    private StringBuilder Add(Statement statement)
    {
        switch (statement)
        {
            case QueryStatement query:
                return Add(query.Query);
            case LetStatement let:
                _out.Append("let ").Append(Quoted(let.Name)).Append(" = ");
                return Add(let.Value);
            case FunctionStatement function:
                _out.Append("let ").Append(Quoted(function.Name)).Append(" = ");
                List(function.Parameters, "(", ")", Add);
                _out.Append(" {\n");
                foreach (Statement inner in function.Body) Add(inner).Append(";\n");
                return _out.Append('}');
            default:
                return _out.Append(((OtherStatement)statement).Text);
        }
    }

    private void Add(FunctionParameter parameter)
    {
        _out.Append(Quoted(parameter.Name)).Append(':');
        if (parameter.Columns is { Count: 0 }) _out.Append("(*)");
        else if (parameter.Columns is { } columns) Add(columns);
        else _out.Append(KustoTypes.Name(parameter.Type!.Value));
        if (parameter.Default is not { } value) return;
        _out.Append(" = ");
        Add(value);
    }

    private StringBuilder Add(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                return _out.Append(Text(literal));
            case TypeLiteral type:
                _out.Append("typeof(");
                if (type.Type is { } simple) _out.Append(KustoTypes.Name(simple));
                else Add(type.Columns);
                return _out.Append(')');
            case Name name:
                return _out.Append(name.Value.Contains('*', StringComparison.Ordinal) || name.Value.StartsWith('$') ? name.Value : Quoted(name.Value));
            case Star:
                return _out.Append('*');
            case Member member:
                return Add(member.Target).Append('.').Append(Quoted(member.Property));
            case MethodCall method:
                Add(method.Target).Append('.');
                return Add(method.Call);
            case Element element:
                Add(element.Target).Append('[');
                return Add(element.Index).Append(']');
            case Call call:
                _out.Append(call.Function);
                List(call.Arguments, "(", ")", Add);
                return _out;
            case Unary unary:
                _out.Append('(').Append(unary.Operator);
                return Add(unary.Operand).Append(')');
            case Binary binary:
                _out.Append('(');
                Add(binary.Left).Append(' ').Append(binary.Operator).Append(' ');
                return Add(binary.Right).Append(')');
            case ExpressionList list:
                List(list.Items, "(", ")", item => Add(item));
                return _out;
            case Between between:
                _out.Append('(');
                Add(between.Value).Append(between.IsNegated ? " !between (" : " between (");
                Add(between.Low).Append(" .. ");
                return Add(between.High).Append("))");
            case Pipeline pipeline:
                _out.Append('(');
                Add(pipeline.Source);
                Add(pipeline.Operators);
                return _out.Append(')');
            default:
                return AddSource(expression);
        }
    }

    private StringBuilder AddSource(Expression expression)
    {
        switch (expression)
        {
            case DataTable table:
                _out.Append("datatable");
                Add(table.Columns);
                List(table.Values, "[", "]", value => Add(value));
                return _out;
            case ExternalData external:
                _out.Append("externaldata");
                Add(external.Columns);
                List(external.Sources, "[", "]", value => Add(value));
                if (external.Parameters.Count > 0) _out.Append(" with ");
                if (external.Parameters.Count > 0) List(external.Parameters, "(", ")", Add);
                return _out;
            case Print print:
                _out.Append("print ");
                List(print.Items, "", "", Add);
                return _out;
            case RangeSource range:
                _out.Append("range ").Append(Quoted(range.Column)).Append(" from ");
                Add(range.From).Append(" to ");
                Add(range.To).Append(" step ");
                return Add(range.Step);
            default:
                _out.Append('(');
                Add(((OperatorSource)expression).Operator);
                return _out.Append(')');
        }
    }

    private void Add(NamedExpression item)
    {
        if (item.Names.Count > 1) List(item.Names, "(", ")", name => _out.Append(Quoted(name)));
        else if (item.Names.Count == 1) _out.Append(Quoted(item.Names[0]));
        if (item.Names.Count > 0) _out.Append(" = ");
        Add(item.Value);
    }

    private void Add(IReadOnlyList<ColumnDeclaration> columns) =>
        List(columns, "(", ")", column => _out.Append(Quoted(column.Name)).Append(':').Append(KustoTypes.Name(column.Type)));

    private void Add(Parameter parameter)
    {
        _out.Append(parameter.Name).Append('=');
        Add(parameter.Value);
    }

    private void List<T>(IReadOnlyList<T> items, string open, string close, Action<T> add)
    {
        _out.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) _out.Append(", ");
            add(items[i]);
        }

        _out.Append(close);
    }

    // Whatever could be a word of the language, or begins like a number, stands in brackets.
    private static string Quoted(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(Lexer.IsNamePart) && KustoTypes.Parse(name) is null && name is not ("true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            ? name
            : $"['{Escaped(name)}']";

    private static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            if (c is '\\' or '\'') escaped.Append('\\').Append(c);
            else if (c < ' ' || char.IsSurrogate(c)) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string Text(Literal literal) => literal.Value switch
    {
        null => $"{KustoTypes.Name(literal.Type)}(null)",
        string text when literal.Type == KustoType.Dynamic => $"dynamic({text})",
        string text => $"'{Escaped(text)}'",
        bool truth => truth ? "true" : "false",
        long ticks when literal.Type == KustoType.DateTime => $"datetime({ValueText.DateTime(ticks)})",
        long ticks when literal.Type == KustoType.TimeSpan => $"timespan({ValueText.TimeSpan(ticks)})",
        long number => $"long({number.ToString(CultureInfo.InvariantCulture)})",
        double real => $"real({ValueText.Real(real).Replace("inf", real > 0 ? "+inf" : "inf", StringComparison.Ordinal)})",
        Guid guid => $"guid({guid:D})",
        var other => $"{KustoTypes.Name(literal.Type)}({Convert.ToString(other, CultureInfo.InvariantCulture)})",
    };
}
