using System.Collections.Frozen;

namespace Stemma.Decoding.Indicators;

/// <summary>Top-level domains in use, apart by how easily a name that ends so is something else.</summary>
internal static class TopLevelDomains
{
    /// <summary>Of these a name is told by itself. Country codes of ISO 3166 and the generic domains with most names and most abuse (IANA root zone).</summary>
    private static readonly FrozenSet<string> Plain = Set("""
        com net org edu gov mil int info biz arpa onion eu uk de fr nl ru su cn jp kr br ca au nz ch se dk fi cz sk hu ro bg gr tr ua by kz uz ge
        az lt lv ee pt es ie lu li mt cy hr si ba mk al ir iq il sa ae qa kw om ye jo lb sy eg ly tn dz ma ng ke gh za tz ug zm zw et mx
        ar cl pe uy bo ec ve gt hn ni cr pa cu pr hk tw sg th vn ph mm kh bd lk np pk mn tk ml ga cf gq pw ws tv fm nu gl fo ax ai io ag
        bz vc sc la gs ms ht pn tf wf re yt nc im je gg ac cat jobs mobi tel travel asia xxx
        xyz online site club shop vip icu wang ltd art ink loan bid win trade webcam science party men racing accountant
        faith cricket gdn mom lol rest bar fit quest beauty hair skin makeup monster cyou sbs cfd buzz autos motorcycles boats homes
        space website press fun tech cloud dev solutions agency guru expert ninja rocks wtf ooo chat cash money finance capital fund
        """);

    /// <summary>These are members of objects, file extensions or words too: a name that ends so needs more to be a domain.</summary>
    private static readonly FrozenSet<string> Doubtful = Set("""
        us it at be no in is to me my do so sh pl py rs md ps cc cd id as am pm la ps st ai lc tc
        name host link click run top live work today world life email network systems support services service center zone page app zip mov download
        stream date review report store media video audio news studio design digital direct group global company computer software security
        one pro red blue pink black green kim moe dog team games game show watch
        best build buy call codes code data domains events exchange express fail farm forum foundation free
        gift help hosting how id inc institute international land law management map market marketing mobile new now open parts
        photo photos place plus post productions properties pub repair sale save school search select session social style surf
        tools training university ventures voyage web wiki works yoga google amazon microsoft
        """);

    /// <summary>Whether names may end so without more evidence.</summary>
    public static bool IsPlain(ReadOnlySpan<char> label) => Contains(Plain, label);

    /// <summary>Whether names may end so where something around them says that a host is meant.</summary>
    public static bool IsDoubtful(ReadOnlySpan<char> label) => Contains(Doubtful, label);

    private static bool Contains(FrozenSet<string> set, ReadOnlySpan<char> label) =>
        label.Length is >= 2 and <= 16 && set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(label);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
