using System.Text;
using System.Text.Json;
using Stemma.Events;

namespace Stemma.Tests.Events;

/// <summary>The fast reader of JSON against the framework's, which has the last word.</summary>
public class FastJsonReaderTests
{
    private static readonly string[] Objects =
    [
        """{}""",
        """{"a":1,"b":-20.5,"c":0,"d":true,"e":false,"f":null,"g":""}""",
        """ { "Event" : { "System" : { "EventID" : 4688 , "list" : [ 1 , "two" , [ ] , { } ] } } } trailing""",
        """{"path":"C:\\Windows\\System32\\cmd.exe","quote":"say \"hello\"","lines":"a\r\nb\tc\/d\b\f","hex":"\u00e4\uD83D\uDE00"}""",
        """{"ключ":"значение","emoji":"😀 and more text, so that it is longer than one vector of thirty-two bytes","mixed\\key":"ä\\ö"}""",
        """{"exponent":1e5,"after":[[[[[[{"deep":[{"er":"x"}]}]]]]]]}""",
    ];

    [Fact]
    public void Usual_objects_are_read_to_their_end()
    {
        foreach (string json in Objects[..^1]) Assert.Equal(Tokens(json, fast: false), Tokens(json, fast: true));
    }

    [Theory]
    [InlineData("""{"a":1e5}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":[1,]}""")]
    [InlineData("""{"a":tru}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":"\x"}""")]
    [InlineData("""{"a":"\u12g4"}""")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("""{"a":1]""")]
    [InlineData("""[{"a":1}]""")]
    [InlineData("12")]
    public void What_is_wrong_or_seldom_is_left_to_the_framework(string json) => Assert.Null(Tokens(json, fast: true));

    [Fact]
    public void Objects_nest_as_deeply_as_the_framework_lets_them()
    {
        foreach (int depth in (int[])[JsonEvent.MaximumDepth - 1, JsonEvent.MaximumDepth, JsonEvent.MaximumDepth + 1])
        {
            string json = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
            Assert.Equal(Tokens(json, fast: false), Tokens(json, fast: true));
        }
    }

    [Fact]
    public void Whatever_the_fast_reader_reads_the_framework_reads_alike()
    {
        Random random = new(20260101);
        byte[] likely = "\\\"{}[]:,0123456789-.eEtfnu \n\u00ff"u8.ToArray();
        int read = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] json = Encoding.UTF8.GetBytes(Objects[i % Objects.Length]);
            for (int change = random.Next(3); change >= 0; change--) json[random.Next(json.Length)] = likely[random.Next(likely.Length)];
            if (Tokens(json, fast: true) is not { } tokens) continue;
            read++;
            Assert.Equal(Tokens(json, fast: false), tokens);
        }

        Assert.True(read > 1000, $"only {read} were read");
    }

    private static List<string>? Tokens(string json, bool fast) => Tokens(Encoding.UTF8.GetBytes(json), fast);

    private static List<string>? Tokens(byte[] json, bool fast)
    {
        try
        {
            if (fast)
            {
                FastJsonReader reader = new(json);
                return Read(ref reader) is { } tokens ? [.. tokens, $"{reader.BytesConsumed}"] : null;
            }
            else
            {
                StrictJsonReader reader = new(json, isFinal: true);
                return Read(ref reader) is { } tokens ? [.. tokens, $"{reader.BytesConsumed}"] : null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // To the end of the object; null when there is none.
    private static List<string>? Read<TReader>(ref TReader reader)
        where TReader : struct, IJsonReader, allows ref struct
    {
        List<string> tokens = [];
        char[] room = new char[4096];
        for (int depth = 0; reader.Read();)
        {
            string text = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? new string(room, 0, reader.CopyString(room))
                : reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan) : "";
            tokens.Add($"{reader.TokenType} {text}");
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && --depth == 0) return tokens;
        }

        return null;
    }
}
