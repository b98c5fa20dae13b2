// The server as `npm start` runs it, with messages for the parent process to read its CPU time, and
// the memory held after garbage collection.
declare const gc: () => void;

process.on("message", (question) => {
  if (question === "cpu") {
    process.send?.(process.cpuUsage());
    return;
  }
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});

Object.assign(process.env, { NODE_ENV: "production" });
const { run } = await import("#app/process/run");
await run({ isDevelopment: false });
process.exit(0);

export {};
