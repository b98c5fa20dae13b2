"use client";

import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import type { Measure } from "#lib/policy/ladder";
import { cn } from "../ui/cn.ts";
import { type BandDraft, roomOf } from "./ladder-draft.ts";
import { snapEdge, stepEdge } from "./ladder-edge.ts";
import { type LadderScale, positionOf, valueAt } from "./ladder-scale.ts";
import { edgeText, valueText } from "./ladder-words.ts";

/** The boundary above one band: dragged, or moved with the arrow keys, Page Up and Down for more, Home and End for as far as it goes. */
export function LadderThumb(props: {
  bands: BandDraft[];
  index: number;
  measure: Measure;
  scale: LadderScale;
  unit: number;
  track: RefObject<HTMLDivElement | null>;
  /** Whether there is room for its number beside that of the one before. */
  isLabelled: boolean;
  onMove: (to: number) => void;
  onGrab: () => void;
  onRelease: () => void;
}) {
  const { bands, index, measure, scale, unit, track, onMove, onRelease } = props;
  const [band, above] = [bands[index], bands[index + 1]];
  if (!band || !above) return null;
  const { least, most = scale.top } = roomOf(bands, index, unit);
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !track.current) return;
    const { left, width } = track.current.getBoundingClientRect();
    onMove(snapEdge(valueAt(scale, (event.clientX - left) / width), unit));
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const to = keyed(event, band.upTo, { least, most }, unit);
    if (to === undefined) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    // No range input: one cannot share its track with others, nor have a scale that is not even.
    <div
      role="slider"
      tabIndex={0}
      aria-label={`Boundary ${index + 1} of ${bands.length - 1}`}
      aria-valuemin={least}
      aria-valuemax={Math.max(most, band.upTo)}
      aria-valuenow={band.upTo}
      aria-valuetext={edgeText(measure, band.upTo, band, above)}
      className="group -translate-x-1/2 absolute inset-y-0 z-10 w-11 cursor-ew-resize touch-none select-none focus-visible:z-20 focus-visible:outline-none active:z-20"
      style={{ left: `${positionOf(scale, band.upTo) * 100}%` }}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        props.onGrab();
      }}
      onPointerMove={drag}
      onPointerUp={onRelease}
      onPointerCancel={onRelease}
    >
      <span
        className={cn(
          "-translate-x-1/2 absolute top-0 left-1/2 whitespace-nowrap rounded-sm bg-card px-1 text-xs tabular-nums leading-5",
          "group-focus-visible:bg-foreground group-focus-visible:text-background group-active:bg-foreground group-active:text-background",
          props.isLabelled ? "" : "opacity-0 group-focus-visible:opacity-100 group-active:opacity-100",
        )}
      >
        {valueText(measure, band.upTo)}
      </span>
      <span className="-translate-x-1/2 absolute top-5 bottom-0 left-1/2 w-px bg-foreground/60 group-focus-visible:bg-foreground" />
      <span className="-translate-x-1/2 absolute bottom-1.5 left-1/2 grid h-8 w-3.5 place-items-center rounded-sm border border-foreground bg-card shadow-sm group-focus-visible:outline-2 group-focus-visible:outline-ring group-focus-visible:outline-offset-2">
        <span className="h-3.5 w-1 border-x border-foreground/60" />
      </span>
    </div>
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
