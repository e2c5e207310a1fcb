using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Tests.Clients;

public sealed class AwsFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RequestLimitExceeded", FaultKind.Throttled)]
    [InlineData("ThrottlingException", FaultKind.Throttled)]
    [InlineData("SlowDown", FaultKind.Throttled)]
    [InlineData("TooManyUpdates", FaultKind.Throttled)]
    [InlineData("InvalidVpcID.NotFound", FaultKind.NotFound)]
    [InlineData("DBInstanceNotFound", FaultKind.NotFound)]
    [InlineData("DBSubnetGroupNotFoundFault", FaultKind.NotFound)]
    [InlineData("NoSuchEntity", FaultKind.NotFound)]
    [InlineData("NoSuchBucketPolicy", FaultKind.NotFound)]
    [InlineData("ParameterNotFound", FaultKind.NotFound)]
    [InlineData("InvalidResourceId", FaultKind.NotFound)]
    [InlineData("Gateway.NotAttached", FaultKind.NotFound)]
    [InlineData("InvalidGroup.Duplicate", FaultKind.AlreadyExists)]
    [InlineData("InvalidPermission.Duplicate", FaultKind.Invalid)]
    [InlineData("InvalidSubnet.Conflict", FaultKind.AlreadyExists)]
    [InlineData("EntityAlreadyExists", FaultKind.AlreadyExists)]
    [InlineData("DBInstanceAlreadyExists", FaultKind.AlreadyExists)]
    [InlineData("DBSubnetGroupAlreadyExists", FaultKind.AlreadyExists)]
    [InlineData("BucketAlreadyOwnedByYou", FaultKind.AlreadyExists)]
    [InlineData("BucketAlreadyExists", FaultKind.Invalid)]
    [InlineData("DependencyViolation", FaultKind.Dependency)]
    [InlineData("DeleteConflict", FaultKind.Dependency)]
    [InlineData("BucketNotEmpty", FaultKind.NotEmpty)]
    [InlineData("InvalidBucketState", FaultKind.NotEmpty)]
    [InlineData("InvalidDBInstanceState", FaultKind.Dependency)]
    [InlineData("InvalidNetworkInterface.InUse", FaultKind.Dependency)]
    [InlineData("AccessDenied", FaultKind.Denied)]
    [InlineData("UnauthorizedOperation", FaultKind.Denied)]
    [InlineData("OptInRequired", FaultKind.NotOptedIn)]
    [InlineData("ExpiredToken", FaultKind.SignIn)]
    [InlineData("SignatureDoesNotMatch", FaultKind.SignIn)]
    [InlineData("VpcLimitExceeded", FaultKind.Quota)]
    [InlineData("AddressLimitExceeded", FaultKind.Quota)]
    [InlineData("LimitExceeded", FaultKind.Quota)]
    [InlineData("InstanceQuotaExceeded", FaultKind.Quota)]
    [InlineData("InsufficientInstanceCapacity", FaultKind.Quota)]
    [InlineData("InvalidParameterValue", FaultKind.Invalid)]
    [InlineData("IdempotentParameterMismatch", FaultKind.Invalid)]
    [InlineData("IdempotentInstanceTerminated", FaultKind.Invalid)]
    [InlineData("SomethingNobodyHasSeen", FaultKind.Invalid)]
    public void A_code_has_one_meaning(string code, FaultKind kind)
        => Assert.Equal((kind, code), (AwsFaults.Explain(Refused(code)).Kind, AwsFaults.Explain(Refused(code)).Code));

    [Theory]
    [InlineData("IdempotentParameterMismatch", true)]
    [InlineData("IdempotentInstanceTerminated", true)]
    [InlineData("InsufficientInstanceCapacity", false)]
    public void A_used_token_is_recognized(string code, bool isUsed) => Assert.Equal(isUsed, AwsFaults.Explain(Refused(code)).IsTokenUsed);

    [Theory]
    [InlineData("AuthFailure")]
    [InlineData("UnrecognizedClientException")]
    [InlineData("InvalidClientTokenId")]
    public async Task Credentials_not_recognised_mean_no_opt_in_only_where_opting_in_is_needed(string code)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error(code, "AWS was not able to validate the provided access credentials", HttpStatusCode.Unauthorized));
        using var aws = network.Clients();

        Assert.Equal(FaultKind.NotOptedIn, (await FailureOf(aws.Ec2("af-south-1").DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest(), Ct))).Kind);
        Assert.Equal(FaultKind.SignIn, (await FailureOf(aws.Ec2("eu-west-1").DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest(), Ct))).Kind);
    }

    [Fact]
    public async Task An_address_that_AWS_has_not_freed_yet_is_waited_for_and_is_no_matter_of_signing_in()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error("AuthFailure", "You do not have permission to access the specified resource.", HttpStatusCode.Unauthorized));
        using var aws = network.Clients();

        var released = await FailureOf(aws.Ec2("eu-west-1").ReleaseAddressAsync(new Amazon.EC2.Model.ReleaseAddressRequest { AllocationId = "eipalloc-1" }, Ct));
        var disassociated = await FailureOf(aws.Ec2("af-south-1").DisassociateAddressAsync(new Amazon.EC2.Model.DisassociateAddressRequest { AssociationId = "eipassoc-1" }, Ct));

        Assert.All([released, disassociated], fault => Assert.Equal((FaultKind.NotYetConsistent, TimeSpan.FromMinutes(10)), (fault.Kind, fault.Budget)));
    }

    [Fact]
    public void An_image_that_is_not_ours_is_denied_and_not_a_matter_of_signing_in()
        => Assert.Equal(FaultKind.Denied, AwsFaults.Explain(Refused("AuthFailure", "Not authorized for images: [ami-1]")).Kind);

    [Theory]
    [InlineData("AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy")]
    [InlineData("UnauthorizedOperation", "You are not authorized: with an explicit deny in a resource control policy")]
    public void A_deny_by_the_organisation_is_told_apart(string code, string message)
        => Assert.Equal(FaultKind.DeniedByOrganisation, AwsFaults.Explain(Refused(code, message)).Kind);

    [Fact]
    public async Task An_encoded_reason_is_left_out_and_the_action_named()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error("UnauthorizedOperation",
            "You are not authorized to perform this operation. Encoded authorization failure message: zC5qEYt8jK", HttpStatusCode.Forbidden));
        using var aws = network.Clients();

        var fault = await FailureOf(aws.Ec2("eu-west-1").CreateVpcAsync(new Amazon.EC2.Model.CreateVpcRequest(), Ct));

        Assert.Equal("You are not authorized to perform this operation. (ec2:CreateVpc)", fault.Message);
    }

    [Fact]
    public void An_action_AWS_names_itself_is_kept()
        => Assert.Equal("User u is not authorized to perform: ec2:CreateVpc.", AwsFaults.Explain(Refused("UnauthorizedOperation",
            "User u is not authorized to perform: ec2:CreateVpc. Encoded authorization failure message: zC5q")).Message);

    [Theory]
    [InlineData("RunInstances", "InvalidParameterValue", "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", 120)]
    [InlineData("RunInstances", "InvalidParameterValue", "IAM Instance Profile \"web\" has no associated IAM Roles", 120)]
    [InlineData("AssociateAddress", "InvalidInstanceID", "The pending instance 'i-1' is not in a valid state for this operation", 600)]
    [InlineData("CreateSubnet", "InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist", 300)]
    [InlineData("AssociateAddress", "InvalidAllocationID.NotFound", "…", 300)]
    public async Task What_waiting_cures_says_for_what_and_how_long(string action, string code, string message, int seconds)
    {
        var fault = await Ec2FailureOf(action, code, message);

        Assert.Equal((FaultKind.NotYetConsistent, TimeSpan.FromSeconds(seconds)), (fault.Kind, fault.Budget));
        Assert.NotEmpty(fault.Waiting!);
    }

    [Theory]
    [InlineData("DeleteSubnet", "InvalidSubnetID.NotFound")]
    [InlineData("DescribeVpcs", "InvalidVpcID.NotFound")]
    [InlineData("RunInstances", "InvalidAMIID.NotFound")]
    public async Task What_is_not_there_is_not_waited_for_when_deleting_reading_or_naming_an_image(string action, string code)
        => Assert.Equal(FaultKind.NotFound, (await Ec2FailureOf(action, code, "…")).Kind);

    [Theory]
    [InlineData("AddRoleToInstanceProfile", FaultKind.NotYetConsistent)]
    [InlineData("PutRolePolicy", FaultKind.NotYetConsistent)]
    [InlineData("GetRole", FaultKind.NotFound)]
    [InlineData("DeleteRole", FaultKind.NotFound)]
    [InlineData("RemoveRoleFromInstanceProfile", FaultKind.NotFound)]
    public async Task An_entity_IAM_does_not_know_means_what_the_action_makes_of_it(string action, FaultKind kind)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.XmlError("NoSuchEntity", "The role with name web cannot be found.", HttpStatusCode.NotFound));
        using var aws = network.Clients();

        Assert.Equal(kind, (await FailureOf(aws.Iam().CallAsync(action, new QueryParameters(), Ct))).Kind);
    }

    [Fact]
    public async Task A_bucket_name_in_use_by_S3_itself_is_waited_for()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<Error><Code>OperationAborted</Code><Message>A conflicting conditional operation is currently in progress</Message></Error>", HttpStatusCode.Conflict));
        using var aws = network.Clients();

        var fault = await FailureOf(aws.S3("eu-west-1").PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = "some-bucket" }, Ct));

        Assert.Equal((FaultKind.NotYetConsistent, "OperationAborted"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task A_head_of_a_missing_bucket_is_not_found_though_it_has_no_body()
    {
        using var network = new FakeNetwork(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var aws = network.Clients();

        Assert.Equal(FaultKind.NotFound, (await FailureOf(aws.S3("eu-west-1").HeadBucketAsync(new Amazon.S3.Model.HeadBucketRequest { BucketName = "some-bucket" }, Ct))).Kind);
    }

    [Theory]
    [InlineData("DescribeDBInstances", FaultKind.Unreachable)]
    [InlineData("CreateDBInstance", FaultKind.Ambiguous)]
    public async Task A_time_out_is_ambiguous_only_for_what_may_have_changed_something(string action, FaultKind kind)
    {
        using var network = new FakeNetwork(_ => throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout.", new TimeoutException()));
        using var aws = network.Clients();

        var fault = await FailureOf(aws.Rds("eu-west-1").CallAsync(action, new QueryParameters(), Ct));

        Assert.Equal((kind, "Timeout"), (fault.Kind, fault.Code));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_mutation_that_found_no_connection_changed_nothing(HttpRequestError error)
    {
        using var network = new FakeNetwork(_ => throw new HttpRequestException(error, "no way", new SocketException()));
        using var aws = network.Clients();

        Assert.Equal(FaultKind.Unreachable, (await FailureOf(aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), Ct))).Kind);
    }

    [Fact]
    public async Task Cancelled_before_the_send_is_cancelled_and_after_it_ambiguous()
    {
        using var early = new CancellationTokenSource();
        await early.CancelAsync();
        using var late = new CancellationTokenSource();
        using var network = new FakeNetwork(_ =>
        {
            late.Cancel();
            throw new OperationCanceledException(late.Token);
        });
        using var aws = network.Clients(new AwsClientOptions { RequestLimits = true });

        Assert.Equal(FaultKind.Cancelled, (await FailureOf(aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), early.Token))).Kind);
        Assert.Equal(FaultKind.Ambiguous, (await FailureOf(aws.Rds("eu-west-1").CallAsync("CreateDBInstance", new QueryParameters(), late.Token))).Kind);
        Assert.Single(network.Sent);
    }

    [Fact]
    public void A_missing_sign_in_and_a_bug_are_told_apart()
    {
        Assert.Equal(FaultKind.SignIn, AwsFaults.Explain(new SignInException("Sign in.")).Kind);
        Assert.Equal(FaultKind.SignIn, AwsFaults.Explain(new AmazonClientException("Failed to resolve AWS credentials.")).Kind);
        Assert.Equal(FaultKind.Bug, AwsFaults.Explain(new InvalidOperationException("Oops.")).Kind);
    }

    [Theory]
    [InlineData("ExpiredToken")]
    [InlineData("ExpiredTokenException")]
    [InlineData("RequestExpired")]
    public void Credentials_that_have_ended_are_waited_for(string code)
    {
        var fault = AwsFaults.Explain(Refused(code));

        Assert.Equal((FaultKind.SignIn, TimeSpan.FromMinutes(60)), (fault.Kind, fault.Budget));
        Assert.Contains("sign in again (pockitect login)", fault.Waiting, StringComparison.Ordinal);
        Assert.NotNull(AwsFaults.Explain(new SignInException("The sign-in has ended.")).Budget);
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch")]
    [InlineData("InvalidClientTokenId")]
    public void Credentials_that_AWS_does_not_know_are_not(string code) => Assert.Null(AwsFaults.Explain(Refused(code)).Budget);

    [Fact]
    public void Being_offline_is_no_reason_to_sign_in_again()
        => Assert.Equal(FaultKind.Unreachable, AwsFaults.Explain(new AmazonClientException("Error calling AssumeRole for role x", new HttpRequestException("offline"))).Kind);

    [Fact]
    public void A_dry_run_that_would_have_worked_is_known_as_such()
        => Assert.True(AwsFaults.IsDryRunSuccess(Refused("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")));

    private static AmazonServiceException Refused(string code, string message = "…")
        => new(message, ErrorType.Sender, code, "req", HttpStatusCode.BadRequest);

    private static async Task<Fault> Ec2FailureOf(string action, string code, string message)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Ec2Error(code, message));
        using var aws = network.Clients();
        var ec2 = aws.Ec2("eu-west-1");
        return await FailureOf(action switch
        {
            "RunInstances" => ec2.RunInstancesAsync(new Amazon.EC2.Model.RunInstancesRequest(), Ct),
            "AssociateAddress" => ec2.AssociateAddressAsync(new Amazon.EC2.Model.AssociateAddressRequest(), Ct),
            "CreateSubnet" => ec2.CreateSubnetAsync(new Amazon.EC2.Model.CreateSubnetRequest(), Ct),
            "DeleteSubnet" => ec2.DeleteSubnetAsync(new Amazon.EC2.Model.DeleteSubnetRequest(), Ct),
            "DescribeVpcs" => ec2.DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest(), Ct),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        });
    }

    private static async Task<Fault> FailureOf(Task call) => AwsFaults.Explain(await Assert.ThrowsAnyAsync<Exception>(() => call));
}
