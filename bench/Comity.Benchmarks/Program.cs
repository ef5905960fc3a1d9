using BenchmarkDotNet.Running;

namespace Comity.Benchmarks;

internal static class Benchmarks
{
    private static async Task Main(string[] args)
    {
        if (args is ["node"]) await NodeFigures.RunAsync();
        else if (args is ["tracing", .. var rest]) TracingFigures.Run(rest);
        else if (args is ["robustness"]) RobustnessFigures.Run();
        else if (args is ["matching"]) MatchingFigures.Run();
        else BenchmarkSwitcher.FromAssembly(typeof(Benchmarks).Assembly).Run(args);
    }
}
