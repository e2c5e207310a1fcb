namespace Pockitect.Web.Wizard.Fields;

/// <summary>Stable keys for list rows while rows move, so that a click reaches the intended row.</summary>
internal sealed class RowKeys
{
    private readonly List<int> _keys = [];
    private int _last;

    /// <summary>Returns keys for this many rows; new rows are at the end.</summary>
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
