using System.Reflection;
using System.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>What other programs may build on: a change of it is seen in review. RIGHTSIZER_ACCEPT=1 writes the snapshots anew.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Rightsizer.EventLogParser")]
    [InlineData("Rightsizer.Analyzer")]
    [InlineData("Rightsizer.Reports")]
    [InlineData("Rightsizer.Aws")]
    [InlineData("Rightsizer.Charts")]
    public void PublicApi_IsAsReviewed(string assembly) => GoldenFile.Check(Describe(Assembly.Load(assembly)), $"api-{assembly}.txt");

    [Fact]
    public void Program_HasNoPublicTypes() => Assert.Empty(Assembly.Load("rightsizer").GetExportedTypes());

    /// <summary>A line a type, its members below it; what the compiler adds to records is left out.</summary>
    static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(Full, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Full(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return [string.Join(", ", Enum.GetNames(type))];
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var isRecord = type.GetMethod("<Clone>$") is not null
            || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
        var constructors = type.GetConstructors(declared)
            .Where(c => !isRecord || c.GetParameters() is not [var only] || only.ParameterType != type)
            .Where(c => c.GetParameters().Length > 0).Select(c => $"new({Parameters(c)})");
        var fields = type.GetFields(declared)
            .Select(f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}");
        var properties = type.GetProperties(declared)
            .Select(p => $"{(Accessor(p).IsStatic ? "static " : "")}{Name(p.PropertyType)} {p.Name}{Index(p)} {{ {Accessors(p)}}}");
        var methods = type.GetMethods(declared).Where(m => !m.IsSpecialName && !m.Name.Contains('<') && !(isRecord && IsOfRecords(m)))
            .Select(m => $"{(m.IsStatic ? "static " : "")}{Name(m.ReturnType)} {m.Name}{Generic(m)}({Parameters(m)})");
        return constructors.Concat(fields).Concat(properties).Concat(methods);
    }

    static bool IsOfRecords(MethodInfo m) => m.Name is "ToString" or "GetHashCode" or "Equals" or "Deconstruct";

    static MethodInfo Accessor(PropertyInfo p) => (p.GetMethod ?? p.SetMethod)!;

    static string Accessors(PropertyInfo p) => (p.GetMethod?.IsPublic == true ? "get; " : "")
        + (p.SetMethod?.IsPublic != true ? "" : p.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; " : "set; ");

    static string Index(PropertyInfo p) =>
        p.GetIndexParameters() is { Length: > 0 } i ? $"[{string.Join(", ", i.Select(x => Name(x.ParameterType)))}]" : "";

    static string Generic(MethodInfo m) => m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";

    static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(p =>
        $"{(p.ParameterType.IsByRef ? p.IsOut ? "out " : p.IsIn ? "in " : "ref " : "")}{Name(p.ParameterType)} "
            + $"{p.Name}{(p.IsOptional ? " = " + Default(p) : "")}"));

    static string Default(ParameterInfo p) => p.RawDefaultValue switch
    {
        null => "null",
        string s => $"\"{s}\"",
        IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var v => v.ToString()!,
    };

    static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    static string Full(Type type) => $"{type.Namespace}.{(type.DeclaringType is { } outer ? Name(outer) + "." : "")}{Name(type)}";

    static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        return type.IsGenericType && type.Name.IndexOf('`') is > 0 and var tick
            ? $"{type.Name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
