using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintMoveTests
{
    [Theory]
    [InlineData("a:\n  - x: 1 # one\n    y: 2\n  # about two\n  - x: 2\n# end\n", "a", 1, 0, "a:\n  # about two\n  - x: 2\n  - x: 1 # one\n    y: 2\n# end\n")]
    [InlineData("a:\n- one\n- two\n- three", "a", 0, 2, "a:\n- two\n- three\n- one\n")]
    [InlineData("a: [{n: 1}, {n: 2}, {n: 3}] # all\n", "a", 2, 0, "a: [{n: 3}, {n: 1}, {n: 2}] # all\n")]
    [InlineData("b:\r\n  a:\r\n    - 1\r\n    - 2\r\nc: 3\r\n", "b.a", 0, 1, "b:\r\n  a:\r\n    - 2\r\n    - 1\r\nc: 3\r\n")]
    [InlineData("a:\n  - s: |\n      one\n\n      two\n  - t: 1\n", "a", 0, 1, "a:\n  - t: 1\n  - s: |\n      one\n\n      two\n")]
    public void An_item_moves_with_its_comments_and_nothing_else_changes(string text, string path, int from, int to, string moved) =>
        Assert.Equal(moved, BlueprintEditor.Move(text, path, from, to));

    [Theory]
    [InlineData("a: &x [1, 2]\nb: *x\n", "b")]
    [InlineData("a:\n  - - 1\n    - 2\n", "a[0]")]
    [InlineData("a: 1\n", "a")]
    [InlineData("a: [\n", "a")]
    public void What_cannot_be_moved_alone_is_refused(string text, string path) =>
        Assert.Throws<YamlEditException>(() => BlueprintEditor.Move(text, path, 0, 1));
}
