import { z } from "zod";
import { openPage, orNotFound, pageTitle } from "#app/web/open-page";
import { endingWords } from "#components/badges/request-badges";
import { ReplayChangeList } from "#components/policy/replay-change-list";
import { ReplaySummaryView } from "#components/policy/replay-summary";
import { grouped } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead, ContentCard } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { personNames } from "#lib/people/person-names";
import { listActionTypes } from "#lib/policy/action-types/action-type";
import { findReplay, type ReplayView } from "#lib/policy/replay/find-replay";
import { listReplayChanges } from "#lib/policy/replay/list-changes";
import { type ReplayValidity, replayValidity } from "#lib/policy/replay/validity";

export const metadata = pageTitle("Impact preview", "Affected requests");

const ending = z
  .string()
  .regex(/^(allow|block|step_up_\d{1,2})$/)
  .optional()
  .catch(undefined);
const querySchema = z.object({ from: ending, to: ending, after: z.string().optional().catch(undefined) });

type Props = PageProps<"/policy/replays/[id]">;

export default async function ReplayPage(props: Props) {
  const { viewer, db, now } = await openPage("admin");
  const replay = await orNotFound(findReplay(db, viewer, (await props.params).id));
  const query = querySchema.parse(await props.searchParams);
  const { summary } = replay;
  const [{ changes, next }, validity, catalog, names] = await Promise.all([
    listReplayChanges(db, viewer, replay.id, query),
    replayValidity(db, replay),
    listActionTypes(db),
    personNames(
      db,
      (summary?.load ?? []).map(({ ownerId }) => ownerId),
    ),
  ]);
  const isFiltered = query.from !== undefined || query.to !== undefined;
  return (
    <Page
      title="Impact preview"
      back={{ href: "/policy/draft/review", label: "Review and publish" }}
      description={`${grouped(replay.done)} of ${grouped(replay.total)} past requests evaluated against the draft.`}
      layout="grid gap-4"
    >
      <ReplayValidityNotice validity={validity} state={replay.state} />
      {summary ? (
        <ContentCard
          title={
            summary.changed === 1
              ? "1 outcome would change"
              : `${grouped(summary.changed)} outcomes would change`
          }
        >
          <ReplaySummaryView replayId={replay.id} summary={summary} names={names} />
        </ContentCard>
      ) : null}
      <Card>
        <CardHead title="Affected requests">
          {isFiltered ? (
            <>
              {endingWords(query.from ?? "allow")} → {endingWords(query.to ?? "allow")} ·{" "}
              <Link href={`/policy/replays/${replay.id}`}>Clear filters</Link>
            </>
          ) : null}
        </CardHead>
        {changes.length > 0 ? (
          <ReplayChangeList
            changes={changes}
            titles={{
              actions: new Map(catalog.map(({ type, title }) => [type, title])),
              rules: new Map(replay.rules.map(({ id, title }) => [id, title])),
            }}
            now={now}
          />
        ) : (
          <CardContent>
            <Alert>No affected requests{replay.state === "running" ? " so far" : ""}</Alert>
          </CardContent>
        )}
      </Card>
      {next ? (
        <LinkButton
          href={`/policy/replays/${replay.id}?${pageQuery({ ...query, after: next })}`}
          variant="outline"
          className="w-fit"
        >
          Load older
        </LinkButton>
      ) : null}
    </Page>
  );
}

function pageQuery(query: z.output<typeof querySchema>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

/** Whether a replay finished, and matches the current draft and live version. */
function ReplayValidityNotice(props: { validity: ReplayValidity; state: ReplayView["state"] }) {
  const { validity, state } = props;
  return (
    <>
      {validity.of === "earlier_draft" ? (
        <Alert variant="warning" title="This preview is out of date">
          The draft has changed since. Run it again to see the current impact.
        </Alert>
      ) : null}
      {validity.of === "in_force" ? (
        <Alert title={`The previewed draft is now live as version ${validity.version}`} />
      ) : null}
      {state === "running" ? <Alert title="Preview in progress">Reload to see more results.</Alert> : null}
      {state === "cancelled" ? (
        <Alert variant="warning" title="The preview was stopped before it finished" />
      ) : null}
      {state === "failed" ? <Alert variant="danger" title="The preview failed before it finished" /> : null}
    </>
  );
}
