// Starts an embedded database in the given folder, prints a line, and runs until killed.
import { startEmbeddedDatabase } from "../embedded.ts";

const { url } = await startEmbeddedDatabase({
  dataFolder: process.argv[2] ?? "",
  log: console,
  durable: false,
});
console.log(`ready ${url}`);
setInterval(() => {}, 60_000);
