import { Badge } from "#components/ui/badge";
import { RowLink, RowList } from "#components/ui/card";
import type { AffectedRequest } from "#lib/publishing/foresee-pending";
import { outcomeLabels } from "#lib/text/labels";
import { RequestLine } from "./request-line.tsx";

/** Pending requests that a new version affects, each with the effect. */
export function AffectedList(props: {
  requests: AffectedRequest[];
  /** Titles of action types, and of the version's rules, by name and id. */
  titles: { actions: ReadonlyMap<string, string>; rules: ReadonlyMap<string, string> };
}) {
  const { requests, titles } = props;
  return (
    <RowList className="border-t first:border-t">
      {requests.map((request) => (
        <RowLink key={request.id} href={`/requests/${request.id}`} className="grid gap-1.5">
          <RequestLine title={titles.actions.get(request.actionType) ?? request.actionType} {...request}>
            {request.agentName}
          </RequestLine>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <Badge variant={request.outcome.kind === "cancelled" ? "danger" : "warning"}>
              {request.outcome.kind === "cancelled" ? "Will be cancelled" : "Stricter"}
            </Badge>
            <span className="text-muted-foreground [overflow-wrap:anywhere]">
              {outcomeWords(request)}
              {reasonWords(request, titles.rules)}
            </span>
          </span>
        </RowLink>
      ))}
    </RowList>
  );
}

function outcomeWords({ outcome, approvals }: AffectedRequest): string {
  if (outcome.kind === "cancelled") return outcomeLabels.block;
  const parts = [
    ...(outcome.approvals > approvals
      ? [`needs ${outcome.approvals} approvals instead of ${approvals}`]
      : []),
    ...(outcome.asksOthers ? ["needs different approvers"] : []),
    ...(outcome.needsNumber ? ["needs number matching"] : []),
    ...(outcome.readsLonger ? ["has a longer reading time"] : []),
    ...(outcome.endsEdits ? ["can no longer be edited"] : []),
    ...(outcome.hasShorterGrant ? ["its grant is valid for less time"] : []),
    ...(outcome.expiresSooner ? ["it expires sooner"] : []),
  ];
  const words = parts.join(", ") || "has stricter requirements";
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reasonWords({ outcome, ruleIds }: AffectedRequest, titles: ReadonlyMap<string, string>): string {
  if (ruleIds.length === 0) return " by the default outcome.";
  const rules = ruleIds.map((id) => `“${titles.get(id) ?? id}”`).join(" and ");
  return outcome.kind === "cancelled" ? ` by ${rules}.` : `, because of ${rules}.`;
}
