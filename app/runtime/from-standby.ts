import type { Read } from "#db/standby/standby";
import { runtime } from "./runtime.ts";

/**
 * Reads for a page or an export that decides nothing, from the standby if there is one. Nothing that a
 * decision, a statement, a redemption or a sign-in needs is read here.
 */
export const fromStandby: Read = (load) => {
  const { db, standby } = runtime();
  return standby ? standby.read(load) : load(db);
};
