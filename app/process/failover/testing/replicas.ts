import path from "node:path";
import { afterAll } from "vitest";
import { Cable } from "#db/testing/cable";
import { startMigratedPrimary } from "#db/testing/migrated-primary";

/** A database whose primary is lost, and replaced by its standby, again and again. */
export interface Replicas {
  /** Leads to the primary, whichever server that is. */
  url: string;
  /** Adds a standby for the n-th failover. @returns whether each commit waits for it */
  addStandby(n: number): Promise<boolean>;
  /** The standby gets no more commits: what doesn't wait for it is lost with the primary. */
  cutStandbyOff(): Promise<void>;
  losePrimary(n: number): Promise<void>;
  /** Puts the standby in the place of the lost primary. */
  promote(): Promise<void>;
}

/** Servers that the test promotes itself, every other one with a synchronous standby, behind a cable. */
export async function promotedReplicas(): Promise<Replicas> {
  const { server, folder } = await startMigratedPrimary();
  let [primary, standby] = [server, server];
  const cable = new Cable(primary.url);
  await cable.plugIn();
  afterAll(async () => {
    await cable.cut();
    await primary.stop();
  });
  return {
    url: cable.url,
    addStandby: async (n) => {
      standby = await primary.startStandby(path.join(folder, String(n)));
      const isSynchronous = n % 2 === 0;
      if (isSynchronous) await primary.replicateSynchronously();
      return isSynchronous;
    },
    cutStandbyOff: () => standby.stopReceiving(),
    losePrimary: async () => {
      await primary.kill9();
      await cable.cut();
    },
    promote: async () => {
      await standby.promote();
      cable.leadTo(standby.url);
      await cable.plugIn();
      primary = standby;
    },
  };
}
