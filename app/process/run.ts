import type { Server } from "node:http";
import type { NextServer } from "next/dist/server/next";
import { durabilityWords, readDurability } from "#db/durability";
import { platformPackage } from "#db/embedded/binaries";
import { repository } from "#db/repository";
import { setEd25519Engine } from "#lib/crypto/ed25519";
import { startSignatureThread } from "#lib/crypto/signature-thread";
import { openEventHub } from "#lib/events/open";
import { systemClock } from "#lib/kernel/clock";
import { readConfig } from "#lib/kernel/config";
import { startDispatcher } from "#lib/notifications/dispatch/dispatcher";
import { ensureVapidKey } from "#lib/notifications/web-push/vapid-keys";
import { openOutboundClient } from "#lib/outbound/client";
import { issueSetUp } from "#lib/passkeys/enrollment/issue-set-up";
import { setSchemaTrial } from "#lib/policy/action-types/prepare-check";
import { schemaTrial } from "#lib/policy/action-types/schema/schema-thread";
import { resumeReplay } from "#lib/policy/replay/running-replay";
import { isDemo } from "../runtime/demo-folder.ts";
import { readDocuments } from "../runtime/documents.ts";
import { readDownloads } from "../runtime/downloads.ts";
import { type Runtime, startRuntime } from "../runtime/runtime.ts";
import { openChannels } from "./channels.ts";
import { openProcessDatabase } from "./database.ts";
import { createHttpServer, type PageHandler } from "./http-server.ts";
import { watchAlarms } from "./jobs/alarms.ts";
import { jobSchedule, jobTasks } from "./jobs/tasks.ts";
import { startWorker } from "./jobs/worker.ts";
import { listen, tellNextItsOrigin } from "./listen.ts";
import { createLog, takeConsole } from "./log.ts";
import { watchDatabase } from "./probes.ts";
import { checkSecret, readMasterSecret } from "./secret.ts";
import { StopSequence } from "./stopping/stop-sequence.ts";

/** Starts everything, waits for a signal, and stops in reverse order. @throws {BootFailure} */
export async function run({ isDevelopment }: { isDevelopment: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  if (!isDevelopment) takeConsole(log);
  const stop = new StopSequence(log);
  try {
    // Before the data folder is made, which would fail first where only /tmp can be written.
    if (!config.databaseUrl) await platformPackage();
    const secret = readMasterSecret(config);
    const database = await openProcessDatabase(config, log);
    stop.add({ database: database.close });
    await checkSecret(database.db, secret);
    await ensureVapidKey(database.db, secret, systemClock());
    const events = openEventHub({
      url: database.directUrl,
      db: database.db,
      onError: (error) => log.warn({ err: error }, "the listening connection failed"),
    });
    stop.add({ events: () => events.close() });
    const signatures = startSignatureThread({
      onEnd: (error) =>
        log.error({ err: error }, "the signature thread ended; signatures use libuv's threads"),
    });
    setEd25519Engine(signatures);
    stop.add({ signatures: signatures.stop });
    setSchemaTrial(schemaTrial({ mostMilliseconds: 30_000 }));
    const outbound = openOutboundClient(config);
    stop.add({ outbound: outbound.close });
    const clock = systemClock;
    const { closing } = stop;
    const downloads = await readDownloads(process.env.COUNTERSIGN_BUILD);
    const documents = await readDocuments(config.origin);
    const singletons = {
      config,
      db: database.db,
      standby: database.standby,
      secret,
      events,
      outbound,
      log,
      clock,
      closing,
    };
    const running: Runtime = {
      ...{ ...singletons, downloads, documents, channels: openChannels(singletons) },
      isDemo: isDemo(config),
    };
    startRuntime(running);
    const endAlarms = watchAlarms(log);
    stop.add({ alarms: async () => endAlarms() });

    const watch = watchDatabase(database.connect);
    stop.add({ "look at the database": watch.close });
    const server = createHttpServer({
      origin: config.origin,
      isDevelopment,
      log,
      lookAtDatabase: watch.look,
      durability: watch.durability,
      closing,
    });
    const pages = await preparePages(repository, isDevelopment, server.http);
    stop.add({ pages: pages.close });
    server.servePages(pages.handle);
    await listen(server.http, config.host, config.port);
    tellNextItsOrigin(server.http);
    const worker = startWorker({
      url: database.directUrl,
      tasks: jobTasks(database.db, clock, config),
      schedule: jobSchedule,
      log,
    });
    const dispatcher = startDispatcher({
      ...running,
      origin: config.origin,
      onError: (error, about) => log.warn({ err: error }, about),
    });
    stop.add({ http: server.close, worker: worker.stop, notifications: dispatcher.stop });
    await resumeReplay(database.db);
    await welcome(running);
    const durability = await readDurability(database.db.$client);
    if (durability === "not_durable") log.warn(durabilityWords[durability]);
    log.info({ origin: config.origin, port: config.port, durability }, "ready");
  } catch (error) {
    await stop.now();
    throw error;
  }
  await stop.onSignal();
}

/** Tells the person at the terminal where to go: the set-up link, or after set-up the address. */
async function welcome({ config, db, clock }: Runtime): Promise<void> {
  const token = await issueSetUp(db, clock());
  process.stdout.write(
    token
      ? `\nCountersign is running. Finish setup within 24 hours (one-time link):\n\n  ${config.origin}/setup/${token}\n\n`
      : `\nCountersign is running: ${config.origin}\n\n`,
  );
}

interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

/** Next, answering inside our own HTTP server. `folder` is where the repository is. */
async function preparePages(folder: string, isDevelopment: boolean, server: Server): Promise<Pages> {
  const { default: createNext } = await import("next");
  const next = (createNext as unknown as (options: object) => NextServer)({
    dir: folder,
    dev: isDevelopment,
    httpServer: server,
  });
  await next.prepare();
  const handle = next.getRequestHandler();
  return { handle: (request, response) => handle(request, response), close: () => next.close() };
}
