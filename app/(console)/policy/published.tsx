import { Alert } from "#components/ui/alert";
import { FocusOnce } from "#components/ui/dialog/focus-once";
import { TextLink } from "#components/ui/link";
import type { VersionSummary } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { RestoreVersion } from "./versions/[version]/restore-version.tsx";

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

/** Whether the viewer published the version a moment ago. Version 1 is the workspace's first. */
function isJustPublished(
  { version, publishedBy, publishedAt }: VersionSummary,
  { personId }: Viewer,
  now: Date,
): boolean {
  const age = now.getTime() - publishedAt.getTime();
  return version > 1 && publishedBy === personId && age < confirmedMilliseconds;
}
