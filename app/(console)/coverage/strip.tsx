import type { coverageLinks } from "#app/web/query/coverage-links";
import { FigureStrip, type StripFigure } from "#components/coverage/figure-strip";
import { changeText, figureText, pointsText, shareText } from "#components/coverage/figure-text.ts";
import { counted, grouped } from "#components/text/plural.ts";
import type { FigureId, Figures } from "#lib/coverage/measures";
import type { Previous } from "#lib/coverage/previous";
import type { CoverageWindow } from "#lib/coverage/window";

interface Look {
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
}

/** Six figures. A figure of a period includes the change since the period before. */
export function Strip({ previous, window, ...look }: Look & { previous: Previous; window: CoverageWindow }) {
  const { requestsAsked, medianTimeToDecide: median, grantsUnused } = look.figures;
  const { value: seconds, total: decisions } = median;
  return (
    <FigureStrip
      period={`${window.days} days`}
      figures={[
        shareOf(look, "agentsOwned", "Active owner"),
        shareOf(look, "agentsAttested", "Ownership up to date"),
        shareOf(look, "agentsWithYoungKeys", `Keys under ${window.keyAgeDays} days`),
        {
          id: "requestsAsked",
          label: "Requests",
          about: requestsAsked.about,
          value: grouped(requestsAsked.value ?? 0),
          counted: linked(look.links.requestsAsked.counted, requestsAsked.value, "View requests"),
          change: changeText(requestsAsked.value, previous.requestsAsked),
        },
        {
          id: "medianTimeToDecide",
          label: "Median time to decide",
          about: `${median.about} Nine in ten took at most ${figureText(look.figures.ninetiethTimeToDecide)}.`,
          value: seconds === null ? null : figureText(median),
          counted: linked(
            look.links.medianTimeToDecide.counted,
            decisions,
            counted(decisions ?? 0, "decision"),
          ),
          change: changeText(seconds, previous.medianTimeToDecide),
        },
        {
          ...shareOf(look, "grantsUnused", "Unused grants"),
          change: pointsText(grantsUnused, previous.grantsUnused),
        },
      ]}
    />
  );
}

function shareOf({ figures, links }: Look, id: FigureId, label: string): StripFigure {
  const { about, value, total } = figures[id];
  return {
    ...{ id, label, about, value: shareText(value, total) },
    counted: linked(links[id].counted, total, figureText(figures[id])),
    change: null,
  };
}

/** A link to the list behind a number, unless the list would be empty. */
function linked(href: string, count: number | null, text: string): StripFigure["counted"] {
  return count ? { text, href } : null;
}
