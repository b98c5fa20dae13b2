/** An approval's approver, and the person whose place it fills, maybe the same. */
export interface PersonApproval {
  by: string;
  inPlaceOf: string;
  /** People whose link enrolled the passkey (lib/passkeys/control/). */
  alsoBy?: readonly string[];
}

/** The people who can fill one place of a requirement. `notBy` may not, not even as a delegate. */
export interface Place {
  ids: ReadonlySet<string>;
  notBy?: string;
}

/** Bounds the search below. Approvals beyond the bound don't count: too few, never too many. */
const mostSteps = 1000;

/**
 * How many places can be filled together, each by and for a different person. Two approvals for the
 * same person fill one place, and so do two approvals that one person could have given (invariant
 * 18).
 * @param key `by`: for future approvals, one approval of each person.
 */
export function placesTaken(
  places: readonly Place[],
  approvals: readonly PersonApproval[],
  key: keyof Pick<PersonApproval, "by" | "inPlaceOf"> = "inPlaceOf",
): number {
  let best = 0;
  let steps = 0;

  // Being one person is not transitive: Ada's approval may be the same person's as Bo's and as
  // Cy's, although Bo and Cy may be two people. So the search tries both ways for each approval.
  function search(left: readonly PersonApproval[]): void {
    const atMost = matched(places, left, key);
    if (atMost <= best) return;
    const tied = left.find((approval) => left.some((other) => areOne(approval, other)));
    if (!tied) {
      best = atMost;
      return;
    }
    steps += 1;
    if (steps > mostSteps) return;
    search(left.filter((approval) => !areOne(tied, approval)));
    search(left.filter((approval) => approval !== tied));
  }

  search(approvals);
  return best;
}

/** Whether an approval fills this place. */
export function fills(place: Place, { by, inPlaceOf }: PersonApproval): boolean {
  return place.ids.has(inPlaceOf) && place.notBy !== by;
}

/** Whether one person could have given two approvals. */
export function areOne(one: PersonApproval, other: PersonApproval): boolean {
  if (one === other || (!one.alsoBy?.length && !other.alsoBy?.length)) return false;
  const possiblePeople = new Set([one.by, ...(one.alsoBy ?? [])]);
  return [other.by, ...(other.alsoBy ?? [])].some((id) => possiblePeople.has(id));
}

/** A maximum bipartite matching of places and approvals, by augmenting paths (Kuhn). */
function matched(
  places: readonly Place[],
  approvals: readonly PersonApproval[],
  key: keyof Pick<PersonApproval, "by" | "inPlaceOf">,
): number {
  const byPerson = new Map<string, PersonApproval[]>();
  for (const approval of approvals)
    byPerson.set(approval[key], [...(byPerson.get(approval[key]) ?? []), approval]);
  const takenBy = new Map<number, PersonApproval[]>();

  function assign(group: PersonApproval[], tried: Set<number>): boolean {
    for (const [index, place] of places.entries()) {
      if (tried.has(index) || !group.some((approval) => fills(place, approval))) continue;
      tried.add(index);
      const occupant = takenBy.get(index);
      if (occupant && !assign(occupant, tried)) continue;
      takenBy.set(index, group);
      return true;
    }
    return false;
  }

  for (const group of byPerson.values()) assign(group, new Set());
  return takenBy.size;
}
