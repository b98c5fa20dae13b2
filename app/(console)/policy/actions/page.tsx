import { Plus } from "lucide-react";
import { openPage, pageTitle } from "#app/web/open-page";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { LinkButton } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";
import { agentNames } from "#lib/agents/agent-names";
import { readDraft } from "#lib/policy/drafts/draft";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { listRecentTypes } from "#lib/requests/recent-types";
import { UncheckableTypes } from "../policy-notices.tsx";
import { ActionTypeList } from "./action-type-list.tsx";
import { mostShown, UnknownTypes } from "./unknown-types.tsx";

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
          <Plus aria-hidden />
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
