using System.Text.RegularExpressions;
using Stemma.Decoding.Behaviours;
using Stemma.Decoding.Indicators;
using Stemma.Decoding.Obfuscation;

namespace Stemma.Decoding;

/// <summary>One artifact being decoded: layers wait in a queue, each is given to the decoder of its language, and what that tells becomes new layers.</summary>
internal sealed class DecodingRun(DecodeBudget budget) : LayerSink(budget)
{
    private static readonly TimeSpan SearchTime = TimeSpan.FromMilliseconds(350);

    private readonly List<Layer> _layers = [];
    private readonly List<int> _depths = [];
    private readonly Queue<(Layer Layer, ScriptContext Context)> _waiting = new();
    private readonly HashSet<(string Text, ScriptKind Kind)> _seen = [];
    private readonly List<DecodedCall> _calls = [];
    private readonly List<string> _notes = [];
    private Layer _current = null!;
    private ScriptContext _context = ScriptContext.Empty;
    private long _output;
    private bool _isCut;

    /// <summary>Takes layer 0.</summary>
    public void Start(ScriptKind kind, string text) => Add(-1, kind, "", text, ScriptContext.Empty);

    /// <summary>Takes a document: what it holds is layer 0, each script in it a layer hidden there.</summary>
    public void Start(Documents.DocumentReading document)
    {
        Start(ScriptKind.Text, document.Listing);
        _current = _layers[0];
        try
        {
            foreach ((ScriptKind kind, string text, string step) in document.Found) { Hidden(kind, text, step); }
        }
        catch (DecodeLimitException e)
        {
            Cut($"the document's scripts: {e.Message}");
        }
        foreach (string note in document.Notes) { Note(note); }
    }

    /// <summary>Decodes until no layer waits or a limit is reached.</summary>
    /// <param name="examine">Look for behaviours and indicators in the layers, and score the first, too.</param>
    public DecodedArtifact Finish(bool examine = true)
    {
        while (_waiting.TryDequeue(out (Layer Layer, ScriptContext Context) next))
        {
            (_current, _context) = next;
            if (!DecodeCurrent()) { break; }
        }
        if (!examine) { return new DecodedArtifact(_layers, _calls, _notes) { IsCut = _isCut }; }
        List<Indicator> indicators = [];
        List<Behaviour> behaviours = [];
        // What was decoded until a limit was reached is searched all the same, hence a budget of its own.
        var search = new DecodeBudget(Budget.Limits with { Time = SearchTime, Memory = 48 << 20, Steps = 50_000_000 });
        try
        {
            BehaviourFinder.Find(_layers, _calls, search, behaviours);
            IndicatorFinder.Find(_layers, search, indicators);
        }
        catch (DecodeLimitException e)
        {
            Cut($"behaviours and indicators: {e.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            Cut("behaviours and indicators: limit of time reached");
        }
        return new DecodedArtifact(_layers, _calls, _notes) { Indicators = indicators, Behaviours = behaviours, Score = ObfuscationScore.Of(_layers[0].Text), IsCut = _isCut };
    }

    /// <summary>Decodes one layer; false when the artifact's limits are used up.</summary>
    private bool DecodeCurrent()
    {
        if (_current.Text.Length > Budget.Limits.TextLength)
        {
            Cut($"layer {_current.Number}: {_current.Text.Length:N0} characters are more than is decoded ({Budget.Limits.TextLength:N0})");
            return true;
        }
        try
        {
            Budget.Check();
            if (_current.Kind != ScriptKind.Html && ScriptEncoder.IsIn(_current.Text))
            {
                Hidden(_current.Kind == ScriptKind.Text ? ScriptKind.Auto : _current.Kind, ScriptEncoder.Decode(_current.Text, Budget), "Script Encoder");
                return true;
            }
            Decoder.For(_current.Kind)?.Decode(_current, _context, this);
            return true;
        }
        catch (DecodeLimitException e)
        {
            Cut($"layer {_current.Number}: {e.Message}");
            return false;
        }
        catch (InsufficientExecutionStackException)
        {
            Cut($"layer {_current.Number}: nested too deeply");
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Content throws nothing: a decoder's own fault costs what would have followed in this layer.
            Cut($"layer {_current.Number}: {DecodingFault.Words(e)}");
            return true;
        }
    }

    /// <inheritdoc/>
    public override int Simplified(string text, string step)
    {
        if (SameButForSpace(text, _current.Text)) { return _current.Number; }
        int known = _layers.FindIndex(layer => layer.Text == text);
        if (known >= 0) { return known; }
        _seen.Add((text, _current.Kind));
        return Keep(_current.Kind, step, text).Number;
    }

    /// <inheritdoc/>
    public override void Hidden(ScriptKind kind, string text, string step, ScriptContext? context = null)
    {
        if (!string.IsNullOrWhiteSpace(text)) { Add(_current.Number, kind, step, text, context ?? _context); }
    }

    /// <inheritdoc/>
    public override void Call(DecodedCall call) => _calls.Add(call);

    /// <inheritdoc/>
    public override void Note(string text)
    {
        if (!_notes.Contains(text)) { _notes.Add(text); }
    }

    private void Cut(string why)
    {
        _isCut = true;
        Note(why);
    }

    private void Add(int parent, ScriptKind kind, string step, string text, ScriptContext context)
    {
        if (kind == ScriptKind.Auto) { kind = KindDetection.Of(text); }
        if (!_seen.Add((text, kind))) { return; }
        Layer layer = parent < 0 ? KeepAs(-1, kind, step, text) : Keep(kind, step, text);
        _waiting.Enqueue((layer, context));
    }

    private Layer Keep(ScriptKind kind, string step, string text)
    {
        if (_layers.Count >= Budget.Limits.Layers) { throw new DecodeLimitException("layers"); }
        if (_depths[_current.Number] + 1 > Budget.Limits.Depth) { throw new DecodeLimitException("depth"); }
        _output += text.Length;
        return _output > Budget.Limits.OutputLength ? throw new DecodeLimitException("output") : KeepAs(_current.Number, kind, step, text);
    }

    private Layer KeepAs(int parent, ScriptKind kind, string step, string text)
    {
        var layer = new Layer(_layers.Count, parent, kind, step, text);
        _layers.Add(layer);
        _depths.Add(parent < 0 ? 0 : _depths[parent] + 1);
        return layer;
    }

    private static bool SameButForSpace(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < a.Length && char.IsWhiteSpace(a[i])) { i++; }
            while (j < b.Length && char.IsWhiteSpace(b[j])) { j++; }
            if (i == a.Length || j == b.Length) { return i == a.Length && j == b.Length; }
            if (a[i++] != b[j++]) { return false; }
        }
    }
}
