namespace Stemma.Hunting.Execution;

/// <summary>Functions of series: arrays of numbers. What is no number is null.</summary>
internal static class SeriesFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Text("kql_series_pair", a => Numbers(a.Text(1)) is { } left && Numbers(a.Text(2)) is { } right ? Pair(a.Text(0)!, left, right, IsWhole(a.Text(1)) && IsWhole(a.Text(2))) : null);
        table.Text("kql_series_each", a => Numbers(a.Text(1)) is { } series ? Whole(a.Text(0) is "abs" or "sign" or "floor" or "ceiling" && IsWhole(a.Text(1)), series.Select(value => value is { } x ? Each(a.Text(0)!, x) : (double?)null)) : null);
        table.Text("kql_series_fill", a => Json.Elements(a.Text(1)) is { } items ? Json.Array(Fill(a.Text(0)!, items, a.Text(2) ?? "null", a.Text(3) ?? "null")) : null);
        table.Text("kql_series_fir", a => Numbers(a.Text(0)) is { } series && Numbers(a.Text(1)) is { } filter ? Fir(a, series, filter) : null);
        table.Text("kql_series_iir", a => Numbers(a.Text(0)) is { } series && Numbers(a.Text(1)) is { } b && Numbers(a.Text(2)) is { Count: > 0 } c ? Json.Array(Iir(series, b, c)) : null);
        table.Real("kql_series_number", a => Numbers(a.Text(1)) is { } left ? Number(a.Text(0)!, left, Numbers(a.Text(2)) ?? []) : null);
        table.Text("kql_series_stats", a => Numbers(a.Text(0)) is { } series ? Stats([.. series.OfType<double>()], series) : null);
        table.Text("kql_series_fit_line", a => Numbers(a.Text(0)) is { } series ? FitLine(series) : null);
        table.Text("kql_series_outliers", a => Numbers(a.Text(0)) is { } series ? Outliers(series) : null);
    }

    private static List<double?>? Numbers(string? json) => Json.Elements(json)?.ConvertAll(Json.ToReal);

    // Whole numbers stay whole where nothing is divided.
    private static string Whole(bool isWhole, IEnumerable<double?> numbers) =>
        isWhole ? Json.Array(numbers.Select(number => number is { } whole ? ((long)whole).ToString(System.Globalization.CultureInfo.InvariantCulture) : "null")) : Json.Array(numbers);

    private static bool IsWhole(string? json) => json?.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static string Pair(string op, List<double?> left, List<double?> right, bool isWhole)
    {
        int length = Math.Max(left.Count, right.Count);
        IEnumerable<(double? A, double? B)> pairs = Enumerable.Range(0, length).Select(i => (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i)));
        return op switch
        {
            "add" => Whole(isWhole, pairs.Select(pair => pair.A + pair.B)),
            "subtract" => Whole(isWhole, pairs.Select(pair => pair.A - pair.B)),
            "multiply" => Whole(isWhole, pairs.Select(pair => pair.A * pair.B)),
            "divide" => Json.Array(pairs.Select(pair => pair.A / pair.B)),
            "pow" => Json.Array(pairs.Select(pair => pair is ({ } x, { } y) ? Math.Pow(x, y) : (double?)null)),
            _ => Json.Array(pairs.Select(pair => pair is not ({ } x, { } y) ? "null" : Compare(op, x, y) ? "true" : "false")),
        };
    }

    private static bool Compare(string op, double x, double y) => op switch
    {
        "greater" => x > y,
        "greater_equals" => x >= y,
        "less" => x < y,
        "less_equals" => x <= y,
        "equals" => x.Equals(y),
        _ => !x.Equals(y),
    };

    private static double Each(string function, double x) => function switch
    {
        "abs" => Math.Abs(x),
        "exp" => Math.Exp(x),
        "sign" => Math.Sign(x),
        "sin" => Math.Sin(x),
        "cos" => Math.Cos(x),
        "tan" => Math.Tan(x),
        "asin" => Math.Asin(x),
        "acos" => Math.Acos(x),
        "atan" => Math.Atan(x),
        "floor" => Math.Floor(x),
        "ceiling" => Math.Ceiling(x),
        _ => Math.Log(x),
    };

    private static IEnumerable<string> Fill(string kind, List<string> items, string missing, string constant)
    {
        bool IsMissing(int i) => items[i] == missing || items[i] == "null";
        for (int i = 0; i < items.Count; i++)
        {
            if (!IsMissing(i))
            {
                yield return items[i];
                continue;
            }

            int before = i - 1;
            while (before >= 0 && IsMissing(before)) before--;
            int after = i + 1;
            while (after < items.Count && IsMissing(after)) after++;
            string? left = before >= 0 ? items[before] : null;
            string? right = after < items.Count ? items[after] : null;
            yield return kind switch
            {
                "const" => constant,
                "forward" => left ?? items[i],
                "backward" => right ?? items[i],
                _ when left is not null && right is not null && Json.ToReal(left) is { } x && Json.ToReal(right) is { } y => Json.Number(x + ((y - x) * (i - before) / (after - before))),
                _ => left ?? right ?? constant,
            };
        }
    }

    private static string Fir(Arguments a, List<double?> series, List<double?> filter)
    {
        bool isNormalized = a.Bool(2) ?? true;
        return Whole(!isNormalized && IsWhole(a.Text(0)) && IsWhole(a.Text(1)), Fir(series, filter, isNormalized, a.Bool(3) ?? false));
    }

    private static IEnumerable<double?> Fir(List<double?> series, List<double?> filter, bool isNormalized, bool isCentered)
    {
        double sum = filter.Sum() ?? 0;
        double scale = isNormalized && sum != 0 ? 1 / sum : 1;
        int offset = isCentered ? filter.Count / 2 : 0;
        for (int i = 0; i < series.Count; i++)
        {
            double total = 0;
            for (int j = 0; j < filter.Count; j++)
                if (i + offset - j >= 0 && i + offset - j < series.Count) total += (series[i + offset - j] ?? 0) * (filter[j] ?? 0);
            yield return total * scale;
        }
    }

    private static List<double?> Iir(List<double?> series, List<double?> b, List<double?> a)
    {
        List<double?> result = [];
        for (int i = 0; i < series.Count; i++)
        {
            double total = 0;
            for (int j = 0; j < b.Count && j <= i; j++) total += (b[j] ?? 0) * (series[i - j] ?? 0);
            for (int j = 1; j < a.Count && j <= i; j++) total -= (a[j] ?? 0) * (result[i - j] ?? 0);
            result.Add(total / (a[0] ?? 1));
        }

        return result;
    }

    private static double? Number(string kind, List<double?> left, List<double?> right)
    {
        double Dot(List<double?> a, List<double?> b) => a.Zip(b, (x, y) => (x ?? 0) * (y ?? 0)).Sum();
        switch (kind)
        {
            case "product":
                return left.Aggregate(1.0, (product, value) => product * (value ?? 1));
            case "dot":
                return Dot(left, right);
            case "magnitude":
                return Math.Sqrt(Dot(left, left));
            case "cosine":
                return Dot(left, right) / (Math.Sqrt(Dot(left, left)) * Math.Sqrt(Dot(right, right)));
            default:
                if (left.Count != right.Count || left.Count == 0 || left.Contains(null) || right.Contains(null)) return null;
                double meanX = left.Average()!.Value;
                double meanY = right.Average()!.Value;
                double xy = left.Zip(right, (x, y) => (x!.Value - meanX) * (y!.Value - meanY)).Sum();
                double xx = left.Sum(x => (x!.Value - meanX) * (x.Value - meanX));
                double yy = right.Sum(y => (y!.Value - meanY) * (y.Value - meanY));
                return xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
        }
    }

    private static string? Stats(List<double> values, List<double?> all)
    {
        if (values.Count == 0) return null;
        double mean = values.Average();
        double variance = values.Count > 1 ? values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) : 0;
        (string Key, string Value)[] items =
        [
            ("min", Json.Number(values.Min())), ("min_idx", Place(values.Min())), ("max", Json.Number(values.Max())), ("max_idx", Place(values.Max())), ("avg", Json.Number(mean)),
            ("stdev", Json.Number(Math.Sqrt(variance))), ("variance", Json.Number(variance)), ("sum", Json.Number(values.Sum())), ("len", all.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
        return Json.Bag(items.Select(item => KeyValuePair.Create(item.Key, item.Value)));

        string Place(double value) => all.IndexOf(value).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string? FitLine(List<double?> series)
    {
        List<(double X, double Y)> points = [.. series.Select((y, x) => (X: (double)x, Y: y)).Where(point => point.Y is not null).Select(point => (point.X, point.Y!.Value))];
        if (points.Count < 2) return null;
        double meanX = points.Average(point => point.X);
        double meanY = points.Average(point => point.Y);
        double xx = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        double xy = points.Sum(point => (point.X - meanX) * (point.Y - meanY));
        double yy = points.Sum(point => (point.Y - meanY) * (point.Y - meanY));
        double slope = xy / xx;
        double interception = meanY - (slope * meanX);
        double residual = points.Sum(point => Math.Pow(point.Y - interception - (slope * point.X), 2));
        (string Key, double Value)[] items =
        [
            ("rsquare", yy == 0 ? 1 : 1 - (residual / yy)), ("slope", slope), ("variance", yy / (points.Count - 1)), ("rvariance", residual / (points.Count - 1)), ("interception", interception),
        ];
        string line = Json.Array(Enumerable.Range(0, series.Count).Select(x => (double?)(interception + (slope * x))));
        return Json.Bag(items.Select(item => KeyValuePair.Create(item.Key, Json.Number(item.Value))).Append(KeyValuePair.Create("line_fit", line)));
    }

    // Tukey's fences, between the 10th and the 90th percentile (documentation of series_outliers).
    private static string Outliers(List<double?> series)
    {
        double[] sorted = [.. series.OfType<double>().Order()];
        if (sorted.Length == 0) return Json.Array(series.Select(_ => (double?)null));
        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int low = (int)place;
            return low + 1 < sorted.Length ? sorted[low] + ((place - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
        }

        double p10 = At(0.1);
        double p90 = At(0.9);
        double range = p90 - p10;
        return Json.Array(series.Select(value => value is not { } x ? (double?)null : range == 0 ? 0 : x > p90 ? (x - p90) / range : x < p10 ? (x - p10) / range : 0));
    }
}
