import type { coverageLinks } from "#app/web/query/coverage-links";
import { secondsText, shareText } from "#components/coverage/figure-text.ts";
import { LoadTable } from "#components/coverage/load-table";
import { NumberLink } from "#components/coverage/number-link";
import { grouped } from "#components/text/plural.ts";
import { ContentCard, Fact, Facts } from "#components/ui/card";
import type { Load } from "#lib/coverage/asks";
import { enough, mostDecisions } from "#lib/coverage/decided-requests";
import type { Figures } from "#lib/coverage/measures";
import type { CoverageWindow } from "#lib/coverage/window";

interface AsksProps {
  load: Load;
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
  window: CoverageWindow;
}

/** How often all people together are asked, and how often a standing approval took the place of asking. */
export function Asks(props: AsksProps) {
  const { load, figures, window } = props;
  const title = "How often people are asked";
  const about = `The newest ${grouped(mostDecisions)} requests that needed approval in ${window.days} days. For the workspace, never one person. Needs ${enough.people} people, at most ${enough.share * 100}% by one.`;
  return (
    <ContentCard aria-label={title} title={title} about={about}>
      <LoadTable
        caption={title}
        columns={[{ label: `${window.days} days`, load }]}
        missing="Too little data"
      />
      {figures.drawn.value ? <StandingFacts drawn={figures.drawn.value} {...props} /> : null}
    </ContentCard>
  );
}

function StandingFacts({ drawn, figures, load, links }: AsksProps & { drawn: number }) {
  const { approved, denied, expired, cancelled, standingEnded } = figures;
  const needed = [approved, denied, expired, cancelled].reduce((sum, { value }) => sum + (value ?? 0), 0);
  const ended = standingEnded.value ?? 0;
  return (
    <Facts>
      <Fact name="Approved by a standing approval">
        <NumberLink href={links.drawn.counted}>{grouped(drawn)}</NumberLink> · {shareText(drawn, needed)} of
        the requests that needed approval
      </Fact>
      {load.median === null ? null : (
        <Fact name="Time not spent">{secondsText(drawn * load.median)}, at the median time to decide</Fact>
      )}
      <Fact name="Standing approvals ended">
        <NumberLink href={links.standingEnded.counted}>{grouped(ended)}</NumberLink> ·{" "}
        {grouped(Math.round((ended * 1000) / drawn))} for 1,000 such requests
      </Fact>
    </Facts>
  );
}
