import { openPage, pageTitle } from "#app/web/open-page";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedText } from "#components/text/untrusted-text";
import { LinkButton } from "#components/ui/button";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { agentNames } from "#lib/agents/agent-names";
import { readDraft } from "#lib/policy/drafts/draft";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { listRecentTypes, type RecentType } from "#lib/requests/recent-types";
import { UncheckableTypes } from "../policy-notices.tsx";
import { ActionTypeList } from "./action-type-list.tsx";

export const metadata = pageTitle("Action types");

export default async function ActionsPage() {
  const { viewer, db, now } = await openPage("admin");
  const [inForce, draft] = await Promise.all([versionInForce(db), readDraft(db)]);
  const recent = await listRecentTypes(db, { viewer, now });
  const { actionTypes, count } = comparePolicies(inForce, draft);
  const known = new Set(draft.catalog.map(({ type }) => type));
  const unknown = recent.filter(({ type }) => !known.has(type));
  const askers = unknown.slice(0, mostShown).flatMap(({ agentIds }) => agentIds);
  const names = await agentNames(db, viewer, askers);
  return (
    <>
      <PageHeader
        title="Action types"
        description="What agents can request, with name, risk level and parameters. Changes are part of the draft and go live when you publish."
      >
        {count > 0 ? (
          <LinkButton href="/policy" variant="outline">
            Open draft
          </LinkButton>
        ) : null}
        <LinkButton href="/policy/actions/new">
          <Icon name="plus" />
          Add action type
        </LinkButton>
      </PageHeader>
      <PolicyTabs roles={viewer.roles} />
      <UncheckableTypes version={inForce.version} />
      <div className="grid gap-4">
        <ActionTypeList draft={draft} changes={actionTypes} recent={recent} />
        <UnknownTypes types={unknown} names={names} now={now} />
      </div>
    </>
  );
}

const mostShown = 50;

function UnknownTypes(props: { types: RecentType[]; names: ReadonlyMap<string, string>; now: Date }) {
  const shown = props.types.slice(0, mostShown);
  const rest = props.types.length - shown.length;
  return (
    <Card>
      <CardHead isOneBlock title="Unknown action types">
        Requested by agents in the last 30 days but not defined here. They always get the default outcome.
      </CardHead>
      {shown.length === 0 ? (
        <EmptyState
          icon="circle-help"
          title="No unknown action types"
          description="Every action type requested in the last 30 days is defined."
          className="border-t"
        />
      ) : (
        <RowList className="first:border-t">
          {shown.map((unknownType) => (
            <Row key={unknownType.type}>
              <div className="grid min-w-0 gap-0.5">
                <UntrustedText as="value" text={unknownType.type} className="font-mono text-sm" />
                <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">
                  {unknownType.count === 1 ? "1 request" : `${grouped(unknownType.count)} requests`} ·{" "}
                  {agentsOf(unknownType, props.names)} · last requested{" "}
                  <RelativeTime at={unknownType.lastSeenAt} now={props.now} />
                </p>
              </div>
              <LinkButton
                href={`/policy/actions/new?type=${encodeURIComponent(unknownType.type)}`}
                variant="outline"
                size="sm"
              >
                Add<span className="sr-only"> {unknownType.type}</span>
              </LinkButton>
            </Row>
          ))}
        </RowList>
      )}
      {rest > 0 ? (
        <p className="border-t px-4 py-3 text-muted-foreground text-sm sm:px-5">
          {grouped(rest)} more with fewer requests
        </p>
      ) : null}
    </Card>
  );
}

function agentsOf({ agentIds, agentCount }: RecentType, names: ReadonlyMap<string, string>): string {
  const named = agentIds.map((id) => names.get(id) ?? id);
  const more = agentCount - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
