
namespace Pockitect.Core.Resources;

/// <summary>
/// What Pockitect knows of one AWS resource type. The engine owns the life cycle and is generic over this class:
/// an implementation only says how AWS lists, reads, creates, updates and deletes the one type.
/// </summary>
public abstract class ResourceType(string name, Type specType)
{
    /// <summary>CloudFormation's name of the type, such as <c>AWS::EC2::Subnet</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The record that holds the type's settings.</summary>
    public Type SpecType { get; } = specType;

    /// <summary>The last part of the name: <c>Subnet</c>.</summary>
    public string ShortName { get; } = name[(name.LastIndexOf(':') + 1)..];

    /// <summary>What to call one of them in a sentence: <c>key pair</c>.</summary>
    public virtual string Noun => ShortName;

    /// <summary>Which icon and color it has.</summary>
    public virtual ResourceFamily Family => ResourceFamily.Other;

    /// <summary>The ARN of its resources, with <c>{region}</c>, <c>{account}</c> and <c>{id}</c> in it; null where the type does not say.</summary>
    public virtual string? ArnFormat => null;

    /// <summary>The quotas that limit it.</summary>
    public virtual IReadOnlyList<QuotaRule> Quotas => [];

    /// <summary>Blueprints may contain it. Types that CloudFormation does not have, such as snapshots, are only listed and deleted.</summary>
    public virtual bool IsDeclarable => true;

    /// <summary>What a deletion keeps of this resource and AWS charges for, as it will be listed; null where nothing stays.</summary>
    public virtual Observed? KeptOf(Observed now, Deletion how) => null;

    /// <summary>AWS deletes it only while it is empty, and the deletion does not empty it first.</summary>
    public virtual bool MustBeEmpty(Deletion how) => false;

    /// <summary>The IAM actions of a full life.</summary>
    public abstract LifeActions Actions { get; }

    /// <summary>The type has no Regions: it is listed once per account, and its place is <see cref="Place.GlobalRegion"/>.</summary>
    public virtual bool IsGlobal => false;

    /// <summary>It can be stopped and started.</summary>
    public virtual bool HasPower => false;

    /// <summary>It holds data that is lost with it (a database, a bucket, a volume), so that the user confirms its deletion by name.</summary>
    public virtual bool HoldsData => false;

    /// <summary>
    /// AWS notices a repeated create, by its client token or because its name or range is taken. Where it does not, the engine repeats a
    /// create with a lost answer only after AWS's lists had time to show what the first one created.
    /// </summary>
    public virtual bool RefusesRepeat => true;

    /// <summary>All resources of this type in one place, by as few paged calls as AWS allows.</summary>
    public abstract IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct);

    /// <summary>One resource with all its settings, or null when it does not exist.</summary>
    public abstract Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct);

    /// <summary>Creates it and returns its id. Called once per attempt; settings that the call does not take follow by an update.</summary>
    public abstract Task<string> CreateAsync(Place place, Spec spec, Creation how, CancellationToken ct);

    /// <summary>Brings what differs between the two, and nothing else, to what is desired. Safe to repeat.</summary>
    public abstract Task UpdateAsync(Place place, string id, Spec now, Spec desired, CancellationToken ct);

    /// <summary>
    /// AWS takes this update only while the resource is stopped: the engine stops it, waits, updates, and starts it again
    /// if it ran. Only for types that have power.
    /// </summary>
    public virtual bool NeedsStopToUpdate(Spec now, Spec desired) => false;

    /// <summary>
    /// AWS takes this update only while the resource runs: the engine starts it, waits, updates, and stops it again if it was
    /// stopped and stays. Only for types that have power.
    /// </summary>
    public virtual bool NeedsStartToUpdate(Spec now, Spec desired) => false;

    /// <summary>
    /// How this update interrupts the use of the resource: a restart, a new address, a failover. References in
    /// <paramref name="desired"/> are IDs where their resource stays.
    /// </summary>
    public virtual IEnumerable<Interruption> Interruptions(Observed now, Spec desired) => now.Phase switch
    {
        Phase.Ready when NeedsStopToUpdate(now.Spec, desired) => [Interruption.Restart],
        Phase.Stopped when NeedsStartToUpdate(now.Spec, desired) => [Interruption.TemporaryStart],
        _ => [],
    };

    /// <summary>
    /// The desired settings as this living resource can have them. AWS moves some on by itself and never takes them back (a minor
    /// version), and some depend on what others have become (a limit on growth).
    /// </summary>
    public virtual Spec Attainable(Spec now, Spec desired) => desired;

    /// <summary>What differs from the desired settings and stays so, as sentences: storage that never shrinks.</summary>
    public virtual IEnumerable<string> Limits(Observed now, Spec desired) => [];

    /// <summary>
    /// The properties of which AWS takes a value away again: an update whose spec is exact about one (<see cref="Spec.Exactly"/>)
    /// leaves no more of it than the spec has. Lists that are read as empty where there is nothing need no place here.
    /// </summary>
    public virtual IReadOnlyList<string> Removable => [];

    /// <summary>
    /// The same settings with AWS's own value in a property that an earlier deploy set and the blueprint no longer has; the same
    /// settings where nothing has to be done for it. Null where the type has no such value: then <see cref="Removable"/> decides.
    /// </summary>
    /// <param name="desired">What the blueprint asks for; the property has no value in it.</param>
    /// <param name="path">The property, such as <c>RootVolume.Iops</c>.</param>
    /// <param name="now">What AWS has.</param>
    /// <param name="around">Everything seen in its place.</param>
    public virtual Spec? Unset(Spec desired, string path, Observed now, IReadOnlyList<Observed> around) => null;

    /// <summary>Starts the deletion. An absent resource is a success.</summary>
    public abstract Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct);

    /// <summary>Sets and removes tags of a living resource.</summary>
    public abstract Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct);

    /// <summary>The id that this spec would get, where a name of its own makes it unique in AWS; null where nothing does.</summary>
    public virtual string? NaturalKey(Spec spec, Creation how) => null;

    /// <summary>
    /// Orders beyond references: this resource must be there before <paramref name="other"/> is created, and stay until that
    /// one is gone (an internet gateway, and all that has a public address in its VPC).
    /// </summary>
    public virtual bool Precedes(GraphNode self, GraphNode other) => false;

    /// <summary>
    /// A living resource and a new one can exist at once: they share no address range, and no name but the one that
    /// <see cref="NaturalKey(Spec, Creation)"/> tells, which the engine compares. References of both are ids where they stay.
    /// </summary>
    public virtual bool CanCoexistWith(Spec now, Spec desired) => true;

    /// <summary>The same settings with its protection against deletion turned off, or null where nothing protects it.</summary>
    public virtual Spec? Unprotected(Spec now) => null;

    /// <summary>
    /// The settings that a person would write to have this resource as it is: without what AWS chose by itself, takes in no
    /// create call, or may change by itself later on.
    /// </summary>
    public virtual Spec AsWritten(Observed now) => now.Spec;

    /// <summary>What AWS never returns of it and the user has to restore, as sentences.</summary>
    public virtual IEnumerable<string> UnrecoverableSettings(Observed now) => [];

    /// <summary>How long AWS may take at most to bring it into a settled state after a change, a start or a stop.</summary>
    public virtual TimeSpan SettleBudget => TimeSpan.FromMinutes(10);

    /// <summary>How long AWS may take at most to create it.</summary>
    public virtual TimeSpan CreateBudget => SettleBudget;

    /// <summary>How long AWS may take at most to delete it.</summary>
    public virtual TimeSpan DeleteBudget => SettleBudget;

    /// <summary>
    /// How long AWS's reads may still show the old settings after a change. Security groups take over two minutes, see
    /// hashicorp/terraform-provider-aws#6325; other tools wait up to five minutes for EC2.
    /// </summary>
    public virtual TimeSpan ReadsLag => TimeSpan.FromMinutes(5);

    /// <summary>Types with the lowest number start first and stop last: a database before the instances that use it.</summary>
    public virtual int PowerRank => 0;

    /// <summary>What it costs per month. Unknown unless the type says so; free types say so too. The standing tells stopped resources from running ones.</summary>
    public virtual MonthlyPrice PriceOf(Spec spec, Standing standing, Prices prices) => MonthlyPrice.Unknown(ShortName);

    /// <summary>The address that people and programs reach it by, as a host, a host with its port, or an IP address; null where it has none now.</summary>
    public virtual string? EndpointOf(Observed now) => null;

    /// <summary>This resource uses up a part of its type's quotas.</summary>
    public virtual bool CountsAgainstQuotas(Observed now) => now.Phase is not (Phase.Gone or Phase.Deleting);

    /// <summary>Why AWS refuses references to this resource although it exists; null where it takes them.</summary>
    public virtual ReferenceProblem? ReferenceProblemOf(Observed now) => null;

    /// <summary>The ARN of one of its resources; null where the type does not say.</summary>
    /// <param name="place">Where the resource is.</param>
    /// <param name="id">Its ID; an asterisk for every resource of the type.</param>
    public virtual string? ArnOf(Place place, string id) => ArnFormat is { } format ? Arn.Of(format, place, id) : null;

    /// <summary>Its page in the AWS console.</summary>
    public abstract Uri ConsoleLink(Place place, string id);

    /// <summary>The arguments of the AWS CLI command that shows it, without the Region; empty where there is no such command.</summary>
    public virtual IReadOnlyList<string> AwsCommand(string id) => [];

    public virtual Task StartAsync(Place place, string id, CancellationToken ct) => throw NoPower();

    public virtual Task StopAsync(Place place, string id, CancellationToken ct) => throw NoPower();

    public override string ToString() => Name;

    private NotSupportedException NoPower() => new($"{Name} cannot be started or stopped.");
}
