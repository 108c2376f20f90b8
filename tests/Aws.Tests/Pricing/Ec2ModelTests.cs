using System.Diagnostics;
using System.Text.Json;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.Pricing;

namespace Rightsizer.Aws.Tests.Pricing;

/// <summary>Requests to EC2 and STS, and the stand-in's answers, by the models that botocore has.</summary>
public sealed class Ec2ModelTests : IDisposable
{
    const string Check = """
        import json, sys
        try:
            import botocore.loaders, botocore.model
        except ImportError:
            sys.exit(3)
        import urllib.parse, xml.etree.ElementTree
        loader = botocore.loaders.Loader()
        def tag(e): return e.tag.split('}')[-1]
        def walk(e, shape, at):
            if shape.type_name == 'structure':
                members = {m.serialization.get('name', n): m for n, m in shape.members.items()}
                for c in e:
                    if tag(c) not in members: print(f'{at}.{tag(c)}: unknown')
                    else: walk(c, members[tag(c)], f'{at}.{tag(c)}')
            elif shape.type_name == 'list':
                for c in e: walk(c, shape.member, at)
        for line in sys.stdin:
            call = json.loads(line)
            name = call['service']
            service = botocore.model.ServiceModel(loader.load_service_model(name, 'service-2'))
            operation = service.operation_model(call['operation'])
            asked = dict(urllib.parse.parse_qsl(call['request'], keep_blank_values=True))
            version = asked.pop('Action'), asked.pop('Version')
            if version != (operation.name, service.api_version): print(f"{operation.name}: other version")
            known = {}
            for n, m in (operation.input_shape.members if operation.input_shape else {}).items():
                s = m.serialization
                known[s.get('queryName') or (s['name'][0].upper() + s['name'][1:] if 'name' in s else n)] = m
            for key, value in asked.items():
                m = known.get(key.split('.')[0])
                if m is None: print(f'{operation.name} request.{key}: unknown')
                elif m.type_name == 'integer' and not m.metadata.get('min', 0) <= int(value) <= m.metadata.get('max', 2**31):
                    print(f'{operation.name} request.{key}: {value}')
                elif m.metadata.get('enum') and value not in m.metadata['enum']: print(f'{operation.name} request.{key}: {value}')
            root = xml.etree.ElementTree.fromstring(call['response'])
            wrapper = operation.output_shape.serialization.get('resultWrapper')
            for c in (root if wrapper is None else root.find('{*}' + wrapper)):
                if tag(c) in ('requestId', 'ResponseMetadata'): continue
                members = {m.serialization.get('name', n): m for n, m in operation.output_shape.members.items()}
                if tag(c) not in members: print(f'{operation.name} response.{tag(c)}: unknown')
                else: walk(c, members[tag(c)], f'{operation.name} response.{tag(c)}')
        """;

    readonly FakeAws aws = new();

    public void Dispose() => aws.Dispose();

    [Fact]
    public async Task RequestsAndAnswers_AreThoseOfBotocoresModels()
    {
        aws.Products.Add(FakeAws.Ec2("eu-west-1", "m5.large", "0.1070000000"));
        aws.Spot.Add(("eu-west-1a", "m5.large", "Linux/UNIX", "0.043700", "2026-11-21T09:40:10.000Z"));
        aws.Types.AddRange([FakeAws.Type("m5.large", 2, 8192, gbps: 0.75), FakeAws.Type("i4i.large", 2, 16384, "x86_64", 468, 0.781),
            FakeAws.Type("m6g.large", 2, 8192, "arm64")]);
        aws.Placements.Add(("eu-west-1", "euw1-az1", 7));
        var (keys, cancellation) = (new BasicAWSCredentials("key", "secret"), TestContext.Current.CancellationToken);
        await new PriceRefresh(new PriceRefreshOptions
        {
            Regions = ["eu-west-1"],
            Now = DateTime.UtcNow,
            EndpointUrl = aws.Endpoint,
            Say = _ => { },
        }, keys, new CallTuning()).RunAsync(cancellation);
        await new PlacementScores(new Uri(aws.Endpoint), keys, new CallTuning()).AskAsync(
            "eu-west-1", ["m5.large", "m5a.large", "m6i.large"], 4, DateTime.UtcNow, cancellation);

        var calls = aws.Requests.Where(r => r.Service is "ec2" or "sts").ToList();
        Assert.Equal(["DescribeAvailabilityZones", "DescribeInstanceTypes", "DescribeSpotPriceHistory", "GetCallerIdentity",
            "GetSpotPlacementScores"], calls.Select(c => c.Operation).Distinct().Order(StringComparer.Ordinal));
        // the one member that no model has is there on purpose
        Assert.Equal("DescribeSpotPriceHistory response.spotPriceHistorySet.brandNew: unknown\n",
            Botocore([.. calls.Select(c => (c.Service, c.Operation, c.Body, c.Answer))]));
        Assert.Equal("GetSpotPlacementScores request.InstanceTypes.1: unknown\nGetSpotPlacementScores request.MaxResults: 9\n",
            Botocore([("ec2", "GetSpotPlacementScores",
                "Action=GetSpotPlacementScores&Version=2016-11-15&InstanceTypes.1=m5.large&MaxResults=9", "<a/>")]));
    }

    static string Botocore(IReadOnlyList<(string Service, string Operation, string Request, string Answer)> calls)
    {
        var start = new ProcessStartInfo("python3", ["-c", Check])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process python;
        try
        {
            python = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no python3 here");
            throw;
        }
        using (python)
        {
            var error = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEndAsync();
            foreach (var (service, operation, request, response) in calls)
                python.StandardInput.Write(JsonSerializer.Serialize(new { service, operation, request, response }) + "\n");
            python.StandardInput.Close();
            python.WaitForExit();
            Assert.SkipWhen(python.ExitCode == 3, "python3 has no botocore here");
            Assert.True(python.ExitCode == 0, error.Result);
            return output.Result.ReplaceLineEndings("\n");
        }
    }
}
