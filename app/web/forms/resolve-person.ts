import { runtime } from "#app/runtime/runtime";
import { chooseAgent } from "#lib/agents/choose-agent";
import { CountersignError } from "#lib/kernel/errors";
import { choosePerson } from "#lib/people/choose-person";
import { personLabels } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import { FormFault } from "./run-action.ts";

/** The active approver that a field names, by ID or typed text. @throws {FormFault} next to the field */
export function chosenApprover(viewer: Viewer, field: string, text: string): Promise<string> {
  return withFieldName(field, () =>
    choosePerson(runtime().db, { viewer, among: "approvers", text: text.trim() }),
  );
}

/** The same for a field with several values, each ID once; an empty text is ignored. */
export async function chosenApprovers(viewer: Viewer, field: string, texts: string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const text of texts) if (text.trim() !== "") ids.add(await chosenApprover(viewer, field, text));
  return [...ids];
}

/** The agent that a field names, if visible to the viewer. @throws {FormFault} next to the field */
export function chosenAgent(viewer: Viewer, field: string, text: string): Promise<string> {
  return withFieldName(field, () => chooseAgent(runtime().db, { viewer, text: text.trim() }));
}

/** The form with the ID of each agent in a field, once. @throws {FormFault} next to the field */
export async function withChosenAgents(viewer: Viewer, form: FormData, field: string): Promise<FormData> {
  const ids = new Set<string>();
  for (const text of form.getAll(field).map(String))
    if (text.trim() !== "") ids.add(await chosenAgent(viewer, field, text));
  const resolved = new FormData();
  for (const [name, value] of form) if (name !== field) resolved.append(name, value);
  for (const id of ids) resolved.append(field, id);
  return resolved;
}

async function withFieldName(field: string, choose: () => Promise<string>): Promise<string> {
  try {
    return await choose();
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "invalid_input") throw error;
    throw new FormFault({ [field]: error.userMessage });
  }
}

/** People by name and email. The passkey's act covers the text: a renamed person is refused. */
export async function peopleShown(ids: string[]): Promise<string> {
  const labels = await personLabels(runtime().db, ids);
  return ids
    .map((id) => labels.get(id) ?? id)
    .sort()
    .join("\n");
}
