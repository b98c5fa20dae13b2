// The program `countersign`, bundled into one file (bin/setup/bundle-client.ts).
import { processIo } from "./io.ts";
import { main } from "./main.ts";

// Node 20 calls Ed25519 in WebCrypto experimental whenever a command signs.
const warn = process.emitWarning;
process.emitWarning = (warning: string | Error, ...about: unknown[]) => {
  if (!String(warning).startsWith("The Ed25519 Web Crypto API"))
    Reflect.apply(warn, process, [warning, ...about]);
};

void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
