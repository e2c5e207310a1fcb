using System.Text;
using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class UserDataTextTests
{
    [Theory]
    [InlineData(ImageSystem.Linux, "#!/bin/bash\necho hi")]
    [InlineData(ImageSystem.Linux, "#! /usr/bin/env python3\nprint()")]
    [InlineData(ImageSystem.Linux, "#cloud-config\npackages: [nginx]")]
    [InlineData(ImageSystem.Linux, "## template: jinja\n#cloud-config\n{}")]
    [InlineData(ImageSystem.Linux, "Content-Type: multipart/mixed; boundary=x\n")]
    [InlineData(ImageSystem.Linux, "MIME-Version: 1.0\n")]
    [InlineData(ImageSystem.Linux, "#include\nhttps://example.com/x")]
    [InlineData(ImageSystem.Linux, "#!/bin/bash\necho '<script>alert(1)</script>' > /var/www/x.html")]
    [InlineData(ImageSystem.Windows, "<powershell>\r\nGet-Date\r\n</powershell>\r\n<persist>true</persist>")]
    [InlineData(ImageSystem.Windows, "<script>\necho hi\n</script>")]
    [InlineData(ImageSystem.Windows, "version: 1.0\ntasks: []")]
    [InlineData(ImageSystem.Unknown, "#!/bin/sh\nls")]
    [InlineData(ImageSystem.Unknown, "<powershell>Get-Date</powershell>")]
    [InlineData(ImageSystem.Linux, "")]
    public void A_script_that_runs_has_no_finding(ImageSystem system, string text) => Assert.Empty(UserDataText.Findings(text, system));

    [Theory]
    [InlineData(ImageSystem.Linux, "\n#!/bin/bash\necho hi", "starts with a blank line")]
    [InlineData(ImageSystem.Linux, "  #cloud-config\n{}", "starts with a blank line or a space")]
    [InlineData(ImageSystem.Linux, "\uFEFF#!/bin/bash\n", "byte order mark")]
    [InlineData(ImageSystem.Linux, "#!/bin/bash\r\necho hi\r\n", "Windows line endings")]
    [InlineData(ImageSystem.Linux, "yum install -y httpd", "doesn't run this")]
    [InlineData(ImageSystem.Linux, "# cloud-config\npackages: []", "exactly #cloud-config")]
    [InlineData(ImageSystem.Linux, "#!bash\necho hi", "full path")]
    [InlineData(ImageSystem.Linux, "<powershell>\nGet-Date\n</powershell>", "Linux doesn't run")]
    [InlineData(ImageSystem.Windows, "#!/bin/bash\necho hi", "Windows doesn't run")]
    [InlineData(ImageSystem.Windows, "Get-Date", "between <powershell>")]
    [InlineData(ImageSystem.Windows, "<powershell>\nGet-Date", "not closed")]
    [InlineData(ImageSystem.Unknown, "yum install -y httpd", "doesn't run this")]
    public void A_script_that_will_not_run_has_one_finding_that_says_why(ImageSystem system, string text, string words) =>
        Assert.Contains(words, Assert.Single(UserDataText.Findings(text, system)), StringComparison.Ordinal);

    [Fact]
    public void Base64_is_told_to_be_superfluous() => Assert.Contains(
        "base64", Assert.Single(UserDataText.Findings(Convert.ToBase64String(Encoding.UTF8.GetBytes("#!/bin/bash\necho hi\n")), ImageSystem.Linux)), StringComparison.Ordinal);
}
