// The server as `npm start` runs it, with a message for the parent process to read the memory held
// after garbage collection.
declare const gc: () => void;

process.on("message", () => {
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
