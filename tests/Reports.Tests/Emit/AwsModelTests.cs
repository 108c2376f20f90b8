using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Reports.Emit;

namespace Rightsizer.Reports.Tests.Emit;

/// <summary>What is written, held against botocore's request models and Terraform's own formatter where they are installed.</summary>
public class AwsModelTests
{
    // what an SDK adds by itself: clientToken
    const string Validator = """
        import json, sys, botocore.session, botocore.validate
        service, operation = sys.argv[1:3]
        params = json.load(sys.stdin)
        shape = botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape
        for name in shape.required_members:
            if name.endswith('Token'): params[name] = 'x'
        print(botocore.validate.ParamValidator().validate(params, shape).generate_report())
        """;

    [Theory]
    [InlineData(EmitKind.EmrJson, "SpotCluster", "", "emr", "RunJobFlow")]
    [InlineData(EmitKind.EmrJson, "DynamicCluster", "", "emr", "RunJobFlow")]
    [InlineData(EmitKind.EmrJson, "OnDemandCluster", "", "emr", "RunJobFlow")]
    [InlineData(EmitKind.Serverless, "Serverless", "createApplication", "emr-serverless", "CreateApplication")]
    [InlineData(EmitKind.Serverless, "Serverless", "startJobRun", "emr-serverless", "StartJobRun")]
    [InlineData(EmitKind.Eks, "Eks", "startJobRun", "emr-containers", "StartJobRun")]
    [InlineData(EmitKind.Eks, "Eks", "createNodegroup.1", "eks", "CreateNodegroup")]
    public void Request_IsOneThatBotocoreTakes(string kind, string offer, string part, string service, string operation)
    {
        Assert.SkipUnless(Python("import botocore", "") is { ExitCode: 0 }, "botocore is not installed (apt-get install python3-botocore)");
        var document = JsonNode.Parse(SampleOffers.Emit(kind, SampleOffers.Named(offer)).Text)!;
        foreach (var name in part.Split('.', StringSplitOptions.RemoveEmptyEntries))
            document = name == "1" ? document[1]! : document[name]!;
        Assert.Equal("", Python(Validator, document.ToJsonString(), service, operation).Output.Trim());
        document["NoSuchField"] = 1;
        // the check can go red
        Assert.Contains("NoSuchField", Python(Validator, document.ToJsonString(), service, operation).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AdvancedScaling_IsOneThatBotocoreTakes()
    {
        Assert.SkipUnless(Python("import botocore", "") is { ExitCode: 0 }, "botocore is not installed (apt-get install python3-botocore)");
        Assert.SkipUnless(Python("""
            import botocore.session
            policy = botocore.session.get_session().get_service_model('emr').shape_for('ManagedScalingPolicy')
            exit(0 if 'ScalingStrategy' in policy.members else 1)
            """, "") is { ExitCode: 0 }, "botocore is older than ADVANCED managed scaling (November 2024)");
        var text = Emitter.Emit(
            EmitKind.EmrJson, SampleOffers.DynamicCluster, "job", "emr-7.5.0", PriceBook.Embedded, scalingIndex: 100).Text;
        Assert.Equal("", Python(Validator, text, "emr", "RunJobFlow").Output.Trim());
        var wrong = text.Replace("\"UtilizationPerformanceIndex\": 100", "\"UtilizationPerformanceIndex\": 0", StringComparison.Ordinal);
        Assert.Contains("UtilizationPerformanceIndex", Python(Validator, wrong, "emr", "RunJobFlow").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cluster_IsStartedByMoto()
    {
        Assert.SkipUnless(Python("import moto, boto3", "") is { ExitCode: 0 }, "moto is not installed");
        var (code, output) = Python("""
            import json, sys, os, boto3, moto
            os.environ.update(AWS_ACCESS_KEY_ID='x', AWS_SECRET_ACCESS_KEY='x')
            with moto.mock_aws():
                emr = boto3.client('emr', region_name='us-east-1')
                cluster = emr.describe_cluster(ClusterId=emr.run_job_flow(**json.load(sys.stdin))['JobFlowId'])['Cluster']
                print(cluster['Name'], cluster['ReleaseLabel'], cluster['AutoTerminate'])
            """, SampleOffers.Emit(EmitKind.EmrJson, SampleOffers.SpotCluster).Text);
        Assert.Equal((0, "etl-daily-HOME emr-7.5.0 True"), (code, output.Trim()));
    }

    [Theory]
    [InlineData("SpotCluster")]
    [InlineData("DynamicCluster")]
    [InlineData("OnDemandCluster")]
    [InlineData("Serverless")]
    [InlineData("Eks")]
    [InlineData("Glue")]
    public void Terraform_IsTidyAndUsesOnlyArgumentsThatTheProviderHas(string offer)
    {
        var text = SampleOffers.Emit(EmitKind.Terraform, SampleOffers.Named(offer)).Text;
        foreach (var (resource, arguments) in Arguments(text))
        {
            var known = File.ReadAllLines(
                Path.Combine(TestSupport.SharedFolder.RepositoryRoot, "tests", "Reports.Tests", "Emit", "terraform-aws-provider.txt"))
                .Where(l => l.StartsWith(resource + ":", StringComparison.Ordinal))
                .SelectMany(l => l[(resource.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
            Assert.NotEmpty(known);
            Assert.Empty(arguments.Except(known));
        }
        if (Run("terraform", ["fmt", "-"], text) is { ExitCode: 0 } tidy) Assert.Equal(tidy.Output, text);
    }

    /// <summary>Paths of the arguments of each resource: "ec2_attributes.subnet_id". Values over several lines are stepped over.</summary>
    static Dictionary<string, HashSet<string>> Arguments(string text)
    {
        var found = new Dictionary<string, HashSet<string>>();
        var path = new Stack<string>();
        var values = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            if (values > 0)
            {
                values += line.Count(c => c is '{' or '[' or '(') - line.Count(c => c is '}' or ']' or ')');
            }
            else if (Regex.Match(
                line, "^(resource \"(?<r>[a-z0-9_]+)\" \"[a-z0-9_]+\"|(?<b>[a-z0-9_]+)( \"[a-z0-9_]+\")?) \\{$") is { Success: true } block)
            {
                path.Push(block.Groups["r"].Success ? block.Groups["r"].Value : block.Groups["b"].Value);
            }
            else if (line == "}")
            {
                path.Pop();
            }
            else if (Regex.Match(line, "^(?<n>[a-z0-9_]+) += ") is { Success: true } argument)
            {
                var names = path.Reverse().ToList();
                if (names[0].StartsWith("aws_", StringComparison.Ordinal) && !names.Contains("lifecycle"))
                {
                    found.TryAdd(names[0], []);
                    found[names[0]].Add(string.Join('.', names.Skip(1).Append(argument.Groups["n"].Value)));
                }
                values = line.Count(c => c is '{' or '[' or '(') - line.Count(c => c is '}' or ']' or ')');
            }
        }
        Assert.NotEmpty(found);
        return found;
    }

    // Debian's packages are for its own Python, which need not be the first on the path
    static readonly string Interpreter = Run("python3", ["-c", "import botocore"], "") is { ExitCode: 0 } ? "python3" : "/usr/bin/python3";

    static (int ExitCode, string Output) Python(string code, string input, params string[] arguments) =>
        Run(Interpreter, ["-c", code, .. arguments], input) ?? (-1, "");

    static (int ExitCode, string Output)? Run(string program, string[] arguments, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                program, arguments)
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
