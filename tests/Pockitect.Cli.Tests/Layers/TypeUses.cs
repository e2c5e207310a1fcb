using Mono.Cecil;

namespace Pockitect.Cli.Tests.Layers;

/// <summary>Which types of an assembly use which others of it: in signatures, attributes and generic arguments, and inside method bodies.</summary>
internal sealed class TypeUses
{
    private readonly ModuleDefinition _module;
    private readonly HashSet<(string From, string To)> _uses = [];
    private string _from = "";

    private TypeUses(ModuleDefinition module) => _module = module;

    /// <summary>Reads an assembly. A nested type, such as a lambda's closure or an iterator, counts as the type around it.</summary>
    /// <returns>Pairs of full names, without those that use themselves.</returns>
    public static IReadOnlyCollection<(string From, string To)> Of(string assembly)
    {
        using var resolver = new DefaultAssemblyResolver();
        foreach (var folder in SearchFolders(assembly)) resolver.AddSearchDirectory(folder);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver });
        var uses = new TypeUses(module);
        foreach (var type in module.Types)
        {
            uses._from = type.FullName;
            uses.AddType(type);
        }

        return uses._uses;
    }

    /// <summary>The assembly's own folder, and those of the shared frameworks, which have the enums that attributes name.</summary>
    private static IEnumerable<string> SearchFolders(string assembly)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // Tests do not run as a single file.
        var frameworks = Path.GetFullPath(Path.Combine(framework, "..", ".."));
        return [Path.GetDirectoryName(assembly)!, .. Directory.EnumerateDirectories(frameworks).SelectMany(Directory.EnumerateDirectories)];
    }

    private void AddType(TypeDefinition type)
    {
        Add(type.BaseType);
        foreach (var face in type.Interfaces) Add(face.InterfaceType);
        AddAttributes(type);
        AddConstraints(type);
        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
            AddAttributes(field);
        }

        foreach (var property in type.Properties)
        {
            Add(property.PropertyType);
            AddAttributes(property);
        }

        foreach (var method in type.Methods) AddMethod(method);
        foreach (var nested in type.NestedTypes) AddType(nested);
    }

    private void AddMethod(MethodDefinition method)
    {
        AddReference(method);
        AddAttributes(method);
        AddConstraints(method);
        foreach (var parameter in method.Parameters) AddAttributes(parameter);
        if (!method.HasBody) return;
        foreach (var variable in method.Body.Variables) Add(variable.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers) Add(handler.CatchType);
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Add(type);
                    break;
                case MethodReference called:
                    AddReference(called);
                    break;
                case FieldReference field:
                    Add(field.DeclaringType);
                    Add(field.FieldType);
                    break;
            }
        }
    }

    private void AddReference(MethodReference method)
    {
        Add(method.DeclaringType);
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters) Add(parameter.ParameterType);
        if (method is not GenericInstanceMethod generic) return;
        foreach (var argument in generic.GenericArguments) Add(argument);
    }

    private void AddConstraints(IGenericParameterProvider generic)
    {
        foreach (var constraint in generic.GenericParameters.SelectMany(parameter => parameter.Constraints)) Add(constraint.ConstraintType);
    }

    private void AddAttributes(ICustomAttributeProvider member)
    {
        foreach (var attribute in member.CustomAttributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))) AddArgument(argument);
        }
    }

    private void AddArgument(CustomAttributeArgument argument)
    {
        Add(argument.Type);
        switch (argument.Value)
        {
            case TypeReference type:
                Add(type);
                break;
            case CustomAttributeArgument boxed:
                AddArgument(boxed);
                break;
            case CustomAttributeArgument[] items:
                foreach (var item in items) AddArgument(item);
                break;
        }
    }

    private void Add(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                foreach (var argument in generic.GenericArguments) Add(argument);
                Add(generic.ElementType);
                return;
            case IModifierType modified:
                Add(modified.ModifierType);
                Add(modified.ElementType);
                return;
            case TypeSpecification specification:
                Add(specification.ElementType);
                return;
        }

        while (type.DeclaringType is { } outer) type = outer;
        if (type.Scope == _module && type.FullName != _from) _uses.Add((_from, type.FullName));
    }
}
