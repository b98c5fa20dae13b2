/**
 * The condition that people decided the request of an alias: no standing approval or denial did. What runs
 * without a person is no example of what people decide, and can't push such examples out.
 */
export function decidedByPeople(alias: string): string {
  return `${alias}.standing_denial_id is null and ${alias}.standing_approval_id is null`;
}
