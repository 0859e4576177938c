using System.Globalization;
using System.Text;
using CsCheck;
using Stemma.Detection;

namespace Stemma.Tests.Detection;

/// <summary>Detections come out in order, however many parts and temporary files they went through.</summary>
public class DetectionSpoolTests
{
    [Fact]
    public void Lines_come_out_ordered_by_key_whatever_their_number_and_the_parts()
    {
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 4], Gen.Int[20, 2000], Gen.ULong).Sample((count, parts, partSize, seed) =>
        {
            Random random = new((int)(seed % int.MaxValue));
            using DetectionSpool spool = new(partSize);
            DetectionSpool.Part[] all = [.. Enumerable.Range(0, parts).Select(_ => spool.NewPart())];
            List<DetectionKey> keys = [];
            for (int i = 0; i < count; i++)
            {
                DetectionKey key = new(random.Next(5), random.Next(5), random.Next(5), i);
                keys.Add(key);
                DetectionSpool.Part part = all[random.Next(parts)];
                byte[] line = Encoding.UTF8.GetBytes(Line(key));
                line.CopyTo(part.Output.GetSpan(line.Length));
                part.Output.Advance(line.Length);
                part.Add(key);
            }

            using MemoryStream output = new();
            spool.CopyTo(output);
            Assert.Equal(string.Concat(keys.Order().Select(Line)), Encoding.UTF8.GetString(output.ToArray()));
        }, iter: 200);
    }

    private static string Line(DetectionKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Time} {key.Log} {key.Position} {key.Rule} {new string('x', key.Rule % 50)}\n");
}
