import type { Approval } from "#components/policy/rule/approval-draft.ts";
import type { Tier } from "#lib/policy/thresholds/threshold";
import { addUnits, parseEdge, snapEdge } from "./tier-limit.ts";

/** A tier in the editor. Tiers are in order, lowest first; the last tier has no upper limit. */
export interface TierDraft extends Approval {
  key: string;
  /** Empty for a tier without a rule. */
  ruleId: string;
  /** A title by an admin; empty for the generated title. */
  title: string;
  /** The saved title, and its tier. */
  saved?: { title: string; tier: string };
  outcome: Tier["outcome"];
  /** The upper limit, always between its neighbors. Unused on the last tier. */
  upTo: number;
  /** The typed limit, possibly no number, or beyond its neighbors. */
  typed: string;
  grantTtlSeconds: number;
  requestTtlSeconds: number;
}

/** The lower limit of a tier: 0, or the limit of the tier below. */
export function lowerEdge(tiers: TierDraft[], index: number): number {
  return tiers[index - 1]?.upTo ?? 0;
}

/** The limits between the tiers. */
export function edgesOf(tiers: TierDraft[]): number[] {
  return tiers.slice(0, -1).map(({ upTo }) => upTo);
}

/** The room of an edge: edges neither cross nor meet. `most` is undefined for the last edge. */
export function roomOf(tiers: TierDraft[], index: number, unit: number): { least: number; most?: number } {
  const least = addUnits(lowerEdge(tiers, index), 1, unit);
  const isLastEdge = index >= tiers.length - 2;
  return isLastEdge ? { least } : { least, most: addUnits(tiers[index + 1]?.upTo ?? 0, -1, unit) };
}

/** Moves a limit as far as its neighbors allow. */
export function moveEdge(tiers: TierDraft[], index: number, to: number, unit: number): TierDraft[] {
  const { least, most = to } = roomOf(tiers, index, unit);
  if (most < least) return tiers;
  const upTo = Math.min(Math.max(to, least), Math.max(most, least));
  return upTo === tiers[index]?.upTo ? tiers : withEdge(tiers, index, upTo, String(upTo));
}

/** Sets the typed limit; the limit moves as soon as the typed value fits. */
export function typeEdge(tiers: TierDraft[], index: number, typed: string): TierDraft[] {
  const value = parseEdge(typed);
  const fits = value !== undefined && edgeFault(tiers, index, typed) === undefined;
  if (fits && value !== tiers[index]?.upTo) return withEdge(tiers, index, value, typed);
  return tiers.map((tier, at) => (at === index ? { ...tier, typed } : tier));
}

/** The error of a typed limit, as text for the admin. */
export function edgeFault(tiers: TierDraft[], index: number, typed: string): string | undefined {
  if (index >= tiers.length - 1) return undefined;
  const value = parseEdge(typed);
  if (value === undefined)
    return "Enter a number such as 5000 or 12.50, without separators and with at most 4 decimals.";
  const below = lowerEdge(tiers, index);
  if (value <= below) return `Must be greater than ${below}, where this tier starts.`;
  const above = index + 1 < tiers.length - 1 ? tiers[index + 1]?.upTo : undefined;
  return above !== undefined && value >= above ? `Must be less than ${above}, the next limit.` : undefined;
}

/** Splits a tier in two; the lower keeps the rule. Without room for a limit the tiers stay. */
export function splitTier(tiers: TierDraft[], index: number, key: string, unit: number): TierDraft[] {
  const tier = tiers[index];
  if (!tier) return tiers;
  const isLast = index === tiers.length - 1;
  const low = lowerEdge(tiers, index);
  const high = isLast ? Math.max(low * 10, unit * 10_000) : tier.upTo;
  const middle = snapEdge(Math.sqrt(Math.max(low, high / 100) * high), unit);
  if (middle <= low || (!isLast && middle >= high)) return tiers;
  const lower = { ...tier, upTo: middle, typed: String(middle) };
  return [
    ...tiers.slice(0, index),
    lower,
    { ...tier, key, ruleId: "", title: "" },
    ...tiers.slice(index + 1),
  ];
}

/** Removes a tier: its range goes to the tier above, or below for the last tier. */
export function removeTier(tiers: TierDraft[], index: number): TierDraft[] {
  return tiers.filter((_, at) => at !== index);
}

/** Changes a tier. A title that an admin wrote stays. */
export function changeTier(tiers: TierDraft[], index: number, change: Partial<TierDraft>): TierDraft[] {
  return tiers.map((tier, at) => (at === index ? { ...tier, ...change } : tier));
}

function withEdge(tiers: TierDraft[], index: number, upTo: number, typed: string): TierDraft[] {
  return tiers.map((tier, at) => (at === index ? { ...tier, upTo, typed } : tier));
}
