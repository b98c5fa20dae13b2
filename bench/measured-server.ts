// The server as `npm start` runs it, which answers questions of the parent process. The first argument
// is the folder of its build.
import "./answer-parent.ts";
import path from "node:path";

process.setSourceMapsEnabled(true);
await import(path.resolve(process.argv[2] ?? "", "bundled-server/server.mjs"));
