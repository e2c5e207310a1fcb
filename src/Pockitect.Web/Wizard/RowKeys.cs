namespace Pockitect.Web.Wizard;

/// <summary>
/// Which row of a list is which while rows are moved and removed, so that a click on one that has just moved is still meant for it,
/// and not for the one that took its place.
/// </summary>
internal sealed class RowKeys
{
    private readonly List<int> _keys = [];
    private int _last;

    /// <summary>A key for each of so many rows; what is new is at the end.</summary>
    public IReadOnlyList<int> For(int count)
    {
        while (_keys.Count < count) _keys.Add(++_last);
        if (_keys.Count > count) _keys.RemoveRange(count, _keys.Count - count);
        return _keys;
    }

    public void Move(int from, int to)
    {
        var key = _keys[from];
        _keys.RemoveAt(from);
        _keys.Insert(to, key);
    }

    public void Remove(int index) => _keys.RemoveAt(index);
}
