namespace Pockitect.Aws.Ec2.Parts;

/// <summary>
/// A spec whose resource may have a public address: AWS assigns none before the VPC has an internet gateway, and keeps the gateway while
/// one is mapped.
/// </summary>
internal interface IPublicAddressUser;
