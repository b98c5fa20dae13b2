import type { ReactNode } from "react";
import { delegatorName } from "#components/approval/delegator-name.ts";
import { ShownValue } from "#components/approval/description/shown-value";
import { marksOf } from "#components/approval/together/marks";
import { RequestDetails } from "#components/approval/together/request-details";
import type { TogetherItem } from "#components/approval/together/together-item.ts";
import { Amount } from "#components/text/amount";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { base64url } from "#lib/kernel/digest";
import { type ActionAmount, actionAmount } from "#lib/policy/action-types/action-amount";
import type { Comparison, NamedValue } from "#lib/requests/queue/compare-rows";
import type { TogetherRequest } from "#lib/requests/queue/list-together";
import type { Finding } from "#lib/requests/unusual/finding";

interface ItemContext {
  columns: Comparison["columns"];
  /** The values that differ between the requests, by the column's key. */
  values: ReadonlyMap<string, NamedValue>;
  /** Of the people and agents whose IDs the request shows: shown-names.ts. */
  names: Record<string, string>;
  findings: Finding[];
  /** The first times that all requests have. */
  shared: Finding[];
  /** The number of pending requests for exactly the same action, the request included. */
  sameAction: number;
  now: Date;
}

/** A request for the page, read from the statement's bytes, as on the page of a single request. */
export function togetherItem(
  { view, offer }: TogetherRequest,
  { columns, values, names, findings, shared, sameAction, now }: ItemContext,
): TogetherItem {
  const { statement, rendering, bytes, seal, descriptor } = offer;
  const amount = actionAmount(statement.action, view.entry ?? undefined);
  const delegator = delegatorName(view, statement);
  const notes = [
    ...(statement.environment === undefined ? [] : [`Environment: ${statement.environment}`]),
    ...(delegator ? [`You decide on behalf of ${delegator}.`] : []),
    ...(view.edit
      ? [`Edited by ${view.edit.by.name}. Open the request to see what the agent asked for.`]
      : []),
  ];
  const marks = marksOf(findings, { sameAction, shared, now });
  const name = <RequestName rendering={rendering} amount={amount} />;
  const isWhole = notes.length === 0 && [...values.values()].every(({ fitsRow }) => fitsRow);
  return {
    ...{ requestId: view.id, statement: base64url(bytes), seal, descriptor },
    name,
    cells:
      columns.length === 0
        ? [<NameAndAge key={view.id} name={name} createdAt={view.createdAt} now={now} />]
        : columns.map(({ key }) => {
            const value = values.get(key);
            if (!value) return <None key={key} />;
            return value.fitsRow ? <ShownValue key={key} shown={value.shown} names={names} /> : null;
          }),
    marks,
    isUnmarked: marks === null && isWhole,
    needsOpening: !isWhole,
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

/** The cell of a request without differences. */
function NameAndAge({ name, createdAt, now }: { name: ReactNode; createdAt: Date; now: Date }) {
  return (
    <>
      {name} <RelativeTime at={createdAt} now={now} className="text-[0.8125rem] text-muted-foreground" />
    </>
  );
}

/** Stands for a missing value. */
function None() {
  return <span className="text-muted-foreground">None</span>;
}

/** A value such as "1,250.00 USD", on one line where there is room. */
const unbroken = "inline-block max-w-full tabular-nums";

/** A request on one line: the action, the amount and the resource. */
function RequestName(props: { rendering: Rendering; amount: ActionAmount | undefined }) {
  const { rendering, amount } = props;
  const { sentence, intent, type, resource } = rendering;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-semibold">
        {sentence
          ? sentence.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
              <span key={index} className={"words" in part ? "" : unbroken}>
                {"words" in part ? part.words : part.shown.as === "value" ? part.shown.text : null}
              </span>
            ))
          : (intent ?? type)}
        {amount && !sentence ? (
          <>
            {" "}
            <Amount amount={amount} />
          </>
        ) : null}
      </span>
      {resource === undefined ? null : (
        <>
          {" "}
          <UntrustedCode text={resource} className="text-muted-foreground" />
        </>
      )}
    </span>
  );
}
