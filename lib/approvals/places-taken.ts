/**
 * One approval, as it counts: who gave it, and in whose place. A person who decides in their own
 * name takes their own place.
 */
export interface Voice {
  by: string;
  inPlaceOf: string;
  /**
   * Who else could have given the approval, because their link enrolled the passkey
   * (lib/passkeys/control/). Absent: no one.
   */
  alsoBy?: readonly string[];
}

/**
 * One of the distinct people that a requirement asks for: whose approval fills the place, and who
 * may not give that approval, not even as a delegate.
 */
export interface Place {
  ids: ReadonlySet<string>;
  notBy?: string;
}

/**
 * Bounds the search below. Anything beyond the bound counts as not given: an approval too few,
 * never one too many.
 */
const mostSteps = 1000;

/**
 * How many of the places can be filled at the same time, each by another person and in another's place. Two approvals in the same
 * person's place (their own and a delegate's) fill one place between them, and so do two that one person could have given
 * (invariant 18).
 * @param key `by`: of voices that are yet to be heard, one of each person's.
 */
export function placesTaken(
  places: readonly Place[],
  voices: readonly Voice[],
  key: keyof Pick<Voice, "by" | "inPlaceOf"> = "inPlaceOf",
): number {
  let best = 0;
  let steps = 0;

  // Being one person is not transitive: Ada's approval may be the same person's as Bo's and as
  // Cy's, who may be two. So both ways are tried for each.
  function search(left: readonly Voice[]): void {
    const atMost = matched(places, left, key);
    if (atMost <= best) return;
    const tied = left.find((voice) => left.some((other) => areOne(voice, other)));
    if (!tied) {
      best = atMost;
      return;
    }
    steps += 1;
    if (steps > mostSteps) return;
    search(left.filter((voice) => !areOne(tied, voice)));
    search(left.filter((voice) => voice !== tied));
  }

  search(voices);
  return best;
}

/** Whether an approval fills this place. */
export function fills(place: Place, { by, inPlaceOf }: Voice): boolean {
  return place.ids.has(inPlaceOf) && place.notBy !== by;
}

/**
 * Whether one person could have given both approvals. Without unconfirmed passkeys each approval is
 * its approver's own.
 */
export function areOne(one: Voice, other: Voice): boolean {
  if (one === other || (!one.alsoBy?.length && !other.alsoBy?.length)) return false;
  const hands = new Set([one.by, ...(one.alsoBy ?? [])]);
  return [other.by, ...(other.alsoBy ?? [])].some((id) => hands.has(id));
}

/** A maximum bipartite matching of places and voices, by augmenting paths (Kuhn). */
function matched(
  places: readonly Place[],
  voices: readonly Voice[],
  key: keyof Pick<Voice, "by" | "inPlaceOf">,
): number {
  const byWhom = new Map<string, Voice[]>();
  for (const voice of voices) byWhom.set(voice[key], [...(byWhom.get(voice[key]) ?? []), voice]);
  const takenBy = new Map<number, Voice[]>();

  function seat(group: Voice[], tried: Set<number>): boolean {
    for (const [index, place] of places.entries()) {
      if (tried.has(index) || !group.some((voice) => fills(place, voice))) continue;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder && !seat(holder, tried)) continue;
      takenBy.set(index, group);
      return true;
    }
    return false;
  }

  for (const group of byWhom.values()) seat(group, new Set());
  return takenBy.size;
}
