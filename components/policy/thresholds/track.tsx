import { useRef } from "react";
import type { Distribution } from "#lib/requests/amount-distribution";
import { numbersOnPhone, positionOf, ticksOf } from "./scale.ts";
import { percent, ThresholdStrip, trackRows } from "./strip.tsx";
import { ThresholdChart } from "./threshold-chart.tsx";
import { edgesOf } from "./threshold-draft.ts";
import { shortText } from "./threshold-words.ts";
import { ThresholdThumb, type ThumbProps } from "./thumb.tsx";

/** The least distance of two limits whose numbers don't overlap, as a fraction of a wide track. */
const labelRoom = 0.12;

type OfThumbs = "tiers" | "measure" | "scale" | "unit" | "onMove" | "onGrab" | "onRelease";
interface TrackProps extends Pick<ThumbProps, OfThumbs> {
  distribution: Distribution | undefined;
  describedBy: string;
}

/** An SVG with positions as attributes: the content security policy allows no inline styles. */
export function ThresholdTrack(props: TrackProps) {
  const { tiers, measure, scale, unit, distribution, onMove, onGrab, onRelease } = props;
  const track = useRef<SVGSVGElement>(null);
  const rows = trackRows(distribution !== undefined);
  const edges = edgesOf(tiers);
  const places = edges.map((edge) => positionOf(scale, edge));
  const ticks = ticksOf(scale);
  const textOf = (number: number) => shortText(measure, number);
  const onPhone = {
    ticks: numbersOnPhone(scale, ticks, textOf),
    edges: numbersOnPhone(scale, edges, textOf),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      ref={track}
      role="group"
      aria-label="Limits"
      width="100%"
      height={rows.end}
      className="block select-none overflow-visible text-xs tabular-nums"
    >
      {distribution ? (
        <ThresholdChart
          {...{ distribution, scale, tiers, edges }}
          describedBy={props.describedBy}
          y={rows.chart}
          height={rows.strip - rows.chart}
        />
      ) : null}
      <ThresholdStrip tiers={tiers} places={places} y={rows.strip} />
      <g aria-hidden className="fill-muted-foreground">
        {ticks.map((tick) => (
          <text
            key={tick}
            x={percent(positionOf(scale, tick))}
            y={rows.end - 4}
            textAnchor="middle"
            className={onPhone.ticks.has(tick) ? undefined : "max-sm:hidden"}
          >
            {textOf(tick)}
          </text>
        ))}
      </g>
      {edges.map((edge, index) => (
        // biome-ignore lint/a11y/noSvgWithoutTitle: only positions its content
        <svg key={tiers[index]?.key} x={percent(places[index] ?? 0)} overflow="visible">
          <ThresholdThumb
            {...{ tiers, index, measure, scale, unit, track, rows, onMove, onGrab, onRelease }}
            hasRoom={{
              onPhone: onPhone.edges.has(edge),
              onWide: hasRoom(places, index, labelRoom),
            }}
            gapBelow={(places[index] ?? 0) - (places[index - 1] ?? -1)}
          />
        </svg>
      ))}
    </svg>
  );
}

function hasRoom(places: number[], index: number, room: number): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const [at, place] of places.entries()) {
    const fits = place - last >= room;
    if (at === index) return fits;
    if (fits) last = place;
  }
  return false;
}
