import { togetherHref } from "#components/approval/together/together-href.ts";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import type { TogetherGroup } from "#lib/requests/together/find-groups";

/** A link for each agent and action type of which the viewer may be able to approve requests together. */
export function TogetherLinks({ groups }: { groups: TogetherGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <RowList aria-label="Review together" className="mt-3 rounded-lg border bg-card">
      {groups.map(({ agent, type, title }) => (
        <Row key={`${agent.id} ${type}`} className="sm:flex-nowrap">
          <span className="flex min-w-0 gap-2">
            <Icon name="copy" className="mt-0.5 text-muted-foreground" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {title} · {agent.name}
            </span>
          </span>
          <Button asChild variant="outline" size="sm">
            <Link href={togetherHref(agent.id, type)}>
              Review together
              <span className="sr-only">
                {" "}
                · {title} · {agent.name}
              </span>
            </Link>
          </Button>
        </Row>
      ))}
    </RowList>
  );
}
