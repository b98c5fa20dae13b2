// The server as `npm start` runs it, but one that its parent can ask how much memory it holds once the garbage is gone.
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
