import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createHttpServer } from "#app/process/http-server";
import { startRuntime } from "#app/runtime/runtime";
import { openDatabase } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { openEventHub } from "#lib/events/open";
import { systemClock } from "#lib/kernel/clock";
import { readConfig } from "#lib/kernel/config";
import { openOutboundClient } from "#lib/outbound/client";

// The server's API as a process that a test kills: `api-process DATABASE SECRET`. It writes its port,
// and serves the API on it, without pages and background work.

const [url = "", secret = ""] = process.argv.slice(2);
const db = openDatabase(url, { connections: 4 });
const config = readConfig({ ASKS_PER_MINUTE: "100000" });
const log = pino({ level: "silent" });
const closing = new AbortController().signal;
startRuntime({
  ...{ config, db, log, closing, clock: systemClock, channels: [], secret: secret as MasterSecret },
  ...{ events: openEventHub({ url, db }), outbound: openOutboundClient(config) },
  ...{ downloads: [], documents: { version: "0", texts: new Map() }, isDemo: false },
});
const { origin } = config;
const { http } = createHttpServer({
  origin,
  isDevelopment: false,
  log,
  lookAtDatabase: async () => "current",
  closing,
});
http.listen(0, "127.0.0.1");
await once(http, "listening");
process.stdout.write(`${(http.address() as AddressInfo).port}\n`);
