import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { type ThresholdScale, valueAt } from "./scale.ts";
import { stripHeight, type trackRows } from "./strip.tsx";
import { roomOf, type TierDraft } from "./threshold-draft.ts";
import { edgeText, shortText } from "./threshold-words.ts";
import { snapEdge, stepEdge } from "./tier-limit.ts";

const handleWidth = 14;

export interface ThumbProps {
  tiers: TierDraft[];
  index: number;
  measure: Measure;
  scale: ThresholdScale;
  unit: number;
  track: RefObject<SVGSVGElement | null>;
  rows: ReturnType<typeof trackRows>;
  /** Whether its number has room next to the previous number. */
  hasRoom: { onPhone: boolean; onWide: boolean };
  /** How far it is from the boundary below, as a part of the track. */
  gapBelow: number;
  onMove: (index: number, to: number) => void;
  onGrab: () => void;
  onRelease: () => void;
}

/** A tier's upper limit: dragged, or moved with arrows, Page Up, Page Down, Home and End. */
export function ThresholdThumb(props: ThumbProps) {
  const { tiers, index, measure, scale, unit, track, rows, onRelease } = props;
  const grabbed = useRef<{ x: number; moves: number | undefined }>(undefined);
  const [tier, above] = [tiers[index], tiers[index + 1]];
  if (!tier || !above) return null;
  const { least, most = scale.top } = roomOf(tiers, index, unit);
  const drag = (event: PointerEvent<SVGElement>) => {
    const started = grabbed.current;
    if (!started || !track.current) return;
    const { left, width } = track.current.getBoundingClientRect();
    const isOverBelow = props.gapBelow * width < handleWidth;
    // Of two overlapping thumbs, the direction of the drag decides: otherwise the lower thumb could be stuck.
    started.moves ??= isOverBelow && event.clientX < started.x ? index - 1 : index;
    props.onMove(started.moves, snapEdge(valueAt(scale, (event.clientX - left) / width), unit));
  };
  const release = () => {
    grabbed.current = undefined;
    onRelease();
  };
  const press = (event: KeyboardEvent<SVGElement>) => {
    const to = keyed(event, tier.upTo, { least, most }, unit);
    if (to === undefined) return;
    event.preventDefault();
    props.onMove(index, to);
  };
  return (
    // Not a range input: a range input cannot share its track, and has only a linear scale.
    <g
      role="slider"
      tabIndex={0}
      aria-label={`Limit ${index + 1} of ${tiers.length - 1}`}
      aria-valuemin={least}
      aria-valuemax={Math.max(most, tier.upTo)}
      aria-valuenow={tier.upTo}
      aria-valuetext={edgeText(measure, tier.upTo, tier, above)}
      className="group cursor-ew-resize touch-none outline-none"
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = { x: event.clientX, moves: undefined };
        props.onGrab();
      }}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <rect x={-22} width={44} height={rows.scale} className="fill-transparent" />
      <rect
        x={-0.5}
        y={rows.chart - 2}
        width={1}
        height={rows.scale - rows.chart + 2}
        className="fill-foreground/60 group-focus-visible:fill-foreground"
      />
      <text
        y={13}
        textAnchor="middle"
        strokeWidth={6}
        className={cn(
          "fill-foreground stroke-card [paint-order:stroke] group-focus-visible:font-semibold group-active:font-semibold",
          !props.hasRoom.onPhone &&
            "max-sm:opacity-0 max-sm:group-focus-visible:opacity-100 max-sm:group-active:opacity-100",
          !props.hasRoom.onWide &&
            "sm:opacity-0 sm:group-focus-visible:opacity-100 sm:group-active:opacity-100",
        )}
      >
        {shortText(measure, tier.upTo)}
      </text>
      <Handle middle={rows.strip + stripHeight / 2} />
    </g>
  );
}

function Handle({ middle }: { middle: number }) {
  return (
    <>
      <rect
        {...{ x: -10.5, y: middle - 19.5, width: 21, height: 39, rx: 6, strokeWidth: 2 }}
        className="fill-none stroke-none group-focus-visible:stroke-ring"
      />
      <rect
        {...{ x: -handleWidth / 2, y: middle - 16, width: handleWidth, height: 32, rx: 3.5 }}
        className="fill-card stroke-foreground group-hover:fill-muted"
      />
      <path d={`M-1.5 ${middle - 6}v12M1.5 ${middle - 6}v12`} className="stroke-foreground/70" />
    </>
  );
}

function keyed(
  { key }: { key: string },
  value: number,
  { least, most }: { least: number; most: number },
  unit: number,
): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return stepEdge(value, 1, false, unit);
    case "ArrowLeft":
    case "ArrowDown":
      return stepEdge(value, -1, false, unit);
    case "PageUp":
      return stepEdge(value, 1, true, unit);
    case "PageDown":
      return stepEdge(value, -1, true, unit);
    case "Home":
      return least;
    case "End":
      return Math.max(most, value);
    default:
      return undefined;
  }
}
