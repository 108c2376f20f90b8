namespace Rightsizer.EventLogParser.Tests;

/// <summary>Damage drawn evenly over the bytes; the same for the same seed.</summary>
static class Mutation
{
    public static byte[] Mutate(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        var mutated = bytes.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0: mutated[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: mutated[at] = (byte)random.Next(256); break;
                case 2: mutated.Insert(at, (byte)random.Next(256)); break;
                case 3: mutated.RemoveRange(at, Math.Min(random.Next(1, 20), mutated.Count - 1 - at)); break;
                default: mutated.InsertRange(at, mutated.GetRange(random.Next(mutated.Count), 1)); break;
            }
        }
        return [.. mutated];
    }
}
