namespace Pockitect.Core.Resources;

/// <summary>
/// An AWS resource type. The engine owns the life cycle and is generic over this class: an implementation only says how AWS lists, reads,
/// creates, updates and deletes this type.
/// </summary>
public abstract class ResourceType(string name, Type specType)
{
    /// <summary>CloudFormation's name of the type, such as <c>AWS::EC2::Subnet</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The record with the type's settings.</summary>
    public Type SpecType { get; } = specType;

    /// <summary>The last part of the name: <c>Subnet</c>.</summary>
    public string ShortName { get; } = name[(name.LastIndexOf(':') + 1)..];

    /// <summary>What to call one of them in a sentence: <c>key pair</c>.</summary>
    public virtual string Noun => ShortName;

    /// <summary>Which icon and color it has.</summary>
    public virtual ResourceFamily Family => ResourceFamily.Other;

    /// <summary>
    /// The ARN of its resources, with <c>{region}</c>, <c>{account}</c> and <c>{id}</c> in it; null where the type does not say.
    /// </summary>
    public virtual string? ArnFormat => null;

    /// <summary>The quotas that limit it.</summary>
    public virtual IReadOnlyList<QuotaRule> Quotas => [];

    /// <summary>
    /// Whether a blueprint can declare it. Types without a CloudFormation equivalent, such as snapshots, are only read and deleted.
    /// </summary>
    public virtual bool IsDeclarable => true;

    /// <summary>Returns what a deletion keeps and AWS bills, as it will be listed; null if nothing stays.</summary>
    public virtual Observed? KeptOf(Observed now, Deletion how) => null;

    /// <summary>Whether AWS deletes it only while it is empty, and nothing empties it first.</summary>
    public virtual bool MustBeEmpty(Deletion how) => false;

    /// <summary>The IAM actions of the type.</summary>
    public abstract LifeActions Actions { get; }

    /// <summary>Whether the type is global: it is listed once per account, and its place is <see cref="Place.GlobalRegion"/>.</summary>
    public virtual bool IsGlobal => false;

    /// <summary>Whether it can be stopped and started.</summary>
    public virtual bool HasPower => false;

    /// <summary>
    /// Whether it contains data that is lost with it (a database, a bucket, a volume), so that the user must confirm separately.
    /// </summary>
    public virtual bool HoldsData => false;

    /// <summary>
    /// AWS notices a repeated create, by its client token or because its name or range is taken. Where it does not, the engine repeats a
    /// create with a lost answer only after AWS's lists had time to show what the first one created.
    /// </summary>
    public virtual bool RefusesRepeat => true;

    /// <summary>Lists all resources of this type in one place, in as few paged calls as AWS allows.</summary>
    public abstract IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct);

    /// <summary>Reads one resource with all its settings; null if it doesn't exist (anymore).</summary>
    public abstract Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct);

    /// <summary>
    /// Creates it and returns its ID. Called once per attempt. Settings that the call doesn't accept follow in an update.
    /// </summary>
    public abstract Task<string> CreateAsync(Place place, Spec spec, Creation how, CancellationToken ct);

    /// <summary>Updates exactly what differs. Safe to repeat.</summary>
    public abstract Task UpdateAsync(Place place, string id, Spec now, Spec desired, CancellationToken ct);

    /// <summary>
    /// Whether AWS accepts this update only while the resource is stopped: the engine stops it, waits, updates, and starts it again if it
    /// ran. Only for types with power.
    /// </summary>
    public virtual bool NeedsStopToUpdate(Spec now, Spec desired) => false;

    /// <summary>
    /// Whether AWS accepts this update only while the resource runs: the engine starts it, waits, updates, and stops it again if it was
    /// stopped and stays. Only for types with power.
    /// </summary>
    public virtual bool NeedsStartToUpdate(Spec now, Spec desired) => false;

    /// <summary>
    /// Returns how this update interrupts the resource: a restart, a new address, a failover. References in <paramref name="desired"/> are
    /// IDs if their resource stays.
    /// </summary>
    public virtual IEnumerable<Interruption> Interruptions(Observed now, Spec desired) => now.Phase switch
    {
        Phase.Ready when NeedsStopToUpdate(now.Spec, desired) => [Interruption.Restart],
        Phase.Stopped when NeedsStartToUpdate(now.Spec, desired) => [Interruption.TemporaryStart],
        _ => [],
    };

    /// <summary>
    /// Returns the desired settings as this resource can have them. AWS advances some automatically and never reverts them (a minor
    /// version), and some depend on others' current values (an autoscaling limit).
    /// </summary>
    public virtual Spec Attainable(Spec now, Spec desired) => desired;

    /// <summary>Returns differences from the desired settings that remain, as sentences: storage never shrinks.</summary>
    public virtual IEnumerable<string> Limits(Observed now, Spec desired) => [];

    /// <summary>
    /// The properties whose value AWS can remove: an update whose spec is exact about one (<see cref="Spec.Exactly"/>) leaves no more of it
    /// than the spec has. Lists that AWS returns as empty need no entry here.
    /// </summary>
    public virtual IReadOnlyList<string> Removable => [];

    /// <summary>
    /// Returns the settings with AWS's default for a property that an earlier deploy set and the blueprint no longer has; unchanged if
    /// nothing needs to be done. Null if there is no default: then <see cref="Removable"/> decides.
    /// </summary>
    /// <param name="desired">The blueprint's settings, without a value for the property.</param>
    /// <param name="path">The property, such as <c>RootVolume.Iops</c>.</param>
    /// <param name="now">AWS's settings.</param>
    /// <param name="around">Everything observed in its place.</param>
    public virtual Spec? Unset(Spec desired, string path, Observed now, IReadOnlyList<Observed> around) => null;

    /// <summary>Starts the deletion. An absent resource is a success.</summary>
    public abstract Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct);

    /// <summary>Sets and removes tags of an existing resource.</summary>
    public abstract Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct);

    /// <summary>Returns the ID that this spec would get, if its own name makes it unique in AWS; otherwise null.</summary>
    public virtual string? NaturalKey(Spec spec, Creation how) => null;

    /// <summary>
    /// Whether this resource must exist before <paramref name="other"/> is created, and stay until that one is gone, beyond references: for
    /// example an internet gateway and resources with public addresses in its VPC.
    /// </summary>
    public virtual bool Precedes(GraphNode self, GraphNode other) => false;

    /// <summary>
    /// Whether an existing resource and a new one can coexist: they share no address range, and no name except the one from <see
    /// cref="NaturalKey(Spec, Creation)"/>, which the engine compares. References of both are IDs if their targets stay.
    /// </summary>
    public virtual bool CanCoexistWith(Spec now, Spec desired) => true;

    /// <summary>
    /// Whether a resource with the desired settings takes over something that an existing one has, in one call: a subnet moves from one
    /// route table to another. The resource that takes it is updated first, so that it is never without. References of both are IDs if
    /// their
    /// targets stay.
    /// </summary>
    public virtual bool TakesOverFrom(Spec now, Spec desired) => false;

    /// <summary>Returns the settings with deletion protection turned off; null if nothing protects it.</summary>
    public virtual Spec? Unprotected(Spec now) => null;

    /// <summary>
    /// Returns the settings that a user would write for this resource: without values that AWS chose, that no create call accepts, or that
    /// AWS may change later.
    /// </summary>
    public virtual Spec AsWritten(Observed now) => now.Spec;

    /// <summary>What AWS never returns of it and the user has to restore, as sentences.</summary>
    public virtual IEnumerable<string> UnrecoverableSettings(Observed now) => [];

    /// <summary>How long AWS may take to settle it after a change, a start or a stop.</summary>
    public virtual TimeSpan SettleBudget => TimeSpan.FromMinutes(10);

    /// <summary>How long AWS may take to create it.</summary>
    public virtual TimeSpan CreateBudget => SettleBudget;

    /// <summary>How long AWS may take to delete it.</summary>
    public virtual TimeSpan DeleteBudget => SettleBudget;

    /// <summary>
    /// How long AWS's reads may show old settings after a change. Security groups take over two minutes, see
    /// hashicorp/terraform-provider-aws#6325; other tools wait up to five minutes for EC2.
    /// </summary>
    public virtual TimeSpan ReadsLag => TimeSpan.FromMinutes(5);

    /// <summary>Types with the lowest number start first and stop last: a database before the instances that use it.</summary>
    public virtual int PowerRank => 0;

    /// <summary>
    /// What it costs per month. Unknown unless overridden, also for free types. The lifecycle state tells stopped resources from running
    /// ones.
    /// </summary>
    public virtual MonthlyPrice PriceOf(Spec spec, Standing standing, Prices prices) => MonthlyPrice.Unknown(ShortName);

    /// <summary>Returns its network address: a host, a host with a port, or an IP address; null if it has none.</summary>
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
