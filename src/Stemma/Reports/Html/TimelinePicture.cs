using Stemma.Incidents;

namespace Stemma.Reports.Html;

/// <summary>What happened when, as a picture (SVG): a lane a machine, in it a line for each kind of thing, time from left to right, and in each cell how often.</summary>
internal sealed class TimelinePicture
{
    private const double Width = 1000, Left = 130, Cell = 21, Row = 22;
    private const int MostHosts = 6;
    private readonly HtmlPage _page;
    private readonly IReadOnlyList<(long Time, string Host, ActivityKind Kind, int Count)> _moments;
    private readonly TimeAxis _axis;
    private readonly string[] _hosts;
    private readonly double _cell;

    private TimelinePicture(HtmlPage page, IReadOnlyList<(long Time, string Host, ActivityKind Kind, int Count)> moments)
    {
        (_page, _moments) = (page, moments);
        _axis = new TimeAxis(moments.Select(moment => moment.Time), (int)((Width - Left - 20) / Cell));
        _hosts = [.. moments.GroupBy(moment => moment.Host).OrderBy(host => host.Min(moment => moment.Time)).ThenBy(host => host.Key, StringComparer.Ordinal).Select(host => host.Key)];
        _cell = (Width - Left - 20) / _axis.Columns;
    }

    /// <summary>Writes it; nothing when no moment has a time.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="id">A name for the picture, unique in the page.</param>
    public static void Write(HtmlPage page, Incident incident, string id)
    {
        var moments = Moments(incident);
        if (moments.Count > 0) new TimelinePicture(page, moments).Write(id);
    }

    // The timeline has what processes did; a detection stands in it or not, and is counted once.
    private static List<(long Time, string Host, ActivityKind Kind, int Count)> Moments(Incident incident)
    {
        var moments = incident.Timeline.Where(activity => activity.Kind is not ActivityKind.Detection).Select(activity => (activity.Time, activity.Host, activity.Kind, activity.Count));
        if (!incident.Timeline.Any(activity => activity.Kind == ActivityKind.Process))
            moments = moments.Concat(incident.Processes.Select(process => (process.Process.Start, process.Process.Host, ActivityKind.Process, 1)));
        return [.. moments.Concat(incident.Detections.Select(detection => (detection.Time, detection.Host, ActivityKind.Detection, 1))).Where(moment => moment.Item1 > 0)];
    }

    private void Write(string id)
    {
        List<(string Title, HashSet<string> Hosts)> lanes = [.. _hosts.Take(_hosts.Length > MostHosts ? MostHosts - 1 : MostHosts).Select(host => (host, new HashSet<string> { host }))];
        if (_hosts.Length > MostHosts) lanes.Add(($"{Humans.Count(_hosts.Length - lanes.Count)} other hosts", [.. _hosts.Skip(lanes.Count)]));
        var rows = lanes.Select(lane => _moments.Where(moment => lane.Hosts.Contains(moment.Host)).GroupBy(moment => moment.Kind).OrderBy(kind => kind.Key == ActivityKind.Detection ? -1 : (int)kind.Key).ToArray()).ToArray();
        double height = 4 + rows.Sum(kinds => 44 + (Row * kinds.Length)) + 38;
        _page.Open("figure");
        _page.Open("div", ("class", "picture"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Timeline, picture"));
        _page.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {HtmlPage.Number(Width)} {HtmlPage.Number(height)}"), ("role", "img"), ("aria-labelledby", $"{id}-t {id}-d"));
        _page.Leaf("title", "Timeline", ("id", $"{id}-t"));
        _page.Leaf("desc", $"{Humans.Count(_moments.Sum(moment => (long)moment.Count), "event")} on {Humans.Count(_hosts.Length, "host")}; the table of moments below holds the same as text.", ("id", $"{id}-d")).Line();
        double y = 4;
        for (int i = 0; i < lanes.Count; i++)
        {
            double lane = 38 + (Row * rows[i].Length);
            _page.Empty("rect", ("class", "lane"), ("x", "0.5"), ("y", HtmlPage.Number(y)), ("width", HtmlPage.Number(Width - 1)), ("height", HtmlPage.Number(lane)), ("rx", "6"));
            Text("host", 14, y + 20, SvgText.Fit(lanes[i].Title.Length == 0 ? "(no host)" : lanes[i].Title, Width - 30, 13));
            double row = y + 30;
            foreach (var kind in rows[i])
            {
                WriteRow(kind.Key, kind, row);
                row += Row;
            }

            y += lane + 6;
        }

        WriteAxis(y);
        _page.Close().Close();
        _page.Leaf("figcaption", $"How often what happened, by host. A cell is up to {CellTime()}; its number counts events, 99+ is a hundred or more. // stands for time in which nothing happened. Times are UTC.");
        _page.Close().Line();
    }

    private void WriteRow(ActivityKind kind, IEnumerable<(long Time, string Host, ActivityKind Kind, int Count)> moments, double y)
    {
        Text("kind", 14, y + 14, ReportWords.Of(kind));
        foreach (var cell in moments.GroupBy(moment => _axis.ColumnOf(moment.Time)).OrderBy(cell => cell.Key))
        {
            long count = cell.Sum(moment => (long)moment.Count);
            double x = Left + (_cell * cell.Key);
            _page.Empty("rect", ("class", kind == ActivityKind.Detection ? "cell detection" : "cell"), ("x", HtmlPage.Number(x)), ("y", HtmlPage.Number(y + 1)), ("width", HtmlPage.Number(_cell - 1)),
                ("height", HtmlPage.Number(Row - 4)), ("rx", kind == ActivityKind.Detection ? "0" : "4"));
            _page.Leaf("text", count > 99 ? "99+" : Humans.Count(count), ("class", kind == ActivityKind.Detection ? "count detection" : "count"), ("x", HtmlPage.Number(x + ((_cell - 1) / 2))), ("y", HtmlPage.Number(y + 14)), ("text-anchor", "middle"));
        }

        _page.Line();
    }

    // Times stand under the beginning of each stretch, and under its end where there is room.
    private void WriteAxis(double y)
    {
        bool days = Humans.Time(_axis.Parts[0].From)[..10] != Humans.Time(_axis.Parts[^1].To)[..10];
        double used = 0;
        for (int i = 0; i < _axis.Parts.Count; i++)
        {
            var part = _axis.Parts[i];
            double from = Left + (_cell * part.Column), to = from + (_cell * part.Columns);
            _page.Empty("path", ("class", "axis"), ("d", $"M{HtmlPage.Number(from)} {HtmlPage.Number(y)}H{HtmlPage.Number(to)}"));
            Tick(from, from, part.From);
            if (part.To > part.From) Tick(to, to - 60, part.To);
            if (i + 1 < _axis.Parts.Count) _page.Leaf("text", "//", ("class", "break"), ("x", HtmlPage.Number(to + (_cell * 1.5))), ("y", HtmlPage.Number(y + 5)), ("text-anchor", "middle"));
        }

        void Tick(double at, double left, long time)
        {
            _page.Empty("path", ("class", "axis"), ("d", $"M{HtmlPage.Number(at)} {HtmlPage.Number(y)}v5"));
            if (left < used) return;
            string text = Humans.Time(time);
            Text("tick", left, y + 18, text[11..]);
            if (days) Text("tick", left, y + 31, text[..10]);
            used = left + (days ? 76 : 62);
        }
    }

    private string CellTime()
    {
        long longest = _axis.Parts.Max(part => (part.To - part.From) / part.Columns);
        return ReportWords.Length(Math.Max(longest, TimeSpan.TicksPerSecond));
    }

    private void Text(string name, double x, double y, string text) => _page.Leaf("text", text, ("class", name), ("x", HtmlPage.Number(x)), ("y", HtmlPage.Number(y)));
}
