import { runtime } from "#app/runtime/runtime";
import type { Choices } from "#components/forms/choice";
import { listAgentNames, listOwners } from "#lib/agents/agent-names";
import { agentText, chooseAgent } from "#lib/agents/choose-agent";
import { CountersignError } from "#lib/kernel/errors";
import { choosePerson, personText } from "#lib/people/choose-person";
import { listApprovers, listPersonNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";

/** More are looked for by typing: a list of ten thousand can neither be sent nor read. */
const mostListed = 50;
const most = mostListed + 1;
const peopleSource = "/api/suggestions/people";

/** Active approvers, to choose an owner, backup approver, delegate or member. */
export async function approverChoices(besides: string[] = []): Promise<Choices> {
  const { options, source } = limited(
    await listApprovers(runtime().db, { most }),
    "/api/suggestions/approvers",
  );
  return { options: options.filter(({ id }) => !besides.includes(id)), source };
}

/** The people on a form's list, including people who can't approve now, then the others. */
export function withChosen(
  chosen: { id: string; name: string; isActive: boolean }[],
  { options, source }: Choices,
): Choices {
  const here = chosen.map(({ id, name, isActive }) =>
    isActive ? { id, name } : { id, name, hint: "Can't approve right now" },
  );
  const known = new Set(here.map(({ id }) => id));
  return { options: [...here, ...options.filter(({ id }) => !known.has(id))], source };
}

/** The agents that the viewer may see. */
export async function agentChoices(viewer: Viewer): Promise<Choices> {
  return limited(await listAgentNames(runtime().db, viewer, { most }), "/api/suggestions/agents");
}

/** A filter by a person or agent, from the page's address: an ID or a typed name. */
export interface NamedFilter {
  /** The ID of the person or agent; undefined when the filter is empty or ambiguous. */
  id: string | undefined;
  /** Why the filter matches no single person or agent, shown next to the field. */
  fault: string | undefined;
  choices: Choices;
}

/** A filter by any person. For admins and auditors. */
export async function personFilter(viewer: Viewer, text: string | undefined): Promise<NamedFilter> {
  const { db } = runtime();
  const choices = limited(await listPersonNames(db, { viewer, most }), peopleSource);
  return named(text, choices, ...personVerbs(viewer));
}

/** A filter by who owns an agent. For admins and auditors. */
export async function ownerFilter(viewer: Viewer, text: string | undefined): Promise<NamedFilter> {
  const choices = limited(await listOwners(runtime().db, { viewer, most }), peopleSource);
  return named(text, choices, ...personVerbs(viewer));
}

/** A filter by an agent that the viewer may see. */
export async function agentFilter(viewer: Viewer, text: string | undefined): Promise<NamedFilter> {
  const { db } = runtime();
  return named(
    text,
    await agentChoices(viewer),
    (typed) => chooseAgent(db, { viewer, text: typed }),
    (id) => agentText(db, { viewer, id }),
  );
}

type Verb = (text: string) => Promise<string>;

function personVerbs(viewer: Viewer): [choose: Verb, show: Verb] {
  const { db } = runtime();
  return [(text) => choosePerson(db, { viewer, among: "all", text }), (id) => personText(db, { viewer, id })];
}

async function named(
  text: string | undefined,
  choices: Choices,
  choose: Verb,
  show: Verb,
): Promise<NamedFilter> {
  if (!text) return { id: undefined, fault: undefined, choices };
  try {
    const id = await choose(text.trim());
    return { id, fault: undefined, choices: { ...choices, chosen: choices.source ? await show(id) : id } };
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "invalid_input") throw error;
    return { id: undefined, fault: error.userMessage, choices: { ...choices, chosen: text } };
  }
}

function limited(options: Choices["options"], source: string): Choices {
  return options.length > mostListed ? { options: [], source } : { options };
}
