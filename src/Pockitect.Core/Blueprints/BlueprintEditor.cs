namespace Pockitect.Core.Blueprints;

public static class BlueprintEditor;
