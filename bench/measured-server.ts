// The server as `npm start` runs it, which answers questions of the parent process, and gets no
// argument either.
import "./answer-parent.ts";
import path from "node:path";

process.setSourceMapsEnabled(true);
await import(path.resolve(process.env.COUNTERSIGN_BUILD ?? "", "bundled-server/server.mjs"));
