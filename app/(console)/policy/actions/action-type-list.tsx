import { act } from "#app/(console)/acts/act";
import { RiskBadge } from "#components/badges/request-badges";
import { ConfirmAction } from "#components/forms/confirm-action";
import { type Mark, MarkBadge } from "#components/policy/mark-badge";
import { grouped } from "#components/text/plural.ts";
import { LinkButton } from "#components/ui/button";
import { Card, Row, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Draft } from "#lib/policy/drafts/draft";
import { concerns } from "#lib/policy/language/rule";
import type { Changes } from "#lib/policy/versions/compare";
import type { RecentType } from "#lib/requests/recent-types";

export function ActionTypeList(props: { draft: Draft; changes: Changes<ActionType>; recent: RecentType[] }) {
  const { catalog, rules } = props.draft;
  const requests = new Map(props.recent.map(({ type, count }) => [type, count]));
  const entries = [...catalog].sort((one, other) => (one.type < other.type ? -1 : 1));
  return (
    <Card aria-label="Action types">
      <h2 className="sr-only">Action types</h2>
      {entries.length === 0 ? (
        <EmptyState
          icon="shapes"
          title="No action types"
          description="Every request gets the default outcome and nothing can be auto-approved. Add an action type, or add one that agents have already requested."
        />
      ) : (
        <RowList>
          {entries.map((entry) => (
            <ActionTypeRow
              key={entry.type}
              entry={entry}
              mark={markOf(entry, props.changes)}
              ruleCount={rules.filter((rule) => concerns(rule, entry.type)).length}
              requestCount={requests.get(entry.type) ?? 0}
              revision={props.draft.revision}
            />
          ))}
        </RowList>
      )}
    </Card>
  );
}

function markOf({ type }: ActionType, changes: Changes<ActionType>): Mark | undefined {
  if (changes.added.some((entry) => entry.type === type)) return "new";
  return changes.changed.some(({ after }) => after.type === type) ? "edited" : undefined;
}

function ActionTypeRow(props: {
  entry: ActionType;
  mark: Mark | undefined;
  ruleCount: number;
  requestCount: number;
  revision: number;
}) {
  const { type, title, risk, amountParam, currencyParam } = props.entry;
  const facts = [
    amountParam ? `Amount: ${amountParam}` : "No amount",
    ...(currencyParam ? [`Currency: ${currencyParam}`] : []),
    props.ruleCount === 1 ? "1 rule" : `${props.ruleCount} rules`,
    `${grouped(props.requestCount)} ${props.requestCount === 1 ? "request" : "requests"} in 30 days`,
  ];
  return (
    <Row>
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{title}</h3>
          <RiskBadge risk={risk} />
          <MarkBadge mark={props.mark} />
        </div>
        <code className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{type}</code>
        <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{facts.join(" · ")}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <LinkButton href={`/policy/actions/types/${type}`} variant="outline" size="sm">
          Edit<span className="sr-only"> {title}</span>
        </LinkButton>
        <ConfirmAction
          action={act("draft/remove-action-type")}
          fields={{ revision: String(props.revision), type }}
          trigger="Remove…"
          triggerProps={{ size: "sm", "aria-label": `Remove ${title}…` }}
          title={`Remove ${type} from the draft?`}
          description="After you publish, requests of this type are treated as unknown. They get the default outcome and can't be auto-approved."
          confirm="Remove action type"
        />
      </div>
    </Row>
  );
}
