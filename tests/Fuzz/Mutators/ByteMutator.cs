namespace Rightsizer.Fuzz.Mutators;

/// <summary>Damage that knows nothing of what the bytes mean.</summary>
static class ByteMutator
{
    static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFF, .. "\"{}[\\\n,"u8];

    public static byte[] Mutate(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [Telling[random.Next(Telling.Length)]];
        var changed = new List<byte>(bytes);
        for (var times = random.Next(1, 5); times > 0 && changed.Count > 0; times--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(8))
            {
                case 0: changed[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: changed[at] = (byte)random.Next(256); break;
                case 2: changed[at] = Telling[random.Next(Telling.Length)]; break;
                case 3: changed.Insert(at, Telling[random.Next(Telling.Length)]); break;
                case 4: changed.RemoveRange(at, Math.Min(random.Next(1, 40), changed.Count - at)); break;
                case 5: changed.InsertRange(at, changed.GetRange(at, Math.Min(random.Next(1, 40), changed.Count - at))); break;
                case 6: changed.RemoveRange(at, changed.Count - at); break;
                // a length or an offset of two or four bytes
                default:
                    var (end, fill) = (Math.Min(at + (random.Next(2) + 1) * 2, changed.Count), (byte)random.Next(256));
                    for (var i = at; i < end; i++) changed[i] = fill;
                    break;
            }
        }
        return [.. changed];
    }
}
