import { LocalTime } from "#components/text/local-time";
import { Icon } from "#components/ui/icon";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import type { RequestView } from "#lib/requests/request-view";
import { executionWords } from "../text/execution-words.ts";

/** A line for an auditor: the asker, the decision, the redemption, the times and the result. */
export function ExecutionLine({ view, execution }: { view: RequestView; execution: ExecutionView }) {
  const parts = partsOf(view, execution);
  const first = parts[0]?.at ?? execution.startedAt;
  return (
    <p className="flex gap-2">
      <Icon name="key-square" className="mt-0.5 text-muted-foreground" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {parts.map(({ what, at }, index) => (
          <span key={what}>
            {index > 0 ? " · " : ""}
            {what} <LocalTime at={at} form={index > 0 && isSameDay(first, at) ? "clock" : undefined} />
          </span>
        ))}
        {" · "}
        {executionWords(execution)}
      </span>
    </p>
  );
}

function partsOf(view: RequestView, execution: ExecutionView): { what: string; at: Date }[] {
  const decisions = view.decisions
    .filter(({ decision, voided }) => decision === "approve" && !voided)
    .map(({ person, at }) => ({ what: `Approved by ${person.name}`, at }));
  const auto = { what: "Auto-approved by policy", at: view.closedAt ?? view.createdAt };
  return [
    { what: `Requested by ${view.agent.name}`, at: view.createdAt },
    ...(view.state === "allowed" ? [auto] : decisions),
    { what: `Redeemed by ${view.grant?.redeemedBy?.name ?? "the agent"}`, at: execution.startedAt },
  ];
}

function isSameDay(one: Date, other: Date): boolean {
  return Math.abs(other.getTime() - one.getTime()) < 12 * 3_600_000;
}
