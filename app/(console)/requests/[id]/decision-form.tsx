import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { Decision } from "#components/approval/decision/decision";
import { delegatorName } from "#components/approval/delegator-name.ts";
import type { EditOffer } from "#components/approval/edit/edit-dialog";
import { NextAfterEnding, NextAfterExpiry } from "#components/approval/next-request";
import { sumText } from "#components/text/amount-text.ts";
import { denyReasonsFor } from "#lib/approvals/deny-reasons";
import { editability } from "#lib/approvals/edits/require-editable";
import type { OfferedStatement } from "#lib/approvals/offer-statement";
import { editableFields } from "#lib/descriptors/editable-fields";
import { testRequestTitle } from "#lib/descriptors/test-request-type";
import { base64url } from "#lib/kernel/digest";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { progressOf } from "#lib/requests/progress";
import type { RequestView } from "#lib/requests/request-view";

/** Passes the rendered statement to the signing component, with no more of the request than needed. */
export async function DecisionForm(props: {
  view: RequestView;
  offer: OfferedStatement;
  amount: ActionAmount | undefined;
  viewerId: string;
  quorum: ReactNode;
  queue: DecisionQueue;
  now: Date;
}) {
  const { view, offer, amount, viewerId, now } = props;
  const { type } = offer.statement.action;
  const title = view.agent.isTest ? testRequestTitle : (view.entry?.title ?? type);
  const sum = plainSum(amount);
  const delegator = delegatorName(view, offer.statement);
  const foresight = (await foreseeHolds(runtime().db, [view.agent.id], now)).get(view.agent.id);
  const unexpected = {
    agent: view.agent.name,
    otherRequests: Math.max(0, (foresight?.pendingRequests ?? 0) - 1),
    openGrants: foresight?.openGrants ?? 0,
    longestNote: longestHoldReason,
  };
  const detail = delegator ? `${title}, for ${delegator}` : title;
  return (
    <Decision
      requestId={offer.statement.request}
      viewerId={viewerId}
      approve={{ what: sum ?? "", detail }}
      denyReasons={denyReasonsFor(offer.statement.action, view.entry ?? undefined)}
      denyLater={
        view.agent.isTest ? undefined : { hasResource: offer.statement.action.resource !== undefined, title }
      }
      unexpected={unexpected}
      safeguards={view.safeguards}
      shown={`${offer.statement.action_digest} ${offer.statement.display?.rendering}`}
      statement={base64url(offer.bytes)}
      seal={offer.seal}
      descriptor={offer.descriptor}
      expiresAt={offer.statement.expires_at}
      now={now.toISOString()}
      edit={await editOffer(view, offer)}
      progress={progressOf(view)}
      quorum={props.quorum}
      nextAfterExpiry={<NextAfterExpiry queue={props.queue} />}
      nextAfterEnding={<NextAfterEnding queue={props.queue} />}
    />
  );
}

async function editOffer(
  view: RequestView,
  { statement, rendering, descriptor }: OfferedStatement,
): Promise<EditOffer | undefined> {
  if (!view.viewerRole.mayDecide) return undefined;
  const may = await editability(runtime().db, view.viewerRole.decidable);
  if (may === "none") return undefined;
  const fields = editableFields(descriptor, statement.action.params);
  if (fields.length === 0) return undefined;
  return { may, fields, asked: rendering.fields, approvalsRequired: view.approvals.required };
}

/** The amount for the button, in plain text. An amount with markers appears only on the page. */
function plainSum(amount: ActionAmount | undefined): string | undefined {
  if (!amount || !/^-?\d+(\.\d+)?$/.test(amount.value)) return undefined;
  if (amount.currency !== undefined && !/^[A-Za-z]{1,8}$/.test(amount.currency)) return undefined;
  return sumText(amount.value, amount.currency);
}
