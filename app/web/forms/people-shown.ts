import { runtime } from "#app/runtime/runtime";
import { personLabels } from "#lib/people/person-names";

/**
 * These people by name and email, one a line, for a dialog. The act that a passkey confirms covers
 * the text, so a person who was renamed since is refused.
 */
export async function peopleShown(ids: string[]): Promise<string> {
  const labels = await personLabels(runtime().db, ids);
  return ids
    .map((id) => labels.get(id) ?? id)
    .sort()
    .join("\n");
}
