// The demo: the real server on a database of its own, a scripted agent, and a person who reads along.
// Without a terminal, or with --yes, it goes through all steps. Every outcome is checked.
import path from "node:path";
import { freePort, TestServer } from "../../e2e/fixtures/server.ts";
import { orExplain } from "../setup.mjs";
import { refuseAtBoundary } from "./boundary.ts";
import { crashAndRace } from "./crash.ts";
import { emptyDataFolder } from "./data-folder.ts";
import { type Demo, fillWorkspace, ownPasskeyLink } from "./fill-workspace.ts";
import { demoOrigin } from "./origin.ts";
import { leave } from "./owner-leaves.ts";
import { holdForPhone } from "./phone.ts";
import { verifyOffline } from "./receipt.ts";
import { Terminal } from "./terminal.ts";

const steps = [refuseAtBoundary, holdForPhone, crashAndRace, leave, verifyOffline];
const terminal = new Terminal(process.stdin.isTTY && !process.argv.includes("--yes"));
const port = Number(process.env.PORT) || (await freePort());
const origin = await orExplain(async () => demoOrigin(process.env, port));
const { folder: dataFolder } = await orExplain(async () => emptyDataFolder(process.env));
const server = new TestServer(port, dataFolder, {
  ...{ PORT: String(port), COUNTERSIGN_URL: origin, COUNTERSIGN_DATA: dataFolder, LOG_LEVEL: "warn" },
  // Empty counts as unset.
  ...{ DATABASE_URL: "", COUNTERSIGN_SECRET: "", COUNTERSIGN_SECRET_FILE: "" },
});

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    isStopping = true;
    void server.stop().then(() => process.exit(130));
  });

try {
  await play();
  await server.stop();
} catch (error) {
  if (!isStopping) {
    process.stderr.write(`\n${error instanceof Error ? error.stack : error}\n`);
    await server.stop();
    process.exit(1);
  }
}

async function play(): Promise<void> {
  terminal.title("Countersign demo");
  terminal.say(
    `  The real server starts at ${origin}, on its own database in ${path.relative("", dataFolder)}.`,
  );
  await server.start();
  const demo = await fillWorkspace({ server, origin, address: `http://127.0.0.1:${port}` }, terminal);
  await introduce(demo);
  for (const step of steps) {
    await terminal.enter();
    await step(demo);
  }
  if (!terminal.isWaiting) return;
  await server.start();
  await terminal.enter(`The server is back, to look around: ${origin}. Press Enter to end the demo.`);
}

async function introduce(demo: Demo): Promise<void> {
  terminal.say(
    "  People, agents and requests are made up. Five steps take about three minutes, Ctrl-C ends all.",
  );
  terminal.say(
    "  This program holds a passkey for each person, so that Enter is enough. A real one stays in its device.",
  );
  terminal.say(`\n  To decide yourself as Ada, an admin, create your own passkey with this one-time link:\n`);
  terminal.say(`  ${await ownPasskeyLink(demo, demo.ada)}`);
  terminal.say("\n  Cookies ignore ports: with another Countersign at localhost, use a private window.");
}
