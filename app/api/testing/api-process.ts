import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createHttpServer } from "#app/process/http-server";
import { StopSequence } from "#app/process/stopping/stop-sequence";
import { startRuntime } from "#app/runtime/runtime";
import { openDatabase } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { openEventHub } from "#lib/events/open";
import { systemClock } from "#lib/kernel/clock";
import { readConfig } from "#lib/kernel/config";
import { openOutboundClient } from "#lib/outbound/client";

// The server's API as a process that a test ends: `api-process DATABASE SECRET HOST:PORT`. It writes its
// address, and serves the API there, without pages and background work.

const [url = "", secret = "", host = ""] = process.argv.slice(2);
const db = openDatabase(url, { connections: 4 });
const config = readConfig({ ASKS_PER_MINUTE: "100000" });
const log = pino({ level: "silent" });
const stop = new StopSequence(log);
const { closing } = stop;
startRuntime({
  ...{ config, db, log, closing, clock: systemClock, channels: [], secret: secret as MasterSecret },
  ...{ events: openEventHub({ url, db }), outbound: openOutboundClient(config) },
  ...{ downloads: [], documents: { version: "0", texts: new Map() }, isDemo: false },
});
const { origin } = config;
const { http, close } = createHttpServer({
  origin,
  isDevelopment: false,
  log,
  lookAtDatabase: async () => "current",
  closing,
});
stop.add({ database: () => db.$client.end({ timeout: 1 }) });
stop.add({ http: close });
const { hostname, port } = new URL(`http://${host}`);
http.listen(Number(port), hostname);
await once(http, "listening");
process.stdout.write(`http://${hostname}:${(http.address() as AddressInfo).port}\n`);
await stop.onSignal();
process.exit(0);
