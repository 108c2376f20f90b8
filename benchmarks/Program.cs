using BenchmarkDotNet.Running;
using Rightsizer.Benchmarks;
using Rightsizer.Benchmarks.Generator;

// generate [options] FILE writes a log; wait s3://BUCKET/KEY times its reader's waits; anything else goes to BenchmarkDotNet, for example
// --filter '*Lines*'
if (args is ["generate", .. var rest]) return GenerateCommand.Run(rest);
if (args is ["wait", var location]) return WaitCommand.Run(location);
BenchmarkSwitcher.FromAssembly(typeof(LogFile).Assembly).Run(args, ReadingConfig.Create());
return 0;
