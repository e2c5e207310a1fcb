using System.Net.Http.Json;
using Amazon.S3;
using Pockitect.Aws.Errors;
using Pockitect.Aws.S3;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Sdk = Amazon.S3.Model;

namespace Pockitect.Aws.Tests.S3;

public sealed class BucketTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    private readonly Uri endpoint = sandbox.Endpoint;

    private Pockitect.Aws.S3.BucketType Type => new(Aws);

    [Fact]
    public async Task A_bucket_lives_from_create_to_delete()
    {
        var spec = Full();
        var bucket = await CreateAsync(Type, spec);

        Assert.Equal(spec.BucketName, bucket.Id);
        Assert.Equal(Phase.Ready, bucket.Phase);
        var listed = await ListedAsync(Type, bucket.Id);
        Assert.Equal(("shop", true), (listed.Tags[OwnershipTags.Project], listed.IsSummary));
        Assert.NotNull(listed.CreatedAt);

        await Type.TagAsync(Place, bucket.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        var tags = (await ReadAsync(Type, bucket.Id)).Tags;
        Assert.Equal(("blue", "shop"), (tags["team"], tags[OwnershipTags.Project]));
        Assert.DoesNotContain(OwnershipTags.Resource, tags);

        await DeleteAsync(Type, bucket.Id);
    }

    [Fact]
    public async Task Every_setting_of_a_bucket_changes()
    {
        var spec = Full();
        var id = (await CreateAsync(Type, spec)).Id;

        await UpdateAsync(Type, id, spec with
        {
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true },
            BucketEncryption = new() { SSEAlgorithm = "AES256" },
            VersioningConfiguration = new() { Status = "Suspended" },
            LifecycleConfiguration = new() { Rules = [new() { Id = "old", Prefix = "logs/", Status = "Enabled", ExpirationInDays = 90 }] },
            CorsConfiguration = new() { CorsRules = [] },
            OwnershipControls = new() { ObjectOwnership = "BucketOwnerEnforced" },
            PolicyDocument = Policy(spec.BucketName, "s3:PutObject"),
        });
        await UpdateAsync(Type, id, spec with { LifecycleConfiguration = new() { Rules = [] } });
    }

    [Fact]
    public async Task A_bucket_without_a_policy_has_none()
    {
        var bucket = await CreateAsync(Type, new Bucket());

        Assert.Null(((Bucket)bucket.Spec).PolicyDocument);
    }

    [Fact]
    public async Task A_rule_that_no_longer_deletes_is_a_change()
    {
        var rule = new LifecycleRule { Id = "old", Status = "Enabled", ExpirationInDays = 30, NoncurrentVersionExpirationInDays = 30 };
        var spec = new Bucket { LifecycleConfiguration = new() { Rules = [rule] } };
        var id = (await CreateAsync(Type, spec)).Id;

        var after = await UpdateAsync(Type, id, new Bucket { LifecycleConfiguration = new() { Rules = [rule with { ExpirationInDays = 0 }] } });

        Assert.Equal(0, Assert.Single(((Bucket)after.Spec).LifecycleConfiguration!.Rules).ExpirationInDays);
    }

    [Fact]
    public async Task What_is_not_managed_stays_as_it_was()
    {
        var id = (await CreateAsync(Type, Full())).Id;
        var before = (await ReadAsync(Type, id)).Spec;

        await UpdateAsync(Type, id, new Bucket { VersioningConfiguration = new() { Status = "Suspended" } });

        var change = Assert.Single(SpecDiff.Compare(before, (await ReadAsync(Type, id)).Spec));
        Assert.Equal("VersioningConfiguration.Status", change.Path);
    }

    [Fact]
    public async Task A_bucket_that_never_kept_versions_is_as_one_that_no_longer_does()
    {
        var made = await CreateAsync(Type, new Bucket());

        Assert.Empty(SpecDiff.Compare(new Bucket { VersioningConfiguration = new() { Status = "Suspended" } }, made.Spec));
    }

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-central-1")]
    public async Task An_earlier_attempts_bucket_is_taken_over_and_somebody_elses_is_not(string region)
    {
        var place = new Place(Place.AccountId, region);
        var how = How("mine") with
        {
            Tags = new Dictionary<string, string> { [OwnershipTags.ProjectId] = "p-1", [OwnershipTags.Resource] = "files" },
        };
        var other = how with { Tags = new Dictionary<string, string> { [OwnershipTags.ProjectId] = "p-2", [OwnershipTags.Resource] = "files" } };

        var first = await Type.CreateAsync(place, (Spec)new Bucket(), how, Ct);
        var again = await Type.CreateAsync(place, (Spec)new Bucket(), how, Ct);
        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => Type.CreateAsync(place, (Spec)new Bucket(), other, Ct));

        Assert.Equal((how.UniqueName, how.UniqueName), (first, again));
        Assert.Equal(("BucketAlreadyExists", FaultKind.Invalid), (refusal.ErrorCode, AwsFaults.Explain(refusal).Kind));
        Assert.Contains(await Type.ListAsync(place, Ct).ToListAsync(Ct), bucket => bucket.Id == first);
        Assert.DoesNotContain(await Type.ListAsync(Place with { Region = "ap-south-1" }, Ct).ToListAsync(Ct), bucket => bucket.Id == first);
        await Type.DeleteAsync(place, first, new Deletion(), Ct);
    }

    [Fact]
    public async Task A_bucket_that_is_not_empty_stays_unless_it_is_emptied_first()
    {
        var id = (await CreateAsync(Type, new Bucket { VersioningConfiguration = new() { Status = "Enabled" } })).Id;
        var s3 = Aws.S3(Place.Region);
        foreach (var text in new[] { "first", "second" })
            await s3.PutObjectAsync(new Sdk.PutObjectRequest { BucketName = id, Key = "a.txt", ContentBody = text }, Ct);
        await s3.DeleteObjectAsync(new Sdk.DeleteObjectRequest { BucketName = id, Key = "a.txt" }, Ct);
        await s3.InitiateMultipartUploadAsync(new Sdk.InitiateMultipartUploadRequest { BucketName = id, Key = "half.bin" }, Ct);

        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => Type.DeleteAsync(Place, id, new Deletion(), Ct));
        await DeleteAsync(Type, id, new Deletion(EmptyFirst: true));

        Assert.Equal(FaultKind.NotEmpty, AwsFaults.Explain(refusal).Kind);
    }

    [Fact]
    public async Task A_bucket_with_more_than_one_page_is_emptied()
    {
        var id = (await CreateAsync(Type, new Bucket())).Id;
        var s3 = Aws.S3(Place.Region);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1050),
            limits,
            async (number, ct) => await s3.PutObjectAsync(new Sdk.PutObjectRequest { BucketName = id, Key = $"{number}", ContentBody = "" }, ct));

        await DeleteAsync(Type, id, new Deletion(EmptyFirst: true));
    }

    [Fact]
    public async Task A_bucket_with_Object_Lock_is_refused_before_anything_is_deleted()
    {
        var s3 = Aws.S3(Place.Region);
        var name = How("locked").UniqueName;
        var put = new Sdk.PutBucketRequest { BucketName = name, ObjectLockEnabledForBucket = true, UseClientRegion = false };
        if (Place.Region != "us-east-1") put.PutBucketConfiguration = new Sdk.PutBucketConfiguration { LocationConstraint = Place.Region };
        await s3.PutBucketAsync(put, Ct);
        await s3.PutObjectAsync(new Sdk.PutObjectRequest { BucketName = name, Key = "kept", ContentBody = "" }, Ct);

        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => Type.DeleteAsync(Place, name, new Deletion(EmptyFirst: true), Ct));

        Assert.Equal(FaultKind.NotEmpty, AwsFaults.Explain(refusal).Kind);
        Assert.Single((await s3.ListVersionsAsync(new Sdk.ListVersionsRequest { BucketName = name }, Ct)).Versions);
    }

    [Fact]
    public async Task One_bucket_whose_tags_may_not_be_read_hides_no_other()
    {
        var (open, closed) = ((await CreateAsync(Type, new Bucket())).Id, (await CreateAsync(Type, new Bucket())).Id);
        using var control = new HttpClient { BaseAddress = endpoint };
        var fault = new { id = closed, kind = "deny", service = "s3", action = "GetBucketTagging", match = closed };
        (await control.PostAsJsonAsync("/_sandbox/faults", fault, Ct)).EnsureSuccessStatusCode();

        var (seen, unread) = (await ListedAsync(Type, open), await ListedAsync(Type, closed));
        await control.DeleteAsync(new Uri($"/_sandbox/faults/{closed}", UriKind.Relative), Ct);

        Assert.Equal((null, "shop"), (seen.StateReason, seen.Tags.GetValueOrDefault(OwnershipTags.Project)));
        Assert.Empty(unread.Tags);
        Assert.StartsWith("Can't read its tags: ", unread.StateReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, $"never-{Guid.NewGuid():N}", Ct));

    private static Bucket Full()
    {
        var name = $"shop-{Guid.NewGuid():N}";
        return new Bucket
        {
            BucketName = name,
            PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = false, RestrictPublicBuckets = false },
            BucketEncryption = new() { SSEAlgorithm = "aws:kms", KMSMasterKeyID = "alias/shop", BucketKeyEnabled = true },
            VersioningConfiguration = new() { Status = "Enabled" },
            LifecycleConfiguration = new()
            {
                Rules =
                [
                    new()
                    {
                        Id = "age",
                        Prefix = "photos/",
                        Status = "Enabled",
                        ExpirationInDays = 365,
                        NoncurrentVersionExpirationInDays = 30,
                        Transitions = [new() { StorageClass = "STANDARD_IA", TransitionInDays = 30 }, new() { StorageClass = "GLACIER", TransitionInDays = 90 }],
                    },
                    new() { Id = "tidy", Status = "Disabled", AbortIncompleteMultipartUploadDays = 7 },
                ],
            },
            CorsConfiguration = new()
            {
                CorsRules =
                [
                    new() { AllowedMethods = ["GET"], AllowedOrigins = ["*"] },
                    new()
                    {
                        AllowedMethods = ["PUT", "POST"],
                        AllowedOrigins = ["https://shop.example"],
                        AllowedHeaders = ["*"],
                        ExposedHeaders = ["ETag"],
                        MaxAge = 3000,
                    },
                ],
            },
            OwnershipControls = new() { ObjectOwnership = "BucketOwnerPreferred" },
            PolicyDocument = Policy(name, "s3:GetObject"),
        };
    }

    private static string Policy(string? bucket, string action) => $$"""
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:root" }, "Action": "{{action}}", "Resource": "arn:aws:s3:::{{bucket}}/*" }]
        }
        """;
}
