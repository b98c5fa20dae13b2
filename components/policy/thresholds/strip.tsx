import { useId } from "react";
import { cn } from "#components/ui/cn.ts";
import type { TierDraft } from "./threshold-draft.ts";
import { sectionLabel } from "./threshold-words.ts";
import { toneOf } from "./tone.ts";

/** The height of the tiers: the minimum for touch. */
export const stripHeight = 44;

/** How wide the drawing is at the least, in pixels: on a phone, and on anything larger. */
const narrow = 250;
const wide = 540;

/** The tops of the rows, in pixels: past requests, tiers, scale. */
export function trackRows(hasChart: boolean) {
  const chart = 22;
  const strip = chart + (hasChart ? 136 : 8);
  const scale = strip + stripHeight;
  return { chart, strip, scale, end: scale + 22 };
}

/** The tiers as colored sections, labeled where there is room. The text below has the same content. */
export function ThresholdStrip({ tiers, places, y }: { tiers: TierDraft[]; places: number[]; y: number }) {
  const id = useId();
  return (
    <g aria-hidden>
      <clipPath id={id}>
        <rect y={y} width="100%" height={stripHeight} rx={6} />
      </clipPath>
      {tiers.map((tier, index) => {
        const [from, to] = [places[index - 1] ?? 0, places[index] ?? 1];
        const onPhone = sectionLabel(tier, (to - from) * narrow);
        const onWide = sectionLabel(tier, (to - from) * wide);
        return (
          <g key={tier.key} clipPath={`url(#${id})`}>
            <rect
              x={percent(from)}
              y={y}
              width={percent(to - from)}
              height={stripHeight}
              className={toneOf(tier).softFill}
            />
            {[
              { label: onPhone, className: "sm:hidden" },
              { label: onWide, className: "max-sm:hidden" },
            ].map(({ label, className }) => (
              <text
                key={className}
                x={percent((from + to) / 2)}
                y={y + stripHeight / 2 + 4}
                textAnchor="middle"
                className={cn("font-medium", toneOf(tier).fill, className)}
              >
                {label}
              </text>
            ))}
          </g>
        );
      })}
    </g>
  );
}

/** A place on the track, from 0 to 1, as an attribute of SVG. */
export function percent(place: number): string {
  return `${(place * 100).toFixed(3)}%`;
}
