import { togetherHref } from "#components/approval/together/together-href.ts";
import { totalsText } from "#components/approval/together/totals-text.ts";
import { counted } from "#components/text/plural.ts";
import { LinkButton } from "#components/ui/button";
import { Row, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { TogetherGroup } from "#lib/requests/queue/find-groups";

/** A link for each agent and action type of which the viewer may be able to approve requests together. */
export function TogetherLinks({ groups }: { groups: TogetherGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <RowList aria-label="Review together" className="mt-3 rounded-lg border bg-card">
      {groups.map((group) => (
        <Row key={`${group.agent.id} ${group.type}`} className="sm:flex-nowrap">
          <span className="flex min-w-0 gap-2">
            <Icon name="copy" className="mt-0.5 text-muted-foreground" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {group.title} · {groupWords(group)}
            </span>
          </span>
          <TogetherLink group={group} />
        </Row>
      ))}
    </RowList>
  );
}

/** "14 requests by Refund bot, 21,284.00 USD". */
function groupWords({ agent, count, totals }: TogetherGroup): string {
  return [`${counted(count, "request")} by ${agent.name}`, totalsText(totals)].filter(Boolean).join(", ");
}

/** The page that reviews the requests of a group together. */
export function TogetherLink({ group, label = "" }: { group: TogetherGroup; label?: string }) {
  return (
    <LinkButton
      href={togetherHref(group.agent.id, group.type)}
      variant="outline"
      size="sm"
      className="max-w-full whitespace-normal"
    >
      Review together
      {label ? ` · ${label}` : ""}
      <span className="sr-only">
        {" "}
        · {group.title} · {group.agent.name}
      </span>
    </LinkButton>
  );
}
