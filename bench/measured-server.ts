// The server as `npm start` runs it, which answers questions of the parent process.
import "./answer-parent.mjs";

Object.assign(process.env, { NODE_ENV: "production" });
const { run } = await import("#app/process/run");
await run({ isDevelopment: false });
process.exit(0);
