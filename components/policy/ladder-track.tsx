"use client";

import { useRef } from "react";
import type { Measure } from "#lib/policy/ladder";
import type { Distribution } from "#lib/requests/amount-distribution";
import { cn } from "../ui/cn.ts";
import { LadderChart } from "./ladder-chart.tsx";
import { type BandDraft, edgesOf } from "./ladder-draft.ts";
import { type LadderScale, positionOf, ticksOf } from "./ladder-scale.ts";
import { LadderThumb } from "./ladder-thumb.tsx";
import { toneOf } from "./ladder-tone.ts";
import { outcomeWords, shortOutcome, valueText } from "./ladder-words.ts";

/** Less than this between two numbers, as a part of the track, and they run into each other. */
const labelRoom = 0.17;

/** The ladder as a line of bands with its boundaries, under what past requests asked for. */
export function LadderTrack(props: {
  bands: BandDraft[];
  measure: Measure;
  scale: LadderScale;
  unit: number;
  distribution: Distribution | undefined;
  describedBy: string;
  onMove: (index: number, to: number) => void;
  onGrab: () => void;
  onRelease: () => void;
}) {
  const { bands, measure, scale, unit, distribution, onMove, onGrab, onRelease } = props;
  const track = useRef<HTMLDivElement>(null);
  const edges = edgesOf(bands);
  const places = edges.map((edge) => positionOf(scale, edge));
  return (
    <div className="grid gap-1">
      <div ref={track} className="relative pt-6">
        <LadderChart
          distribution={distribution}
          scale={scale}
          bands={bands}
          edges={edges}
          describedBy={props.describedBy}
          className="h-28 sm:h-36"
        />
        <div aria-hidden className="relative h-11 overflow-hidden rounded-md">
          {bands.map((band, index) => {
            const [from, to] = [places[index - 1] ?? 0, places[index] ?? 1];
            return (
              <span
                key={band.key}
                title={outcomeWords(band)}
                className={cn(
                  "absolute inset-y-0 grid place-items-center overflow-hidden whitespace-nowrap px-0.5 font-medium text-xs",
                  toneOf(band).soft,
                )}
                style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
              >
                <span
                  className={cn(
                    "max-w-full truncate",
                    to - from < 0.2 && "max-sm:hidden",
                    to - from < 0.07 && "hidden",
                  )}
                >
                  {shortOutcome(band)}
                </span>
              </span>
            );
          })}
        </div>
        {edges.map((_, index) => (
          <LadderThumb
            key={bands[index]?.key}
            {...{ bands, index, measure, scale, unit, track, onGrab, onRelease }}
            isLabelled={hasRoom(places, index)}
            onMove={(to) => onMove(index, to)}
          />
        ))}
      </div>
      <div aria-hidden className="relative h-4 text-muted-foreground text-xs tabular-nums leading-4">
        {ticksOf(scale).map((tick) => (
          <span
            key={tick}
            className="-translate-x-1/2 absolute"
            style={{ left: `${positionOf(scale, tick) * 100}%` }}
          >
            {valueText(measure, tick).replace(/\.00$/, "")}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Whether a boundary's number fits, given that those before it that fit are there. */
function hasRoom(places: number[], index: number): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const [at, place] of places.entries()) {
    const fits = place - last >= labelRoom;
    if (at === index) return fits;
    if (fits) last = place;
  }
  return false;
}
