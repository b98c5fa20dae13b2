import { AgentAvatar } from "#components/agents/avatars";
import { Bounds } from "#components/agents/standing/bounds";
import { Limits } from "#components/agents/standing/limits";
import { NamedValue } from "#components/agents/standing/named-value";
import { decidingRules } from "#components/approval/why-asked";
import { SignButton } from "#components/passkey/sign-button";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { ContentCard } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { Database } from "#db/client";
import type { Draft } from "#lib/approvals/standing/approvals/draft";
import { listStandingApprovals, type StandingApproval } from "#lib/approvals/standing/approvals/list";
import { findShownBounds } from "#lib/approvals/standing/approvals/show-bounds";
import type { offerStanding } from "#lib/approvals/standing/approvals/sign";
import { signedNames } from "#lib/approvals/standing/approvals/signed-names";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";
import { base64url } from "#lib/kernel/digest";
import { isAboveSecondAdmin } from "#lib/policy/action-types/standing-ceiling";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { Viewer } from "#lib/sessions/session";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";
import { Consequences } from "./consequences.tsx";
import { Evidence } from "./evidence.tsx";
import { changeHref } from "./read-terms.ts";
import { RenderedRequest } from "./rendered-request.tsx";
import { RequestsToRead } from "./to-read.tsx";

/** What is signed is read from the statement's bytes, so the screen shows exactly the signed content. */
export async function Review(props: {
  db: Database;
  viewer: Viewer;
  offered: Awaited<ReturnType<typeof offerStanding>>;
  draft: Draft;
  /** The limits as they were typed. */
  typed: Parameters<typeof changeHref>[1];
  now: Date;
}) {
  const { db, viewer, offered, draft, typed, now } = props;
  const { statement, rendering, bytes, seal } = offered;
  const [bounds, names, open, read, { needsSecondAdmin }] = await Promise.all([
    findShownBounds(db, statement),
    signedNames(db, statement),
    listStandingApprovals(db, statement.agent, now),
    findRequestForViewer(db, viewer, statement.request, now),
    findPublishingSetting(db),
  ]);
  const waitsForAdmin = needsSecondAdmin && isAboveSecondAdmin(statement.terms, draft.ceiling);
  const replaced = open.find((one) => one.statement.action.type === statement.action.type);
  return (
    <>
      <ContentCard title={<WhoSigns {...{ statement, names, viewer }} />} layout="grid gap-5">
        <Bounds bounds={bounds} />
        <RenderedRequest title="The request you read" rendering={rendering}>
          <dl className="@container">
            <NamedValue name="Rule">{decidingRules(read).join(" · ")}</NamedValue>
          </dl>
        </RenderedRequest>
      </ContentCard>
      <Evidence {...{ db, viewer, statement, draft, now }} />
      <RequestsToRead {...{ db, draft, now }} />
      <Consequences />
      <ContentCard title="Limits" layout="grid gap-4">
        {replaced ? <Replaced approval={replaced} viewer={viewer} /> : null}
        {waitsForAdmin ? (
          <Alert variant="info" title="A second admin confirms this">
            Until then, requests reach people as before.
          </Alert>
        ) : null}
        <Limits statement={statement} bounds={bounds} />
        <TextLink isTall className="w-fit" href={changeHref(statement.request, typed)}>
          Change limits
        </TextLink>
        <SignButton
          kind="standing"
          label="Sign with passkey"
          path="/api/standing-approvals"
          statement={base64url(bytes)}
          seal={seal}
          doneHref={`/requests/${statement.request}`}
        />
      </ContentCard>
    </>
  );
}

const capacities: Record<StandingStatement["capacity"], string> = {
  owner: "as its owner",
  backup: "as backup approver",
  group: "as group member",
};

function WhoSigns(props: {
  statement: StandingStatement;
  names: { agent: string; owner: string };
  viewer: Viewer;
}) {
  const { statement, names, viewer } = props;
  const { agent, owner, capacity, environment } = statement;
  return (
    <span className="flex min-w-0 items-center gap-2 leading-5">
      <AgentAvatar agent={{ id: agent, name: names.agent }} className="size-8 self-start" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {names.agent}{" "}
        <span className="font-normal text-muted-foreground text-sm">
          · {owner === viewer.personId ? "yours" : `${names.owner}'s`} · you sign {capacities[capacity]}
        </span>{" "}
        {environment === undefined ? null : (
          <Badge variant="default">
            <span className="sr-only">Environment: </span>
            <bdi>{environment}</bdi>
          </Badge>
        )}
      </span>
    </span>
  );
}

function Replaced({ approval, viewer }: { approval: StandingApproval; viewer: Viewer }) {
  const { by, count, statement } = approval;
  const whose = by.id === viewer.personId ? "your" : `${by.name}'s`;
  return (
    <Alert variant="warning" title={`This replaces ${whose} standing approval`}>
      {count} of {statement.terms.count} requests used. Its unused grants are revoked.
    </Alert>
  );
}
