namespace Stemma.Hunting.Kql.Compiling;

/// <summary>Functions over the rows around a row.</summary>
internal static class WindowFunctions
{
    public static bool IsKnown(string function) =>
        function is "row_number" or "row_cumsum" or "row_rank_dense" or "row_rank_min" or "row_rank" or "prev" or "next" or "row_window_session";
}
