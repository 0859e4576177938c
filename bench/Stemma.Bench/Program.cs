using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["parse", .. var files]) return Stemma.Bench.ParseEverything.Run(files);
if (args is ["layers", var data, var rules]) return Stemma.Bench.LayerRecall.Run(data, rules);
if (args is ["decoding", var texts]) return Stemma.Bench.LayerSpeed.Run(texts);

// In this process: nothing is built while others are measured, and the settings are the program's own.
IConfig config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10).AsDefault())
    .WithArtifactsPath(Path.Combine(Stemma.Bench.Workload.Root(), "artifacts", "benchmarks"))
    .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.JoinSummary);
BenchmarkSwitcher.FromAssembly(typeof(Stemma.Bench.Workload).Assembly).Run(args, config);
return 0;
