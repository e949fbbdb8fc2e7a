export { type BenchmarkPlan, type BenchmarkRun, runBenchmark } from "./run-benchmark.ts";
