import { LoadTable } from "#components/coverage/load-table";
import { grouped } from "#components/text/plural.ts";
import { ContentCard } from "#components/ui/card";
import type { Load } from "#lib/coverage/asks";
import { enough, mostDecisions } from "#lib/coverage/decided-requests";
import type { CoverageWindow } from "#lib/coverage/window";

/** How often all people together are asked. */
export function Asks({ load, window }: { load: Load; window: CoverageWindow }) {
  const title = "How often people are asked";
  const about = `The newest ${grouped(mostDecisions)} requests that needed approval in ${window.days} days. For the workspace, never one person. Needs ${enough.people} people, at most ${enough.share * 100}% by one.`;
  return (
    <ContentCard aria-label={title} title={title} about={about}>
      <LoadTable
        caption={title}
        columns={[{ label: `${window.days} days`, load }]}
        missing="Too little data"
      />
    </ContentCard>
  );
}
