// @ts-check

/** The messages about a call that didn't run because of the boundary or its mapping, written for a model. */
export const unusableMapping =
  "The boundary can't use the mapping in Countersign, so this call didn't run. Tell the operator of the boundary.";
/** @param {string} fault what Countersign answered */
export const refusedBoundary = (fault) =>
  `Countersign didn't accept this boundary's last contact, so this call didn't run. Tell the operator of the boundary: ${fault}`;
export const changedWhileWaiting =
  "The tool or the mapping changed while this call waited, so the call didn't run. Repeat the same call to ask again.";

/** A call is no longer the one that was decided about. */
export class CallChanged extends Error {
  /** @param {{why: import("../../../lib/boundary/calls/messages.mjs").Why, message: string}} stopped */
  constructor(stopped) {
    super("the tool or the mapping changed while the call waited");
    this.stopped = stopped;
  }
}

/**
 * Countersign, for a call that is checked once more before its grant is used.
 * @param {any} countersign
 * @param {() => Promise<CallChanged["stopped"] | undefined>} findChange
 */
export function checkedPort(countersign, findChange) {
  /** @param {any[]} args */
  const redeem = async (...args) => {
    const change = await findChange();
    if (change) throw new CallChanged(change);
    return countersign.redeem(...args);
  };
  return { ...countersign, redeem };
}
