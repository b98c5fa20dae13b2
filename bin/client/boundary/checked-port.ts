import type { Untyped } from "#client/json/untyped";
import type { Why } from "#lib/boundary/calls/messages";

/** Messages for a model about a call that didn't run because of the boundary or the mapping. */
export const unusableMapping =
  "The boundary can't use the mapping in Countersign, so this call didn't run. Tell the operator of the boundary.";
/** @param fault Countersign's answer */
export const refusedBoundary = (fault: string) =>
  `Countersign didn't accept this boundary's last contact, so this call didn't run. Tell the operator of the boundary: ${fault}`;
export const changedWhileWaiting =
  "The tool or the mapping changed while this call waited, so the call didn't run. Repeat the same call to ask again.";

export class CallChanged extends Error {
  constructor(readonly stopped: { why: Why; message: string }) {
    super("the tool or the mapping changed while the call waited");
  }
}

/** Countersign, for a call that is checked again before its grant is used. */
export function checkedPort(
  countersign: Untyped,
  findChange: () => Promise<CallChanged["stopped"] | undefined>,
) {
  const checked =
    (use: (...args: Untyped[]) => Promise<Untyped>) =>
    async (...args: Untyped[]) => {
      const change = await findChange();
      if (change) throw new CallChanged(change);
      return use(...args);
    };
  // An ask after a wait can redeem as well.
  return { ...countersign, ask: checked(countersign.ask), redeem: checked(countersign.redeem) };
}
