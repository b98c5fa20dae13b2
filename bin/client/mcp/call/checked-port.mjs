// @ts-check

/** A call is no longer the one that was decided about. */
export class CallChanged extends Error {
  /** @param {{why: string, message: string}} stopped */
  constructor(stopped) {
    super("the tool or the mapping changed while the call waited");
    this.stopped = stopped;
  }
}

/**
 * Countersign, for a call that is checked once more before its grant is used.
 * @param {any} countersign
 * @param {() => Promise<{why: string, message: string} | undefined>} findChange
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
