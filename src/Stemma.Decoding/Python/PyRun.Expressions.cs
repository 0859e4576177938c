using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Stemma.Decoding.Python;

internal sealed partial class PyRun
{
    /// <summary>The value of an expression. Where it was hidden, how it reads is noted.</summary>
    private object Eval(PyExpr expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        shared.Step();
        int before = shared.Tricks;
        object value = Value(expression);
        if (_silent == 0 && shared.Tricks > before && expression is not PyName)
        {
            // A list made of pieces is not worth writing out: text, bytes and names are.
            string? plain = value is string or PyBytes or PyRef { Instance: false } ? PyText.Repr(value) : null;
            if (plain is not null || value is PyUnknown) { shared.Edit(expression.Start, expression.End, plain); }
        }
        return value;
    }

    private object Value(PyExpr expression)
    {
        switch (expression)
        {
            case PyConst constant:
                if (constant.Odd) { shared.Tricks++; }
                return constant.Value is PyBytes bytes ? new PyBytes([.. bytes.Data]) : constant.Value;
            case PyName name: return Name(name.Id);
            case PyJoined joined: return Joined(joined);
            case PyBinary binary:
                bool literal = IsPiece(binary.Left) && IsPiece(binary.Right);
                return Binary(binary.Operator, Eval(binary.Left), Eval(binary.Right), literal);
            case PyUnary unary: return Unary(unary.Operator, Eval(unary.Value));
            case PyLogic logic:
                object first = Eval(logic.Left);
                bool? truth = Truth(first);
                if (truth is null) { Eval(logic.Right); return PyUnknown.Value; }
                return truth == logic.And ? Eval(logic.Right) : first;
            case PyCompare compare: return Compare(compare);
            case PyTernary ternary:
                bool? holds = Truth(Eval(ternary.Condition));
                if (holds is null) { Eval(ternary.Then); Eval(ternary.Else); return PyUnknown.Value; }
                return Eval(holds.Value ? ternary.Then : ternary.Else);
            case PyCall call: return Call(call);
            case PyAttribute attribute: return Attribute(Eval(attribute.Value), attribute.Name);
            case PySubscript subscript: return Item(Eval(subscript.Value), subscript.Index);
            case PySequence sequence: return Sequence(sequence);
            case PyMapping mapping:
                var dict = new PyDict();
                foreach ((PyExpr? key, PyExpr entry) in mapping.Entries)
                {
                    object value = Eval(entry);
                    if (key is null || PyText.Repr(Eval(key)) is not { } text) { continue; }
                    dict.Entries[text] = (Eval(key), value);
                }
                return dict;
            case PyComprehension comprehension: return Comprehend(comprehension);
            case PyLambda lambda: return new PyFunction(lambda.Parameters, lambda.Body, null, _scope);
            case PyStarred starred: return Eval(starred.Value);
            case PyWalrus walrus: return _scope.Names[walrus.Name] = Eval(walrus.Value);
            default: return PyUnknown.Value;
        }
    }

    // Pieces of one word: 'sys' + 'tem', a + b. Not what builds messages: a call, an attribute.
    private static bool IsPiece(PyExpr part) => part is PyConst { Value: string or PyBytes } or PyName or PyBinary { Operator: "+" } or PySubscript;

    private object Name(string id)
    {
        if (_scope.Find(id) is { } value) { return value; }
        foreach (string module in _stars) { if (PyModules.Has(module, id)) { return new PyRef($"{module}.{id}"); } }
        return new PyRef(id);
    }

    private object Joined(PyJoined joined)
    {
        var text = new StringBuilder();
        bool known = true;
        foreach (PyExpr part in joined.Parts)
        {
            if (part is PyFormatted formatted)
            {
                object value = EvalQuietly(formatted.Value);
                string? made = formatted.Conversion == 'r' ? PyText.Repr(value) : PyText.Format(value, formatted.Spec);
                known &= made is not null && value is not (PyRef or PyUnknown);
                text.Append(made);
            }
            else { text.Append((part as PyConst)?.Value as string); }
        }
        return known ? text.ToString() : PyUnknown.Value;
    }

    // Places within an f-string are not those of the text around it.
    private object EvalQuietly(PyExpr expression)
    {
        _silent++;
        object value = Eval(expression);
        _silent--;
        return value;
    }

    private object Binary(string sign, object left, object right, bool pieces)
    {
        if (left is PyUnknown || right is PyUnknown) { return PyUnknown.Value; }
        switch (left, right)
        {
            case (string a, string b) when sign == "+":
                shared.Budget.Reserve(a.Length + b.Length);
                if (pieces && a.Length > 0 && b.Length > 0 && a.Length <= 4096 && char.IsLetterOrDigit(a[^1]) && char.IsLetterOrDigit(b[0])) { shared.Tricks++; }
                return a + b;
            case (PyBytes a, PyBytes b) when sign == "+":
                shared.Budget.Reserve(a.Data.Length + b.Data.Length);
                if (pieces) { shared.Tricks++; }
                return new PyBytes([.. a.Data, .. b.Data]);
            case (PyList a, PyList b) when sign == "+":
                shared.Budget.Reserve(8L * (a.Items.Count + b.Items.Count));
                return new PyList([.. a.Items, .. b.Items]);
            case (PyTuple a, PyTuple b) when sign == "+":
                shared.Budget.Reserve(8L * (a.Items.Length + b.Items.Length));
                return new PyTuple([.. a.Items, .. b.Items]);
            case (string format, _) when sign == "%":
                if (format.Contains("%c", StringComparison.Ordinal)) { shared.Tricks++; }
                return (object?)PyText.Percent(format, right) ?? PyUnknown.Value;
            case (_, string or PyBytes or PyList or PyTuple) when sign == "*" && PyNumbers.Whole(left) is { } times: return Times(right, times);
            case (string or PyBytes or PyList or PyTuple, _) when sign == "*" && PyNumbers.Whole(right) is { } times: return Times(left, times);
            case (double or long or BigInteger or bool, double) or (double, long or BigInteger or bool): return Real(sign, Double(left), Double(right));
        }
        if (PyNumbers.Whole(left) is not { } x || PyNumbers.Whole(right) is not { } y) { return PyUnknown.Value; }
        if (sign == "^") { shared.Tricks++; }
        return PyNumbers.Apply(sign, x, y);
    }

    private static double Double(object value) => value is double real ? real : PyNumbers.Whole(value) is { } whole ? (double)whole : 0;

    private static object Real(string sign, double a, double b) => sign switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" when b != 0 => a / b,
        "//" when b != 0 => Math.Floor(a / b),
        "%" when b != 0 => a - (b * Math.Floor(a / b)),
        "**" => Math.Pow(a, b),
        _ => PyUnknown.Value,
    };

    private object Times(object value, BigInteger times)
    {
        int count = (int)BigInteger.Max(0, BigInteger.Min(times, 100_000_000));
        switch (value)
        {
            case string text:
                shared.Budget.Reserve((long)text.Length * count);
                return new StringBuilder().Insert(0, text, count).ToString();
            case PyBytes bytes:
                shared.Budget.Reserve((long)bytes.Data.Length * count);
                var all = new byte[bytes.Data.Length * count];
                for (int i = 0; i < count && bytes.Data.Length > 0; i++) { bytes.Data.CopyTo(all, i * bytes.Data.Length); }
                return new PyBytes(all);
            default:
                List<object> items = Items(value)!;
                shared.Budget.Reserve((long)items.Count * count * 4);
                List<object> repeated = new(items.Count * count);
                for (int i = 0; i < count && items.Count > 0; i++) { repeated.AddRange(items); }
                return value is PyTuple ? new PyTuple([.. repeated]) : new PyList(repeated);
        }
    }

    private static object Unary(string sign, object value) => sign switch
    {
        "not" => Truth(value) is bool truth ? !truth : PyUnknown.Value,
        "-" when value is double real => -real,
        "-" when PyNumbers.Whole(value) is { } whole => PyNumbers.Fit(-whole),
        "+" when PyNumbers.Whole(value) is not null => value,
        "~" when PyNumbers.Whole(value) is { } bits => PyNumbers.Fit(-bits - 1),
        "await" => value,
        _ => PyUnknown.Value,
    };

    /// <summary>Whether a value counts as true; null when it is not known.</summary>
    private static bool? Truth(object value) => value switch
    {
        bool known => known,
        string text => text.Length > 0,
        PyBytes bytes => bytes.Data.Length > 0,
        PyList list => list.Items.Count > 0,
        PyTuple tuple => tuple.Items.Length > 0,
        PyDict dict => dict.Entries.Count > 0,
        PyNone => false,
        double real => real != 0,
        PyFunction => true,
        _ => PyNumbers.Whole(value) is { } whole ? !whole.IsZero : null,
    };

    private object Compare(PyCompare compare)
    {
        object left = Eval(compare.Left);
        bool all = true, known = true;
        foreach ((string sign, PyExpr other) in compare.Rest)
        {
            object right = Eval(other);
            bool? holds = Compare(sign, left, right);
            if (holds is null) { known = false; }
            else { all &= holds.Value; }
            left = right;
        }
        return !all ? false : known ? true : PyUnknown.Value;
    }

    private bool? Compare(string sign, object left, object right)
    {
        if (left is PyUnknown or PyRef || right is PyUnknown or PyRef) { return null; }
        if (sign is "in" or "not in")
        {
            bool? found = right switch
            {
                string text when left is string part => text.Contains(part, StringComparison.Ordinal),
                PyDict dict => PyText.Repr(left) is { } key ? dict.Entries.ContainsKey(key) : null,
                _ => Items(right) is { } items && PyText.Repr(left) is { } wanted ? items.Exists(item => PyText.Repr(item) == wanted) : null,
            };
            return sign == "in" ? found : !found;
        }
        if (sign is "is" or "is not" or "==" or "!=" or "<>")
        {
            if (left is double or long or BigInteger or bool && right is double or long or BigInteger or bool) { return (Double(left) == Double(right) && (PyNumbers.Whole(left) == PyNumbers.Whole(right) || left is double || right is double)) == sign is "is" or "=="; }
            string? a = PyText.Repr(left), b = PyText.Repr(right);
            return a is null || b is null ? null : (a == b) == sign is "is" or "==";
        }
        int? order = (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            _ when PyNumbers.Whole(left) is { } x && PyNumbers.Whole(right) is { } y => x.CompareTo(y),
            (double or long or BigInteger, double or long or BigInteger) => Double(left).CompareTo(Double(right)),
            _ => null,
        };
        return order is not int known ? null : sign switch { "<" => known < 0, "<=" => known <= 0, ">" => known > 0, _ => known >= 0 };
    }

    private object Sequence(PySequence sequence)
    {
        List<object> items = new(sequence.Items.Count);
        foreach (PyExpr item in sequence.Items)
        {
            object value = Eval(item);
            if (item is PyStarred)
            {
                if (Items(value) is not { } more) { return PyUnknown.Value; }
                shared.Budget.Reserve(8L * (items.Count + more.Count));
                items.AddRange(more);
            }
            else { items.Add(value); }
        }
        return sequence.Kind == '(' ? new PyTuple([.. items]) : new PyList(items);
    }

    private object Comprehend(PyComprehension comprehension)
    {
        PyScope before = _scope;
        _scope = new PyScope(before);
        List<object> items = [];
        var dict = new PyDict();
        bool known = Clause(0);
        _scope = before;
        return !known ? PyUnknown.Value : comprehension.Value is not null ? dict : new PyList(items);

        bool Clause(int number)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (number == comprehension.Clauses.Count)
            {
                object item = Eval(comprehension.Item);
                if (comprehension.Value is null) { items.Add(item); }
                else if (PyText.Repr(item) is { } key) { dict.Entries[key] = (item, Eval(comprehension.Value)); }
                return true;
            }
            PyClause clause = comprehension.Clauses[number];
            if (Items(Eval(clause.Source)) is not { } source)
            {
                // Not known over what: its parts are read once.
                Bind(clause.Target, PyUnknown.Value);
                foreach (PyExpr condition in clause.Conditions) { Eval(condition); }
                Clause(number + 1);
                return false;
            }
            foreach (object each in source)
            {
                shared.Step();
                Bind(clause.Target, each);
                bool? wanted = true;
                foreach (PyExpr condition in clause.Conditions)
                {
                    bool? holds = Truth(Eval(condition));
                    if (holds is null) { return false; }
                    wanted &= holds;
                }
                if (wanted == true && !Clause(number + 1)) { return false; }
            }
            return true;
        }
    }

    /// <summary>The items that a loop over a value sees; null when they are not known.</summary>
    private List<object>? Items(object value)
    {
        switch (value)
        {
            case PyList list:
                // What a loop runs over may be changed by its body.
                shared.Budget.Reserve(list.Items.Count * 4L);
                return [.. list.Items];
            case PyTuple tuple:
                shared.Budget.Reserve(tuple.Items.Length * 4L);
                return [.. tuple.Items];
            case string text:
                shared.Budget.Reserve(text.Length * 8L);
                return [.. text.EnumerateRunes().Select(rune => (object)rune.ToString())];
            case PyBytes bytes:
                shared.Budget.Reserve(bytes.Data.Length * 8L);
                return [.. bytes.Data.Select(b => (object)(long)b)];
            case PyDict dict: return [.. dict.Entries.Values.Select(entry => entry.Key)];
            default: return null;
        }
    }

    private object Item(object value, PyExpr index)
    {
        if (index is PySlice slice)
        {
            object from = slice.From is null ? PyNone.Value : Eval(slice.From), to = slice.To is null ? PyNone.Value : Eval(slice.To), step = slice.Step is null ? PyNone.Value : Eval(slice.Step);
            return Slice(value, from, to, step);
        }
        object key = Eval(index);
        if (value is PyDict dict) { return PyText.Repr(key) is { } text && dict.Entries.TryGetValue(text, out (object Key, object Value) entry) ? entry.Value : PyUnknown.Value; }
        if (value is PyRef { Instance: false } reference && key is string name)
        {
            // globals()['x'] and module.__dict__['x'] are ways to write a name.
            if (reference.Path is "globals()" or "locals()") { return name is "__builtins__" or "builtins" ? new PyRef("builtins") : Name(name); }
            if (reference.Path.EndsWith(".__dict__", StringComparison.Ordinal)) { shared.Tricks++; return Attribute(new PyRef(reference.Path[..^9]), name); }
            if (reference.Path == "os.environ" && context.Environment.TryGetValue(name, out string? variable)) { return variable; }
            if (reference.Path == "sys.modules") { return new PyRef(name); }
            return PyUnknown.Value;
        }
        if (PyNumbers.Whole(key) is not { } number || value is PyUnknown or PyRef) { return PyUnknown.Value; }
        int length = Length(value);
        if (number < 0) { number += length; }
        if (number < 0 || number >= length) { return PyUnknown.Value; }
        int at = (int)number;
        return value switch
        {
            string chars => chars[at].ToString(),
            PyBytes bytes => (long)bytes.Data[at],
            PyList list => list.Items[at],
            PyTuple tuple => tuple.Items[at],
            _ => PyUnknown.Value,
        };
    }

    private static int Length(object value) => value switch
    {
        string text => text.Length,
        PyBytes bytes => bytes.Data.Length,
        PyList list => list.Items.Count,
        PyTuple tuple => tuple.Items.Length,
        PyDict dict => dict.Entries.Count,
        _ => -1,
    };

    private object Slice(object value, object from, object to, object step)
    {
        int length = Length(value);
        if (length < 0 || value is PyDict || from is PyUnknown || to is PyUnknown || step is PyUnknown) { return PyUnknown.Value; }
        long by = step is PyNone ? 1 : PyNumbers.Whole(step) is { } s && BigInteger.Abs(s) <= int.MaxValue ? (long)s : 0;
        if (by == 0) { return PyUnknown.Value; }
        long first = Bound(from, by > 0 ? 0 : length - 1), last = Bound(to, by > 0 ? length : -1);
        if (to is PyNone && by < 0) { last = -1; }
        if (by != 1 && value is string or PyBytes) { shared.Tricks++; }
        shared.Budget.Reserve(length * 8L);
        List<int> places = [];
        for (long i = first; by > 0 ? i < last : i > last; i += by) { places.Add((int)i); }
        return value switch
        {
            string text => by == 1 ? last > first ? text[(int)first..(int)last] : "" : string.Concat(places.Select(i => text[i])),
            PyBytes bytes => new PyBytes([.. places.Select(i => bytes.Data[i])]),
            PyList list => new PyList([.. places.Select(i => list.Items[i])]),
            PyTuple tuple => new PyTuple([.. places.Select(i => tuple.Items[i])]),
            _ => PyUnknown.Value,
        };

        long Bound(object bound, long otherwise)
        {
            if (PyNumbers.Whole(bound) is not { } given) { return otherwise; }
            BigInteger place = given < 0 ? given + length : given;
            return (long)BigInteger.Max(by > 0 ? 0 : -1, BigInteger.Min(place, by > 0 ? length : length - 1));
        }
    }
}
