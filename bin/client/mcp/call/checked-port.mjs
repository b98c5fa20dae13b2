// @ts-check

/** A tool is no longer the one that was decided about. */
export class ToolChanged extends Error {}

/**
 * Countersign, for a call whose tool is checked once more before its grant is used.
 * @param {any} countersign
 * @param {() => Promise<boolean>} isAccepted
 */
export function checkedPort(countersign, isAccepted) {
  /** @param {any[]} args */
  const redeem = async (...args) => {
    if (!(await isAccepted())) throw new ToolChanged("the tool changed while the call waited");
    return countersign.redeem(...args);
  };
  return { ...countersign, redeem };
}
