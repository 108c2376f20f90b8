using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>A stretch of JSON whose keys, order and punctuation are known: Spark writes an event's fields always in one way.</summary>
/// <remarks>Built once per process and never freed, so that the walker needs no pinning.</remarks>
sealed unsafe class Template
{
    readonly List<Piece> pieces = [];

    /// <summary>A key and what stands behind it. A class, since lists of the runtime's own are compiled ahead for those alone.</summary>
    sealed class Piece(string key, TemplateKind kind, int target)
    {
        public string Key => key;
        public TemplateKind Kind => kind;
        public int Target => target;
        public int SkipIfAbsent { get; set; }
    }

    public TemplateField* First { get; private set; }

    /// <summary>Just past the last field.</summary>
    public TemplateField* End { get; private set; }

    /// <summary>A key that must be there.</summary>
    public Template Then(string key, TemplateKind kind = TemplateKind.Literal, int target = 0)
    {
        Add(key, kind, target, optional: false);
        return this;
    }

    /// <summary>A key with its value that only some versions of Spark write.</summary>
    public Template Maybe(string key, TemplateKind kind, int target = 0)
    {
        Add(key, kind, target, optional: true);
        return this;
    }

    /// <summary>Fields of which all or none are there; the key of the first decides.</summary>
    public Template MaybeAll(Action<Template> group)
    {
        var at = pieces.Count;
        group(this);
        pieces[at].SkipIfAbsent = pieces.Count - at;
        return this;
    }

    public Template Build()
    {
        First = (TemplateField*)NativeMemory.AlignedAlloc((nuint)(pieces.Count * sizeof(TemplateField)), 64);
        End = First + pieces.Count;
        var f = First;
        foreach (var piece in pieces)
        {
            var key = piece.Key;
            *f = new TemplateField
            {
                KeyMask = key.Length == TemplateField.MaxKeyBytes ? uint.MaxValue : (1u << key.Length) - 1,
                KeyBytes = key.Length,
                Target = piece.Target,
                SkipIfAbsent = piece.SkipIfAbsent,
                Kind = piece.Kind,
            };
            for (var i = 0; i < key.Length; i++) f->Key[i] = (byte)key[i];
            f++;
        }
        return this;
    }

    void Add(string key, TemplateKind kind, int target, bool optional)
    {
        var count = (key.Length + TemplateField.MaxKeyBytes - 1) / TemplateField.MaxKeyBytes;
        for (var i = 0; i < count; i++)
        {
            var from = i * TemplateField.MaxKeyBytes;
            var last = i == count - 1;
            var piece = last ? key[from..] : key.Substring(from, TemplateField.MaxKeyBytes);
            pieces.Add(new Piece(piece, last ? kind : TemplateKind.Literal, target) { SkipIfAbsent = optional && i == 0 ? count : 0 });
        }
    }
}
