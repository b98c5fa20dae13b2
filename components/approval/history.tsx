import type { ReactNode } from "react";
import { executionWords } from "#components/text/execution-words.ts";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { ContentCard } from "#components/ui/card";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import type { RequestView } from "#lib/requests/request-view";
import { UntrustedText } from "../text/untrusted-text.tsx";
import { endingOf } from "./decision/ending.ts";

interface Entry {
  key: string;
  at: Date;
  what: ReactNode;
  note?: string | null;
  /** Whether the note was written by an agent or a tool. */
  isUnverified?: boolean;
}

/** The events so far, oldest first. */
export function History(props: { view: RequestView; execution: ExecutionView | undefined; now: Date }) {
  const { view, execution, now } = props;
  return (
    <ContentCard aria-labelledby="history" title="Activity">
      <ol className="grid gap-3 border-l pl-4">
        {[...entriesOf(view), ...executionEntries(execution)].map((entry) => (
          <li key={entry.key} className="grid gap-0.5">
            <span className="[overflow-wrap:anywhere]">{entry.what}</span>
            {entry.note && entry.isUnverified ? (
              <Badge variant="warning" className="w-fit" icon="quote">
                Unverified
              </Badge>
            ) : null}
            {entry.note ? (
              <UntrustedText text={entry.note} className="block border-l-2 pl-2 text-muted-foreground" />
            ) : null}
            <Time at={entry.at} now={now} isAlone className="text-[0.8125rem] text-muted-foreground" />
          </li>
        ))}
      </ol>
    </ContentCard>
  );
}

function entriesOf(view: RequestView): Entry[] {
  const { agent, decisions, grant, closedAt, state } = view;
  const entries: Entry[] = [{ key: "asked", at: view.createdAt, what: `Requested by ${agent.name}` }];
  for (const made of decisions) {
    const at = (made.isStanding && made.decision === "deny" && closedAt) || made.at;
    entries.push({ key: made.id, at, note: made.note, what: decisionWords(made) });
    if (made.voided) entries.push({ key: `${made.id}-void`, at: made.voided.at, what: voidWords(made) });
  }
  if (view.edit)
    entries.push({ key: "edited", at: view.edit.at, what: `${view.edit.by.name} edited the request` });
  if (["expired", "cancelled", "blocked"].includes(state)) {
    const progress = { state, closeReason: view.closeReason, isTest: agent.isTest, decisions: [] };
    entries.push({ key: "closed", at: closedAt ?? view.expiresAt, what: endingOf(progress, "")?.title });
  }
  return [...entries.sort((one, other) => one.at.getTime() - other.at.getTime()), ...grantEntries(grant)];
}

type VoidReason = NonNullable<RequestView["decisions"][number]["voided"]>["reason"];

const voidReasons: Record<VoidReason, string> = {
  passkey_removed: "the passkey was removed",
  approver_inactive: "the approver was suspended, was deactivated or lost the Approver role",
  left_group: "the approver was removed from the group",
  backup_removed: "the approver was removed as a backup approver",
  delegation_ended: "the delegation was revoked",
  request_edited: "the request was edited",
  frozen: "all agents were frozen",
};

function voidWords({ person, voided }: RequestView["decisions"][number]): string {
  return `The approval by ${person.name} no longer counts${voided ? ` because ${voidReasons[voided.reason]}` : ""}`;
}

function decisionWords(made: RequestView["decisions"][number]): string {
  const { decision, person, onBehalfOf, capacity } = made;
  if (made.isStanding)
    return `${decision === "deny" ? "Denied by a standing denial" : "Approved by a standing approval"} of ${person.name}`;
  const did =
    decision === "deny"
      ? "denied"
      : capacity === "break_glass"
        ? "approved alone with break-glass"
        : "approved";
  return `${person.name} ${did}${onBehalfOf ? ` for ${onBehalfOf.name}` : ""}`;
}

function grantEntries(grant: RequestView["grant"]): Entry[] {
  if (!grant) return [];
  const issued = { key: "issued", at: grant.issuedAt, what: "Grant issued" };
  if (grant.state === "issued") return [issued];
  const words = {
    redeemed: `Grant redeemed by ${grant.redeemedBy?.name ?? "the agent"}`,
    expired: "Grant expired unused",
    revoked: "Grant revoked before use",
  };
  return [issued, { key: "grant-over", at: grant.closedAt ?? grant.expiresAt, what: words[grant.state] }];
}

function executionEntries(execution: ExecutionView | undefined): Entry[] {
  if (!execution || execution.state === "expected") return [];
  const { resolution, reportedAt, dueAt, error } = execution;
  const outcome = { key: "outcome", at: reportedAt ?? dueAt, note: error, isUnverified: true };
  const found = resolution && { key: "resolved", at: resolution.at, note: resolution.note };
  return [
    { ...outcome, what: executionWords({ ...execution, resolution: null }) },
    ...(found ? [{ ...found, what: executionWords(execution) }] : []),
  ];
}
