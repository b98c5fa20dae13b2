import type { Band } from "#lib/policy/thresholds/threshold";
import type { Approval } from "../approval-draft.ts";
import { addUnits, parseEdge, snapEdge } from "./tier-limit.ts";

/** A tier in the editor. Tiers are in order, lowest first; the last tier has no upper limit. */
export interface BandDraft extends Approval {
  /** Identifies a tier on the screen. */
  key: string;
  /** Empty for a tier without a rule. */
  ruleId: string;
  /** A title by an admin; empty for the generated title. */
  title: string;
  outcome: Band["outcome"];
  /** The upper limit, always between its neighbors. Unused on the last tier. */
  upTo: number;
  /** The typed limit, which may not be a number, or not fit between its neighbors. */
  typed: string;
  grantTtlSeconds: number;
  requestTtlSeconds: number;
}

/** The lower limit of a tier: 0, or the limit of the tier below. */
export function lowerEdge(bands: BandDraft[], index: number): number {
  return bands[index - 1]?.upTo ?? 0;
}

/** The limits between the tiers. */
export function edgesOf(bands: BandDraft[]): number[] {
  return bands.slice(0, -1).map(({ upTo }) => upTo);
}

/**
 * Between which numbers an edge can be: edges neither cross nor meet. `most` is undefined for the
 * last edge.
 */
export function roomOf(bands: BandDraft[], index: number, unit: number): { least: number; most?: number } {
  const least = addUnits(lowerEdge(bands, index), 1, unit);
  const isLastEdge = index >= bands.length - 2;
  return isLastEdge ? { least } : { least, most: addUnits(bands[index + 1]?.upTo ?? 0, -1, unit) };
}

/** Moves a limit as far as its neighbors allow. */
export function moveEdge(bands: BandDraft[], index: number, to: number, unit: number): BandDraft[] {
  const { least, most = to } = roomOf(bands, index, unit);
  if (most < least) return bands;
  const upTo = Math.min(Math.max(to, least), Math.max(most, least));
  return upTo === bands[index]?.upTo ? bands : withEdge(bands, index, upTo, String(upTo));
}

/** Sets the typed limit; the limit moves as soon as the typed value fits. */
export function typeEdge(bands: BandDraft[], index: number, typed: string): BandDraft[] {
  const value = parseEdge(typed);
  const fits = value !== undefined && edgeFault(bands, index, typed) === undefined;
  if (fits && value !== bands[index]?.upTo) return withEdge(bands, index, value, typed);
  return bands.map((band, at) => (at === index ? { ...band, typed } : band));
}

/** The error of a typed limit, as text for the admin. */
export function edgeFault(bands: BandDraft[], index: number, typed: string): string | undefined {
  if (index >= bands.length - 1) return undefined;
  const value = parseEdge(typed);
  if (value === undefined)
    return "Enter a number such as 5000 or 12.50, without separators and with at most 4 decimals.";
  const below = lowerEdge(bands, index);
  if (value <= below) return `Must be greater than ${below}, where this tier starts.`;
  const above = index + 1 < bands.length - 1 ? bands[index + 1]?.upTo : undefined;
  return above !== undefined && value >= above ? `Must be less than ${above}, the next limit.` : undefined;
}

/**
 * Splits a tier in two. Both tiers keep the outcome until the admin changes one; the lower tier
 * keeps the rule's identity.
 * @returns the same tiers when there is no room for a limit.
 */
export function splitBand(bands: BandDraft[], index: number, key: string, unit: number): BandDraft[] {
  const band = bands[index];
  if (!band) return bands;
  const isLast = index === bands.length - 1;
  const low = lowerEdge(bands, index);
  const high = isLast ? Math.max(low * 10, unit * 10_000) : band.upTo;
  const middle = snapEdge(Math.sqrt(Math.max(low, high / 100) * high), unit);
  if (middle <= low || (!isLast && middle >= high)) return bands;
  const lower = { ...band, upTo: middle, typed: String(middle), title: "" };
  return [
    ...bands.slice(0, index),
    lower,
    { ...band, key, ruleId: "", title: "" },
    ...bands.slice(index + 1),
  ];
}

/** Removes a tier: its range goes to the tier above, or below for the last tier. */
export function removeBand(bands: BandDraft[], index: number): BandDraft[] {
  const left = bands.filter((_, at) => at !== index);
  const neighbour = Math.min(index, left.length - 1);
  return left.map((band, at) => (at === neighbour ? { ...band, title: "" } : band));
}

/**
 * Changes a tier. A title written by an admin described the earlier outcome, and is removed with
 * it.
 */
export function changeBand(bands: BandDraft[], index: number, change: Partial<BandDraft>): BandDraft[] {
  return bands.map((band, at) => {
    if (at !== index) return band;
    const isOtherwise = "outcome" in change || "approvals" in change;
    return isOtherwise && !("title" in change) ? { ...band, ...change, title: "" } : { ...band, ...change };
  });
}

// The titles of both adjacent tiers may name the limit.
function withEdge(bands: BandDraft[], index: number, upTo: number, typed: string): BandDraft[] {
  return bands.map((band, at) => {
    if (at === index) return { ...band, upTo, typed, title: "" };
    return at === index + 1 ? { ...band, title: "" } : band;
  });
}
