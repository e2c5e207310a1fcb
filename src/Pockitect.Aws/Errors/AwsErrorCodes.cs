using Pockitect.Aws.Credentials;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Errors;

/// <summary>AWS's error codes and their meanings: the table behind <see cref="AwsFaults"/>.</summary>
internal static class AwsErrorCodes
{
    private static readonly TimeSpan Iam = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Ec2 = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Instance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Address = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Database = TimeSpan.FromMinutes(80);
    private static readonly TimeSpan Person = TimeSpan.FromMinutes(60);

    // Also returned for our own address, for minutes after its NAT gateway is deleted: hashicorp/terraform-provider-aws#13763.
    private const string NotFree = "permission to access the specified resource";

    /// <summary>Codes with a fixed meaning.</summary>
    /// <remarks>Insufficient…Capacity is a shortage at AWS, not a quota, but the fix is the same: less, elsewhere, or later.</remarks>
    private static readonly Dictionary<string, FaultKind> Exact = Table(
        (FaultKind.Throttled,
            "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException TooManyRequestsException "
            + "TooManyUpdates "
            + "RequestLimitExceeded EC2ThrottledException BandwidthLimitExceeded ProvisionedThroughputExceededException SlowDown "
            + "PriorRequestNotComplete"),
        (FaultKind.NotFound,
            "Gateway.NotAttached InvalidAMIID.Unavailable InvalidResourceId NoSuchEntity NoSuchBucket NoSuchKey 404"),
        (FaultKind.AlreadyExists,
            "EntityAlreadyExists BucketAlreadyOwnedByYou InvalidSubnet.Conflict Resource.AlreadyAssociated Resource.AlreadyAssigned "
                + "ResourceExistsException"),
        (FaultKind.Dependency,
            "DependencyViolation DeleteConflict ResourceInUse ResourceInUseException VolumeInUse IncorrectState "
            + "IncorrectInstanceState InvalidState InvalidDBInstanceState InvalidDBInstanceStateFault InvalidDBSubnetGroupStateFault "
            + "InvalidDBClusterStateFault InvalidDBSnapshotState OperationNotPermitted CannotDelete"),
        (FaultKind.NotEmpty,
            "BucketNotEmpty InvalidBucketState"),
        (FaultKind.Denied,
            "AccessDenied AccessDeniedException UnauthorizedOperation UnauthorizedAccess AuthorizationError NotAuthorized "
                + "AllAccessDisabled Forbidden 403"),
        (FaultKind.NotOptedIn,
            "OptInRequired SubscriptionRequiredException NotSignedUp RegionDisabledException"),
        (FaultKind.SignIn,
            "ExpiredToken ExpiredTokenException UnauthorizedException InvalidGrantException RequestExpired InvalidToken "
            + "TokenRefreshRequired MissingAuthenticationToken MissingAuthenticationTokenException "
            + "IncompleteSignature InvalidSignatureException SignatureDoesNotMatch RequestTimeTooSkewed RequestInTheFuture"),
        (FaultKind.Quota,
            "LimitExceeded LimitExceededException InstanceQuotaExceeded StorageQuotaExceeded TooManyBuckets "
            + "InsufficientInstanceCapacity InsufficientCapacity InsufficientAddressCapacity InsufficientDBInstanceCapacity "
            + "InsufficientVolumeCapacity"),
        (FaultKind.Invalid,
            // Used by someone else. AlreadyExists would make the engine look for a resource that it can't have.
            "BucketAlreadyExists "
            // A rule has no name to change: the blueprint contains it twice.
            + "InvalidPermission.Duplicate"));

    /// <summary>Codes of expired credentials. All other codes of this kind are about credentials that were never valid.</summary>
    private static readonly HashSet<string> EndedCodes =
        [
            "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "UnauthorizedException",
            "InvalidGrantException",
        ];

    /// <summary>Rejected before any check: invalid credentials, or valid ones in a Region that the account has not enabled.</summary>
    private static readonly HashSet<string> NotValidatedCodes =
        ["AuthFailure", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidClientTokenIdException"];

    private static readonly string[] Undoing = [
        "Delete", "Terminate", "Detach", "Disassociate", "Release", "Revoke", "Remove", "Deregister", "Stop",
    ];

    /// <summary>Errors that resolve over time, with the timeouts of terraform-provider-aws.</summary>
    private static readonly Transient[] Transients =
    [
        new("IAM to propagate", Iam) { Code = "InvalidParameterValue", Message = "Invalid IAM Instance Profile" },
        new("IAM to propagate", Iam) { Code = "InvalidParameterValue", Message = "has no associated IAM Roles" },
        new("IAM to propagate", Iam)
        {
            Service = "rds",
            Message = "IAM role ARN value is invalid or does not include the required permissions",
        },
        new("IAM to propagate", Iam) { Service = "iam", Code = "MalformedPolicyDocument", Message = "Invalid principal in policy" },
        new("IAM to propagate", Iam) { Action = "AddRoleToInstanceProfile", Code = "NoSuchEntity" },
        new("IAM to propagate", Iam) { Service = "iam", Code = "NoSuchEntity", OnlyDoing = true },
        new("an earlier change in IAM to finish", Iam) { Service = "iam", Code = "ConcurrentModification" },
        new("an earlier change in IAM to finish", Iam) { Service = "iam", Code = "EntityTemporarilyUnmodifiable" },
        new("AWS to free the address of the NAT gateway", Address)
        {
            Service = "ec2",
            Action = "ReleaseAddress",
            Code = "AuthFailure",
            Message = NotFree,
        },
        new("AWS to free the address of the NAT gateway", Address)
        {
            Service = "ec2",
            Action = "DisassociateAddress",
            Code = "AuthFailure",
            Message = NotFree,
        },
        new("the network interface to be free", Address)
        {
            Service = "ec2",
            Action = "DeleteNetworkInterface",
            Code = "InvalidParameterValue",
            Message = "in use",
        },
        new("the instance to run", Instance) { Action = "AssociateAddress", Message = "pending instance" },
        // RDS refuses calls during a change, which can take as long as a class change. Other messages of this code are final.
        new("RDS to finish an earlier change", Database)
        {
            Service = "rds",
            Code = "InvalidDBInstanceState",
            Message = "not in available state",
        },
        new("RDS to finish an earlier change", Database)
        {
            Service = "rds",
            Code = "InvalidDBInstanceState",
            Message = "in state: modifying",
        },
        new("RDS to finish an earlier change", Database) { Service = "rds", Code = "InvalidDBInstanceState", Message = "being modified" },
        new("S3 to release the bucket's name", Bucket) { Service = "s3", Code = "OperationAborted" },
        new("RDS to start the final snapshot", Ec2) { Service = "rds", Action = "AddTagsToResource", Code = "DBSnapshotNotFound" },
        new("the new bucket to be visible everywhere in S3", Iam) { Service = "s3", Code = "NoSuchBucket", OnlyDoing = true },
        new("S3 to lift its block on public policies", Iam)
        {
            Service = "s3",
            Action = "PutBucketPolicy",
            Code = "AccessDenied",
            Message = "BlockPublicPolicy",
        },
        new("IAM to propagate", Iam)
        {
            Service = "s3",
            Action = "PutBucketPolicy",
            Code = "MalformedPolicy",
            Message = "Invalid principal",
        },
        // A deployment doesn't create images or snapshots; a missing route or rule is for the engine to create.
        new("the new resource to be visible in EC2", Ec2)
        {
            Service = "ec2", Code = ".NotFound", OnlyDoing = true,
            Except = ["InvalidAMIID.NotFound", "InvalidSnapshot.NotFound", "InvalidRoute.NotFound", "InvalidPermission.NotFound"],
        },
        new("the new resource to be visible in EC2", Ec2) { Service = "ec2", Code = "NatGatewayNotFound", OnlyDoing = true },
    ];

    /// <summary>Returns a code's meaning; null for a code without one (an internal error, or an unknown code).</summary>
    public static FaultKind? KindOf(string code, string message, string? region)
    {
        if (NotValidatedCodes.Contains(code))
        {
            return NotValidated(message, region);
        }

        return Exact.TryGetValue(code, out var kind) ? kind : ByShape(code);
    }

    /// <summary>Returns the wait that resolves this error, if there is one.</summary>
    public static (string Waiting, TimeSpan Budget)? WaitFor(string code, string message, string? service, string? action, bool mutating)
    {
        var doing = mutating && !Undoing.Any(verb => action?.StartsWith(verb, StringComparison.Ordinal) == true);
        var found = Transients.FirstOrDefault(transient => transient.Fits(code, message, service, action, doing));
        return found is null ? null : (found.Waiting, found.Budget);
    }

    /// <summary>Returns the fault as one that the user resolves by signing in again, for which operations wait.</summary>
    public static Fault Ended(Fault fault) => fault with { Waiting = SignInException.Ended, Budget = Person };

    /// <summary>Whether the client token was used before: with other parameters, or for a terminated instance.</summary>
    /// <seealso href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html"/>
    public static bool IsTokenUsed(string code) => code is "IdempotentParameterMismatch" or "IdempotentInstanceTerminated";

    /// <summary>Whether the change was already made, for codes with several meanings.</summary>
    public static bool MeansRepeated(string code, string? action) =>
        code is "InvalidPermission.Duplicate" || (code, action) is ("LimitExceeded", "AddRoleToInstanceProfile");

    /// <summary>Whether the code means expired credentials.</summary>
    public static bool IsEnded(string code) => EndedCodes.Contains(code);

    private static FaultKind NotValidated(string message, string? region) => message switch
    {
        // "AuthFailure: Not authorized for images: [ami-…]" is about the image, not the caller.
        _ when message.Contains("Not authorized for", StringComparison.OrdinalIgnoreCase) => FaultKind.Denied,
        _ when region is not null && AwsRegions.AlwaysOn.Contains(region) => FaultKind.SignIn,
        _ => FaultKind.NotOptedIn,
    };

    // DBInstanceNotFound, DBSubnetGroupNotFoundFault, InvalidVpcID.NotFound, InvalidPermission.Duplicate, VpcLimitExceeded,
    // InvalidGroup.InUse …
    private static FaultKind? ByShape(string code) => code switch
    {
        _ when Has(code, "NotFound") || code.StartsWith("NoSuch", StringComparison.Ordinal) => FaultKind.NotFound,
        _ when Has(code, "AlreadyExist") || code.EndsWith(".Duplicate", StringComparison.Ordinal) => FaultKind.AlreadyExists,
        _ when Has(code, "LimitExceeded") || Has(code, "QuotaExceeded") => FaultKind.Quota,
        _ when code.EndsWith(".InUse", StringComparison.Ordinal) => FaultKind.Dependency,
        _ => null,
    };

    private static bool Has(string code, string part) => code.Contains(part, StringComparison.Ordinal);

    private static Dictionary<string, FaultKind> Table(params (FaultKind Kind, string Codes)[] rows)
        => rows.SelectMany(row => row.Codes.Split(' ').Select(code => (code, row.Kind)))
            .ToDictionary(row => row.code, row => row.Kind, StringComparer.Ordinal);

    /// <summary>An error that goes away. Null means "any"; a code that starts with a dot is a suffix.</summary>
    private sealed record Transient(string Waiting, TimeSpan Budget)
    {
        public string? Service { get; init; }

        public string? Action { get; init; }

        public string? Code { get; init; }

        public string? Message { get; init; }

        /// <summary>Only for calls that create or connect something: a delete that finds nothing is done.</summary>
        public bool OnlyDoing { get; init; }

        public string[] Except { get; init; } = [];

        public bool Fits(string code, string message, string? service, string? action, bool doing)
            => (Service is null || Service == service)
                && (Action is null || Action == action)
                && (Code is null || (Code[0] == '.' ? code.EndsWith(Code, StringComparison.Ordinal) : code == Code))
                && (Message is null || message.Contains(Message, StringComparison.OrdinalIgnoreCase))
                && (!OnlyDoing || doing)
                && !Except.Contains(code);
    }
}
