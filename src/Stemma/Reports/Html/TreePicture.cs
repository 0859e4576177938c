using Stemma.Incidents;
using Stemma.Lineage;

namespace Stemma.Reports.Html;

/// <summary>An incident's processes as a picture (SVG): a lane a machine, a line a process, roles told by shape and word, causes by name.</summary>
internal sealed class TreePicture
{
    private const double Width = 1000, Indent = 20, NameSize = 13, CommandSize = 11, RightColumn = 280, Line = 15, Track = 9;
    private const int MostTracks = 10;
    private readonly HtmlPage _page;
    private readonly Incident _incident;
    private readonly TreeLayout _layout;
    private readonly Dictionary<TreeRow, double> _tops = [];
    private readonly List<(TreeLink Link, int Track)> _tracks = [];
    private readonly Dictionary<LineageProcess, int> _detections;
    private readonly double _left;
    private readonly double _height;

    private TreePicture(HtmlPage page, Incident incident, int limit)
    {
        (_page, _incident, _layout) = (page, incident, new TreeLayout(incident, limit));
        _detections = incident.Detections.Where(detection => detection.Process is not null).CountBy(detection => detection.Process!).ToDictionary();
        double y = 4;
        foreach (var lane in _layout.Lanes)
        {
            y += 30;
            foreach (TreeRow row in lane.Rows)
            {
                _tops.Add(row, y);
                y += HeightOf(row);
            }

            y += 14;
        }

        _height = y;
        PlaceLinks();
        _left = 16 + (_tracks.Count == 0 ? 0 : 14 + (Track * (_tracks.Max(track => track.Track) + 1)));
    }

    /// <summary>Writes it.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="incident">The incident; it has processes.</param>
    /// <param name="limit">How many processes are drawn.</param>
    /// <param name="id">A name for the picture, unique in the page.</param>
    public static void Write(HtmlPage page, Incident incident, int limit, string id) => new TreePicture(page, incident, limit).Write(id);

    private void Write(string id)
    {
        _page.Open("figure");
        _page.Open("div", ("class", "picture"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Process tree, picture"));
        _page.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {HtmlPage.Number(Width)} {HtmlPage.Number(_height)}"), ("role", "img"), ("aria-labelledby", $"{id}-t {id}-d"));
        _page.Leaf("title", "Process tree", ("id", $"{id}-t"));
        _page.Leaf("desc", $"{Humans.Count(_tops.Keys.Count(row => row.Member is not null), "process", "processes")} on {Humans.Count(_layout.Lanes.Count, "host")}; the table of processes below holds the same as text.", ("id", $"{id}-d")).Line();
        foreach (var lane in _layout.Lanes) WriteLane(lane.Host, lane.Rows);
        foreach ((TreeLink link, int track) in _tracks) WriteLink(link, track);
        foreach (TreeRow row in _tops.Keys) WriteRow(row);
        _page.Close().Close();
        WriteLegend();
        _page.Close().Line();
    }

    private void WriteLane(string host, IReadOnlyList<TreeRow> rows)
    {
        double top = _tops[rows[0]] - 30, bottom = _tops[rows[^1]] + HeightOf(rows[^1]) + 6;
        _page.Empty("rect", ("class", "lane"), ("x", "0.5"), ("y", HtmlPage.Number(top)), ("width", HtmlPage.Number(Width - 1)), ("height", HtmlPage.Number(bottom - top)), ("rx", "6"));
        Text("host", _left, top + 20, SvgText.Fit(host.Length == 0 ? "(no host)" : host, Width - 14 - _left, NameSize));
    }

    private void WriteRow(TreeRow row)
    {
        double x = XOf(row), top = _tops[row];
        if (row.Parent is { } parent)
        {
            double px = XOf(parent);
            bool isStart = row.Member?.Edge is null;
            Path(isStart ? "branch" : "branch cause", $"M{HtmlPage.Number(px)} {HtmlPage.Number(_tops[parent] + 20)}V{HtmlPage.Number(top + 12)}H{HtmlPage.Number(x - 9)}");
        }

        WriteMark(row, x, top + 12);
        double text = x + 16, room = Width - 14 - text;
        Text(row.Member is null ? "name outside" : "name", text, top + 16, SvgText.Fit(ReportWords.Process(row.Process), room - RightColumn, NameSize));
        _page.Leaf("text", RightOf(row), ("class", "side"), ("x", HtmlPage.Number(Width - 14)), ("y", HtmlPage.Number(top + 16)), ("text-anchor", "end"));
        double y = top + 16;
        if (row.Process.CommandLine.Length > 0) Text("command", text, y += Line, SvgText.Fit(row.Process.CommandLine, room, CommandSize));
        foreach (string cause in row.Causes) Text("cause", text, y += Line, SvgText.Fit($"← {cause}", room, CommandSize));
        _page.Line();
    }

    private string RightOf(TreeRow row)
    {
        string role = row.Member is null ? "not in the incident" : ReportWords.Of(row.Member.Role);
        if (row.Member is not null && _detections.TryGetValue(row.Process, out int count))
            role = $"{(row.Member.Role == ProcessRole.Detected ? "" : $"{role}, ")}detected{(count > 1 ? $" ×{Humans.Count(count)}" : "")}";
        if (row.Process.Start <= 0) return role;
        string time = Humans.Time(row.Process.Start);
        return $"{role}  {(Humans.Time(_incident.First)[..10] == time[..10] ? time[11..] : time)}";
    }

    private void WriteMark(TreeRow row, double x, double y)
    {
        string name = row.Member is null ? "mark outside" : $"mark {InvestigationJson.Name(row.Member.Role)}";
        switch (row.Member?.Role)
        {
            case ProcessRole.Root:
                Path(name, $"M{HtmlPage.Number(x)} {HtmlPage.Number(y - 8)}l8 8l-8 8l-8 -8z");
                break;
            case ProcessRole.Detected:
                Path(name, $"M{HtmlPage.Number(x)} {HtmlPage.Number(y - 8)}l8 14h-16z");
                break;
            case ProcessRole.Caused:
                Path(name, $"M{HtmlPage.Number(x - 6)} {HtmlPage.Number(y - 6)}h12v12h-12z");
                break;
            default:
                _page.Empty("circle", ("class", name), ("cx", HtmlPage.Number(x)), ("cy", HtmlPage.Number(y)), ("r", row.Member?.Role == ProcessRole.Descendant ? "4" : "5.5"));
                break;
        }
    }

    // A cause runs down the left side, in a track of its own, and points at what it caused.
    private void WriteLink(TreeLink link, int track)
    {
        double x = 12 + (Track * track), from = _tops[link.From] + 16, to = _tops[link.To] + 12, end = XOf(link.To) - 12;
        Path("link", $"M{HtmlPage.Number(XOf(link.From) - 10)} {HtmlPage.Number(from)}H{HtmlPage.Number(x)}V{HtmlPage.Number(to)}H{HtmlPage.Number(end - 6)}");
        Path("tip", $"M{HtmlPage.Number(end)} {HtmlPage.Number(to)}l-8 -4v8z");
    }

    private void PlaceLinks()
    {
        List<double> ends = [];
        foreach (TreeLink link in _layout.Links.OrderBy(link => Math.Min(_tops[link.From], _tops[link.To])))
        {
            double top = Math.Min(_tops[link.From], _tops[link.To]), bottom = Math.Max(_tops[link.From], _tops[link.To]) + Line;
            int track = ends.FindIndex(end => end < top);
            if (track < 0)
            {
                if (ends.Count == MostTracks) continue; // its name stands at what it caused
                track = ends.Count;
                ends.Add(0);
            }

            ends[track] = bottom;
            _tracks.Add((link, track));
        }
    }

    private void WriteLegend()
    {
        _page.Open("figcaption");
        _page.Text($"◆ root: where it began. ▲ a rule fired. ■ caused otherwise than by a parent. ● started by the incident. ○ on the way to it. A dashed ring is an ordinary program that is no part of it. "
            + "A solid line leads from parent to child, a dashed one from cause to effect, named with ←. Times are UTC.");
        if (_layout.Hidden > 0) _page.Text($" {Humans.Count(_layout.Hidden, "process is", "processes are")} not drawn.");
        if (_layout.Links.Count > _tracks.Count) _page.Text($" {Humans.Count(_layout.Links.Count - _tracks.Count, "cause has", "causes have")} no line of its own.");
        _page.Close();
    }

    private double XOf(TreeRow row) => _left + 10 + (Indent * row.Depth);

    private static double HeightOf(TreeRow row) => 27 + (Line * (row.Causes.Count + (row.Process.CommandLine.Length > 0 ? 1 : 0)));

    private void Text(string name, double x, double y, string text) => _page.Leaf("text", text, ("class", name), ("x", HtmlPage.Number(x)), ("y", HtmlPage.Number(y)));

    private void Path(string name, string path) => _page.Empty("path", ("class", name), ("d", path));
}
