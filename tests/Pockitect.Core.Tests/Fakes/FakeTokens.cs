using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>Client tokens as EC2 keeps them: also for what it had no capacity for, and for what is gone by now.</summary>
public sealed class FakeTokens
{
    private readonly Dictionary<string, (string Request, string? Id)> _known = new(StringComparer.Ordinal);
    private readonly List<string> _used = [];
    private (string Token, string Request) _current;

    /// <summary>The image that a parameter names now. It is a part of every request.</summary>
    public string Image { get; set; } = "ami-1";

    /// <summary>The token of a resource that is gone gets its old ID, as with a NAT gateway, and not a refusal, as with an instance.</summary>
    public bool AnswersForGone { get; set; }

    /// <summary>The token of every request, in order.</summary>
    public IReadOnlyList<string> Used => _used;

    public string Once(string token, Spec spec, Func<string, bool> isThere, Func<string> create)
    {
        var request = $"{Image} {SpecJson.Write(spec)}";
        _used.Add(token);
        if (_known.TryGetValue(token, out var known))
        {
            if (known.Request != request) throw Used("IdempotentParameterMismatch");
            if (known.Id is { } id && (AnswersForGone || isThere(id))) return id;
            if (known.Id is not null) throw Used("IdempotentInstanceTerminated");
        }

        _current = (token, request);
        try
        {
            return create();
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.Quota)
        {
            _known.TryAdd(token, (request, null));
            throw;
        }

        static FaultException Used(string code) => new(new Fault(FaultKind.Invalid, code, "The token was used before.") { RequestId = "r", IsTokenUsed = true });
    }

    /// <summary>What the request that is under way created.</summary>
    public void Keep(string id) => _known[_current.Token] = (_current.Request, id);
}
