import { runtime } from "#app/process/runtime";
import { delegatorName } from "#components/approval/delegator-name.ts";
import { RequestDetails } from "#components/approval/together/request-details";
import { RequestName } from "#components/approval/together/request-name";
import type { TogetherItem } from "#components/approval/together/together-item.ts";
import { SameActionBadge } from "#components/queue/same-action-badge";
import { UnusualBadge } from "#components/queue/unusual-badge";
import { Alert } from "#components/ui/alert";
import { base64url } from "#lib/digest";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import { shownNames } from "#lib/requests/page/shown-names";
import type { TogetherRequest } from "#lib/requests/together/list-together";
import { positionIn } from "#lib/requests/unusual/amount-finding";
import { findUnusual } from "#lib/requests/unusual/find-unusual";
import type { Viewer } from "#lib/sessions/session";

/**
 * A request for the page: read from the bytes of its statement, like the page of one request.
 * @param sameAction how many pending requests ask for exactly this action, with this one.
 */
export async function togetherItem(
  viewer: Viewer,
  { view, offer }: TogetherRequest,
  { sameAction, now }: { sameAction: number; now: Date },
): Promise<TogetherItem> {
  const { db } = runtime();
  const { statement, rendering, bytes, seal, descriptor } = offer;
  const amount = actionAmount(statement.action, view.entry ?? undefined);
  const [findings, names] = await Promise.all([
    findUnusual(db, viewer, view, now),
    shownNames(db, viewer, rendering),
  ]);
  const position = positionIn(findings);
  const delegator = delegatorName(view, statement);
  const notes = [
    ...(delegator ? [`You decide on behalf of ${delegator}.`] : []),
    ...(view.edit
      ? [`Edited by ${view.edit.by.name}. Open the request to see what the agent asked for.`]
      : []),
  ];
  return {
    ...{ requestId: view.id, statement: base64url(bytes), seal, descriptor },
    name: (
      <>
        <RequestName rendering={rendering} amount={amount} />{" "}
        {position ? <UnusualBadge position={position} /> : null} <SameActionBadge count={sameAction} />
      </>
    ),
    actionDigest: statement.action_digest,
    sum: amount?.currency === undefined ? undefined : { value: amount.value, currency: amount.currency },
    approvals: view.approvals,
    details: (
      <RequestDetails
        view={view}
        rendering={rendering}
        names={names}
        findings={findings}
        notes={notes.map((note) => <Alert key={note} variant="info" title={note} />)}
        now={now}
      />
    ),
    readingSeconds: view.safeguards.readingSeconds,
    expiresAt: statement.expires_at,
  };
}
