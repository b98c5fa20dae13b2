import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ConfirmAction } from "#components/forms/confirm-action";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { FocusOnce } from "#components/ui/dialog/focus-once";
import { Link, TextLink } from "#components/ui/link";
import { uncheckableTypes } from "#lib/policy/action-types/check-params";
import { loadPolicy } from "#lib/policy/engine/load";
import type { VersionSummary, VersionView } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { RestoreVersion } from "./versions/[version]/restore-version.tsx";

/** A draft whose stored form cannot be read can only be discarded. The live version stays enforced. */
export function UnreadableDraft(props: { revision: number; versionInForce: number; mayDiscard: boolean }) {
  const { revision, versionInForce, mayDiscard } = props;
  return (
    <Alert variant="danger" className="mb-4" title="The saved draft can't be read">
      <p>
        It can't be edited or published. Version {versionInForce} stays live.{" "}
        {mayDiscard
          ? `Discard the draft to start over from version ${versionInForce}.`
          : "Ask an admin to discard it."}
      </p>
      {mayDiscard ? (
        <div className="mt-2">
          <ConfirmAction
            action={act("draft/discard")}
            fields={{ revision: String(revision) }}
            trigger="Discard draft…"
            title="Discard this draft?"
            description={`Everything in it is lost and the draft is reset to version ${versionInForce}.`}
            confirm="Discard draft"
          />
        </div>
      ) : null}
    </Alert>
  );
}

export function UnpublishedChanges({ count, proposer }: { count: number; proposer: string | undefined }) {
  if (count === 0) return null;
  return (
    <Alert className="mb-4" title={counted(count, "unpublished change")}>
      {proposer
        ? `${proposer} proposed this draft. It goes live when another admin publishes it.`
        : "The draft isn't live until an admin publishes it."}
    </Alert>
  );
}

export function UnclassifiedTypes({
  policy: { catalog, unclassified },
}: {
  policy: Pick<VersionView, "catalog" | "unclassified">;
}) {
  if (unclassified !== "allow") return null;
  const types = catalog.filter(({ descriptor }) => !descriptor).map(({ type }) => type);
  return (
    <Alert
      variant="warning"
      className="mb-4"
      title="Rules can auto-approve action types without a description"
    >
      <p>
        Approvers see the parameters of such actions as the agent sent them.{" "}
        {types.length > 0 ? (
          <>
            Without a description: <span className="[overflow-wrap:anywhere]">{types.join(", ")}</span>.{" "}
          </>
        ) : null}
        <Link href="/policy#unclassified" className="text-link underline">
          Change it in the draft
        </Link>
      </p>
    </Alert>
  );
}

export async function UncheckableTypes({ version }: { version: number }) {
  const types = uncheckableTypes(await loadPolicy(runtime().db, version));
  if (types.length === 0) return null;
  return (
    <Alert variant="danger" className="mb-4" title="Some action types reject every request">
      <p>
        Their parameter schema is too large, or has a pattern that can't be checked in bounded time. Shorten
        the schema or fix the pattern, then publish the draft.
      </p>
      <ul>
        {types.map((type) => (
          <li key={type}>
            <Link href={`/policy/actions/types/${encodeURIComponent(type)}`}>{type}</Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

const confirmedMilliseconds = 2 * 60_000;

/** Confirms a publication of a moment ago to the publishing viewer, and offers the way back. */
export function Published(props: {
  inForce: VersionSummary;
  viewer: Viewer;
  now: Date;
  revision: number;
  isDraftChanged: boolean;
}) {
  const { inForce, viewer, now } = props;
  if (!isJustPublished(inForce, viewer, now)) return null;
  const before = inForce.version - 1;
  const title = `Version ${inForce.version} is live`;
  return (
    <FocusOnce key={inForce.version} label={title} className="mb-4 rounded-md">
      <Alert variant="success" title={title}>
        <p className="mb-2">It applies to new and pending requests.</p>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <RestoreVersion
            version={before}
            revision={props.revision}
            isDraftChanged={props.isDraftChanged}
            trigger={`Restore version ${before}…`}
          />
          <TextLink isTall href={`/policy/versions/compare?from=${before}&to=${inForce.version}`}>
            Compare with version {before}
          </TextLink>
        </div>
      </Alert>
    </FocusOnce>
  );
}

/** Version 1 is the workspace's first. */
function isJustPublished(
  { version, publishedBy, publishedAt }: VersionSummary,
  { personId }: Viewer,
  now: Date,
): boolean {
  const age = now.getTime() - publishedAt.getTime();
  return version > 1 && publishedBy === personId && age < confirmedMilliseconds;
}
