// Answers the parent process: the CPU time of this process, or the memory it holds after garbage
// collection. Needs `--expose-gc`. The connection to the parent does not keep the process running.
process.on("message", (question: string) => {
  if (question === "cpu") {
    process.send?.(process.cpuUsage());
    return;
  }
  if (globalThis.gc === undefined) throw new Error("start this process with --expose-gc");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
// A bench that fails leaves no server behind.
process.on("disconnect", () => process.exit());
process.channel?.unref();
