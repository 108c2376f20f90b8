using BenchmarkDotNet.Running;
using Rightsizer.Benchmarks;
using Rightsizer.Benchmarks.Generator;

// generate [options] FILE writes a log; anything else goes to BenchmarkDotNet, for example --filter '*Lines*'
if (args is ["generate", .. var rest]) return GenerateCommand.Run(rest);
BenchmarkSwitcher.FromAssembly(typeof(LogFile).Assembly).Run(args, ReadingConfig.Create());
return 0;
